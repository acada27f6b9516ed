// The engine's worker: holds what arrives before the WASM has started, then hands it over in order.

import init from './engine.js';

const held = [];
const hold = (event) => held.push(event);
self.onmessage = hold;

try {
  await init({ module_or_path: new URL('./engine_bg.wasm', import.meta.url) });
  // The engine has installed its handler while it started; if it listens by other means, ours must go.
  if (self.onmessage === hold) self.onmessage = null;
  for (const { data, ports } of held.splice(0)) self.dispatchEvent(new MessageEvent('message', { data, ports: [...ports] }));
} catch (error) {
  // As an error event, which reaches the page; a rejection would not.
  self.reportError(error);
}
