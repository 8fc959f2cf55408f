// What every page offers its reader: citations, reading settings, where the reader stopped, and what has changed since. SITE is the folder of
// the built sample.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, test } from "node:test";
import { pathToFileURL } from "node:url";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const { SITE } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const timeout = 120_000;
const CHAPTER = "priorities/dying-well.html";
const axe = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** A copy of the site in which one chapter has other words. */
const edited = mkdtempSync(join(tmpdir(), "greenpaper-reader-"));
cpSync(resolve(SITE), edited, { recursive: true });
const digestOf = (html) => /data-text="?([0-9a-f]{8})/.exec(html)[1];
const chapter = readFileSync(join(edited, CHAPTER), "utf8");
for (const page of [CHAPTER, "index.html", "contents.html"]) {
  const path = join(edited, page);
  writeFileSync(path, readFileSync(path, "utf8").replaceAll(digestOf(chapter), "01234567"));
}

const [web, later, browser] = await Promise.all([serve(resolve(SITE), "/sub/path/"), serve(edited), launch()]);
after(async () => {
  await browser.close();
  web.close();
  later.close();
  rmSync(edited, { recursive: true });
});

async function open(address, { context, ...options } = {}) {
  const own = context ?? await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const tab = await own.newPage();
  tab.faults = [];
  tab.on("pageerror", ({ message }) => tab.faults.push(message));
  tab.on("console", (message) => { if (message.type() === "error" && !message.location().url.endsWith("/favicon.ico")) tab.faults.push(message.text()); });
  await tab.goto(address);
  return tab;
}

/** Makes the browser refuse storage, as some do when cookies are blocked. */
const refuseStorage = () => Object.defineProperty(window, "localStorage", { get() { throw new DOMException("refused", "SecurityError"); } });

const places = [["a server", web.root], ["disk", pathToFileURL(`${resolve(SITE)}/`).href]];

describe("citations", { timeout }, () => {
  for (const [name, root] of places) {
    test(`a paragraph's number copies a citation with its address (${name})`, async () => {
      const context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
      const tab = await open(`${root}${CHAPTER}`, { context });
      const number = tab.locator("a.paragraph-number").nth(1);
      const address = `${root}${CHAPTER}${await number.getAttribute("href")}`;
      await number.focus();
      await tab.keyboard.press("Enter");
      await tab.locator(".copied").waitFor();
      assert.equal(await tab.evaluate(() => navigator.clipboard.readText()),
        `Integrated Care Strategy: 2023 to 2028, version 3.3, paragraph 6.5.2, ${address}`);
      assert.equal(tab.url(), address, "it is a link as well");
      assert.match(await tab.locator("#reader_status").textContent(), /^Citation copied: .*paragraph 6\.5\.2$/);
      assert.deepEqual(tab.faults, []);
      await context.close();
    });
  }

  test("every number is the only one of its page and leads to its paragraph, without a script, too", async () => {
    const tab = await open(`${web.root}${CHAPTER}`, { javaScriptEnabled: false });
    const links = await tab.locator("a.paragraph-number").evaluateAll((all) => all.map((link) => [link.textContent, link.getAttribute("href"), link.parentElement.id]));
    assert.ok(links.length > 5);
    assert.equal(new Set(links.map(([number]) => number)).size, links.length);
    for (const [, href, id] of links) assert.equal(href, `#${id}`);
    await tab.locator("a.paragraph-number").first().click();
    assert.ok(tab.url().endsWith(links[0][1]));
    await tab.context().close();
  });

  test("without a clipboard the number is a link and nothing else", async () => {
    const tab = await open(`${web.root}${CHAPTER}`);
    await tab.evaluate(() => {
      Object.defineProperty(navigator, "clipboard", { value: undefined });
      document.execCommand = () => false;
    });
    await tab.locator("a.paragraph-number").first().click();
    assert.match(tab.url(), /#p_/);
    assert.equal(await tab.locator(".copied").count(), 0);
    assert.deepEqual(tab.faults, []);
    await tab.context().close();
  });
});

describe("reading settings", { timeout }, () => {
  for (const [name, root] of places) {
    test(`a choice takes effect at once and is there on the next page before it is shown (${name})`, async () => {
      const tab = await open(`${root}reading-settings.html`);
      const size = () => tab.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
      const usual = await size();
      for (const choice of ["Largest", "Widest", "Long", "Light text on a dark page"]) await tab.getByLabel(choice, { exact: true }).check();
      assert.equal(await size(), usual * 1.5);
      assert.match(await tab.locator(".settings-status").innerText(), /kept on this device/);
      await tab.addInitScript(() => {
        // The settings are there when the first element of the text arrives.
        new MutationObserver((_, observer) => {
          if (!document.querySelector("main")) return;
          window.early = { ...document.documentElement.dataset };
          observer.disconnect();
        }).observe(document, { childList: true, subtree: true });
      });
      await tab.goto(`${root}${CHAPTER}`);
      assert.deepEqual(await tab.evaluate(() => window.early), { size: "largest", spacing: "widest", width: "wide", colours: "dark" });
      assert.equal(await size(), usual * 1.5);
      assert.equal(await tab.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "dark");
      await tab.goto(`${root}reading-settings.html`);
      assert.ok(await tab.getByLabel("Largest", { exact: true }).isChecked());
      await tab.getByRole("button", { name: "Return to the usual settings" }).click();
      assert.equal(await size(), usual);
      assert.equal(await tab.evaluate(() => localStorage.getItem("greenpaper:settings")), null);
      assert.deepEqual(tab.faults, []);
      await tab.context().close();
    });
  }

  test("a script that blocks nothing is not enough: it is in the head and runs at once", () => {
    for (const page of readdirSync(resolve(SITE)).filter((file) => file.endsWith(".html"))) {
      const html = readFileSync(join(resolve(SITE), page), "utf8");
      if (/http-equiv="?refresh/.test(html)) continue;
      const script = /<script[^>]*assets\/reader\.[^>]*>/.exec(html)?.[0];
      assert.ok(script && !/\b(defer|async)\b/.test(script) && html.indexOf(script) < html.indexOf("<body"), page);
    }
  });

  test("all choices together pass axe, and nothing is wider than a phone", async () => {
    for (const colours of ["light", "dark", "contrast"]) {
      for (const page of [CHAPTER, "index.html", "reading-settings.html", "geography.html"]) {
        const tab = await open(`${web.root}404.html`, { viewport: { width: 320, height: 640 } });
        await tab.evaluate((value) => localStorage.setItem("greenpaper:settings", JSON.stringify({ size: "largest", spacing: "widest", width: "wide", colours: value })), colours);
        await tab.goto(`${web.root}${page}`);
        assert.ok(await tab.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${page} scrolls sideways`);
        await tab.evaluate(axe);
        const found = await tab.evaluate(async () => (await window.axe.run(document, { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].target}`));
        assert.deepEqual(found, [], `${page}, ${colours}`);
        await tab.context().close();
      }
    }
  });

  test("a browser that refuses storage changes this page, says so, and is silent elsewhere", async () => {
    const context = await browser.newContext();
    await context.addInitScript(refuseStorage);
    const tab = await open(`${web.root}reading-settings.html`, { context });
    await tab.getByLabel("Largest", { exact: true }).check();
    assert.match(await tab.locator(".settings-status").innerText(), /until you leave this page/);
    assert.equal(await tab.evaluate(() => document.documentElement.dataset.size), "largest");
    for (const page of [CHAPTER, "index.html", "contents.html"]) await tab.goto(`${web.root}${page}`);
    assert.ok(!await tab.locator(".resume").count() || await tab.locator(".resume").isHidden());
    assert.deepEqual(tab.faults, []);
    await context.close();
  });

  test("without a script the page says how else to change them", async () => {
    const tab = await open(`${web.root}reading-settings.html`, { javaScriptEnabled: false });
    assert.ok(await tab.getByText("These settings need JavaScript").isVisible());
    assert.equal(await tab.locator("form.settings").isVisible(), false);
    await tab.context().close();
  });
});

describe("coming back", { timeout }, () => {
  const leave = (tab) => tab.evaluate(() => dispatchEvent(new PageTransitionEvent("pagehide")));

  test("the home page leads to where the reader stopped, without moving anything, and forgets when asked", async () => {
    const tab = await open(`${web.root}index.html`);
    assert.equal(await tab.locator(".resume").isVisible(), false);
    await tab.goto(`${web.root}${CHAPTER}`);
    await tab.locator("#planning").evaluate((heading) => heading.scrollIntoView());
    await leave(tab);
    await tab.addInitScript(() => {
      window.shift = 0;
      new PerformanceObserver((list) => list.getEntries().forEach(({ value }) => { window.shift += value; })).observe({ type: "layout-shift", buffered: true });
    });
    await tab.goto(`${web.root}index.html`);
    const link = tab.locator(".resume a").first();
    assert.equal((await link.innerText()).trim(), "Continue where you stopped: 6.5 Dying well, Planning");
    assert.equal(await tab.evaluate(() => window.shift), 0);
    await link.click();
    assert.ok(tab.url().startsWith(`${web.root}${CHAPTER}#`));
    await tab.goBack();
    await tab.getByRole("button", { name: "Forget" }).click();
    assert.equal(await tab.locator(".resume").isVisible(), false);
    assert.match(await tab.locator("#reader_status").textContent(), /^Forgotten/);
    assert.deepEqual(await tab.evaluate(() => Object.keys(localStorage)), []);
    assert.deepEqual(tab.faults, []);
    await tab.context().close();
  });

  test("what has changed since it was last read is marked, once", async () => {
    const tab = await open(`${web.root}${CHAPTER}`);
    await leave(tab);
    const read = await tab.evaluate(() => Object.entries(localStorage));
    await tab.goto(`${later.root}404.html`);
    await tab.evaluate((entries) => entries.forEach(([name, value]) => localStorage.setItem(name, value)), read);
    for (const page of ["index.html", "contents.html", CHAPTER]) {
      await tab.goto(`${later.root}${page}`);
      assert.deepEqual(await tab.locator(".since").allInnerTexts(), ["Changed since you last read it."], page);
    }
    await tab.goto(`${later.root}contents.html`);
    assert.equal(await tab.locator(".since").count(), 0, "it has been read again");
    assert.deepEqual(tab.faults, []);
    await tab.context().close();
  });

  test("readers can ask that nothing is remembered", async () => {
    const tab = await open(`${web.root}${CHAPTER}`);
    await leave(tab);
    await tab.goto(`${web.root}reading-settings.html`);
    await tab.getByLabel("Remember where I stopped").uncheck();
    await tab.goto(`${web.root}${CHAPTER}`);
    await leave(tab);
    assert.deepEqual(await tab.evaluate(() => Object.keys(localStorage)), ["greenpaper:settings"]);
    await tab.goto(`${web.root}reading-settings.html`);
    assert.equal(await tab.getByLabel("Remember where I stopped").isChecked(), false);
    await tab.context().close();
  });

  test("what others left in storage does no harm", async () => {
    const odd = ["null", "[]", "7", "{", JSON.stringify({ at: { page: "javascript:alert(1)", anchor: 7, name: "<img src=x>" }, pages: [] }), JSON.stringify({ at: { page: "https://example.com/" }, pages: { "index.html": 7 } })];
    const tab = await open(`${web.root}${CHAPTER}`);
    const name = await tab.evaluate(() => { dispatchEvent(new PageTransitionEvent("pagehide")); return Object.keys(localStorage)[0]; });
    for (const value of odd) {
      await tab.goto(`${web.root}404.html`);
      await tab.evaluate(([key, own]) => { localStorage.setItem(key, own); localStorage.setItem("greenpaper:settings", own); }, [name, value]);
      for (const page of ["index.html", "contents.html", "reading-settings.html"]) await tab.goto(`${web.root}${page}`);
      await tab.goto(`${web.root}index.html`);
      assert.equal(await tab.locator(".resume").isVisible(), false, value);
      assert.equal(await tab.locator(".resume img").count(), 0);
    }
    assert.deepEqual(tab.faults, []);
    await tab.context().close();
  });
});

test("a chapter can be printed with one click, and print leaves the buttons out", { timeout }, async () => {
  const tab = await open(`${web.root}${CHAPTER}`);
  await tab.evaluate(() => { window.print = () => { window.isPrinted = true; }; });
  await tab.getByRole("button", { name: "Print this chapter" }).click();
  assert.ok(await tab.evaluate(() => window.isPrinted));
  await tab.emulateMedia({ media: "print" });
  assert.equal(await tab.locator(".page-tools").isVisible(), false);
  await tab.context().close();
  const scriptless = await open(`${web.root}${CHAPTER}`, { javaScriptEnabled: false });
  assert.equal(await scriptless.locator(".print-page").isVisible(), false);
  await scriptless.context().close();
});
