// A site in two languages: the switch between them, by keyboard, with and without scripts, from disk. PROGRAM is greenpaper.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const { PROGRAM } = process.env;
if (!PROGRAM) throw new Error("PROGRAM must be the greenpaper binary");
const timeout = 120_000;
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

const folder = mkdtempSync(join(tmpdir(), "greenpaper-editions-"));
const write = (path, text) => {
  mkdirSync(join(folder, "strategy", path, ".."), { recursive: true });
  writeFileSync(join(folder, "strategy", path), text);
};
const paragraphs = (words) => Array.from({ length: 30 }, (_, nth) => `${words} ${nth + 1}. ${`${words} `.repeat(30)}\n`).join("\n");
write("strategy.yaml", `title: Our plan
publisher: Body
language: en-GB
status: final
contact: {email: a@b.org}
print: {sizes: []}
editions: {cy: {title: Ein cynllun}}
versions:
  - {version: "1.0", date: 2023-03-03}
`);
write("chapters/01-a.md", `---\ntitle: First\n---\n${paragraphs("English words")}`);
write("chapters/02-b.md", "---\ntitle: Second\n---\nAnother English text.\n");
write("chapters.cy/01-a.md", `---\ntitle: Cyntaf\ntranslates: "1.0"\n---\n${paragraphs("Geiriau Cymraeg")}`);
execFileSync(PROGRAM, ["build", "--source", join(folder, "strategy"), "--output", join(folder, "output"), "--formats", "html"], { stdio: "ignore" });
const root = pathToFileURL(join(folder, "output/")).href;

const browser = await launch();
after(async () => {
  await browser.close();
  rmSync(folder, { recursive: true });
});

async function open(path, options = {}) {
  const tab = await browser.newPage({ viewport: { width: 375, height: 812 }, ...options });
  await tab.goto(root + path);
  return tab;
}

const arrivedAt = (tab) => tab.evaluate(() => location.href);

describe("editions in two languages", { timeout }, () => {
  test("the switch leads to the same page, without scripts too", async () => {
    for (const javaScriptEnabled of [true, false]) {
      const tab = await open("a.html", { javaScriptEnabled });
      await tab.locator(".site-languages a").focus();
      await tab.keyboard.press("Enter");
      await tab.waitForURL("**/cy/a.html");
      assert.equal(await tab.locator("html").getAttribute("lang"), "cy");
      const back = tab.locator(".site-languages a");
      assert.equal(await back.getAttribute("hreflang"), "en-GB");
      assert.equal(await back.getAttribute("lang"), "en-GB");
      await back.click();
      await tab.waitForURL(/output\/a\.html$/);
      await tab.close();
    }
  });

  test("it leads to the passage that is being read", async () => {
    const tab = await open("a.html");
    const id = await tab.evaluate(() => {
      const passage = document.querySelectorAll("main p[id^=p_]")[14];
      passage.scrollIntoView();
      return passage.id;
    });
    await tab.evaluate(() => document.querySelector(".site-languages a").click());
    await tab.waitForURL("**/cy/a.html#p_*");
    assert.ok((await arrivedAt(tab)).endsWith(`#${id}`), await arrivedAt(tab));
    assert.match(await tab.locator(`#${id}`).textContent(), /Geiriau Cymraeg 15\./);
    await tab.close();
  });

  test("a chapter that is not translated is marked, and says so", async () => {
    const tab = await open("cy/b.html");
    assert.equal(await tab.locator("main h1").getAttribute("lang"), "en-GB");
    assert.equal(await tab.locator(".translation-note").count(), 1);
    await tab.close();
  });

  test("pages of both pass axe", async () => {
    for (const page of ["index.html", "a.html", "cy/index.html", "cy/a.html", "cy/b.html"]) {
      const tab = await open(page);
      await tab.evaluate(axe);
      const { violations } = await tab.evaluate(() => window.axe.run());
      assert.deepEqual(violations.map(({ id }) => id), [], page);
      await tab.close();
    }
  });
});
