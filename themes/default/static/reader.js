// On every page: the reader's settings, citations of passages, and where the reader stopped. Nothing is fetched and nothing is sent; what is
// remembered stays in this browser's storage. If the browser refuses storage, everything else works as before.
//
// This runs before the page is shown, so that it appears in the reader's settings at once, and what it adds is there from the start.
"use strict";

(() => {
  const root = document.documentElement;
  const { publication, since } = document.currentScript.dataset;
  /** The folder of the site. */
  const site = new URL("..", document.currentScript.src).href;

  // ---- What is kept in this browser ----

  const SETTINGS = "greenpaper:settings";
  const READING = `greenpaper:${publication}`;
  const MOST_PAGES = 1000;

  /** The object kept under a name; an empty one if there is none, or storage is refused. */
  function kept(name) {
    try {
      const value = JSON.parse(localStorage.getItem(name));
      return value && typeof value === "object" && !Array.isArray(value) ? value : {};
    } catch {
      return {};
    }
  }

  /** Keep an object, or remove it if it is empty. Returns whether that was possible. */
  function keep(name, value) {
    try {
      if (Object.keys(value).length) localStorage.setItem(name, JSON.stringify(value));
      else localStorage.removeItem(name);
      return true;
    } catch {
      return false;
    }
  }

  // ---- Settings ----

  const CHOICES = { size: ["larger", "largest"], spacing: ["wide", "widest"], width: ["narrow", "wide"], colours: ["light", "dark", "contrast"] };
  const USUAL = "usual";
  let settings = kept(SETTINGS);

  function apply() {
    for (const [name, values] of Object.entries(CHOICES)) {
      if (values.includes(settings[name])) root.dataset[name] = settings[name];
      else delete root.dataset[name];
    }
  }
  apply();

  // ---- What this reader has read ----

  const text = (value) => (typeof value === "string" ? value : "");
  const reading = kept(READING);
  const pages = reading.pages && typeof reading.pages === "object" ? reading.pages : {};
  const before = { ...pages };
  const isChanged = (page, digest) => text(before[page]) !== "" && before[page] !== digest;

  /** Below the first line of the window: where the reader is. */
  function position() {
    const passages = [...document.querySelectorAll("main .prose > [id], main .prose > section > [id]")].filter((passage) => passage.getClientRects().length);
    const past = passages.filter((passage) => passage.getBoundingClientRect().top < innerHeight / 4);
    const heading = past.filter((passage) => /^H[2-6]$/.test(passage.tagName)).pop();
    return { anchor: past.pop()?.id ?? "", heading: heading?.textContent.trim() ?? "" };
  }

  function remember() {
    const { page, text: digest, name } = document.body.dataset;
    if (!page || settings.remember === false) return;
    delete pages[page];
    pages[page] = digest;
    for (const old of Object.keys(pages).slice(0, -MOST_PAGES)) delete pages[old];
    keep(READING, { at: { page, name, ...position() }, pages });
  }

  function forget() {
    for (const page of Object.keys(pages)) delete pages[page];
    keep(READING, {});
  }

  // ---- What is shown as the page arrives ----

  const done = new Set();
  /** The first element that matches, once. */
  function arrived(selector, show) {
    const element = !done.has(selector) && document.querySelector(selector);
    if (!element) return;
    done.add(selector);
    show(element);
  }

  /** "Continue where you stopped", on the home page. */
  function showStop(line) {
    const at = reading.at && typeof reading.at === "object" ? reading.at : {};
    const link = line.querySelector("a");
    const page = text(at.page);
    const address = new URL(page, site).href;
    if (!page || !address.startsWith(site) || settings.remember === false) return;
    link.href = at.anchor ? `${address}#${encodeURIComponent(text(at.anchor))}` : address;
    link.append([text(at.name), text(at.heading)].filter(Boolean).join(", "));
    line.querySelector("button").addEventListener("click", () => {
      forget();
      line.hidden = true;
      document.getElementById("main").focus();
      say(line.dataset.forgotten);
    });
    line.hidden = false;
  }

  /** "Changed since you last read it", after a link to a page. */
  function showSince(link) {
    if (link.dataset.text === undefined || done.has(link)) return;
    done.add(link);
    const page = new URL(link.href, location.href).href.slice(site.length);
    if (isChanged(decodeURI(page), link.dataset.text)) link.after(" ", note());
  }

  function note() {
    const element = document.createElement("span");
    element.className = "since";
    element.textContent = since;
    return element;
  }

  function show() {
    arrived(".resume", showStop);
    for (const link of document.querySelectorAll("main a[data-text]")) showSince(link);
    arrived("body[data-page] .chapter-header + *", (after) => {
      const { page, text: digest } = document.body.dataset;
      if (!isChanged(page, digest)) return;
      const header = after.previousElementSibling;
      const line = header.querySelector(".chapter-status") ?? header.appendChild(Object.assign(document.createElement("p"), { className: "chapter-status" }));
      line.append(" ", note());
    });
  }
  const arrival = new MutationObserver(show);
  arrival.observe(root, { childList: true, subtree: true });

  // ---- Citations ----

  /** Say something to screen readers. */
  function say(words) {
    const status = document.getElementById("reader_status");
    if (status) status.textContent = words;
  }

  async function copy(words) {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      // Pages without encryption have no clipboard: copy from a field, as browsers used to.
      const field = Object.assign(document.createElement("textarea"), { value: words });
      field.style.position = "fixed";
      const focused = document.activeElement;
      document.body.append(field);
      field.select();
      const isCopied = document.execCommand("copy");
      field.remove();
      focused?.focus({ preventScroll: true });
      if (!isCopied) throw new Error("not copied");
    }
  }

  /** The address of a passage: where the document is published, if this copy is a file. */
  function addressOf(link) {
    const canonical = document.querySelector("link[rel=canonical]")?.href;
    const own = location.protocol === "file:" && canonical ? canonical : location.href.replace(/[?#].*$/, "");
    return own + link.getAttribute("href");
  }

  function cite(link) {
    const status = document.getElementById("reader_status");
    const words = status.dataset.citation.replace("{number}", () => link.textContent.trim());
    copy(`${words}, ${addressOf(link)}`).then(() => {
      document.querySelector(".copied")?.remove();
      const sign = Object.assign(document.createElement("span"), { className: "copied", ariaHidden: "true", textContent: status.dataset.copied });
      link.closest("[id]").append(" ", sign);
      say(`${status.dataset.copied}: ${words}`);
    }, () => {});
  }

  /** Passages have the same names in every language: leads to the one that is being read. */
  function toSamePassage(link) {
    const passages = [...document.querySelectorAll("main [id^=p_]")];
    const reading = passages.findLast((passage) => passage.getBoundingClientRect().top < innerHeight / 4);
    link.hash = reading && scrollY > 0 ? reading.id : "";
  }

  // ---- The page with the settings ----

  function openSettings(page) {
    const shown = document.querySelector(".settings-status");
    const tell = (words) => { shown.textContent = words; };
    const fill = () => {
      for (const field of page.querySelectorAll("[type=radio]")) {
        field.checked = field.value === (CHOICES[field.name].includes(settings[field.name]) ? settings[field.name] : USUAL);
      }
      page.querySelector("[name=remember]").checked = settings.remember !== false;
    };
    page.addEventListener("change", ({ target }) => {
      if (target.name === "remember") {
        if (target.checked) delete settings.remember;
        else {
          settings.remember = false;
          forget();
        }
      } else if (target.value === USUAL) delete settings[target.name];
      else settings[target.name] = target.value;
      apply();
      tell(keep(SETTINGS, settings) ? shown.dataset.kept : shown.dataset.refused);
    });
    document.getElementById("reset_settings").addEventListener("click", () => {
      settings = settings.remember === false ? { remember: false } : {};
      apply();
      fill();
      keep(SETTINGS, settings);
      tell(shown.dataset.reset);
    });
    document.getElementById("forget_reading").addEventListener("click", () => {
      forget();
      tell(shown.dataset.forgotten);
    });
    fill();
  }

  document.addEventListener("DOMContentLoaded", () => {
    arrival.disconnect();
    show();
    arrived("#settings", openSettings);
    arrived(".print-page", (button) => button.addEventListener("click", () => print()));
    document.addEventListener("click", (event) => {
      const language = event.target.closest?.(".site-languages a");
      if (language) toSamePassage(language);
      const link = event.target.closest?.("a.paragraph-number");
      if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) cite(link);
    });
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") remember();
  });
  addEventListener("pagehide", remember);
})();
