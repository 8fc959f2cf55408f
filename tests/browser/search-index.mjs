// The search of a built site, without a browser: its script and its index, run in a context of their own.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createContext, runInContext } from "node:vm";

/** The `search` of the site's page: find(query), record(number), excerpt(text, marks); `loaded` has the bytes of each file it read. */
export function openSearch(folder) {
  const page = readFileSync(join(folder, "search.html"), "utf8");
  const scripts = [...page.matchAll(/<script[^>]* src="?([^" >]+)/g)].map((match) => match[1]).filter((path) => !path.includes("/reader."));
  const loaded = new Map();
  const run = (path, context) => {
    const text = readFileSync(join(folder, path), "utf8");
    loaded.set(path, Buffer.from(text));
    runInContext(text, context, { filename: path });
  };
  // As much of a document as loading a part of the index needs.
  const context = createContext({ addEventListener() {} });
  context.document = {
    createElement: () => ({}),
    head: { append: (script) => { run(script.src, context); queueMicrotask(script.onload); } },
  };
  for (const path of scripts) run(path, context);
  return { search: runInContext("search", context), loaded };
}

/** The lines of questions.txt: { question, answers }. */
export function readQuestions() {
  const lines = readFileSync(new URL("../search/questions.txt", import.meta.url), "utf8").split("\n");
  return lines.filter((line) => line && !line.startsWith("#")).map((line) => {
    const [question, ...answers] = line.split(" | ");
    return { question, answers };
  });
}

/** The addresses of the first results of a query. */
export async function addresses(search, query, count = 3) {
  const { numbers } = await search.find(query);
  const records = await Promise.all(numbers.slice(0, count).map((number) => search.record(number)));
  return records.map(({ href }) => href);
}
