// Starts the app, says so readably if it cannot start, and keeps the offline shell up to date.
//
// When a new build waits to take over, `window` gets the event `genjin-update`, its detail the registration. The app
// offers it; on the tap it posts {type: 'activate'} to `registration.waiting` and reloads on `controllerchange`.

import { connect } from './first.js';

const build = document.querySelector('meta[name="genjin-build"]').content;

try {
  await painted();
  const app = await import('./app.js');
  connect(app);
  await app.default({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
} catch (error) {
  console.error(error);
  showFailure(error);
}

// What the page itself has is seen first: to compile the app takes a slow device most of a second, and would come before.
// Who has gone elsewhere meanwhile is not painted for, and finds the app when they come back.
function painted() {
  return new Promise((go) => {
    requestAnimationFrame(() => setTimeout(go));
    setTimeout(go, document.hidden ? 0 : 1000);
  });
}

// After `load`, so that the shell's download does not compete with the first paint.
if (document.readyState === 'complete') keepShell();
else addEventListener('load', keepShell);

async function keepShell() {
  const container = navigator.serviceWorker;
  // The development loop has no shell.
  if (!container || build === 'dev') return;
  try {
    const registration = await container.register('/sw.js', { updateViaCache: 'none' });
    const watch = (worker) => worker?.addEventListener('statechange', () => offer(registration));
    registration.addEventListener('updatefound', () => watch(registration.installing));
    watch(registration.installing);
    offer(registration);
  } catch (error) {
    // Without a shell the app works online; the next start tries again.
    console.warn(error);
  }
}

// Only what waits behind an older build is newer: a first build, too, is called installed for a moment.
function offer(registration) {
  if (!registration.waiting || !registration.active || !navigator.serviceWorker.controller) return;
  window.dispatchEvent(new CustomEvent('genjin-update', { detail: registration }));
}

function showFailure(error) {
  const english = document.documentElement.lang.startsWith('en');
  const part = (tag, name, text) => Object.assign(document.createElement(tag), { className: name, textContent: text });
  const box = part('div', 'boot', '');
  box.dataset.state = 'failed';
  box.setAttribute('role', 'alert');
  const reload = part('button', 'boot-reload', english ? 'Reload' : '重新加载');
  reload.type = 'button';
  reload.addEventListener('click', reloadFresh);
  box.append(
    part('p', 'boot-name', english ? 'Genjin could not start' : '跟进没能启动'),
    part('p', 'boot-note', english
      ? 'What you saved on this device is safe. Reload; if that does not help, update the browser.'
      : '已保存在本机的记录不受影响。请重新加载；仍不行，请更新浏览器。'),
    reload,
    part('p', 'boot-detail', `${error?.message ?? error} · ${build}`),
  );
  document.getElementById('app').replaceChildren(box);
}

// A newer build that waits may be the cure, and nobody else is there to let it in.
async function reloadFresh() {
  const registration = await navigator.serviceWorker?.getRegistration().catch(() => undefined);
  if (!registration?.waiting) return location.reload();
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload());
  registration.waiting.postMessage({ type: 'activate' });
}
