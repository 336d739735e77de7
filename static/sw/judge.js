// The judge's desk without a line: a page of the desk opens as it was kept, its list of works and pictures come from this browser.
// With a line everything comes from the server; nothing else of the site is touched. What is kept is put here by static/js/desk/offline.js.

const DESK = /^(\/judge\/rounds\/\d+\/)(works\/[^/]*|next)$/;
const LIST = /^\/judge\/rounds\/\d+\/works\.json$/;
const PICTURE = /^\/media\/b-[^/]+$/;
const PATIENCE = 6000;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  if (url.origin !== location.origin) return;
  if (request.mode === "navigate") {
    const desk = DESK.exec(url.pathname);
    if (desk) event.respondWith(lineFirst(request, `${desk[1]}works/`));
  } else if (LIST.test(url.pathname)) event.respondWith(lineFirst(request, url.pathname, true));
  else if (PICTURE.test(url.pathname)) event.respondWith(lineFirst(request, url.pathname));
  else if (url.pathname.startsWith("/assets/")) event.respondWith(keptFirst(request));
});

/** The server's word if it says one; what was kept otherwise. */
async function lineFirst(request, key, list = false) {
  try {
    const answer = await within(fetch(request), await caches.match(key) ? PATIENCE : 0);
    if (answer.status < 502) {
      if (list && answer.ok && isList(answer)) await renew(key, answer.clone());
      return answer;
    }
    return (await kept(key)) ?? answer;
  } catch (trouble) {
    const found = await kept(key);
    if (found) return found;
    throw trouble;
  }
}

/** A hotel's sign-in page may come in the list's place; it is not kept. */
const isList = (answer) => (answer.headers.get("Content-Type") ?? "").startsWith("application/json");

function within(asked, patience) {
  if (!patience) return asked;
  return Promise.race([asked, new Promise((_done, stop) => setTimeout(() => stop(new TypeError("no answer")), patience))]);
}

/** The list that is kept stays the newest one; nothing is kept that the desk did not keep itself. */
async function renew(key, answer) {
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    if (name.startsWith("desk-") && (await cache.match(key))) await cache.put(key, answer.clone());
  }
}

async function kept(key) {
  const found = await caches.match(key);
  if (!found) return undefined;
  const headers = new Headers(found.headers);
  headers.set("Desk-Stored", "yes");
  return new Response(await found.blob(), { status: 200, headers });
}

async function keptFirst(request) {
  return (await caches.match(new URL(request.url).pathname)) ?? fetch(request);
}
