// Tests of a whole built site. SITE is its folder, STATUS the status it should show (draft, consultation or final).
import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { PAGE_CHECKS } from "./checks.mjs";
import { openSite, PARALLEL } from "./site.mjs";

const { SITE, STATUS = "draft" } = process.env;
if (!SITE) throw new Error("SITE must be the folder of the built site: SITE=../../output npm test");

const site = await openSite(SITE);
after(() => site.close());

// A large page on a busy machine takes seconds; a page that hangs must not block the rest.
const timeout = 120_000;

function assertNone(findings) {
  assert.ok(findings.length === 0, [...new Set(findings)].map((finding) => `\n  - ${finding}`).join(""));
}

for (const [name, { pages = ({ pages: all }) => all, run }] of Object.entries(PAGE_CHECKS)) {
  describe(name, { concurrency: PARALLEL }, () => {
    for (const page of pages(site)) test(page, { timeout }, async () => assertNone(await run(site, page, STATUS)));
  });
}

describe("the site as a whole", () => {
  test("it has a home page and a page for unknown addresses", () => {
    for (const page of ["index.html", "404.html"]) assert.ok(site.files.has(page), `no ${page}`);
  });

  for (const page of site.redirects) {
    test(`${page}, a former address, redirects`, { timeout }, async () => {
      assertNone(await site.look("web", page, async (tab) => {
        await tab.waitForURL((url) => !url.pathname.endsWith(`/${page}`));
        return [];
      }));
    });
  }
});
