// The development loop's service worker: takes the place of a real one from an earlier `cargo serve`, and goes.

self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name.startsWith('shell-')) await caches.delete(name);
    await self.registration.unregister();
    for (const page of await self.clients.matchAll()) page.navigate(page.url);
  })());
});
