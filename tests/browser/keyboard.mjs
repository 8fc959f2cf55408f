// Keyboard use: the skip link, the order of tab stops, visible focus, and links from terms to their explanation and back.

const EXTRA_STOPS = 5;
const POP_UP_DELAY = 150;

/** Runs in the page first: lists its tab stops and terms, and logs the stops that receive the focus. */
function prepare() {
  const CONTROLS = "a[href],button,input,select,textarea,summary,[tabindex]";
  // Of radio buttons with one name, the arrow keys reach all but the one that is chosen.
  const isStop = (element) => element.type !== "radio" || element.checked;
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((element) => element.checkVisibility({ visibilityProperty: true }) && isStop(element));
  const stops = shown(CONTROLS).filter(({ tabIndex }) => tabIndex >= 0);
  // A term inside an explanation links to the glossary, like any other link.
  const terms = shown("a.term").filter((term) => !term.closest(".word"));
  const nameOf = (element) => (element ? `<${element.localName}> "${element.textContent.trim().replace(/\s+/g, " ").slice(0, 40)}"` : "nothing");
  const isOnScreen = (element) => {
    const box = element.getBoundingClientRect();
    return box.width > 1 && box.height > 1 && box.right > 0 && box.bottom > 0 && box.x < innerWidth && box.y < innerHeight;
  };
  /** The target of a link on this page. */
  const targetOf = (link) => (link.getAttribute("href")?.startsWith("#") ? document.getElementById(decodeURIComponent(link.hash.slice(1))) : null);
  /** A term is explained at the end of its chapter; in the glossary it leads to another entry. */
  const explanationOf = (term) => targetOf(term)?.closest(".word, .entry");
  /** The link in an explanation back to the term, or to another use of it. */
  const linkBack = (explanation, term) => [...explanation.querySelectorAll("a")].find((link) => {
    const place = targetOf(link);
    const use = place?.closest("a.term") ?? place?.querySelector(":scope > a.term");
    return use?.hash === term.hash;
  });
  const log = [];
  document.addEventListener("focusin", ({ target }) => stops.includes(target) && log.push(stops.indexOf(target)));
  window.keyboardTest = { stops, terms, log, nameOf, isOnScreen, explanationOf, linkBack };
}

/** The first Tab reaches a visible link that moves the focus to main. */
async function skipLinkFindings(tab) {
  await tab.keyboard.press("Tab");
  const findings = await tab.evaluate(() => {
    const { activeElement } = document;
    if (activeElement.getAttribute("href") !== "#main") return [`the first Tab does not reach a skip link but ${window.keyboardTest.nameOf(activeElement)}`];
    return window.keyboardTest.isOnScreen(activeElement) ? [] : ["the skip link has the focus but cannot be seen"];
  });
  if (findings.length) return findings;
  await tab.keyboard.press("Enter");
  return tab.evaluate(() => (document.activeElement.closest("main") ? [] : ["the skip link does not move the focus to main"]));
}

/** Tab reaches every control once, in document order. */
async function orderFindings(tab) {
  // Start at the first stop, as a reader does.
  const total = await tab.evaluate(() => {
    const { stops, log } = window.keyboardTest;
    stops[0]?.focus();
    log.length = 0;
    return stops.length;
  });
  const reached = () => tab.evaluate(() => 1 + window.keyboardTest.log.length);
  for (let press = 1; press < total; press += 1) await tab.keyboard.press("Tab");
  // The browser may make a scrolling box an additional stop.
  for (let extra = 0; extra < EXTRA_STOPS && await reached() < total; extra += 1) await tab.keyboard.press("Tab");
  return tab.evaluate(() => {
    const { stops, log, nameOf } = window.keyboardTest;
    const wrong = stops.findIndex((_, index) => index > 0 && log[index - 1] !== index);
    return wrong < 0 ? [] : [`Tab reaches ${nameOf(stops[log[wrong - 1]])} where ${nameOf(stops[wrong])} comes next`];
  });
}

/** Runs in the page: each term is one tab stop and leads to its explanation on this page, which leads back. */
function termFindings() {
  const { stops, terms, nameOf, explanationOf, linkBack } = window.keyboardTest;
  const problemWith = (term) => {
    if (!stops.includes(term) || term.querySelector("a,button,[tabindex]")) return "is not one tab stop";
    const explanation = explanationOf(term);
    // The action plan gathers passages of chapters, and its terms lead to the glossary.
    if (!explanation && /(^|\/)glossary\.html#term_/.test(term.getAttribute("href"))) return undefined;
    if (!explanation) return "leads to no explanation on this page";
    // A glossary entry is used in many places, and lists them instead.
    if (explanation.matches(".entry") || linkBack(explanation, term)) return null;
    return "has an explanation that does not lead back to it";
  };
  return terms.map((term) => [term, problemWith(term)]).filter(([, problem]) => problem)
    .map(([term, problem]) => `the term ${nameOf(term)} ${problem}`);
}

/** Runs in the page: a snapshot of everything that a pop-up would change. */
function snapshot() {
  const pieces = [...document.body.querySelectorAll("*")].filter((element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true }));
  const generated = pieces.flatMap((element) => ["::before", "::after"].map((part) => getComputedStyle(element, part).content));
  return JSON.stringify([pieces.length, document.body.innerText, document.documentElement.scrollHeight, generated]);
}

/** Hover over the first term: nothing may pop up. */
async function hoverFindings(tab) {
  const place = await tab.evaluate(() => {
    const [term] = window.keyboardTest.terms;
    term?.scrollIntoView({ block: "center", behavior: "instant" });
    const line = term?.getClientRects()[0];
    return line && [line.x + line.width / 2, line.y + line.height / 2];
  });
  if (!place) return [];
  const before = await tab.evaluate(snapshot);
  await tab.mouse.move(...place);
  await tab.waitForTimeout(POP_UP_DELAY);
  const after = await tab.evaluate(snapshot);
  const isOver = await tab.evaluate(() => window.keyboardTest.terms[0].matches(":hover"));
  await tab.mouse.move(0, 0);
  if (!isOver) return ["something covers a term"];
  return after === before ? [] : ["something pops up when the mouse is over a term"];
}

/** Follow the first term to its explanation and back, as a reader would. termFindings checks that both links exist. */
async function linkBackFindings(tab) {
  const hasLinkBack = await tab.evaluate(() => {
    const { terms: [term], explanationOf, linkBack } = window.keyboardTest;
    term?.focus();
    return Boolean(term && explanationOf(term) && linkBack(explanationOf(term), term));
  });
  if (!hasLinkBack) return [];

  await tab.keyboard.press("Enter");
  const arrives = await tab.evaluate(() => {
    const { terms: [term], explanationOf, isOnScreen } = window.keyboardTest;
    return explanationOf(term).contains(document.querySelector(":target")) && isOnScreen(explanationOf(term));
  });
  if (!arrives) return ["a term's link does not bring its explanation into view"];
  await tab.keyboard.press("Tab");
  const continues = await tab.evaluate(() => {
    const { terms: [term], explanationOf, linkBack } = window.keyboardTest;
    const { activeElement } = document;
    linkBack(explanationOf(term), term).focus();
    return explanationOf(term).contains(activeElement);
  });
  if (!continues) return ["after following a term, Tab does not continue from its explanation"];

  await tab.keyboard.press("Enter");
  const isBack = () => tab.evaluate(() => document.activeElement.matches("a.term") && window.keyboardTest.isOnScreen(document.activeElement));
  if (await isBack()) return [];
  // If the link back leads to the text around the term, the term is the next stop.
  await tab.keyboard.press("Tab");
  return await isBack() ? [] : ["the link back from an explanation does not lead to its term"];
}

export async function keyboardFindings(tab) {
  await tab.evaluate(prepare);
  return [
    ...await skipLinkFindings(tab),
    ...await orderFindings(tab),
    ...await tab.evaluate(termFindings),
    ...await hoverFindings(tab),
    ...await linkBackFindings(tab),
  ];
}

/** Runs in the page: one control for each appearance of controls here, as appearance → index among the tab stops. */
function looksOfControls() {
  const looks = {};
  window.keyboardTest.stops.forEach((control, index) => {
    const { color, backgroundColor, display } = getComputedStyle(control);
    const { parentElement } = control;
    const look = [control.localName, control.className, parentElement === document.body ? "" : parentElement.className, color, backgroundColor, display].join();
    looks[look] ??= index;
  });
  return looks;
}

/** Whether screenshots with and without focus on a control differ, around the control or (for a card) elsewhere on the screen. */
async function showsFocus(tab, index) {
  const focus = () => tab.evaluate((at) => {
    const MARGIN = 8;
    const control = window.keyboardTest.stops[at];
    control.focus({ focusVisible: true });
    control.scrollIntoView({ block: "center", behavior: "instant" });
    const box = control.getBoundingClientRect();
    const [left, top] = [Math.max(0, box.x - MARGIN), Math.max(0, box.y - MARGIN)];
    const [right, bottom] = [Math.min(innerWidth, box.right + MARGIN), Math.min(innerHeight, box.bottom + MARGIN)];
    return { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
  }, index);
  const blur = () => tab.evaluate(() => document.activeElement.blur());
  // Playwright's own ways to freeze a page insert a style element, which the policy forbids.
  const shoot = (clip) => tab.screenshot({ clip, animations: "allow", caret: "initial" });

  const differs = async (part) => {
    const around = await focus();
    const clip = part === "near" ? around : undefined;
    const focused = await shoot(clip);
    await blur();
    return !focused.equals(await shoot(clip));
  };
  // A small screenshot is much faster, and nearly always enough.
  return await differs("near") || differs("screen");
}

/** Appearances of controls already tested, by mode: a site has few, and each needs testing once. */
const tested = new Set();

export async function focusFindings(tab, mode) {
  await tab.evaluate(prepare);
  const findings = [];
  for (const [look, index] of Object.entries(await tab.evaluate(looksOfControls))) {
    const key = `${mode} ${look}`;
    if (tested.has(key)) continue;
    tested.add(key);
    if (!await showsFocus(tab, index)) {
      const name = await tab.evaluate((at) => window.keyboardTest.nameOf(window.keyboardTest.stops[at]), index);
      findings.push(`the focus is not visible on ${name}`);
    }
  }
  // axe runs next and should see the page as it was opened.
  await tab.evaluate(() => scrollTo(0, 0));
  return findings;
}
