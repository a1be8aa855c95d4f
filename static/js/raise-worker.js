// Keeps the form for raising a concern within reach when there is no connection. Its scope is that form alone.
//
// What it keeps is the form without anybody's words or name, and the site's stylesheets and scripts: nothing
// confidential. Pages that somebody was shown, answers of the server and what was sent are never kept.
const CACHE = "raise-1";
const SCOPE = new URL(self.registration.scope);
const OFFLINE = new URL("offline/", SCOPE).href;
const STATIC = new URL("/static/", SCOPE).href;

self.addEventListener("install", (event) => {
  self.skipWaiting();
  event.waitUntil(renew());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  if (request.mode === "navigate" && request.url.split(/[?#]/)[0] === SCOPE.href) event.respondWith(page(event));
  else if (request.url.startsWith(STATIC)) event.respondWith(file(request));
});

async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (answer.ok) event.waitUntil(renew());
    return answer;
  } catch {
    return (await caches.match(OFFLINE)) ?? Response.error();
  }
}

async function file(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request);
    if (answer.ok) await cache.put(request, answer.clone());
    return answer;
  } catch {
    return (await cache.match(request)) ?? Response.error();
  }
}

async function renew() {
  const cache = await caches.open(CACHE);
  const answer = await fetch(OFFLINE, { credentials: "same-origin", redirect: "error" }).catch(() => null);
  if (!answer?.ok) return;
  const text = await answer.clone().text();
  await cache.put(OFFLINE, answer);
  for (const [, address] of text.matchAll(/(?:href|src)="([^"]+\.(?:css|js|svg))"/g)) await fetchFile(cache, address, SCOPE);
}

async function fetchFile(cache, address, from) {
  const url = new URL(address, from).href;
  if (!url.startsWith(STATIC)) return;
  const answer = await fetch(url).catch(() => null);
  if (!answer?.ok) return;
  const text = url.endsWith(".css") ? await answer.clone().text() : "";
  await cache.put(url, answer);
  for (const [, inner] of text.matchAll(/@import url\("?([^")]+)"?\)/g)) await fetchFile(cache, inner, url);
}
