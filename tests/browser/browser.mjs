// The browser: how it is started, how it displays pages, and the errors it reports while a page loads.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const WIDE = { width: 1280, height: 800 };

/** Browser context options with which a page is opened. */
const OPENINGS = {
  usual: { viewport: WIDE, colorScheme: "light" },
  scriptless: { viewport: WIDE, colorScheme: "light", javaScriptEnabled: false },
};

/** Display settings of an open page: set on the tab, so that the page need not be opened again. */
const LOOKS = {
  "light": { viewport: WIDE, colorScheme: "light", forcedColors: "none" },
  "dark": { viewport: WIDE, colorScheme: "dark", forcedColors: "none" },
  "forced colours": { viewport: WIDE, colorScheme: "dark", forcedColors: "active" },
  "320 pixels": { viewport: { width: 320, height: 640 }, colorScheme: "light", forcedColors: "none" },
};

export async function setLook(tab, look) {
  const { viewport, ...media } = LOOKS[look];
  await tab.setViewportSize(viewport);
  await tab.emulateMedia(media);
}

function findChromium() {
  const names = ["chromium", "chromium-browser", "google-chrome"];
  const folders = process.env.PATH.split(delimiter);
  const candidates = [process.env.CHROMIUM, ...names.flatMap((name) => folders.map((folder) => join(folder, name)))];
  for (const candidate of candidates.filter(Boolean)) {
    try {
      accessSync(candidate, constants.X_OK);
      return candidate;
    } catch {
      // Not there; try the next.
    }
  }
  throw new Error("Chromium was not found: install it, or set CHROMIUM to its path");
}

const ARGUMENTS = ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking", "--disable-component-update",
  "--disable-quic", "--disable-sync", "--no-first-run"];

/** How often the browser is started before a file of tests gives up: a busy machine now and then ends a starting browser. */
const STARTS = 3;

/** Start the browser. It cannot resolve any host but this one, so requests to others go nowhere. */
export async function launch() {
  for (let left = STARTS - 1; ; left -= 1) {
    try {
      return await chromium.launch({ executablePath: findChromium(), timeout: 60_000, args: ARGUMENTS });
    } catch (error) {
      if (left === 0) throw error;
      console.error(`the browser did not start, and is started again: ${error.message}`);
    }
  }
}

/**
 * Add network and console errors to `findings`. A violation of the content security policy is a console error, so it is
 * included.
 */
function listen(tab, isInside, findings) {
  tab.on("request", (request) => {
    if (!isInside(request.url())) findings.push(`asks for ${request.url()}, which is outside the site`);
  });
  tab.on("response", (response) => {
    if (response.status() >= 400) findings.push(`${response.status()} for ${response.url()}`);
  });
  tab.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText;
    // The browser cancels pending lazy images when the tab moves on: not a fault, and random.
    if (isInside(request.url()) && reason !== "net::ERR_ABORTED") findings.push(`${request.url()} fails: ${reason}`);
  });
  tab.on("pageerror", (error) => findings.push(`script error: ${error.message}`));
  tab.on("console", (message) => {
    // The browser repeats failed requests here, which are already reported above.
    const isRepetition = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isRepetition) findings.push(`console error: ${message.text()}`);
  });
}

/**
 * Tabs for visiting a site, reused because opening one takes longer than loading a page.
 * Returns visit(opening, url, look, answer): opens url, passes the tab to `look`, and returns the browser's complaints
 * followed by the findings of `look`. `answer`, if given, is a Playwright route handler for all requests.
 */
export function makeVisitor(browser, isInside) {
  const contexts = {};
  const idle = Object.fromEntries(Object.keys(OPENINGS).map((opening) => [opening, []]));

  return async function visit(opening, url, look, answer) {
    contexts[opening] ??= browser.newContext(OPENINGS[opening]);
    const tab = idle[opening].pop() ?? await (await contexts[opening]).newPage();
    const noticed = [];
    listen(tab, isInside, noticed);
    if (answer) await tab.route("**/*", answer);
    await tab.goto(url, { waitUntil: "load" });
    const found = await look(tab);
    tab.removeAllListeners();
    if (answer) await tab.unrouteAll();
    idle[opening].push(tab);
    return [...noticed, ...found];
  };
}
