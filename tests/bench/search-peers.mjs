// The search of a built site beside Pagefind and MiniSearch on the same text: bytes until the first result, time of a query, and how many of
// the questions in tests/search/questions.txt have their answer among the first three results. Run by hand; see tests/README.md.
//
//   npm install --prefix FOLDER minisearch pagefind
//   node tests/bench/search-peers.mjs SITE FOLDER
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { launch } from "../browser/browser.mjs";
import { addresses, openSearch, readQuestions } from "../browser/search-index.mjs";
import { answer } from "../browser/server.mjs";

const [site, peers] = process.argv.slice(2).map((path) => resolve(path));
const questions = readQuestions();
const compressed = (bytes) => gzipSync(bytes).length;
const median = (times) => times.toSorted((one, other) => one - other)[times.length >> 1];

/** Ask every question; `find` returns the addresses of the first three results. */
async function ask(name, bytes, find) {
  let answered = 0;
  const times = [];
  for (const { question, answers } of questions) {
    const start = performance.now();
    const found = await find(question);
    times.push(performance.now() - start);
    answered += found.some((address) => answers.includes(address));
  }
  console.log(`${name}: ${Math.round(bytes() / 1000)} kB, ${median(times).toFixed(1)} ms, ${answered} of ${questions.length} questions`);
}

const { search, loaded } = openSearch(site);
await ask("greenpaper", () => [...loaded.values()].reduce((sum, bytes) => sum + compressed(bytes), 0), (question) => addresses(search, question));

// MiniSearch, with the same records, weights for titles, beginnings and misspelt words, as its documentation recommends.
const require = createRequire(join(peers, "package.json"));
const MiniSearch = require("minisearch");
const records = await Promise.all(Array.from({ length: search.index.records }, (_, id) => search.record(id).then((record) => ({ id, ...record }))));
const options = { fields: ["title", "place", "text"], storeFields: ["href", "title", "place", "text"], searchOptions: { boost: { title: 3 }, prefix: true, fuzzy: 0.2 } };
const index = new MiniSearch(options);
index.addAll(records);
const script = execFileSync("cat", [join(peers, "node_modules/minisearch/dist/umd/index.js")]);
const size = compressed(JSON.stringify(index)) + compressed(script);
await ask("MiniSearch", () => size, async (question) => index.search(question).slice(0, 3).map(({ href }) => href));

// Pagefind: its own files are compressed already. A page's result is that of its best section, if it has one.
const copy = mkdtempSync(join(tmpdir(), "greenpaper-pagefind-"));
cpSync(site, copy, { recursive: true });
for (const folder of ["versions", "changes", "downloads"]) rmSync(join(copy, folder), { recursive: true, force: true });
for (const page of ["document.html", "contents.html", "search.html", "404.html"]) rmSync(join(copy, page), { force: true });
execFileSync(join(peers, "node_modules/.bin/pagefind"), ["--site", copy, "--root-selector", "main"], { stdio: "ignore" });
// Its index is read by a WebAssembly module in a worker, which the policy of `serve` does not allow.
const server = createServer(async (request, response) => {
  const { status, headers, body } = await answer(copy, decodeURIComponent(new URL(request.url, "http://localhost").pathname).slice(1));
  response.writeHead(status, { "content-type": headers["content-type"] }).end(body);
});
await new Promise((started) => server.listen(0, "127.0.0.1", started));
const root = `http://127.0.0.1:${server.address().port}/`;
const browser = await launch();
const tab = await browser.newPage();
let transferred = 0;
tab.on("response", async (response) => {
  if (!response.url().includes("/pagefind/")) return;
  const bytes = await response.body().catch(() => Buffer.alloc(0));
  transferred += /\.(js|json)$/.test(response.url()) ? compressed(bytes) : bytes.length;
});
await tab.goto(`${root}index.html`);
const first = async (question) => {
  const urls = await tab.evaluate(async (words) => {
    window.pagefind ??= await import("/pagefind/pagefind.js");
    const { results } = await window.pagefind.search(words);
    const pages = await Promise.all(results.slice(0, 3).map((result) => result.data()));
    return pages.map(({ url, sub_results: sections }) => [url, ...sections.toSorted((one, other) => other.locations.length - one.locations.length).slice(0, 1).map((section) => section.url)]);
  }, question);
  return urls.flat().map((url) => url.replace(/^\//, ""));
};
await first(questions[0].question);
const toFirst = transferred;
await ask("Pagefind", () => toFirst, first);
await browser.close();
server.close();
rmSync(copy, { recursive: true });
