// A static file server for the tests, on the loopback interface, at a port chosen by the system.
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

/** The strictest policy under which a site must work. Every page is served with it. */
export const POLICY = [
  "default-src 'none'", "style-src 'self'", "img-src 'self'", "font-src 'self'", "script-src 'self'",
  "base-uri 'none'", "form-action 'self'",
].join("; ");

const MEDIA_TYPES = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".ico": "image/x-icon",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".pdf": "application/pdf",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".xml": "application/xml",
};

/** The answer to a request for a path inside dir: { status, headers, body }. There are no folder indexes: links name files. */
export async function answer(dir, path) {
  const headers = { "content-security-policy": POLICY, "content-type": MEDIA_TYPES[extname(path)] ?? "application/octet-stream" };
  const inside = normalize(path);
  try {
    if (inside.startsWith("..")) throw new Error("outside the folder");
    return { status: 200, headers, body: await readFile(join(dir, inside)) };
  } catch {
    return { status: 404, headers, body: "not found" };
  }
}

/** Serve dir under base, which starts and ends with a slash. Returns { root, close }, where root is the address of the folder. */
export async function serve(dir, base = "/") {
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const { status, headers, body } = await answer(dir, path.startsWith(base) ? path.slice(base.length) : "..");
    response.writeHead(status, headers).end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    root: `http://127.0.0.1:${server.address().port}${base}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
