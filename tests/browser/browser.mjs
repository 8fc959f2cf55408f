// The browser: how it is started, the ways it looks at a page, and what it notices by itself while a page loads.
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { chromium } from "playwright-core";

const WIDE = { width: 1280, height: 800 };

/** How a page opens: options of a browser context. */
const OPENINGS = {
  usual: { viewport: WIDE, colorScheme: "light" },
  scriptless: { viewport: WIDE, colorScheme: "light", javaScriptEnabled: false },
};

/** How a page looks once it is open: each is set on a tab, which saves opening the page again. */
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
  throw new Error("found no chromium: install it, or name one in CHROMIUM");
}

/** Start the browser. It finds no host but this one: what a page asks of another cannot leave. */
export async function launch() {
  return chromium.launch({
    executablePath: findChromium(),
    args: ["--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1", "--disable-background-networking", "--disable-component-update",
      "--disable-quic", "--disable-sync", "--no-first-run"],
  });
}

/**
 * Note in `findings` whatever goes wrong on the wire or in the console. A breach of the content security policy
 * is a console error, so it is noted here too.
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
    // The browser calls off a lazy picture it has started on when the tab moves on: nobody's fault, and a matter of chance.
    if (isInside(request.url()) && reason !== "net::ERR_ABORTED") findings.push(`${request.url()} fails: ${reason}`);
  });
  tab.on("pageerror", (error) => findings.push(`script error: ${error.message}`));
  tab.on("console", (message) => {
    // The browser repeats failed requests here, which are noted above.
    const isRepetition = message.text().startsWith("Failed to load resource");
    if (message.type() === "error" && !isRepetition) findings.push(`console error: ${message.text()}`);
  });
}

/**
 * Tabs to look at a site with, used again and again because a new one takes longer than a page does to load.
 * Returns visit(opening, url, look, answer): open url, hand the tab to `look`, and give what it finds after what
 * the browser noticed by itself. With `answer` the tab's requests go there (a Playwright route handler).
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
