// The checks of a page. Each returns its findings as sentences; a page without faults has none.
//
// `PAGE_CHECKS` lists the checks by name. site.test.mjs runs them on the pages of a site; planted.test.mjs verifies that
// each finds the faults it is meant to find.
import { readFileSync } from "node:fs";
import { setLook } from "./browser.mjs";
import { focusFindings, keyboardFindings } from "./keyboard.mjs";
import { survey } from "./site.mjs";

/** The minified build: parsing takes much of axe's running time. */
const AXE = readFileSync(new URL("node_modules/axe-core/axe.min.js", import.meta.url), "utf8");

/** Runs in the page: every rule of axe, including those that are off by default. */
async function runAxe() {
  const rules = window.axe.getRules().filter(({ tags }) => !tags.includes("deprecated")).map(({ ruleId }) => ruleId);
  // Without preload, axe reads only what the page has loaded and fetches nothing.
  const { violations } = await window.axe.run(document, { runOnly: { type: "rule", values: rules }, resultTypes: ["violations"], preload: false });
  return violations.flatMap(({ id, help, nodes }) => nodes.map(({ target, failureSummary }) =>
    `axe ${id}: ${help}: ${target.flat().join(" ")}: ${failureSummary.replace(/\s+/g, " ")}`));
}

/** Runs in the page: elements that overflow on the right, unless they are in a scrolling box. */
function findSidewaysScrolling() {
  const width = document.documentElement.clientWidth;
  const scrolls = (element) => ["auto", "scroll"].includes(getComputedStyle(element).overflowX);
  const isInScroller = (element) => {
    for (let box = element.parentElement; box && box !== document.body; box = box.parentElement) if (scrolls(box)) return true;
    return false;
  };
  const wide = [...document.body.querySelectorAll("*")].filter((element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.right > width + 1 && element.checkVisibility({ visibilityProperty: true }) && !isInScroller(element);
  });
  const pageWidth = document.documentElement.scrollWidth;
  const findings = wide.map((element) => `reaches past the right edge: <${element.localName} class="${element.getAttribute("class") ?? ""}">`);
  return pageWidth > width ? [`scrolls sideways: ${pageWidth}px in ${width}px`, ...findings] : findings;
}

/** Appearance of a page in light and dark, in forced colours, and on a phone. */
export async function appearanceFindings(tab) {
  await tab.evaluate(AXE);
  const inspect = {
    "light": async () => [...await focusFindings(tab, "light"), ...await tab.evaluate(runAxe)],
    "dark": async () => [...await focusFindings(tab, "dark"), ...await tab.evaluate(runAxe)],
    "forced colours": () => focusFindings(tab, "forced colours"),
    "320 pixels": async () => [...await tab.evaluate(findSidewaysScrolling), ...await tab.evaluate(runAxe)],
  };
  const findings = [];
  for (const [look, findingsOf] of Object.entries(inspect)) {
    await setLook(tab, look);
    findings.push(...(await findingsOf()).map((finding) => `${look}: ${finding}`));
  }
  // The tab is reused.
  await setLook(tab, "light");
  return findings;
}

/** Without JavaScript a page has the same text and the same links. */
function scriptlessFindings(site, page, withScript) {
  const without = site.surveys.get(page);
  const addresses = ({ links }) => links.map(({ value }) => value).join("\n");
  return [
    ...without.noticed,
    ...(withScript.text === without.text ? [] : ["its text is not the same without JavaScript"]),
    ...(addresses(withScript) === addresses(without) ? [] : ["its links are not the same without JavaScript"]),
  ];
}

/** Every address on a page exists, also under a sub-path and from disk. */
function linkFindings(site, page, place, { links, unstyled, hasStylesheet }) {
  const root = site.rootOf(place, page);
  const isMovable = site.movablePages.includes(page);
  const problemWith = ({ value, url, isLoaded }) => {
    if (!url) return "is not a valid address";
    if (url.startsWith("data:")) return null;
    if (value.startsWith("/") && isMovable) return "is an absolute path, which breaks under a sub-path and from disk";
    if (!url.startsWith(root)) {
      const leadsOut = /^(mailto|tel):/.test(url) || (/^https?:/.test(url) && new URL(url).origin !== new URL(root).origin);
      if (!leadsOut) return "leaves the site's folder";
      return isLoaded ? "is loaded from outside the site" : null;
    }
    const [path, fragment] = decodeURIComponent(url.slice(root.length)).split("#");
    const file = path.replace(/\?.*/, "");
    if (!site.files.has(file)) return "leads to no file";
    const target = site.surveys.get(file);
    if (fragment && fragment !== "top" && target && !target.ids.includes(fragment)) return `leads to no id in ${file}`;
    return null;
  };
  const findings = links.map((link) => [link, problemWith(link)]).filter(([, problem]) => problem).map(([{ value }, problem]) => `"${value}" ${problem}`);
  const styles = hasStylesheet ? unstyled.map((url) => `its stylesheet ${url} is not applied`) : ["no stylesheet is applied"];
  return [...findings, ...styles];
}

function structureFindings(site, page) {
  const { headings, language, title, ids, tooltips } = site.surveys.get(page);
  const findings = [];
  const top = headings.filter(({ level }) => level === 1).length;
  if (top !== 1) findings.push(`${top} h1 headings`);
  headings.forEach(({ level, text }, index) => {
    const above = index ? headings[index - 1].level : 0;
    if (level > above + 1) findings.push(`skips from h${above} to h${level} at "${text}"`);
    if (!text) findings.push(`an empty h${level}`);
  });
  if (!/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/.test(language)) findings.push(`its language is "${language}"`);
  const namesakes = [...site.surveys].filter(([other, survey]) => other !== page && survey.title === title).map(([other]) => other);
  if (!title) findings.push("no title");
  else if (namesakes.length) findings.push(`has the same title as ${namesakes.join(", ")}: "${title}"`);
  const repeated = new Set(ids.filter((id, index) => ids.indexOf(id) !== index));
  for (const id of repeated) findings.push(`the id "${id}" occurs more than once`);
  for (const element of tooltips) findings.push(`a tooltip: ${element}`);
  return findings;
}

/** A draft says so in a banner, in its title, and to search engines; a final document nowhere; an earlier version that it is replaced. */
function statusFindings(site, page, status) {
  const { banner, title, robots } = site.surveys.get(page);
  if (page.startsWith("versions/")) return /replaced/i.test(banner) ? [] : ["no banner says that this version has been replaced"];
  if (status === "draft") {
    return [
      ...(/draff?t/i.test(banner) ? [] : ["no banner says that this is a draft"]),
      ...(/draff?t/i.test(title) ? [] : [`its title does not say that this is a draft: "${title}"`]),
      ...(/noindex/.test(robots) ? [] : ["search engines may list this draft"]),
    ];
  }
  if (status === "final") return banner || /\bdraft\b/i.test(title) ? ["looks like a draft, but is final"] : [];
  return banner ? [] : ["no banner shows the status"];
}

/** The search page says what it cannot do without JavaScript: search.test.mjs. So do reading settings: reader.test.mjs. */
const explainsNothing = (page) => !/(^|\/)search\.html$/.test(page);

const movedPages = (site) => site.lookedAt.filter((page) => site.movablePages.includes(page));

/**
 * The checks: name → { pages, run }. `pages(site)` are the pages it applies to, by default all; `run(site, page, status)`
 * returns the findings on one. A check that visits the page also returns the browser's complaints.
 */
export const PAGE_CHECKS = {
  "links": { run: (site, page) => linkFindings(site, page, "web", site.surveys.get(page)) },
  "structure": { run: structureFindings },
  "status": { run: statusFindings },
  "appearance": { pages: (site) => site.lookedAt, run: (site, page) => site.look("web", page, appearanceFindings) },
  "keyboard": { pages: (site) => site.lookedAt, run: (site, page) => site.look("web", page, keyboardFindings) },
  "without JavaScript": { pages: (site) => site.lookedAt.filter(explainsNothing), run: (site, page) => site.look("web", page, async (tab) => scriptlessFindings(site, page, await survey(tab))) },
  "under a sub-path": {
    pages: movedPages,
    run: (site, page) => site.look("nested", page, async (tab) => linkFindings(site, page, "nested", await survey(tab))),
  },
  "from disk": {
    pages: movedPages,
    run: (site, page) => site.look("disk", page, async (tab) => linkFindings(site, page, "disk", await survey(tab))),
  },
};
