// A built site, opened for testing: its files, the addresses it is served from, and a survey of every page.
import { readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { launch, makeVisitor } from "./browser.mjs";
import { answer, serve } from "./server.mjs";

/** Number of pages tested at once: enough to keep two cores busy. */
export const PARALLEL = 3;

const NOT_FOUND = "404.html";

/**
 * Whether every check runs on a page. The sites of earlier versions are built like the current one, and the changes of one
 * chapter like those of another, so two pages of each are enough. Links and structure are checked on every page.
 */
const isLookedAt = (page) => !/^(versions|changes)\/[^/]+\//.test(page)
  || /^versions\/[^/]+\/(index|geography)\.html$/.test(page) || /^changes\/[^/]+\/(changed_terms|geography)\.html$/.test(page);

function listFiles(dir) {
  return readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"))
    .sort();
}

async function inParallel(items, task) {
  const queue = [...items];
  const work = async () => {
    for (let item = queue.shift(); item !== undefined; item = queue.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: PARALLEL }, work));
}

/**
 * The address for which the 404 page is written, or null if its links are relative. A server shows that page at any depth,
 * so it is the only one that may contain the address of the published site.
 */
function publishedRoot(source, webRoot) {
  const folder = /(?:href|src)="?((?:https?:\/)?\/[^\s">]*?)assets\//.exec(source)?.[1];
  return folder ? new URL(folder, webRoot).href : null;
}

/** Runs in the page: returns its text, structure and links. What has no use without a script, or is about the reader alone, is no part of them. */
function surveyPage() {
  document.querySelectorAll(".needs-script, .without-script, .resume, .since").forEach((element) => element.remove());
  const ADDRESSES = ["href", "src", "srcset", "poster"];
  const urlOf = (value) => (URL.canParse(value, document.baseURI) ? new URL(value, document.baseURI).href : null);
  const valuesOf = (element, attribute) => {
    const value = element.getAttribute(attribute);
    if (value === null) return [];
    return attribute === "srcset" ? value.split(",").map((candidate) => candidate.trim().split(/\s+/)[0]) : [value];
  };
  const links = [...document.querySelectorAll(ADDRESSES.map((attribute) => `[${attribute}]`).join())].flatMap((element) =>
    ADDRESSES.flatMap((attribute) => valuesOf(element, attribute).map((value) =>
      ({ value, url: urlOf(value), isLoaded: attribute !== "href" || ["stylesheet", "icon", "preload", "modulepreload", "manifest"].includes(element.rel) }))));
  const text = (element) => element.innerText.replace(/\s+/g, " ").trim();
  return {
    links,
    language: document.documentElement.lang,
    title: document.title,
    robots: document.querySelector("meta[name=robots]")?.content ?? "",
    banner: text(document.querySelector(".status-banner") ?? document.createElement("p")),
    headings: [...document.querySelectorAll("h1,h2,h3,h4,h5,h6")].map((heading) => ({ level: Number(heading.localName[1]), text: heading.textContent.trim() })),
    ids: [...document.querySelectorAll("[id]")].map(({ id }) => id),
    tooltips: [...document.body.querySelectorAll("[title]")].map((element) => `<${element.localName} title="${element.getAttribute("title")}">`),
    unstyled: [...document.querySelectorAll("link[rel=stylesheet]")].filter((link) => !link.sheet).map((link) => link.href),
    hasStylesheet: document.styleSheets.length > 0,
    text: text(document.body),
  };
}

export async function survey(tab) {
  return tab.evaluate(surveyPage);
}

/**
 * Open the site in a folder. Returns
 * - files, and among them pages and redirects (pages at former addresses that redirect at once);
 * - lookedAt: the pages on which every check runs;
 * - surveys: page → its text, structure and links, read without JavaScript, and the browser's complaints;
 * - look(place, page, check): visit the page at that place ("web", "nested" or "disk"), and return all findings;
 * - rootOf(place, page): the address of the site's folder when that page is visited there;
 * - close.
 */
export async function openSite(folder) {
  const dir = resolve(folder);
  const files = new Set(listFiles(dir));
  const sources = new Map([...files].filter((file) => file.endsWith(".html")).map((file) => [file, readFileSync(join(dir, file), "utf8")]));
  const isRedirect = (page) => /http-equiv="?refresh/i.test(sources.get(page));
  const pages = [...sources.keys()].filter((page) => !isRedirect(page));

  const [web, nested, browser] = await Promise.all([serve(dir), serve(dir, "/sub/path/"), launch()]);
  const roots = { web: web.root, nested: nested.root, disk: pathToFileURL(`${dir}/`).href };
  const published = publishedRoot(sources.get(NOT_FOUND) ?? "", web.root);
  const rootOf = (place, page) => (page === NOT_FOUND && published ? published : roots[place]);

  const inside = [...Object.values(roots), published].filter(Boolean);
  const visit = makeVisitor(browser, (url) => url.startsWith("about:") || inside.some((root) => url.startsWith(root)));
  /** Answer requests to the address of the published site. */
  const answerPublished = async (route) => {
    const url = route.request().url();
    if (!url.startsWith(published)) return route.abort("blockedbyclient");
    return route.fulfill(await answer(dir, new URL(url.slice(published.length), "http://localhost").pathname.slice(1)));
  };
  const look = (place, page, check, opening = "usual") => {
    const root = rootOf(place, page);
    return visit(opening, root + page, check, Object.values(roots).includes(root) ? undefined : answerPublished);
  };

  const surveys = new Map();
  await inParallel(pages, async (page) => {
    let seen;
    const noticed = await look("web", page, async (tab) => {
      seen = await survey(tab);
      return [];
    }, "scriptless");
    surveys.set(page, { ...seen, noticed });
  });

  return {
    files,
    pages,
    redirects: [...sources.keys()].filter(isRedirect),
    lookedAt: pages.filter(isLookedAt),
    /** Pages that work at any address: all except a 404 page that is written for one. */
    movablePages: pages.filter((page) => rootOf("disk", page) === roots.disk),
    surveys,
    look,
    rootOf,
    async close() {
      await browser.close();
      web.close();
      nested.close();
    },
  };
}
