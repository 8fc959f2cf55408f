// The search of the sample: what it finds, how much it loads, and its page. SITE is the built sample, PROGRAM greenpaper itself.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { launch } from "./browser.mjs";
import { addresses, openSearch, readQuestions } from "./search-index.mjs";
import { serve } from "./server.mjs";

const { SITE, PROGRAM } = process.env;
if (!SITE || !PROGRAM) throw new Error("SITE must be the folder of the built sample, PROGRAM the path of greenpaper");
const timeout = 120_000;
const compressed = (files) => files.reduce((sum, bytes) => sum + gzipSync(bytes).length, 0);

describe("the index", { timeout }, () => {
  const { search, loaded } = openSearch(SITE);
  const isFound = async (query) => (await search.find(query)).numbers.length > 0;

  test("the browser stems as the index does", () => {
    const lines = readFileSync(new URL("../search/stems.txt", import.meta.url), "utf8").trim().split("\n");
    assert.deepEqual(lines.filter((line) => search.stem(line.split(" ")[0]) !== line.split(" ")[1]), []);
    assert.equal(search.stem("constructor"), "constructor");
  });

  test("at least 95 of 100 questions are answered by the first three results", async () => {
    const questions = readQuestions();
    assert.equal(questions.length, 100);
    const missed = [];
    for (const { question, answers } of questions) {
      const found = await addresses(search, question);
      if (!found.some((address) => answers.includes(address))) missed.push(`${question}: ${found.join(", ")}`);
    }
    assert.ok(missed.length <= 5, missed.join("\n"));
  });

  test("every answer that the questions expect exists", () => {
    for (const { answers } of readQuestions()) {
      for (const answer of answers) {
        const [page, anchor] = answer.split("#");
        const html = readFileSync(join(SITE, page), "utf8");
        assert.ok(!anchor || new RegExp(`id="?${anchor}[ ">]`).test(html), answer);
      }
    }
  });

  test("script and index are small", () => {
    const index = compressed([...loaded].filter(([path]) => path.startsWith("search/")).map(([, bytes]) => bytes));
    assert.ok(index <= 60_000, `${index} bytes`);
    assert.ok(compressed([...loaded.values()]) <= 66_000);
  });

  test("what the document does not have is not found", async () => {
    for (const query of ["", "   ", "?!", "xyzzy", "dragons", "council tax", "<script>alert(1)</script>", "constructor"]) {
      assert.equal(await isFound(query), false, query);
    }
    assert.deepEqual([...(await search.find("dragons at the hospice")).missing], ["dragons"]);
  });

  test("odd queries end", async () => {
    for (const query of ["a".repeat(10_000), "care ".repeat(2_000), "\u{1f600}\ud800", "İSTANBUL ŷ", "'’'", "1,000 1/2 3.5%"]) await search.find(query);
    assert.ok(await isFound("CARERS’"));
  });
});

describe("the index of a large document", { timeout }, () => {
  const folder = mkdtempSync(join(tmpdir(), "greenpaper-search-"));
  after(() => rmSync(folder, { recursive: true }));

  test("is divided, and a query loads only a part", async () => {
    const source = join(folder, "source");
    mkdirSync(join(source, "chapters"), { recursive: true });
    mkdirSync(join(source, "glossary"));
    writeFileSync(join(source, "strategy.yaml"), 'title: Large\npublisher: Us\nlanguage: en-GB\nstatus: draft\nversions:\n  - {version: "1.0", date: 2026-01-01}\n');
    writeFileSync(join(source, "glossary", "gp.md"), "---\nterm: General practice\nalso: [doctor's, surgery]\nabbreviation: GP\n---\nA family doctor and the team.\n");
    // Words of every kind of frequency, the same in every run.
    let seed = 7;
    const random = () => (seed = (seed * 48271) % 2147483647) / 2147483647;
    const word = () => `${"bcdfghklmnprst"[Math.floor(random() * 14)]}${"aeiou"[Math.floor(random() * 5)]}x${Math.floor(random() ** 4 * 9000).toString(36).replace(/\d/g, "z")}`;
    const words = (count) => Array.from({ length: count }, word).join(" ");
    for (let chapter = 0; chapter < 120; chapter += 1) {
      const sections = Array.from({ length: 5 }, (_, nth) => `## Heading ${chapter} ${nth} ${words(2)}\n\n${Array.from({ length: 6 }, () => `The ${words(30)}.`).join(" ")}\n`);
      if (chapter === 77) sections.push("## Where to go\n\nSee your GP about the quokka.\n");
      writeFileSync(join(source, "chapters", `${String(chapter).padStart(3, "0")}-c${chapter}.md`), `---\ntitle: Chapter ${words(2)}\n---\n\n${sections.join("\n")}`);
    }
    try {
      execFileSync(PROGRAM, ["build", "--source", source, "--formats", "html", "--output", join(folder, "site")], { stdio: "pipe" });
    } catch (error) {
      assert.fail(`${error.stdout}${error.stderr}`);
    }
    const { search, loaded } = openSearch(join(folder, "site"));
    const first = loaded.size;
    assert.deepEqual(await addresses(search, "quokka"), ["c77.html#where-to-go"]);
    assert.ok(loaded.size > first, "its parts are loaded when they are needed");
    assert.deepEqual((await addresses(search, "doctor's surgery", 9)).sort(), ["c77.html#where-to-go", "glossary.html#term_general-practice"]);
    assert.deepEqual(await addresses(search, "quokk"), ["c77.html#where-to-go"], "a beginning");
    assert.deepEqual(await addresses(search, "qoukka"), ["c77.html#where-to-go"], "letters that changed places");
    const fresh = openSearch(join(folder, "site"));
    await addresses(fresh.search, "the heading bax baxa cex dux quokka general practice", 10);
    assert.ok(compressed([...fresh.loaded.values()]) < 300_000);
  });
});

describe("other scripts and accents", { timeout }, () => {
  const folder = mkdtempSync(join(tmpdir(), "greenpaper-search-"));
  after(() => rmSync(folder, { recursive: true }));
  const source = join(folder, "strategy");
  mkdirSync(join(source, "chapters"), { recursive: true });
  writeFileSync(join(source, "strategy.yaml"), "title: Plan\npublisher: Council\nlanguage: en-GB\nstatus: draft\nversions:\n  - {version: \"0.1\", date: 2026-01-02}\nsite: {past_versions: false}\n");
  const texts = {
    "cafes": "Warm cafés in Łódź and on the Straße are open to all.",
    "chinese": "我们的健康政策帮助每个人。NHS服务。",
    "japanese": "東京の保健センターはどこですか。",
    "other": "Nothing of this is here.",
  };
  Object.entries(texts).forEach(([name, text], at) => writeFileSync(join(source, "chapters", `0${at + 1}-${name}.md`), `---\ntitle: ${name}\n---\n\n${text}\n`));
  execFileSync(PROGRAM, ["build", "--source", source, "--formats", "html", "--output", join(folder, "site")], { stdio: "pipe" });
  const { search } = openSearch(join(folder, "site"));

  for (const [query, page] of [["cafe", "cafes"], ["CAFÉS", "cafes"], ["cafe\u0301", "cafes"], ["lodz", "cafes"], ["strasse", "cafes"], ["健康", "chinese"],
    ["康政策", "chinese"], ["人", "chinese"], ["NHS", "chinese"], ["東京", "japanese"], ["保健センター", "japanese"]]) {
    test(`${query} is found`, async () => assert.deepEqual(await addresses(search, query), [`${page}.html`]));
  }

  test("what is not there is not found", async () => {
    for (const query of ["教育", "kafe", "ホテル"]) assert.deepEqual(await addresses(search, query), [], query);
  });

  test("characters that belong together are marked once", async () => {
    const { numbers, marks } = await search.find("健康政策");
    const { sentence, ranges } = search.excerpt((await search.record(numbers[0])).text, marks);
    assert.equal(ranges.map(([from, to]) => sentence.slice(from, to)).join(""), "健康政策");
  });
});

describe("the search page", { timeout }, async () => {
  const [web, browser] = await Promise.all([serve(resolve(SITE), "/sub/path/"), launch()]);
  after(async () => {
    await browser.close();
    web.close();
  });
  const visit = async (address, options = {}) => {
    const tab = await browser.newPage(options);
    tab.faults = [];
    tab.on("pageerror", ({ message }) => tab.faults.push(message));
    tab.on("console", (message) => { if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) tab.faults.push(message.text()); });
    await tab.goto(address);
    return tab;
  };
  const first = (tab) => tab.locator(".results a").first();

  for (const [name, root] of [["a server", web.root], ["disk", pathToFileURL(`${resolve(SITE)}/`).href]]) {
    test(`the field in the header leads to results, from ${name}`, async () => {
      const tab = await visit(`${root}priorities/dying-well.html`);
      await tab.getByRole("searchbox").fill("stopping smoking");
      await tab.keyboard.press("Enter");
      await first(tab).waitFor();
      assert.match(tab.url(), /search\.html\?q=stopping(\+|%20)smoking$/);
      assert.match(await tab.getByRole("status").innerText(), /^\d+ results?\./);
      assert.match(await tab.title(), /^stopping smoking/);
      assert.ok((await tab.locator(".results mark").allInnerTexts()).some((text) => /smok/i.test(text)));
      // The query is there again after "back".
      await first(tab).click();
      await tab.goBack();
      await first(tab).waitFor();
      assert.equal(await tab.getByRole("searchbox").inputValue(), "stopping smoking");
      assert.deepEqual(tab.faults, []);
      await tab.close();
    });
  }

  test("results appear while typing, and the address keeps the query", async () => {
    const tab = await visit(`${web.root}search.html`);
    await tab.getByRole("searchbox").pressSequentially("bereav");
    await first(tab).waitFor();
    assert.equal(await first(tab).innerText(), "Bereavement");
    assert.match(tab.url(), /\?q=bereav$/);
    await tab.getByRole("searchbox").fill("");
    await tab.waitForURL(/search\.html$/);
    assert.equal(await tab.getByRole("status").innerText(), "");
    await tab.close();
  });

  test("more results follow, and the focus goes to the first of them", async () => {
    const tab = await visit(`${web.root}search.html?q=care`);
    await first(tab).waitFor();
    assert.equal(await tab.locator(".results > li").count(), 10);
    await tab.getByRole("button", { name: "Show more results" }).click();
    await tab.locator(".results > li").nth(10).waitFor();
    assert.ok(await tab.locator(".results > li").nth(10).locator("a").evaluate((link) => link === document.activeElement));
    await tab.close();
  });

  test("markup is text, a very long query is cut, and nothing found is said so", async () => {
    const tab = await visit(`${web.root}search.html?q=${encodeURIComponent("<img src=x onerror=alert(1)> zyzzyva")}`);
    await tab.getByText("Nothing in this document answers").waitFor();
    assert.equal(await tab.locator("#search_page img").count(), 0);
    assert.ok(await tab.locator(".no-results").isVisible() && await tab.locator(".search-elsewhere a[href='contents.html']").isVisible());
    await tab.goto(`${web.root}search.html?q=${"hospice+".repeat(1_200)}`);
    await first(tab).waitFor();
    assert.deepEqual(tab.faults, []);
    await tab.close();
  });

  test("without JavaScript the page says so and leads to the contents", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const tab = await context.newPage();
    await tab.goto(`${web.root}index.html`);
    await tab.getByRole("searchbox").fill("smoking");
    await tab.keyboard.press("Enter");
    await tab.getByText("The search needs JavaScript").waitFor();
    assert.ok(await tab.locator(".search-elsewhere a[href='contents.html']").isVisible());
    await context.close();
  });
});
