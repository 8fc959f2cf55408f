// The preview, opened in the browser while an author edits. PROGRAM is the program, SAMPLE the strategy to start from.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, test } from "node:test";
import { launch } from "./browser.mjs";
import { appearanceFindings } from "./checks.mjs";

const { PROGRAM = "target/debug/greenpaper", SAMPLE = "strategy" } = process.env;
const timeout = 120_000;

const folder = mkdtempSync(join(tmpdir(), "greenpaper-preview-"));
const source = join(folder, "strategy");
cpSync(SAMPLE, source, { recursive: true });
const program = spawn(PROGRAM, ["serve", "--source", source, "--port", "0"], { stdio: ["ignore", "ignore", "pipe"] });
const browser = await launch();
after(async () => {
  await browser.close();
  program.kill("SIGINT");
  rmSync(folder, { recursive: true, force: true });
});

const root = await new Promise((resolve, reject) => {
  createInterface({ input: program.stderr }).on("line", (line) => {
    const address = /^Preview: (\S+)/.exec(line)?.[1];
    if (address) resolve(address);
  });
  program.on("exit", () => reject(new Error("the preview ended before it gave its address")));
});

const CHAPTER = join(source, "chapters/02-geography.md");
const original = readFileSync(CHAPTER, "utf8");
const PANEL = "#greenpaper-preview";

/** Opens a page, with a mark that is lost if the page is reloaded, and a list of the browser's complaints. */
async function open(path, viewport = { width: 1280, height: 800 }) {
  writeFileSync(CHAPTER, original);
  const tab = await browser.newPage({ viewport });
  const complaints = [];
  tab.on("pageerror", ({ message }) => complaints.push(message));
  tab.on("console", (message) => message.type() === "error" && !message.text().startsWith("Failed to load resource") && complaints.push(message.text()));
  await tab.goto(root + path);
  await tab.locator(PANEL).waitFor();
  await tab.waitForFunction((panel) => !document.querySelector(panel).hasAttribute("data-bad"), PANEL);
  await tab.evaluate(() => { window.mark = "same page"; });
  return { tab, complaints };
}

async function close({ tab, complaints }) {
  assert.equal(await tab.evaluate(() => window.mark), "same page", "the page was reloaded");
  assert.deepEqual(complaints, []);
  await tab.close();
}

const addError = () => appendFileSync(CHAPTER, "\nThis leads [nowhere](nowhere.md).\n");

test("updates keep scroll position, open disclosures and focus", { timeout }, async () => {
  const opened = await open("geography.html", { width: 400, height: 700 });
  const { tab } = opened;
  await tab.locator(".on-this-page summary").click();
  const place = () => tab.evaluate(() => window.heading.getBoundingClientRect().top);
  await tab.evaluate(() => {
    const headings = document.querySelectorAll("main h2");
    window.heading = headings[headings.length - 1];
    window.heading.scrollIntoView();
    window.focused = document.querySelector("footer a");
    window.focused.focus({ preventScroll: true });
  });
  const before = await place();
  const scrolled = await tab.evaluate(() => scrollY);
  assert.ok(scrolled > 700, "the page is long enough to scroll");
  const [first] = original.match(/^## .*$/m);
  writeFileSync(CHAPTER, original.replace(first, `A new paragraph.\n\nAnd a second one, which takes up space too.\n\n${first}`));
  await tab.getByText("A new paragraph.").first().waitFor({ state: "attached" });
  await tab.waitForTimeout(100);
  assert.ok(Math.abs(await place() - before) < 2, `the heading moved from ${before} to ${await place()}`);
  assert.ok(await tab.evaluate(() => scrollY) > scrolled, "the new text is above the heading");
  assert.ok(await tab.evaluate(() => document.querySelector(".on-this-page details").open), "the contents were closed");
  assert.ok(await tab.evaluate(() => document.activeElement === window.focused), "the focus moved");
  await close(opened);
});

test("errors are shown and announced on the last good page, can be collapsed, and disappear when fixed", { timeout }, async () => {
  const opened = await open("geography.html");
  const { tab } = opened;
  const panel = tab.getByRole("region", { name: "Preview" });
  const list = panel.locator("details");
  const title = await tab.locator("h1").textContent();
  assert.equal(await list.evaluate(({ open: isOpen }) => isOpen), false);
  addError();
  await panel.getByText("there is no file").waitFor();
  await panel.getByText(/chapters\/02-geography.md:\d{2}/).first().waitFor();
  assert.equal(await tab.locator("h1").textContent(), title);
  await tab.waitForFunction(() => document.querySelector("#greenpaper-preview [role=status]").textContent.includes("1 error"));
  // Toggled by keyboard, it keeps its state when the next save has errors too.
  await panel.locator("summary").focus();
  await tab.keyboard.press("Enter");
  assert.equal(await list.evaluate(({ open: isOpen }) => isOpen), false);
  addError();
  await panel.getByText("2 errors").waitFor();
  assert.equal(await list.evaluate(({ open: isOpen }) => isOpen), false);
  writeFileSync(CHAPTER, original);
  await tab.locator(`${PANEL}:not([data-bad])`).waitFor();
  await close(opened);
});

test("the printed pages are reached from the panel, are accessible, and follow a save", { timeout }, async () => {
  const opened = await open("geography.html");
  const { tab } = opened;
  await tab.getByRole("link", { name: "Printed pages" }).click();
  await tab.getByRole("heading", { level: 1, name: "Printed pages" }).waitFor();
  await tab.evaluate(() => { window.mark = "same page"; });
  const pictures = tab.getByRole("img", { name: /^Page / });
  assert.ok(await pictures.count() > 20, "every page is drawn");
  assert.ok((await tab.locator(".proof svg").first().boundingBox()).width < 300, "pages are small: the style sheet is allowed");
  assert.deepEqual(await appearanceFindings(tab), []);
  const [first] = original.match(/^## .*$/m);
  writeFileSync(CHAPTER, original.replace(first, `A paragraph to be printed.\n\n${first}`));
  await tab.locator(".proof svg").getByText("A paragraph to be printed.").first().waitFor({ state: "attached" });
  await close(opened);
});

test("a finding links to its line", { timeout }, async () => {
  const { tab } = await open("geography.html");
  addError();
  await tab.getByRole("link", { name: /^See the text chapters\/02-geography.md:\d{2}/ }).click();
  const line = tab.locator(":target");
  await line.waitFor();
  assert.match(await line.textContent(), /This leads \[nowhere\]/);
  await tab.close();
});

test("pages with the panel are accessible", { timeout }, async () => {
  const opened = await open("geography.html");
  const { tab } = opened;
  assert.deepEqual(await appearanceFindings(tab), []);
  addError();
  appendFileSync(CHAPTER, "\nWe utilise it, e.g. and/or.\n");
  await tab.getByText("there is no file").waitFor();
  assert.deepEqual(await appearanceFindings(tab), []);
  await close(opened);
  const link = await browser.newPage();
  await link.goto(`${root}_greenpaper/source/chapters/02-geography.md`);
  assert.deepEqual(await appearanceFindings(link), []);
  await link.close();
});

test("the panel works without scripts", { timeout }, async () => {
  writeFileSync(CHAPTER, original);
  const context = await browser.newContext({ javaScriptEnabled: false });
  const tab = await context.newPage();
  await tab.goto(root);
  assert.ok(await tab.getByRole("region", { name: "Preview" }).isVisible());
  await context.close();
});
