// The other formats of the sample: plain text, data for programs, the e-book, and what pages tell search engines. SITE is the built sample.
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, posix, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const { SITE } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const timeout = 120_000;
const read = (path) => readFileSync(join(resolve(SITE), path), "utf8");
const model = JSON.parse(read("data/document.json"));
const texts = model.chapters.flatMap((chapter) => [chapter, ...chapter.sections ?? []]);
const letters = (text) => text.replace(/[^\p{L}\p{N}]/gu, "");

const [web, browser] = await Promise.all([serve(resolve(SITE)), launch()]);
after(async () => {
  await browser.close();
  web.close();
});
const tab = await browser.newPage();

/** The files of an archive without compression, by path, in their order. */
function unzip(bytes) {
  const files = new Map();
  for (let at = 0; bytes.readUInt32LE(at) === 0x04034b50;) {
    const [size, name, extra] = [bytes.readUInt32LE(at + 18), bytes.readUInt16LE(at + 26), bytes.readUInt16LE(at + 28)];
    const start = at + 30 + name + extra;
    files.set(bytes.toString("utf8", at + 30, at + 30 + name), bytes.subarray(start, start + size));
    at = start + size;
  }
  return files;
}

describe("plain text and data", { timeout }, () => {
  test("every chapter is there, word for word", async () => {
    assert.ok(texts.length > 10);
    for (const { address, title } of texts) {
      await tab.goto(`${web.root}${address}`);
      assert.equal(await tab.locator("link[rel=alternate][type='text/plain']").evaluate((link) => link.href), `${web.root}text/${address.replace(/html$/, "txt")}`);
      const paragraphs = await tab.locator(".prose > p, .prose li:not(.bar-row):not(.stat), .prose > h2, .prose > h3, .prose td").evaluateAll((all) =>
        all.filter((element) => !element.closest(".changed-mark, .legend, .multiples, .bars")).map((element) => element.textContent));
      const plain = letters(read(`text/${address.replace(/html$/, "txt")}`));
      const whole = letters(read("downloads/document.txt"));
      const data = letters(JSON.stringify(texts.find((text) => text.address === address)));
      for (const paragraph of [title, ...paragraphs]) {
        assert.ok(plain.includes(letters(paragraph)) && whole.includes(letters(paragraph)), `${address}: ${paragraph}`);
      }
      const first = texts.find((text) => text.address === address).blocks.find(({ kind }) => kind === "paragraph");
      assert.ok(data.includes(letters(first.text)) && (await tab.locator(`#${first.id}`).innerText()).includes(first.text.slice(0, 30)));
    }
  });

  test("no markup is left in plain text", () => {
    for (const { address } of texts) assert.doesNotMatch(read(`text/${address.replace(/html$/, "txt")}`), /<\/?[a-z]+[ >]|&(amp|lt|gt|quot);/);
  });

  test("the page of downloads lists every format with its size", async () => {
    await tab.goto(`${web.root}downloads.html`);
    for (const path of ["downloads/document.epub", "downloads/document.txt", "data/document.json"]) {
      assert.match(await tab.locator(`.downloads a[href='${path}']`).innerText(), /\d(KB|MB)\)$/, path);
    }
  });
});

describe("the e-book", { timeout }, () => {
  const files = unzip(readFileSync(join(resolve(SITE), "downloads/document.epub")));
  const pages = [...files.keys()].filter((path) => path.endsWith(".xhtml"));

  test("it begins as readers expect, and the manifest has every file once", () => {
    const [[name, type]] = files;
    assert.deepEqual([name, type.toString()], ["mimetype", "application/epub+zip"]);
    const manifest = [...files.get("EPUB/package.opf").toString().matchAll(/<item [^>]*href="([^"]+)"/g)].map(([, href]) => `EPUB/${decodeURIComponent(href)}`);
    const own = [...files.keys()].filter((path) => path.startsWith("EPUB/") && path !== "EPUB/package.opf");
    assert.deepEqual(manifest.toSorted(), own.toSorted());
  });

  test("every file is well-formed, and every link and picture leads somewhere", async () => {
    const parse = (path, text) => tab.evaluate(([xml, isPage]) => {
      const parsed = new DOMParser().parseFromString(xml, isPage ? "application/xhtml+xml" : "application/xml");
      const values = (selector, name) => [...parsed.querySelectorAll(selector)].map((element) => element.getAttribute(name));
      return { error: parsed.querySelector("parsererror")?.textContent, ids: values("[id]", "id"), hrefs: [...values("a[href]", "href"), ...values("img[src]", "src")], alts: values("img", "alt") };
    }, [text, path.endsWith(".xhtml")]);
    const read = new Map();
    for (const path of [...pages, "EPUB/package.opf", "META-INF/container.xml"]) read.set(path, await parse(path, files.get(path).toString()));
    for (const [path, { error, ids, hrefs, alts }] of read) {
      assert.equal(error, undefined, path);
      assert.equal(new Set(ids).size, ids.length, `${path}: an id occurs twice`);
      assert.ok(alts.every((alt) => alt !== null), path);
      for (const href of hrefs) {
        if (/^(https?|mailto|tel):/.test(href)) continue;
        const [target, anchor] = href.split("#");
        const file = target ? posix.join(dirname(path), decodeURIComponent(target)) : path;
        assert.ok(files.has(file), `${path}: ${href}`);
        if (anchor) assert.ok(read.get(file).ids.includes(decodeURIComponent(anchor)), `${path}: ${href}`);
      }
    }
  });

  test("the printed pages are listed in order", () => {
    const navigation = files.get("EPUB/nav.xhtml").toString();
    const numbers = [...navigation.matchAll(/#page_(\d+)"/g)].map(([, number]) => Number(number));
    assert.ok(numbers.length > 30, `${numbers.length} pages`);
    assert.deepEqual(numbers, numbers.toSorted((one, other) => one - other));
  });
});

describe("metadata", { timeout }, () => {
  const data = (page) => JSON.parse(/<script type="?application\/ld\+json"?>(.*?)<\/script>/s.exec(read(page))[1]);

  test("the document is a Report, the glossary a set of terms", () => {
    const report = data("index.html");
    assert.equal(report["@type"], "Report");
    assert.equal(report.version, model.version);
    assert.deepEqual(report.hasPart.map(({ name }) => name), model.chapters.map(({ title }) => title));
    const terms = data("glossary.html");
    assert.equal(terms["@type"], "DefinedTermSet");
    assert.deepEqual(terms.hasDefinedTerm.map(({ name }) => name), model.glossary.map(({ term }) => term));
    for (const term of terms.hasDefinedTerm) assert.ok(read("glossary.html").includes(`id=${term["@id"].slice(1)}>`), term["@id"]);
  });

  test("reference managers and previews of links find title, publisher and date", async () => {
    await tab.goto(`${web.root}index.html`);
    const content = (name) => tab.locator(`meta[name='${name}'], meta[property='${name}']`).first().getAttribute("content");
    assert.equal(await content("citation_title"), `${model.title}: ${model.subtitle}`);
    assert.equal(await content("citation_publication_date"), model.date.replaceAll("-", "/"));
    assert.equal(await content("DC.publisher"), model.publisher);
    assert.equal(await content("og:type"), "website");
    await tab.goto(`${web.root}${texts[1].address}`);
    assert.deepEqual([await content("og:type"), await content("og:title")], ["article", texts[1].title]);
  });

  test("formats that do not change with the version are those of today alone", () => {
    for (const path of ["versions/3.2/text", "versions/3.2/data/document.json"]) assert.ok(!existsSync(join(resolve(SITE), path)), path);
  });
});
