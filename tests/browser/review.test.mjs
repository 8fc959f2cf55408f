// Review mode, in a pack made from the sample: comments are written, kept, saved, loaded, printed. PROGRAM is greenpaper itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch, setLook } from "./browser.mjs";
import { serve } from "./server.mjs";

const { SITE, PROGRAM } = process.env;
if (!SITE || !PROGRAM) throw new Error("SITE must be the folder of the built sample, PROGRAM the path of greenpaper");
const timeout = 180_000;
const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const folder = mkdtempSync(join(tmpdir(), "review-"));
const source = resolve(new URL("../../strategy", import.meta.url).pathname);

/** Unpack an archive without compression. */
function unpack(archive, into) {
  const bytes = readFileSync(archive);
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [size, name] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26)];
    const path = join(into, bytes.toString("utf8", at + 30, at + 30 + name));
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes.subarray(at + 30 + name, at += 30 + name + size));
  }
}

describe("review mode", { timeout }, () => {
  let browser, server;
  const pack = join(folder, "pack");
  before(async () => {
    execFileSync(PROGRAM, ["pack", join(folder, "pack.zip"), "--source", source]);
    unpack(join(folder, "pack.zip"), pack);
    browser = await launch();
    server = await serve(pack, "/");
  });
  after(async () => {
    await browser?.close();
    await server?.close();
    rmSync(folder, { recursive: true });
  });

  /** Open a page in a fresh profile; its errors are collected. */
  async function open(path, { root = server.root, init } = {}) {
    const context = await browser.newContext({ acceptDownloads: true, viewport: { width: 1000, height: 800 } });
    if (init) await context.addInitScript(init);
    const tab = await context.newPage();
    const errors = [];
    tab.on("pageerror", (error) => errors.push(String(error)));
    tab.on("console", (message) => message.type() === "error" && !message.location().url.endsWith("/favicon.ico") && errors.push(message.text()));
    await tab.goto(new URL(path, root).href);
    await tab.locator(".review-panel").waitFor();
    return { tab, context, errors };
  }

  async function write(tab, nth, text, kind = "suggestion") {
    await tab.locator(".review-open").nth(nth).focus();
    await tab.keyboard.press("Enter");
    await tab.locator(`input[value=${kind}]`).focus();
    await tab.keyboard.press("Space");
    await tab.locator("#review_text").focus();
    await tab.keyboard.type(text);
    await tab.keyboard.press("Tab");
    await tab.keyboard.press("Enter");
  }

  async function save(tab) {
    const [download] = await Promise.all([tab.waitForEvent("download"), tab.locator(".review-bar button").click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    return path;
  }

  const count = (tab) => tab.locator(".review-list > li").count();

  for (const where of ["http", "file"]) {
    test(`a comment is written by keyboard, survives a reload and is collated (${where})`, async () => {
      const root = where === "http" ? server.root : pathToFileURL(`${pack}/`).href;
      const { tab, context, errors } = await open("site/document.html", { root });
      await write(tab, 3, 'Say <b>who</b> does "this".');
      assert.match(await tab.evaluate(() => document.activeElement.className), /review-open/, "focus returns to the button");
      assert.match(await tab.locator(".review-status").textContent(), /not in a file yet/);
      await tab.reload();
      await tab.locator(".review-panel").waitFor();
      assert.equal(await count(tab), 1, "a reload loses nothing");
      assert.equal(await tab.locator(".review-words").textContent(), 'Say <b>who</b> does "this".');
      const file = await save(tab);
      const saved = JSON.parse(readFileSync(file, "utf8"));
      assert.equal(saved.format, "greenpaper-comments/1");
      assert.match(saved.receipt, /^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      assert.match(await tab.locator(".review-status").textContent(), new RegExp(saved.receipt));

      const copy = join(folder, `strategy-${where}`);
      cpSync(source, copy, { recursive: true });
      const collated = execFileSync(PROGRAM, ["comments", "collate", file, "--round", "panel", "--source", copy]).toString();
      assert.match(collated, /1 new, 0 known already/);
      assert.match(collated, /same 1/);
      const round = readFileSync(join(copy, "comments/panel.yaml"), "utf8");
      assert.ok(round.includes(saved.comments[0].passage) && round.includes(saved.comments[0].paragraph), round);
      assert.deepEqual(errors, []);
      await context.close();
    });
  }

  test("comments are edited, deleted, and loaded from a file", async () => {
    const { tab, context, errors } = await open("site/introduction.html");
    await write(tab, 0, "One");
    await write(tab, 1, "Two", "question");
    await tab.locator(".review-list li").nth(0).getByRole("button", { name: /^Edit/ }).click();
    await tab.locator("#review_text").fill("One, edited");
    await tab.getByRole("button", { name: "Keep comment" }).click();
    await tab.locator(".review-list li").nth(1).getByRole("button", { name: /^Delete/ }).click();
    assert.equal(await count(tab), 1);
    const file = await save(tab);
    const other = await open("site/document.html");
    await other.tab.locator("#review_file").setInputFiles(file);
    await other.tab.locator(".review-list > li").waitFor();
    assert.equal(await other.tab.locator(".review-words").textContent(), "One, edited");
    await other.tab.locator("#review_file").setInputFiles(file);
    await other.tab.getByText("0 comments loaded").waitFor();
    assert.equal(await count(other.tab), 1, "a file that is loaded twice adds nothing");
    assert.deepEqual([...errors, ...other.errors], []);
    await context.close();
    await other.context.close();
  });

  test("questions of the text are answered by keyboard, kept, changed, saved and collated", async () => {
    const { tab, context, errors } = await open("site/get-involved.html");
    const [rank, choose, words] = [0, 1, 2].map((nth) => tab.locator(".review-answer").nth(nth));
    const keep = (form) => form.getByRole("button", { name: /^Keep my answer/ }).press("Enter");
    await keep(rank);
    assert.match(await rank.locator(".review-fault").textContent(), /no answer to keep/);
    const places = rank.locator("select");
    await places.nth(1).focus();
    await tab.keyboard.press("1");
    await places.nth(3).focus();
    await tab.keyboard.press("1");
    await keep(rank);
    assert.match(await rank.locator(".review-fault").textContent(), /Two of them have place 1/);
    await places.nth(3).focus();
    await tab.keyboard.press("2");
    await keep(rank);
    assert.match(await tab.locator(".review-status").textContent(), /Answer kept/);
    for (const nth of [0, 3]) await choose.locator("input").nth(nth).press("Space");
    await keep(choose);
    await words.locator("textarea").fill("Say <b>when</b>.");
    await keep(words);
    assert.equal(await count(tab), 3, "one entry a question");

    await tab.reload();
    await tab.locator(".review-panel").waitFor();
    assert.deepEqual(await places.evaluateAll((all) => all.map((one) => one.value)), ["", "0", "", "1", ""], "a reload keeps the order");
    assert.equal(await choose.locator("input:checked").count(), 2);
    await choose.locator("input").nth(3).press("Space");
    await keep(choose);
    assert.equal(await count(tab), 3, "a new answer replaces the earlier one");
    await tab.evaluate(AXE);
    const found = await tab.evaluate(() => axe.run());
    assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);

    const file = await save(tab);
    const receipt = JSON.parse(readFileSync(file, "utf8")).receipt;
    const letter = await tab.getByRole("link", { name: /^Write an email/ }).getAttribute("href");
    assert.ok(letter.startsWith("mailto:") && letter.includes(receipt) && letter.includes(encodeURIComponent(basename(file))), letter);
    const copy = join(folder, "strategy-answers");
    cpSync(source, copy, { recursive: true });
    execFileSync(PROGRAM, ["comments", "collate", file, "--round", "answers", "--source", copy]);
    const round = readFileSync(join(copy, "comments/answers.yaml"), "utf8");
    assert.match(round, /kind: choice\n    text: \|-\n      Living well\n      Ageing well\n/);
    assert.match(round, /kind: choice\n    text: A warm home\n/);
    assert.match(round, /kind: answer\n    text: "Say <b>when<\/b>\."/);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test("an empty comment is refused with advice", async () => {
    const { tab, context } = await open("site/introduction.html");
    await tab.locator(".review-open").first().click();
    await tab.getByRole("button", { name: "Keep comment" }).click();
    assert.match(await tab.locator("#review_fault").textContent(), /Write a few words/);
    await tab.keyboard.press("Escape");
    assert.equal(await tab.locator("#review_form").count(), 0);
    await context.close();
  });

  test("without storage, comments stay in memory and closing the page warns", async () => {
    const init = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("denied", "SecurityError"); } });
    const { tab, context, errors } = await open("site/introduction.html", { init });
    await write(tab, 0, "Kept in memory");
    assert.match(await tab.locator(".review-panel").textContent(), /cannot keep them/);
    const warned = new Promise((done) => tab.on("dialog", (dialog) => { done(dialog.type()); dialog.dismiss(); }));
    await tab.close({ runBeforeUnload: true });
    assert.equal(await warned, "beforeunload");
    assert.equal(await count(tab), 1);
    assert.deepEqual(errors, []);
    await context.close();
  });

  test("files with markup, of other documents or broken do no harm", async () => {
    const { tab, context, errors } = await open("site/introduction.html");
    const file = (name, text) => { writeFileSync(join(folder, name), text); return join(folder, name); };
    const own = { format: "greenpaper-comments/1", publication: "integrated-care-strategy-2023-to-2028", version: "3.3", comments: [] };
    const load = (path) => tab.locator("#review_file").setInputFiles(path);
    await load(file("broken.json", "{"));
    await tab.getByText("could not be read").waitFor();
    await load(file("other.json", JSON.stringify({ ...own, version: "1.0" })));
    await tab.getByText("another version").waitFor();
    await load(file("deep.json", `${"[".repeat(200_000)}${"]".repeat(200_000)}`));
    await tab.getByText(/could not be read|contains no comments/).waitFor();
    const evil = "<img src=x onerror=\"document.title='owned'\">";
    await load(file("markup.json", JSON.stringify({ ...own, name: evil, comments: [{ passage: evil, words: evil, text: evil, kind: evil }, null, 7, { text: { a: 1 } }] })));
    await tab.locator(".review-list > li").first().waitFor();
    assert.equal(await tab.locator(".review-panel img").count(), 0);
    assert.doesNotMatch(await tab.title(), /owned/);
    assert.deepEqual(errors, []);
    await context.close();
  });

  for (const look of ["light", "dark", "forced colours", "320 pixels"]) {
    test(`axe finds nothing, and nothing is wider than the window (${look})`, async () => {
      const { tab, context } = await open("site/introduction.html");
      await setLook(tab, look);
      await write(tab, 0, "A comment");
      await tab.locator(".review-open").nth(1).click();
      await tab.evaluate(AXE);
      const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
      // In forced colours, axe reads the colours of the page and not those that are shown.
      const rules = { "color-contrast": { enabled: look !== "forced colours" } };
      const found = await tab.evaluate(([tags, rules]) => axe.run({ runOnly: { type: "tag", values: tags }, rules }), [tags, rules]);
      assert.deepEqual(found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" ")}`), []);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= document.documentElement.clientWidth), "the page scrolls sideways");
      await tab.locator("#review_text").focus();
      const [field, bar] = [await tab.locator("#review_text").boundingBox(), await tab.locator(".review-bar").boundingBox()];
      assert.ok(field.y + Math.min(field.height, 40) <= bar.y, "the bar hides what has the focus");
      await context.close();
    });
  }

  test("print leaves out buttons and keeps the comments", async () => {
    const { tab, context } = await open("site/introduction.html");
    await write(tab, 0, "Printed");
    await tab.emulateMedia({ media: "print" });
    assert.equal(await tab.locator(".review-open").first().isVisible(), false);
    assert.equal(await tab.locator(".review-words").isVisible(), true);
    await context.close();
  });

  test("guide and forms pass axe", async () => {
    for (const path of ["start-here.html", "response-form.html", "response-form-large-print.html"]) {
      const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
      const tab = await context.newPage();
      await tab.goto(new URL(path, server.root).href);
      await tab.evaluate(AXE);
      const found = await tab.evaluate(() => axe.run());
      assert.deepEqual(found.violations.map((one) => one.id), [], path);
      assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= 320), path);
      await context.close();
    }
  });

  test("the published site has nothing of it", () => {
    assert.doesNotMatch(readFileSync(join(SITE, "introduction.html"), "utf8"), /review\./);
  });
});
