// What no page may have, because readers could not stop, avoid or reach it: src/html/WCAG.md refers to these tests. SITE is the built site.
import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, test } from "node:test";

const { SITE } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const files = readdirSync(resolve(SITE), { recursive: true }).map(String);
const read = (file) => readFileSync(join(resolve(SITE), file), "utf8");
const pages = files.filter((file) => file.endsWith(".html"));
const styles = files.filter((file) => /^assets\/.*\.css$/.test(file));
const scripts = files.filter((file) => /\.js$/.test(file));

const none = (names, patterns) => {
  const found = names.flatMap((name) => {
    const text = read(name);
    return patterns.filter((pattern) => pattern.test(text)).map((pattern) => `${name}: ${pattern}`);
  });
  assert.deepEqual(found, []);
};
const element = (names) => new RegExp(`<(${names})[ >]`, "i");
const attribute = (names) => new RegExp(`<[^>]* (${names})(=|[ >])`, "i");

describe("absent", () => {
  test("there is something to look at", () => assert.ok(pages.length > 20 && styles.length > 0 && scripts.length > 1));

  test("nothing plays, flashes or moves", () => {
    none(pages, [element("audio|video|iframe|object|embed|canvas|marquee|blink|animate|animateTransform|set"), attribute("autoplay")]);
    // Switching motion off is the one thing that styles say of it.
    for (const style of styles) assert.doesNotMatch(read(style).replace(/(animation|transition): none/g, ""), /@keyframes|\b(animation|transition)(-[a-z]+)?:/);
  });

  test("nothing is timed: only former addresses lead on, at once", () => {
    for (const page of pages) {
      const refresh = /http-equiv="?refresh"? content="?(\d+)|content="?(\d+)[^>]*http-equiv="?refresh/i.exec(read(page));
      assert.ok(!refresh || Number(refresh[1] ?? refresh[2]) === 0, page);
    }
    none(scripts, [/\bsetInterval\(/, /\blocation\.reload\(/]);
  });

  test("no key, gesture or motion of the device does anything of its own", () => {
    none(pages, [attribute("accesskey|autofocus|draggable|ontouch[a-z]*|on(click|key[a-z]+|mouse[a-z]+|pointer[a-z]+)"), /tabindex="?[1-9]/]);
    none(scripts, [/["'`](key(down|up|press)|touch(start|move|end)|pointer(down|move)|mouse(down|move|over|enter)|drag(start|over)?|device(motion|orientation))["'`]/]);
  });

  test("nothing covers the text, is upright or sideways only, or has a fixed height", () => {
    none(styles, [/position: (fixed|sticky)/, /\(orientation/, /[^-](height|block-size): (2[5-9]|[3-9]\d|\d{3,})px/, /text-align: justify/]);
  });

  test("nobody has to sign in, and no form asks for anything personal", () => {
    none(pages, [/type="?(password|email|tel|date|file)/i, /<form[^>]* method="?post/i]);
  });
});
