// Tests of the checks: each fault is planted in a copy of a faultless page, and must be found there.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PAGE_CHECKS } from "./checks.mjs";
import { openSite, PARALLEL } from "./site.mjs";

const { SITE, STATUS = "draft" } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const add = (markup) => ({ from: "</main>", to: `${markup}</main>` });

/**
 * Each fault: a replacement in the page, or a stylesheet or script that is added to it; and for each check, the finding
 * that it must report.
 */
const FAULTS = {
  "an image without alt text": { ...add('<p><img src="planted.svg">'), expect: { appearance: /light: axe image-alt/ } },
  "pale text": { ...add('<p class="planted">Pale'), css: ".planted { color: #bbb; background: #fff }", expect: { appearance: /light: axe color-contrast/ } },
  "text that is pale in dark mode": {
    ...add('<p class="planted">Pale'), css: "@media (prefers-color-scheme: dark) { .planted { color: #555; background: #000 } }",
    expect: { appearance: /dark: axe color-contrast/ },
  },
  "a box wider than a phone": { ...add('<p class="planted">Wide'), css: ".planted { width: 30rem }", expect: { appearance: /320 pixels: scrolls sideways/ } },
  "an invisible focus": {
    ...add('<p><a class="planted" href="index.html">A link'), css: ".planted, .planted:focus-visible { all: unset }",
    expect: { appearance: /light: the focus is not visible/ },
  },
  "a focus that is invisible in forced colours": {
    ...add('<p><a class="planted-too" href="index.html">A link'),
    css: "@media (forced-colors: active) { .planted-too, .planted-too:focus-visible { all: unset !important } }",
    expect: { appearance: /forced colours: the focus is not visible/ },
  },
  "an inline style": { ...add('<p style="margin: 0">Styled'), expect: { appearance: /style.*Content Security Policy/ } },
  "an inline script": { ...add("<script>document.title += ''</script>"), expect: { appearance: /script.*Content Security Policy/ } },
  "an image from another website": {
    ...add('<p><img src="https://planted.example/picture.png" alt="A picture">'),
    expect: { links: /loaded from outside/, appearance: /planted\.example.*Content Security Policy/, "from disk": /outside the site/ },
  },
  "a missing image": { ...add('<p><img src="missing.png" alt="A picture">'), expect: { links: /no file/, appearance: /404/, "from disk": /fails/ } },
  "a script that throws": { js: "throw new Error('planted')", expect: { appearance: /script error: planted/, keyboard: /script error/ } },
  "a script that logs an error": { js: "console.error('planted')", expect: { appearance: /console error: planted/ } },
  "text that a script adds": {
    js: "document.querySelector('main').append(Object.assign(document.createElement('p'), { textContent: 'Late.' }))",
    expect: { "without JavaScript": /text is not the same/ },
  },
  "a script that only works on a server": { from: "</title>", to: '</title><script type="module" src="planted.js"></script>', expect: { "from disk": /CORS|fails/ } },
  "a link to nowhere": { ...add('<p><a href="missing.html">A link'), expect: { links: /no file/, "under a sub-path": /no file/, "from disk": /no file/ } },
  "a link to a missing id": { ...add('<p><a href="index.html#missing">A link'), expect: { links: /no id/ } },
  "an absolute path": { ...add('<p><a href="/index.html">A link'), expect: { links: /absolute/, "under a sub-path": /absolute/, "from disk": /absolute/ } },
  "a link to a folder": { ...add('<p><a href="./">A link'), expect: { links: /no file/, "from disk": /no file/ } },
  "a link above the site": { ...add('<p><a href="../index.html">A link'), expect: { "under a sub-path": /leaves/, "from disk": /leaves/ } },
  "a lost stylesheet": { from: /<link[^>]*stylesheet[^>]*>/, to: "", expect: { links: /no stylesheet/ } },
  "a second h1": { ...add("<h1>Again</h1>"), expect: { structure: /2 h1/ } },
  "a skipped heading": { ...add("<h2>Two</h2><h4>Four</h4>"), expect: { structure: /from h2 to h4/ } },
  "no language": { from: / lang="?[\w-]+"?/, to: "", expect: { structure: /language/, appearance: /axe html-has-lang/ } },
  "the title of another page": { from: /<title>.*?<\/title>/s, to: () => /<title>.*?<\/title>/s.exec(read("index.html"))[0], expect: { structure: /same title as index/ } },
  "a duplicate id": { ...add('<p id="main">Main'), expect: { structure: /"main" occurs more than once/ } },
  "a tooltip": { ...add('<p><abbr title="planted">P</abbr>'), expect: { structure: /tooltip/ } },
  "a draft without a banner": { from: /status-banner/, to: "planted", expect: { status: /banner/ } },
  "a draft that search engines may list": { from: /noindex/, to: "index", expect: { status: /search engines/ } },
  "a draft that is not marked in its title": { from: /<title>.*?<\/title>/s, to: "<title>Planted</title>", expect: { status: /title/ } },
  "a skip link to nowhere": { from: /href="?#main"?/, to: 'href="#missing"', expect: { links: /no id/, keyboard: /skip link/ } },
  "a skip link that stays hidden": { css: ".skip-link.skip-link:focus { position: absolute; left: -999px }", expect: { keyboard: /cannot be seen/ } },
  "a tab order of its own": { ...add('<p><a href="index.html" tabindex="3">First'), expect: { keyboard: /comes next/ } },
  "a keyboard trap": { js: "document.querySelector('main .prose a').addEventListener('keydown', (event) => event.preventDefault())", expect: { keyboard: /comes next/ } },
  "a term without an explanation": { from: /href="?#word[-_][^\s">]*"?/, to: 'href="#main"', expect: { keyboard: /no explanation/ } },
  "a term that Tab does not reach": { from: /(<a [^>]*?)(class="?term)/, to: '$1tabindex="-1" $2', expect: { keyboard: /not one tab stop/ } },
  "an explanation without a link back": { from: /href="?#use[-_][^\s">]*"?/g, to: 'href="#main"', expect: { keyboard: /does not lead back/ } },
  "an explanation off the screen": { css: ".words { position: fixed; left: -200vw }", expect: { keyboard: /into view/ } },
  "a covered term": { css: ".status-banner { position: fixed; inset: 0; z-index: 9 }", expect: { keyboard: /covers a term/ } },
  "a pop-up": { css: ".term:hover::after { content: 'planted' }", expect: { keyboard: /pops up/ } },
};

const dir = mkdtempSync(join(tmpdir(), "planted-"));
cpSync(SITE, dir, { recursive: true });
const read = (page) => readFileSync(join(dir, page), "utf8");

// The smallest page in the top folder that has a term.
const original = readdirSync(dir)
  .filter((page) => page.endsWith(".html") && /class="?term\b[^>]*#word[-_]|#word[-_][^>]*class="?term\b/.test(read(page)))
  .sort((one, other) => read(one).length - read(other).length)[0];
assert.ok(original, "no page with a term to plant faults in");

/** Writes a copy of the page with the fault, and returns its name. */
function plant({ from, to, css, js }, number) {
  const name = `planted-${number}`;
  const source = read(original);
  let page = from ? source.replace(from, to) : source;
  assert.ok(!from || page !== source, `nothing to replace: ${from}`);
  if (css) page = page.replace(/<link[^>]*stylesheet[^>]*>/, `$&<link rel="stylesheet" href="${name}.css">`);
  if (js) page = page.replace("</title>", `$&<script src="${name}.js" defer></script>`);
  if (css) writeFileSync(join(dir, `${name}.css`), css);
  if (js) writeFileSync(join(dir, `${name}.js`), js);
  writeFileSync(join(dir, `${name}.html`), page);
  return `${name}.html`;
}

writeFileSync(join(dir, "planted.svg"), '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>');
writeFileSync(join(dir, "planted.js"), "");
const planted = Object.entries(FAULTS).map(([fault, { expect, ...change }], number) => ({ fault, expect, page: plant(change, number) }));

describe("planted faults", { concurrency: PARALLEL }, () => {
  let site;
  before(async () => { site = await openSite(dir); });
  after(async () => {
    await site.close();
    rmSync(dir, { recursive: true });
  });

  for (const { fault, expect, page } of planted) {
    for (const [check, pattern] of Object.entries(expect)) {
      test(`${check} finds ${fault}`, async () => {
        const findings = await PAGE_CHECKS[check].run(site, page, STATUS);
        assert.ok(findings.some((finding) => pattern.test(finding)), `found only: ${findings.map((finding) => `\n  - ${finding}`).join("")}`);
      });
    }
  }
});
