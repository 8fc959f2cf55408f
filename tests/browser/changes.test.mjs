// The pages that show what changed between versions: the way through them, and the way to them. SITE is the built sample.
import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";

const { SITE } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built sample");
const timeout = 120_000;
const root = pathToFileURL(`${resolve(SITE)}/`).href;
const browser = await launch();
// From disk and without scripts: nothing here may need more.
const context = await browser.newContext({ javaScriptEnabled: false, viewport: { width: 375, height: 812 } });
after(() => browser.close());

const indexes = readdirSync(join(SITE, "changes")).filter((file) => file.endsWith(".html")).map((file) => `changes/${file}`);
const partsOf = (index) => {
  const folder = index.replace(/\.html$/, "");
  // Addresses that only lead on to the index are no parts of it.
  const isPart = (file) => !readFileSync(join(SITE, file), "utf8").includes("http-equiv=refresh");
  return existsSync(join(SITE, folder)) ? readdirSync(join(SITE, folder)).map((file) => `${folder}/${file}`).filter(isPart) : [];
};

async function at(address, look) {
  const tab = await context.newPage();
  try {
    await tab.goto(root + address, { waitUntil: "domcontentloaded" });
    return await look(tab);
  } finally {
    await tab.close();
  }
}

/** The numbered changes of a page, with the addresses of the ones before and after. */
const readChanges = (page) => at(page, (tab) => tab.evaluate(() => [...document.querySelectorAll(".change-label[id]")].map((label) => {
  const to = (words) => [...label.querySelectorAll("a")].filter(({ textContent }) => textContent.startsWith(words)).map(({ href }) => href);
  return { address: `${location.href.split("#")[0]}#${label.id}`, id: label.id, next: to("Next"), previous: to("Previous") };
})));

describe("the changes of two versions", { timeout }, () => {
  test("some are on one page, and some by chapter", () => {
    assert.ok(indexes.some((index) => partsOf(index).length > 1) && indexes.some((index) => partsOf(index).length === 0), indexes.join());
  });

  for (const index of indexes) {
    test(`${index}: "Next" goes through all of them, and "Previous" back`, async () => {
      const pages = partsOf(index).length ? partsOf(index) : [index];
      const changes = new Map((await Promise.all(pages.map(readChanges))).flat().map((change) => [change.address, change]));
      let change = [...changes.values()].find(({ id }) => id === "change_1");
      assert.deepEqual(change.previous, []);
      for (let count = 1; count < changes.size; count += 1) {
        assert.equal(change.id, `change_${count}`);
        assert.equal(change.next.length, 1, change.address);
        const next = changes.get(change.next[0]);
        assert.deepEqual(next?.previous, [change.address], change.next[0]);
        change = next;
      }
      assert.deepEqual(change.next, []);
    });

    if (partsOf(index).length === 0) continue;
    test(`${index}: links to its passages arrive at the entry of their page`, async () => {
      const found = await at(index, (tab) => tab.evaluate(() => Object.fromEntries([...document.querySelectorAll(".changes-contents li [id]")]
        .map((target) => [target.id, [...target.closest("li").querySelectorAll("a")].map(({ href }) => href)]))));
      for (const part of partsOf(index)) {
        const ids = await at(part, (tab) => tab.evaluate(() => [...document.querySelectorAll("h1[id], .change-label[id], .change-kind[id]")].map(({ id }) => id)));
        for (const id of ids) assert.ok(found[id]?.includes(root + part), `${part}#${id}`);
      }
    });
  }

  test("the lists by kind open with the keyboard and lead to every change", async () => {
    const part = partsOf("changes/3.2-3.3.html").find((page) => page.endsWith("/introduction.html"));
    await at(part, async (tab) => {
      const lists = tab.locator(".changes-kinds > details");
      assert.ok(await lists.count() > 1);
      for (const list of await lists.all()) {
        await list.locator("summary").focus();
        await tab.keyboard.press("Enter");
        assert.ok(await list.locator("a").first().isVisible());
      }
      const [links, ids] = await tab.evaluate(() => [
        [...document.querySelectorAll(".changes-kinds a")].map(({ hash }) => hash.slice(1)),
        [...document.querySelectorAll(".change-label[id], .formatting > summary")].map(({ id }) => id),
      ]);
      for (const id of ids) assert.ok(links.includes(id), id);
    });
  });

  test("each mark is heard once", async () => {
    for (const page of indexes.flatMap((index) => (partsOf(index).length ? partsOf(index) : [index]))) {
      const heard = await at(page, (tab) => tab.locator("main").ariaSnapshot());
      assert.doesNotMatch(heard, /^\s*- (insertion|deletion)\b/m, page);
      // What a label has said is not said again by the mark in it.
      assert.doesNotMatch(heard, /strong: (New|Removed)(?:\n\s*- link.*(?:\n\s*- \/url.*)?)*\n\s*- (?:paragraph: |text: )?"?\[(new|removed):\]/, page);
    }
  });
});

describe("readers find the changes", { timeout }, () => {
  for (const page of ["index.html", "contents.html", "geography.html", "versions.html", "versions/3.2/geography.html"]) {
    test(`on the first two screens of a phone: ${page}`, async () => {
      const places = await at(page, (tab) => tab.evaluate(() => [...document.querySelectorAll("a")].filter(({ href }) => href.includes("/changes/"))
        .map((link) => link.getBoundingClientRect()).filter(({ width }) => width > 0).map(({ bottom }) => bottom)));
      assert.ok(Math.min(...places) <= 2 * 812, `${places}`);
    });
  }
});
