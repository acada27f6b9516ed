// The worker for spreadsheets: it says itself when it listens, and is spoken to after that.

import init from './office.js';

try {
  await init({ module_or_path: new URL('./office_bg.wasm', import.meta.url) });
} catch (error) {
  // As an error event, which reaches the page; a rejection would not.
  self.reportError(error);
}
