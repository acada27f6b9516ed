// Gives the page its theme and language before the first paint. The app keeps both in localStorage as JSON strings.

for (const [key, allowed, apply] of [
  ['genjin.theme', ['light', 'dark'], (theme) => { document.documentElement.dataset.theme = theme; }],
  ['genjin.lang', ['zh-CN', 'en'], (lang) => { document.documentElement.lang = lang; }],
]) {
  try {
    const value = JSON.parse(localStorage.getItem(key));
    if (allowed.includes(value)) apply(value);
  } catch {
    // No storage, or not ours: the page follows the device.
  }
}
