// The search page. Nothing is fetched and nothing is sent: the index is scripts, which also run when a page is opened from disk.
//
// The index says how well each record (a section or a glossary entry) matches each word: src/search in greenpaper's sources makes it.
// Here the words of a query are looked up and the scores added.
"use strict";

const search = {
  /** Number of records, and the first word and first record of each part; set by `open`. */
  index: { records: 0, words: [], texts: [] },
  /** Parts of the index that have arrived. */
  words: [],
  texts: [],
  /** The language's own: set by the index, if it has any. */
  stem: (word) => word,
  common: new Set(),

  open(index) {
    search.index = index;
  },
  addWords(part, text) {
    const lines = text.split("\n");
    search.words[part] = { lines, keys: lines.map((line) => line.slice(0, line.indexOf("\t"))) };
  },
  addTexts(part, records) {
    search.texts[part] = records;
  },
};

(() => {
  const MOST_LETTERS = 300;
  const MOST_WORDS = 8;
  const LONGEST_TERM = 6;
  const RESULTS = 10;
  /** Of the weight of the words asked for, the least that the best result must have: below it, nothing was found. */
  const FLOOR = 0.35;
  /** How much the beginning of a word counts, and one with other letters, compared with the word. */
  const BEGINNING = 0.7;
  const MISSPELT = 0.5;
  /** How much words such as "how" count. */
  const COMMON = 0.4;

  /** Chinese characters and Japanese syllables, which are written without spaces. */
  const UNSPACED = "[\\u3005-\\u3007\\u3040-\\u30ff\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff\\u{20000}-\\u{3134f}]";
  const unspaced = new RegExp(UNSPACED, "u");
  const RUN = new RegExp(`${UNSPACED}+|(?:(?!${UNSPACED}).)+`, "gsu");
  const LETTERS = { ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i", ħ: "h", ŋ: "n" };

  const plain = (word) => word.toLowerCase().replaceAll("’", "'").replace(/[⁰¹²³⁴-⁹₀-₉]/g, (digit) => digit.normalize("NFKC"))
    .normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[ßæœøłđðþıħŋ]/g, (letter) => LETTERS[letter]);

  /** A word, or its parts: pairs of characters where there are no spaces, and a last one, which a query needs only if it is the only one. */
  function divide(word, start, isQuery) {
    if (!unspaced.test(word)) return [{ word, start }];
    return [...word.matchAll(RUN)].flatMap(({ 0: run, index }) => {
      if (!unspaced.test(run)) return [{ word: run, start: start + index }];
      const characters = [...run];
      let at = start + index;
      return characters.flatMap((character, nth) => {
        const part = { word: character + (characters[nth + 1] ?? ""), start: at };
        at += character.length;
        return isQuery && nth > 0 && nth === characters.length - 1 ? [] : [part];
      });
    });
  }

  const wordsIn = (text, isQuery = false) => [...text.matchAll(/[\p{Alphabetic}\p{N}]+(?:['’][\p{Alphabetic}\p{N}]+)*/gu)]
    .flatMap(({ 0: word, index }) => divide(word, index, isQuery))
    .map(({ word, start }) => ({ start, end: start + word.length, key: search.stem(plain(word)), typed: plain(word) }));

  // ---- Parts of the index ----

  const arriving = new Map();

  /** Load a part, unless it is there. */
  function need(kind, part) {
    if (search[kind][part]) return Promise.resolve();
    const name = `search/${kind}-${part}.js`;
    if (!arriving.has(name)) {
      arriving.set(name, new Promise((resolve, reject) => {
        const script = document.createElement("script");
        Object.assign(script, { src: name, onload: resolve, onerror: () => { arriving.delete(name); reject(new Error(name)); } });
        document.head.append(script);
      }));
    }
    return arriving.get(name);
  }

  /** The last position in a sorted list whose value is not greater; 0 if all are. */
  function position(sorted, value) {
    let [low, high] = [0, sorted.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (sorted[middle] <= value) low = middle;
      else high = middle;
    }
    return low;
  }

  async function wordsNear(key) {
    const part = position(search.index.words, key);
    await need("words", part);
    return search.words[part] ?? { lines: [], keys: [] };
  }

  async function record(number) {
    const part = position(search.index.texts, number);
    await need("texts", part);
    const [href, title, place, text] = search.texts[part][number - search.index.texts[part]];
    return { href, title, place, text };
  }

  // ---- Looking up words ----

  /** A word or a term: its records with their scores, and the keys to mark in a text. */
  function read(line, factor = 1) {
    const [key, list, ...others] = line.split("\t");
    let number = 0;
    const scores = list.split(" ").map((item) => {
      const value = parseInt(item, 36);
      number += value >> 6;
      return [number, (value & 63) * factor];
    });
    return { scores, marks: [key, ...others] };
  }

  function merge(found) {
    if (found.length === 1) return found[0];
    const scores = new Map();
    for (const one of found) for (const [number, score] of one.scores) scores.set(number, Math.max(score, scores.get(number) ?? 0));
    return { scores: [...scores], marks: found.flatMap(({ marks }) => marks) };
  }

  const lineOf = ({ keys, lines }, key) => {
    const at = position(keys, key);
    return keys[at] === key ? lines[at] : null;
  };

  /** The words that begin like this; they may begin in one part of the index and go on in the next. */
  async function beginningWith(typed) {
    const part = position(search.index.words, typed);
    const parts = search.index.words[part + 1]?.startsWith(typed) ? [part, part + 1] : [part];
    await Promise.all(parts.map((each) => need("words", each)));
    const lines = parts.flatMap((each) => search.words[each]?.lines ?? []);
    const first = lines.findIndex((line) => line.startsWith(typed));
    const found = first < 0 ? [] : lines.slice(first, first + 40);
    return found.filter((line) => line.startsWith(typed));
  }

  /** Letters to change, add, leave out or swap to get from one word to the other; more than `most` is not counted further. */
  function distance(one, other, most) {
    let [before, row] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
    for (let i = 1; i <= one.length; i += 1) {
      const next = [i];
      for (let j = 1; j <= other.length; j += 1) {
        next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (one[i - 1] === other[j - 1] ? 0 : 1));
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) next[j] = Math.min(next[j], before[j - 2] + 1);
      }
      if (Math.min(...next) > most) return most + 1;
      [before, row] = [row, next];
    }
    return row[other.length];
  }

  /** The words that are spelt most like this one, if any are. */
  function spelledLike({ keys, lines }, { key, typed }) {
    if (typed.length < 4 || /\p{N}/u.test(typed) || unspaced.test(typed)) return [];
    let [best, found] = [typed.length < 8 ? 1 : 2, []];
    keys.forEach((known, at) => {
      if (known[0] !== typed[0] || known.includes(" ") || known.length < 3) return;
      const away = Math.min(...[key, typed].map((word) => (Math.abs(word.length - known.length) > best ? best + 1 : distance(word, known, best))));
      if (away < best) [best, found] = [away, []];
      if (away === best) found.push(lines[at]);
    });
    return found;
  }

  /** What one word of the query finds, alone or with those after it; `length` words are used. */
  async function look(words, at) {
    const word = words[at];
    const part = await wordsNear(word.key);
    for (let length = Math.min(LONGEST_TERM, words.length - at); length > 1; length -= 1) {
      const term = words.slice(at, at + length).map(({ key }) => key).join(" ");
      const line = lineOf(await wordsNear(term), term);
      if (line) return { ...read(line), length };
    }
    const stemmed = lineOf(part, word.key);
    // Words of chapters in another language keep their endings.
    const whole = word.typed === word.key ? null : lineOf(await wordsNear(word.typed), word.typed);
    const exact = stemmed ?? whole;
    const isCommon = search.common.has(word.key);
    if (isCommon) return { ...(exact ? read(exact, COMMON) : merge([])), length: 1, isCommon };
    const isLast = at === words.length - 1;
    const beginnings = (isLast || !exact) && (word.typed.length > 1 || unspaced.test(word.typed)) ? await beginningWith(word.typed) : [];
    const exacts = [stemmed, whole].filter((line) => line !== null);
    const found = [...exacts.map((line) => read(line)), ...beginnings.filter((line) => !exacts.includes(line)).map((line) => read(line, BEGINNING))];
    if (found.length) return { ...merge(found), length: 1 };
    const alike = spelledLike(part, word);
    return { ...merge(alike.map((line) => read(line, MISSPELT))), length: 1, isMisspelt: alike.length > 0, isMissing: alike.length === 0, typed: word.typed };
  }

  /** Records that answer a query, best first, and what to say of the words. */
  async function find(query) {
    let words = wordsIn(query.slice(0, MOST_LETTERS).normalize("NFC"), true);
    if (words.length > MOST_WORDS) words = words.filter(({ key }) => !search.common.has(key)).slice(0, MOST_WORDS);
    const clauses = [];
    for (let at = 0; at < words.length;) {
      const clause = await look(words, at);
      clauses.push(clause);
      at += clause.length;
    }
    const all = search.index.records;
    const rarity = (count) => Math.log(1 + (all - count + 0.5) / (count + 0.5));
    const [sums, weights] = [new Float32Array(all), new Float32Array(all)];
    let total = 0;
    const decidesNothing = clauses.every(({ isCommon }) => isCommon);
    for (const { scores, isCommon } of clauses) {
      const weight = isCommon && !decidesNothing ? 0 : rarity(scores.length);
      total += weight;
      for (const [number, score] of scores) {
        sums[number] += score;
        weights[number] += weight;
      }
    }
    const ranked = [];
    weights.forEach((weight, number) => {
      if (weight > 0) ranked.push({ number, share: weight / total, score: sums[number] * weight / total });
    });
    ranked.sort((one, other) => other.score - one.score || one.number - other.number);
    const isFound = ranked.some(({ share }) => share >= FLOOR);
    const numbers = isFound ? ranked.filter(({ score }) => score >= ranked[0].score / 8).map(({ number }) => number) : [];
    const unknown = (key) => [...new Set(clauses.filter((clause) => clause[key]).map(({ typed }) => typed))].slice(0, 3);
    const marks = clauses.flatMap(({ marks: keys, isCommon }, clause) => keys.map((key) => ({ keys: key.split(" "), clause, isCommon })));
    marks.sort((one, other) => other.keys.length - one.keys.length);
    return { numbers, marks, missing: unknown("isMissing"), misspelt: unknown("isMisspelt") };
  }

  // ---- Showing results ----

  /** The words of a sentence that are marked, as ranges; how many words of the query it has, and whether it is more than a label. */
  function marked(sentence, marks) {
    const words = wordsIn(sentence);
    const [ranges, clauses] = [[], new Set()];
    for (let at = 0; at < words.length; at += 1) {
      const mark = marks.find(({ keys, isCommon }) => !isCommon && keys.every((key, nth) => words[at + nth]?.key === key || words[at + nth]?.typed === key));
      if (!mark) continue;
      // Pairs of characters overlap.
      const [from, to] = [Math.max(words[at].start, ranges.at(-1)?.[1] ?? 0), words[at + mark.keys.length - 1].end];
      if (from < to) ranges.push([from, to]);
      clauses.add(mark.clause);
      at += mark.keys.length - 1;
    }
    return { sentence, ranges, worth: clauses.size + (words.length > 5 ? 0.5 : 0) };
  }

  /** The sentence of a text that has most of the words. */
  function excerpt(text, marks) {
    const sentences = text.split("\n").flatMap((line) => line.match(/[^.!?]+(?:[.!?]+(?!\s)[^.!?]+)*[.!?]*\s*/g) ?? [line]);
    let best = null;
    for (const sentence of sentences) {
      const candidate = marked(sentence.trim(), marks);
      if (!best || candidate.worth > best.worth) best = candidate;
    }
    return best ?? { sentence: "", ranges: [] };
  }

  function withMarks({ sentence, ranges }) {
    const paragraph = document.createElement("p");
    let at = 0;
    for (const [start, end] of ranges) {
      const mark = document.createElement("mark");
      mark.textContent = sentence.slice(start, end);
      paragraph.append(sentence.slice(at, start), mark);
      at = end;
    }
    paragraph.append(sentence.slice(at));
    return paragraph;
  }

  function resultFor({ href, title, place, text }, marks) {
    const item = document.createElement("li");
    const [heading, link] = [document.createElement("h2"), document.createElement("a")];
    link.href = href;
    link.textContent = title;
    heading.append(link);
    item.append(heading);
    if (place) {
      const where = document.createElement("p");
      where.className = "result-place";
      where.textContent = place;
      item.append(where);
    }
    item.append(withMarks(excerpt(text, marks)));
    return item;
  }

  // ---- The page ----

  function start() {
    const page = document.getElementById("search_page");
    const [form, list, status, more, nothing] = ["form", ".results", "[role=status]", ".more-results", ".no-results"].map((name) => page.querySelector(name));
    const field = form.elements.q;
    page.querySelector(".without-script").hidden = true;
    const title = document.title;
    const say = (key, values) => Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, () => value), status.dataset[key]);
    let latest = 0;

    async function show(query, shown = RESULTS) {
      latest += 1;
      const own = latest;
      const { numbers, marks, missing, misspelt } = await find(query);
      const records = await Promise.all(numbers.slice(0, shown).map(record));
      // A later query may have been answered before.
      if (own !== latest) return;
      const before = list.children.length;
      list.replaceChildren(...records.map((found) => resultFor(found, marks)));
      list.hidden = records.length === 0;
      more.hidden = numbers.length <= shown;
      more.onclick = async () => {
        await show(query, shown + RESULTS);
        list.children[shown]?.querySelector("a").focus();
      };
      nothing.hidden = numbers.length > 0 || !query;
      const form = new Intl.PluralRules(document.documentElement.lang).select(numbers.length);
      const count = say(form in status.dataset ? form : "other", { count: numbers.length });
      const unknown = numbers.length ? [["missing", missing], ["misspelt", misspelt]].flatMap(([key, words]) => words.map((word) => say(key, { word }))) : [];
      const text = query ? [numbers.length ? count : say("none", { query: query.slice(0, 80) }), ...unknown].join(" ") : "";
      if (status.textContent !== text || before === 0) status.textContent = text;
      document.title = query ? `${query.slice(0, 80)} – ${title}` : title;
    }

    /** Keep the query in the address, so that it is there after "back" and can be sent to others. */
    function keep(query) {
      const address = new URL(location.href);
      if (query) address.searchParams.set("q", query);
      else address.searchParams.delete("q");
      try {
        history.replaceState(null, "", address);
      } catch {
        // Some browsers refuse it for pages opened from disk.
      }
    }

    const query = () => field.value.trim().slice(0, MOST_LETTERS);
    function update() {
      keep(query());
      show(query()).catch(() => { status.textContent = status.dataset.failed; });
    }
    let pause;
    field.addEventListener("input", () => {
      clearTimeout(pause);
      pause = setTimeout(update, 200);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(pause);
      update();
    });
    field.value = new URLSearchParams(location.search).get("q")?.slice(0, MOST_LETTERS) ?? "";
    if (query()) update();
  }

  // The tests of the index run without a page.
  search.find = find;
  search.record = record;
  search.excerpt = excerpt;
  if (typeof document !== "undefined") addEventListener("DOMContentLoaded", start);
})();
