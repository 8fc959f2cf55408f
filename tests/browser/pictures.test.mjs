// The screenshots in README.md: taken of the built sample, and compared with the committed ones.
// UPDATE=1 replaces them: look at them before committing.
import assert from "node:assert/strict";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { launch } from "./browser.mjs";
import { serve } from "./server.mjs";

const { SITE, UPDATE } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const FOLDER = join(import.meta.dirname, "pictures");

/** Page, window size, colour scheme, and the element to scroll to. */
const PICTURES = {
  home: { page: "index.html", viewport: { width: 1200, height: 780 } },
  chapter: { page: "geography.html", viewport: { width: 1200, height: 780 }, at: "h1" },
  words: { page: "geography.html", viewport: { width: 390, height: 780 }, colorScheme: "dark", at: ".words" },
  changes: { page: "changes/3.2-3.3/introduction.html", viewport: { width: 1200, height: 780 }, at: "p del" },
};

/** Largest permitted mean difference of two screenshots, out of 255. Fonts differ between machines, so only large shapes count. */
const MOST_DIFFERENCE = 6;

const [web, browser] = await Promise.all([serve(resolve(SITE)), launch()]);
after(async () => {
  await browser.close();
  web.close();
});

async function take({ page, viewport, colorScheme = "light", at }) {
  const context = await browser.newContext({ viewport, colorScheme });
  const tab = await context.newPage();
  await tab.goto(web.root + page, { waitUntil: "load" });
  if (at) await tab.locator(at).first().evaluate((element) => window.scrollTo(0, element.getBoundingClientRect().top + window.scrollY - 160));
  const picture = await tab.screenshot();
  await context.close();
  return picture;
}

/** Mean difference of two screenshots, scaled down and in greyscale. */
async function difference(first, second) {
  const tab = await browser.newPage();
  const mean = await tab.evaluate(async (sources) => {
    const [a, b] = await Promise.all(sources.map(async (source) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = Object.assign(document.createElement("canvas"), { width: 60, height: 60 });
      const pen = canvas.getContext("2d");
      pen.filter = "grayscale(1)";
      pen.drawImage(image, 0, 0, 60, 60);
      return { shape: image.width / image.height, dots: pen.getImageData(0, 0, 60, 60).data };
    }));
    if (Math.abs(a.shape - b.shape) > 0.01) return 255;
    return a.dots.reduce((sum, dot, at) => sum + Math.abs(dot - b.dots[at]), 0) / (a.dots.length * 3 / 4);
  }, [first, second].map((picture) => `data:image/png;base64,${picture.toString("base64")}`));
  await tab.close();
  return mean;
}

for (const [name, view] of Object.entries(PICTURES)) {
  test(`${name}.png shows the current site`, async () => {
    const path = join(FOLDER, `${name}.png`);
    const now = await take(view);
    if (UPDATE) writeFileSync(path, now);
    assert.ok(existsSync(path), `${path} is missing: create it with UPDATE=1`);
    const distance = await difference(now, readFileSync(path));
    assert.ok(distance <= MOST_DIFFERENCE, `${view.page} differs from ${path} by ${distance.toFixed(1)} of 255: look at it, and replace it with UPDATE=1`);
  });
}

test("a screenshot of another page differs", async () => {
  const other = await take({ ...PICTURES.home, page: "glossary.html" });
  assert.ok(await difference(other, readFileSync(join(FOLDER, "home.png"))) > MOST_DIFFERENCE);
});
