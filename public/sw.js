// The offline shell: all files of one build, or none of them.
//
// A build is fetched whole and checked byte by byte before it counts, waits until the page lets it in, and answers with
// its own files only: the JavaScript and the WASM of two builds never meet.

const BUILD = '__BUILD__';
const FILES = [/* precache */];

const CACHE = `shell-${BUILD}`;
const SHELL = new Set(FILES.map(({ url }) => url));
// Where one starts, beside the root: the page stands there under these addresses, too.
const STARTS = ['/today', '/customers', '/team'];
// What a browser that can takes from the shell by itself, so that a start does not wait for this script. The answers are the same.
const asked = (pathname) => ({ requestMethod: 'GET', urlPattern: { pathname, search: '' } });
const ROUTES = {
  condition: { or: [...SHELL, ...STARTS].map(asked) },
  source: { cacheName: CACHE },
};
const SERVER = /^\/(api|sync|healthz|readyz|metrics|dev|setup)(\/|$)/;

// A failure rejects the installation: the shell that is active stays.
self.addEventListener('install', (event) => {
  event.waitUntil(install());
  // Where they are refused, the worker answers, as in browsers that know none.
  event.addRoutes?.(ROUTES)?.catch(() => {});
});

self.addEventListener('activate', (event) => event.waitUntil(activate()));

// Never unasked: the page knows when nobody is in the middle of a sentence.
self.addEventListener('message', ({ data }) => {
  if (data?.type === 'activate') self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const address = shellAddress(event.request);
  if (address) event.respondWith(answer(address, event.request));
});

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (file) => cache.put(file.url, await held(file) ?? await fetched(file))));
  await Promise.all(STARTS.map(async (address) => cache.put(address, await cache.match('/'))));
}

// The same bytes in an older shell need no second download.
async function held(file) {
  const response = await caches.match(file.url);
  return response && await matches(response, file) ? response : undefined;
}

async function fetched(file) {
  const response = await fetch(file.url, { cache: 'no-store' });
  if (!response.ok || response.redirected) throw new Error(`${file.url}: ${response.status}`);
  if (!await matches(response, file)) throw new Error(`${file.url} is not of build ${BUILD}`);
  return response;
}

async function matches(response, { sha256, size }) {
  const bytes = await response.clone().arrayBuffer();
  if (bytes.byteLength !== size) return false;
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return sha256 === Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function activate() {
  await self.clients.claim();
  const others = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

// Under which address the shell holds the answer to a request, if it does.
function shellAddress({ method, mode, url }) {
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin || SERVER.test(pathname)) return undefined;
  if (SHELL.has(pathname)) return pathname;
  return mode === 'navigate' ? '/' : undefined;
}

async function answer(address, request) {
  const cache = await caches.open(CACHE);
  return await cache.match(address) ?? fetch(request);
}
