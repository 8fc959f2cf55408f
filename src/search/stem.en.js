// English for the search: Porter's second stemming algorithm (snowballstem.org/algorithms/english), as the index was made with.
"use strict";

search.stem = (() => {
  const IRREGULAR = {
    skis: "ski", skies: "sky", dying: "die", lying: "lie", tying: "tie", idly: "idl", gently: "gentl", ugly: "ugli", early: "earli",
    only: "onli", singly: "singl", sky: "sky", news: "news", howe: "howe", atlas: "atlas", cosmos: "cosmos", bias: "bias", andes: "andes",
  };
  /** Plurals that no ending shows, which the algorithm leaves out. */
  const PLURALS = new Map(Object.entries({
    children: "child", people: "person", women: "woman", men: "man", lives: "life", feet: "foot", teeth: "tooth",
  }));
  const FINISHED = new Set(["inning", "outing", "canning", "herring", "earring", "proceed", "exceed", "succeed"]);
  const SECOND = {
    ization: "ize", ational: "ate", fulness: "ful", ousness: "ous", iveness: "ive", tional: "tion", biliti: "ble", lessli: "less",
    entli: "ent", ation: "ate", alism: "al", aliti: "al", ousli: "ous", iviti: "ive", fulli: "ful", enci: "ence", anci: "ance",
    abli: "able", izer: "ize", ator: "ate", alli: "al", bli: "ble", ogi: "og", li: "",
  };
  const THIRD = { ational: "ate", tional: "tion", alize: "al", icate: "ic", iciti: "ic", ative: "", ical: "ic", ness: "", ful: "" };
  const FOURTH = /(?:ement|ance|ence|able|ible|ment|ant|ent|ism|ate|iti|ous|ive|ize|ion|al|er|ic)$/;
  const SECOND_ENDING = new RegExp(`(?:${Object.keys(SECOND).join("|")})$`);
  const THIRD_ENDING = new RegExp(`(?:${Object.keys(THIRD).join("|")})$`);
  const HAS_VOWEL = /[aeiouy]/;
  const ENDS_SHORT = /[^aeiouy][aeiouy][^aeiouywxY]$|^[aeiouy][^aeiouy]$/;

  /** Where the part after the first consonant that follows a vowel begins, from `start`. */
  const regionAfter = (word, start) => {
    const found = /[aeiouy][^aeiouy]/.exec(word.slice(start));
    return found ? start + found.index + 2 : word.length;
  };

  return (typed) => {
    if (!/^[a-z']{3,}$/.test(typed)) return typed;
    const original = PLURALS.get(typed.replace(/'s?$/, "")) ?? typed;
    if (Object.hasOwn(IRREGULAR, original)) return IRREGULAR[original];
    // A y that is a consonant is written Y.
    let word = original.replace(/^y/, "Y").replace(/([aeiouy])y/g, "$1Y");
    const first = /^(?:gener|commun|arsen)/.exec(word)?.[0].length ?? regionAfter(word, 0);
    const second = regionAfter(word, first);

    word = word.replace(/(?:'s'|'s|')$/, "");
    if (word.endsWith("sses")) word = word.slice(0, -2);
    else if (/ie[ds]$/.test(word)) word = word.slice(0, word.length > 4 ? -2 : -1);
    else if (/[^us]s$/.test(word) && HAS_VOWEL.test(word.slice(0, -2))) word = word.slice(0, -1);
    if (FINISHED.has(word)) return word;

    const past = /(?:eedly|ingly|edly|eed|ing|ed)$/.exec(word);
    if (past?.[0].startsWith("eed")) {
      if (past.index >= first) word = `${word.slice(0, past.index)}ee`;
    } else if (past && HAS_VOWEL.test(word.slice(0, past.index))) {
      word = word.slice(0, past.index);
      if (/(?:at|bl|iz)$/.test(word)) word += "e";
      else if (/([bdfgmnprt])\1$/.test(word)) word = word.slice(0, -1);
      else if (word.length === first && ENDS_SHORT.test(word)) word += "e";
    }
    if (/.[^aeiouy][yY]$/.test(word)) word = `${word.slice(0, -1)}i`;

    let ending = SECOND_ENDING.exec(word);
    if (ending && ending.index >= first) {
      const before = word[ending.index - 1];
      const holds = { ogi: before === "l", li: /[cdeghkmnrt]/.test(before) }[ending[0]] ?? true;
      if (holds) word = word.slice(0, ending.index) + SECOND[ending[0]];
    }
    ending = THIRD_ENDING.exec(word);
    if (ending && ending.index >= (ending[0] === "ative" ? Math.max(first, second) : first)) word = word.slice(0, ending.index) + THIRD[ending[0]];
    ending = FOURTH.exec(word);
    if (ending && ending.index >= second && (ending[0] !== "ion" || /[st]/.test(word[ending.index - 1]))) word = word.slice(0, ending.index);
    const last = word.length - 1;
    if (word.endsWith("e") && (last >= second || (last >= first && !ENDS_SHORT.test(word.slice(0, -1))))) word = word.slice(0, -1);
    else if (word.endsWith("ll") && last >= second) word = word.slice(0, -1);
    return word.replaceAll("Y", "y");
  };
})();

/** Words that decide nothing: they count if they are in a heading, and are never searched for by their beginnings or misspelt. */
search.common = new Set(("a about an and any are as at be been but by can could did do does for from get had has have how i if in into is it its " +
  "me more much my no not of on or our out should so some that the their them there they this to up us was we were what when where which who " +
  "why will with would you your").split(" ").map(search.stem));
