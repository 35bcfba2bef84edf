// Keeps the files of one build, so that the page works without a network. It is a file of its own beside the page, is not
// bundled, and knows only what the build wrote into the two constants below.

/** Paths below the page's folder, each with its integrity; the page itself is the folder. */
const FILES = /* filled in by the build */ {};
const VERSION = "development";

// Pages of several folders may share one origin.
const PREFIX = `chat-preflight ${registration.scope} `;
const CACHE = PREFIX + VERSION;

/** How long a visit waits for a newer page, in milliseconds. */
const PATIENCE = 3000;

const put = new AbortController();

/** Fetches what is not there yet. Integrity keeps files of two builds apart while a host is being updated. */
async function fill() {
  const cache = await caches.open(CACHE);
  for (const [path, integrity] of Object.entries(FILES)) {
    const url = new URL(path, registration.scope).href;
    if (await cache.match(url)) continue;
    const response = await fetch(url, { integrity, cache: "no-cache", credentials: "same-origin", signal: put.signal });
    if (!response.ok) throw new Error(`${url} answers ${response.status}`);
    await cache.put(url, response);
  }
}

/** Old tabs go on with the files of their build: the last one is kept beside this one. */
async function tidy() {
  const others = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

/** The newest page there is; without a network, or with one that does not answer, the kept one. */
async function page(request) {
  const network = fetch(request).catch(() => undefined);
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  const response = await Promise.race([network, late]);
  if (response?.ok || response?.type === "opaqueredirect") return response;
  return await kept(registration.scope) ?? Response.error();
}

/** A file of this build, or of the last. */
async function kept(url) {
  const own = await (await caches.open(CACHE)).match(url);
  if (own) return own;
  for (const name of await caches.keys()) {
    const found = name.startsWith(PREFIX) ? await (await caches.open(name)).match(url) : undefined;
    if (found) return found;
  }
  return undefined;
}

addEventListener("install", (event) => {
  event.waitUntil(fill().then(() => skipWaiting()));
});

addEventListener("activate", (event) => {
  event.waitUntil(tidy().then(() => clients.claim()));
});

// A check begins, during which nothing is fetched: the installation fails, and the page tries again afterwards.
addEventListener("message", (event) => {
  if (event.data === "stop") put.abort();
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = request.url.split(/[?#]/)[0];
  if (request.method !== "GET" || !url.startsWith(registration.scope)) return;
  const path = url.slice(registration.scope.length);
  if (request.mode === "navigate") {
    if (path === "" || path === "index.html") event.respondWith(page(request));
  } else if (path.startsWith("assets/") || Object.hasOwn(FILES, path)) {
    event.respondWith(kept(url).then((found) => found ?? fetch(request)));
  }
});
