// The development loop's end in the page: swaps the style sheet when only that changed, else loads anew.
// Each message is the content of the file `dev-version`: a counter, and "style" or "page".

let seen;

new EventSource('/dev/reload').onmessage = ({ data }) => {
  const [counter, change] = data.split(' ');
  const missed = Number(counter) - Number(seen ?? counter);
  seen = counter;
  if (missed === 0) return;
  if (missed === 1 && change === 'style') swapStyle(counter);
  else location.reload();
};

function swapStyle(counter) {
  for (const old of document.querySelectorAll('link[rel="stylesheet"]')) {
    const fresh = old.cloneNode();
    fresh.href = `${new URL(old.href).pathname}?${counter}`;
    fresh.addEventListener('load', () => old.remove());
    old.after(fresh);
  }
}
