// Review mode: comments on passages, kept in this browser and saved to a file. Nothing is fetched and nothing is sent.
//
// The file has the format that `greenpaper comments collate` reads (src/schema/comments.json in greenpaper's sources). Comments are
// held in memory first. Where the browser allows it they are also stored, so that a reload loses nothing; where it does not, the page
// warns before it is closed.
"use strict";

(() => {
  const FORMAT = "greenpaper-comments/1";
  const KINDS = ["question", "unclear", "wrong", "suggestion", "agree"];
  /** An answer to a question of the text: not a kind to choose, because it is written below its question. */
  const ANSWER = "answer";
  const MOST_BYTES = 5_000_000;
  const MOST_LETTERS = 20_000;
  const { publication, version, email, words } = document.currentScript.dataset;
  /** The interface's words by key, without `review_`. */
  const WORDS = JSON.parse(words);
  const KEY = `greenpaper-comments:${publication}:${version}`;
  const main = document.getElementById("main");

  /** What the reader wrote: the contents of the file. */
  let response = { format: FORMAT, publication, version, receipt: "", name: "", group: "", contact: "", comments: [] };
  let isStored = true;
  let isInFile = true;

  // --- Words ---

  /** The text named `key` with `{name}` replaced by each value; a number named `count` chooses the plural form. */
  function t(key, values = {}) {
    const form = "count" in values ? WORDS[`${key}_${plural(values.count)}`] : undefined;
    const isRight = form && (values.count === 1 || form.includes("{count}") || plural(values.count) === "two");
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), isRight ? form : WORDS[key]);
  }

  const plural = (count) => new Intl.PluralRules(document.documentElement.lang).select(count);

  // --- Elements ---

  /** An element with properties or attributes, and children; text is only ever text. */
  function element(tag, properties = {}, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name in made && name !== "form") made[name] = value;
      else made.setAttribute(name, value);
    }
    made.append(...children);
    return made;
  }

  const button = (text, onclick, more = {}) => element("button", { type: "button", className: "button review-button", onclick, ...more }, text);
  const hidden = (text) => element("span", { className: "visually-hidden" }, text);
  const status = element("p", { className: "review-status", role: "status" });

  function say(text) {
    status.textContent = text;
  }

  // --- Passages ---

  /** A passage is an element whose id ends in `p_` and its identity. Only the outermost get a button. */
  const isPassage = (node) => /(^|--)p_[0-9a-z]{8}$/.test(node.id);
  const all = [...main.querySelectorAll("[id*='p_']")].filter(isPassage);
  const known = new Set(all);
  const outermost = all.filter((node) => {
    for (let above = node.parentElement; above && above !== main; above = above.parentElement) if (known.has(above)) return false;
    return true;
  });

  const passages = new Map();
  for (const node of outermost) {
    const number = node.querySelector(":scope > .paragraph-number")?.textContent.trim() ?? "";
    const words = node.innerText.replace(/\s+/g, " ").trim().slice(number.length).trim();
    const short = words.length > 60 ? `${words.slice(0, 60).replace(/\s\S*$/, "")} …` : words;
    const passage = { id: node.id.slice(-8), number, words: words.slice(0, 150), node };
    passage.name = number ? t("paragraph", { number }) : short ? t("quote", { words: short }) : t("this_part");
    const opener = button(t("comment"), () => open(passage), { className: "review-open" });
    opener.append(hidden(` ${t("on", { passage: passage.name })}`));
    passage.opener = opener;
    passage.slot = element("div", { className: "review-slot" }, opener);
    node.after(passage.slot);
    if (node.dataset.kind) passage.answer = question(passage);
    passages.set(passage.id, passage);
  }

  // --- Answering questions of the text ---

  /**
   * Puts a form to answer below a question: boxes to tick, a place for each option, or room for words.
   * Returns { form, fill(text), isChanged() }; fill shows an answer unless the reader has changed it and not kept it yet.
   */
  function question(passage) {
    const { node } = passage;
    const asked = node.querySelector(".survey-question").innerText.trim();
    const options = [...node.querySelectorAll(".survey-options > li")].map((item) => item.innerText.replace(/\s+/g, " ").trim());
    const kind = options.length ? node.dataset.kind : "text";
    const places = ["", ...options.keys()];
    const fields = kind === "text" ? [element("textarea", { rows: 3, maxLength: MOST_LETTERS })]
      : kind === "choose" ? options.map(() => element("input", { type: "checkbox" }))
      : options.map(() => element("select", {}, ...places.map((at) => element("option", { value: at }, at === "" ? t("no_place") : `${at + 1}`))));
    const rows = fields.map((field, at) => kind === "text" ? element("label", { className: "review-room" }, hidden(asked), field)
      : element("label", { className: "review-choice" }, field, ` ${options[at]}`));
    const fault = element("p", { className: "review-fault", role: "alert" });
    const form = element("form", { className: "review-answer", noValidate: true },
      element("fieldset", {}, element("legend", {}, t(`answer_${kind}`), hidden(`. ${asked}`)), ...rows), fault,
      element("p", {}, element("button", { className: "button review-button" }, t("keep_answer"), hidden(`: ${asked}`))));
    let isChanged = false;
    form.oninput = () => { isChanged = true; fault.textContent = ""; };

    /** The answer as text: options one a line, in order if they have places. Throws advice if two have the same place. */
    function answer() {
      if (kind === "text") return fields[0].value.trim();
      if (kind === "choose") return options.filter((_, at) => fields[at].checked).join("\n");
      const placed = options.map((option, at) => [fields[at].value, option]).filter(([place]) => place !== "");
      const given = placed.map(([place]) => Number(place));
      const twice = given.find((place, at) => given.indexOf(place) !== at);
      if (twice !== undefined) throw new RangeError(t("place_twice", { place: twice + 1 }));
      return placed.sort(([one], [other]) => one - other).map(([, option]) => option).join("\n");
    }

    function fill(text) {
      if (isChanged) return;
      const lines = text.split("\n");
      if (kind === "text") fields[0].value = text;
      else if (kind === "choose") fields.forEach((field, at) => { field.checked = lines.includes(options[at]); });
      else fields.forEach((field, at) => { field.value = lines.includes(options[at]) ? lines.indexOf(options[at]) : ""; });
    }

    form.onsubmit = (event) => {
      event.preventDefault();
      let text;
      try {
        text = answer();
      } catch (advice) {
        fault.textContent = advice.message;
        return;
      }
      const at = response.comments.findIndex((comment) => comment.kind === ANSWER && comment.passage === passage.id);
      if (!text && at < 0) {
        fault.textContent = t("no_answer");
        return;
      }
      isChanged = false;
      const own = { passage: passage.id, paragraph: passage.number, words: asked.slice(0, 150), kind: ANSWER, text };
      if (at < 0) response.comments.push(own);
      else if (text) response.comments[at] = own;
      else response.comments.splice(at, 1);
      changed();
      say(`${t(text ? "answer_kept" : "answer_deleted")} ${notYet()}`);
    };
    const list = node.querySelector(".survey-options");
    if (list) {
      // The form shows the options, too; paper shows the list.
      list.classList.add("review-listed");
      list.after(form);
    } else {
      node.querySelector(".survey-kind").after(form);
    }
    return { form, fill, isChanged: () => isChanged };
  }

  // --- Writing ---

  /** Opens the form below a passage, for a new comment or the one at `at`. */
  function open(passage, at = -1) {
    document.getElementById("review_form")?.remove();
    const old = response.comments[at];
    const kinds = KINDS.map((kind) => {
      const radio = element("input", { type: "radio", name: "kind", value: kind, checked: (old?.kind ?? "question") === kind });
      return element("label", { className: "review-kind" }, radio, ` ${t(kind)}`);
    });
    const words = element("textarea", { id: "review_text", rows: 4, maxLength: MOST_LETTERS, value: old?.text ?? "" });
    const fault = element("p", { className: "review-fault", id: "review_fault", role: "alert" });
    const form = element("form", { id: "review_form", className: "review-form", noValidate: true },
      element("fieldset", {}, element("legend", {}, t("your_comment", { passage: passage?.name ?? t("this_part") })), ...kinds),
      element("label", { htmlFor: "review_text" }, t("what")), words, fault,
      element("p", {}, element("button", { className: "button review-button" }, t("keep")), " ", button(t("cancel"), () => close(passage))));
    form.onkeydown = (event) => { if (event.key === "Escape") close(passage); };
    form.onsubmit = (event) => {
      event.preventDefault();
      const kind = form.querySelector("input:checked").value;
      const text = words.value.trim();
      if (!text && kind !== "agree") {
        fault.textContent = t("no_words");
        words.setAttribute("aria-describedby", "review_fault");
        words.setAttribute("aria-invalid", "true");
        words.focus();
        return;
      }
      const comment = old ? { ...old, kind, text } : { passage: passage.id, paragraph: passage.number, words: passage.words, kind, text };
      if (old) response.comments[at] = comment;
      else response.comments.push(comment);
      changed();
      close(passage);
      say(`${t("kept")} ${notYet()}`);
    };
    if (passage?.slot) passage.slot.append(form);
    else list.before(form);
    form.querySelector("input:checked").focus();
  }

  function close(passage) {
    document.getElementById("review_form")?.remove();
    (passage?.opener ?? heading).focus();
  }

  const notYet = () => isInFile ? "" : t("not_in_file");

  // --- Keeping ---

  function changed() {
    if (!response.receipt) response.receipt = receipt();
    isInFile = false;
    store();
    show();
  }

  /** Eight letters and digits that cannot be confused, such as K7QM-2X9P. */
  function receipt() {
    const digits = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    const made = [...crypto.getRandomValues(new Uint8Array(8))].map((byte) => digits[byte % 32]).join("");
    return `${made.slice(0, 4)}-${made.slice(4)}`;
  }

  function store() {
    try {
      localStorage.setItem(KEY, JSON.stringify({ response, isInFile }));
      isStored = true;
    } catch {
      isStored = false;
    }
  }

  function restore() {
    try {
      const stored = JSON.parse(localStorage.getItem(KEY) ?? "null");
      if (stored && isResponse(stored.response)) {
        response = clean(stored.response);
        isInFile = stored.isInFile === true;
      }
    } catch {
      isStored = false;
    }
  }

  /** Whether a value is a response to this publication. */
  const isResponse = (value) => value?.format === FORMAT && Array.isArray(value.comments);

  /** A response with the expected values alone, whatever was in its file. */
  function clean(value) {
    const text = (from, longest) => typeof from === "string" ? from.slice(0, longest) : "";
    const comments = value.comments.slice(0, 10_000).filter((comment) => comment && typeof comment === "object").map((comment) => ({
      passage: text(comment.passage, 20), paragraph: text(comment.paragraph, 40), words: text(comment.words, 200),
      kind: [...KINDS, ANSWER].includes(comment.kind) ? comment.kind : "question", text: text(comment.text, MOST_LETTERS),
    }));
    const short = (name) => text(value[name], 200);
    return { format: FORMAT, publication, version, receipt: short("receipt"), name: short("name"), group: short("group"), contact: short("contact"), comments };
  }

  const fileName = () => `comments-${publication}-${version}-${response.receipt}.json`;

  function save() {
    const file = new Blob([`${JSON.stringify(response, null, 2)}\n`], { type: "application/json" });
    const link = element("a", { href: URL.createObjectURL(file), download: fileName() });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    isInFile = true;
    store();
    show();
    say(t("saved", { receipt: response.receipt }));
  }

  async function load(file) {
    let read;
    try {
      if (file.size > MOST_BYTES) throw new Error("too large");
      read = JSON.parse(await file.text());
    } catch {
      return say(t("unreadable"));
    }
    if (!isResponse(read)) return say(t("not_comments"));
    if (read.publication !== publication || read.version !== version) {
      return say(t("other_document"));
    }
    const loaded = clean(read);
    // An answer that was given here since is the newer one.
    const same = (one, other) => one.passage === other.passage && one.kind === other.kind && (one.kind === ANSWER || one.text === other.text);
    const fresh = loaded.comments.filter((comment) => !response.comments.some((own) => same(own, comment)));
    const wasEmpty = response.comments.length === 0;
    if (wasEmpty) response = { ...loaded, comments: [] };
    response.comments.push(...fresh);
    response.receipt ||= receipt();
    isInFile = isInFile && (wasEmpty || fresh.length === 0);
    store();
    show();
    say(t("loaded", { count: fresh.length }));
  }

  // --- The list ---

  const heading = element("h2", { id: "review_list", tabIndex: -1 }, t("mine"));
  const list = element("ol", { className: "review-list" });
  const advice = element("p");
  const picker = element("input", { type: "file", accept: ".json,application/json", id: "review_file", className: "review-file" });
  picker.onchange = () => { if (picker.files[0]) load(picker.files[0]).then(() => { picker.value = ""; }); };

  function field(name, label, hint) {
    const input = element("input", { id: `review_${name}`, maxLength: 200, autocomplete: "off" });
    input.oninput = () => { response[name] = input.value; changed(); };
    const note = element("span", { className: "review-hint", id: `review_${name}_hint` }, hint);
    input.setAttribute("aria-describedby", note.id);
    return element("p", {}, element("label", { htmlFor: input.id }, label), note, input);
  }

  /** Starts an email that says what to attach: no page can attach a file. */
  const letter = element("a", {}, t("letter"));
  const sending = element("p", { hidden: true }, letter);

  const panel = element("section", { className: "review-panel", "aria-labelledby": "review_list" }, heading, advice, list,
    field("group", t("group"), t("group_hint")),
    field("name", t("name"), t("name_hint")),
    element("p", {}, button(t("save"), save), " ", button(t("print"), () => window.print())), sending,
    element("p", {}, element("label", { htmlFor: "review_file" }, t("load")), picker));
  const bar = element("div", { className: "review-bar", role: "region", "aria-label": WORDS.review },
    element("a", { href: "#review_list" }, t("mine")), " ", button(t("save"), save), status);
  main.append(panel);
  main.after(bar);

  function show() {
    list.replaceChildren(...response.comments.map((comment, at) => {
      const passage = passages.get(comment.passage);
      const name = comment.paragraph ? t("paragraph", { number: comment.paragraph }) : passage?.name ?? t("quote", { words: comment.words.slice(0, 60) });
      const place = passage ? element("a", { href: `#${passage.node.id}` }, name) : name;
      const isHere = comment.kind === ANSWER && passage?.answer;
      const edit = button(t("edit"), () => {
        if (isHere) passage.answer.form.querySelector("input, select, textarea").focus();
        else open(passage ?? { name, opener: heading }, at);
      });
      const remove = button(t("delete"), () => {
        response.comments.splice(at, 1);
        changed();
        heading.focus();
        say(t("deleted"));
      });
      // The options of a question on another page are not here.
      const tools = comment.kind === ANSWER && !isHere ? [remove] : [edit, " ", remove];
      for (const one of [edit, remove]) one.append(hidden(` ${t("which", { passage: name })}`));
      return element("li", {}, element("p", { className: "review-place" }, place, `: ${t(comment.kind)}`), element("p", { className: "review-words" }, comment.text), ...tools);
    }));
    for (const name of ["group", "name"]) {
      const input = document.getElementById(`review_${name}`);
      if (document.activeElement !== input) input.value = response[name];
    }
    if (email && response.receipt) {
      const [subject, body] = [t("letter_subject", { version, receipt: response.receipt }), t("letter_body", { file: fileName() })];
      letter.href = `mailto:${encodeURI(email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(body)}`;
      sending.hidden = response.comments.length === 0;
    }
    const count = response.comments.length;
    const kept = t(isInFile ? "in_file" : "in_no_file", { comments: t("count", { count }) });
    const number = response.receipt ? [t("receipt", { receipt: response.receipt })] : [];
    advice.textContent = count ? [kept, ...number, t(isStored ? "stored" : "not_stored")].join(" ") : t("none");
    bar.querySelector("a").textContent = t("mine_count", { count });
    for (const passage of passages.values()) {
      passage.slot.classList.toggle("review-has", response.comments.some((comment) => comment.passage === passage.id));
      passage.answer?.fill(response.comments.find((comment) => comment.kind === ANSWER && comment.passage === passage.id)?.text ?? "");
    }
  }

  window.addEventListener("beforeunload", (event) => {
    const isWriting = Boolean(document.getElementById("review_text")?.value.trim()) || [...passages.values()].some(({ answer }) => answer?.isChanged());
    if (isWriting || !isStored && !isInFile) event.preventDefault();
  });
  // Another page of the site may have added some.
  window.addEventListener("storage", (event) => { if (event.key === KEY) { restore(); show(); } });

  restore();
  store();
  show();
})();
