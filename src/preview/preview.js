// Updates the page when there is new content: fetches it again and changes only what differs, so that the scroll position, open
// disclosures and the focus are kept.
"use strict";

const panel = () => document.getElementById("greenpaper-preview");
let shown = panel().dataset.id;
let wanted = shown;
let stream = null;
let asking = false;

/** Turns `old` into `fresh`, keeping elements that are equal. */
function become(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== fresh.nodeType || old.nodeName !== fresh.nodeName || old.id !== fresh.id) {
    old.replaceWith(fresh);
  } else if (old.nodeType !== Node.ELEMENT_NODE) {
    old.nodeValue = fresh.nodeValue;
  } else if (old.id !== "greenpaper-preview-status") {
    attributes(old, fresh);
    children(old, fresh);
  }
}

/** Whether the reader controls an attribute: disclosures stay open or closed. */
function isReaders(element, name) {
  return name === "open" && element.nodeName === "DETAILS";
}

function attributes(old, fresh) {
  for (const { name } of [...old.attributes]) {
    if (!fresh.hasAttribute(name) && !isReaders(old, name)) old.removeAttribute(name);
  }
  for (const { name, value } of fresh.attributes) {
    if (old.getAttribute(name) !== value && !isReaders(old, name)) old.setAttribute(name, value);
  }
}

/** Keeps equal children at both ends; in between, turns each child into the next similar one. */
function children(old, fresh) {
  let was = [...old.childNodes];
  let now = [...fresh.childNodes];
  while (was.length && now.length && was[0].isEqualNode(now[0])) {
    was.shift();
    now.shift();
  }
  while (was.length && now.length && was.at(-1).isEqualNode(now.at(-1))) {
    was.pop();
    now.pop();
  }
  const isLike = (one, other) => one.nodeName === other.nodeName && one.id === other.id;
  let at = 0;
  const end = was.length ? was.at(-1).nextSibling : null;
  for (const node of now) {
    const like = was.findIndex((one, place) => place >= at && isLike(one, node));
    if (like < 0) {
      old.insertBefore(node, was[at] ?? end);
    } else {
      was.slice(at, like).forEach((gone) => gone.remove());
      at = like + 1;
      become(was[like], node);
    }
  }
  was.slice(at).forEach((gone) => gone.remove());
}

/** The element at the top of the viewport and its position, to be restored after an update. */
function landmark() {
  for (const element of document.querySelectorAll("main :is(h1, h2, h3, h4, p, li, tr, summary)")) {
    const { top, height } = element.getBoundingClientRect();
    if (height > 0 && top >= 0) return { element, top };
  }
  return null;
}

const summary = () => panel().querySelector("summary").textContent;
let saying = 0;
let said = null;

/** Announces something to screen readers, once the page has settled. */
function say(words) {
  clearTimeout(saying);
  saying = setTimeout(() => {
    document.getElementById("greenpaper-preview-status").textContent = words();
  }, 500);
}

/** That there was an update, with what is found, unless that was the same at the last time. */
function news() {
  const { updated } = panel().dataset;
  const words = summary() === said ? updated : `${updated} ${summary()}`;
  said = summary();
  return words;
}

async function refresh() {
  if (asking) return;
  asking = true;
  try {
    while (shown !== wanted) {
      const asked = wanted;
      const response = await fetch(location.href, { cache: "no-store" });
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const place = landmark();
      const wasBad = "bad" in panel().dataset;
      said ??= summary();
      become(document.documentElement, document.adoptNode(fresh.documentElement));
      if (place?.element.isConnected) scrollBy({ top: place.element.getBoundingClientRect().top - place.top, behavior: "instant" });
      const isBad = "bad" in panel().dataset;
      if (isBad && !wasBad) document.getElementById("greenpaper-preview-list").open = true;
      say(news);
      shown = asked;
    }
  } catch {
    // The preview has stopped: the stream will reconnect when it is back.
  } finally {
    asking = false;
  }
}

// Browsers limit connections per host, so hidden tabs close theirs.
function follow() {
  if (document.hidden) {
    stream?.close();
    stream = null;
  } else if (!stream) {
    stream = new EventSource("/_greenpaper/events");
    stream.onmessage = ({ data }) => {
      wanted = data;
      refresh();
    };
    stream.onerror = () => {
      say(() => panel().dataset.lost);
      // A refused stream does not reconnect automatically.
      if (stream.readyState === EventSource.CLOSED) {
        stream = null;
        setTimeout(follow, 2000);
      }
    };
  }
}

document.addEventListener("visibilitychange", follow);
// Otherwise a page in the back/forward cache would keep its stream open.
addEventListener("pagehide", () => {
  stream?.close();
  stream = null;
});
addEventListener("pageshow", follow);
