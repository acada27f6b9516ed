// Runs in a measured page before anything else of it. `window.bench` holds marks, in milliseconds since the navigation began.
(() => {
  if (window.bench || window !== window.top) return;
  const marks = {};
  const waiting = {};
  const mark = (name, at) => {
    if (name in marks) return;
    marks[name] = at;
    for (const go of waiting[name] ?? []) go(at);
  };
  const when = (name) => name in marks ? Promise.resolve(marks[name]) : new Promise((go) => (waiting[name] ??= []).push(go));

  // After the next frame has been drawn: what is posted from inside of a frame comes after it.
  const painted = (then) => requestAnimationFrame(() => {
    const frame = performance.now();
    after((at) => then(at, frame));
  });
  const after = (then) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => then(performance.now());
    port2.postMessage(null);
  };

  // Calls once, as soon as something holds in the document.
  const watching = new Set();
  const look = () => watching.forEach((it) => {
    if (it.holds()) {
      watching.delete(it);
      it.then();
    }
  });
  const watch = (holds, then) => {
    watching.add({ holds, then });
    look();
  };
  let busy = 0;
  new MutationObserver(() => {
    busy = performance.now();
    look();
  }).observe(document, { subtree: true, childList: true, characterData: true, attributes: true, attributeFilter: ['open', 'data-shown'] });
  const has = (selector) => () => document.querySelector(selector) !== null;

  new PerformanceObserver((list) => {
    for (const { name, startTime } of list.getEntries()) mark(name, startTime);
  }).observe({ type: 'paint', buffered: true });
  const tasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) {
      tasks.push({ startTime, duration });
      busy = startTime + duration;
    }
  }).observe({ type: 'longtask', buffered: true });

  // What the engine says: the first byte of a message is the place of its kind in `FromEngine`.
  const ALL = 1;
  const Native = window.Worker;
  window.Worker = class extends Native {
    constructor(...all) {
      super(...all);
      this.addEventListener('message', ({ data }) => {
        busy = performance.now();
        if (data?.[0] === ALL) mark('documents', busy);
      });
    }
  };

  const CONTACT = '#today .customer-row__actions [data-variant=primary]';
  const OUTCOME = '.contact-sheet__outcome';
  const SAVED_SHOWN = '.toast[data-shown]';
  const shows = (name, selector) => watch(has(selector), () => {
    mark(`${name} there`, performance.now());
    painted((at) => mark(name, at));
  });

  window.bench = {
    marks,
    when,
    // What a start shows, and when. As soon as the day is there, its first button is pressed.
    start() {
      shows('bare', '.bare-row');
      shows('sign-in', '.sign-in__form');
      shows('mounted', '.shell');
      shows('team', '.team__table tbody tr');
      shows('rows', CONTACT);
      when('rows').then(() => {
        document.querySelector(CONTACT).click();
        shows('sheet', `dialog[open] ${OUTCOME}`);
      });
    },
    // Presses the first outcome of the open sheet; tells how long it takes until the toast says that it is saved.
    hasty: () => new Promise((done) => {
      const from = performance.now();
      document.querySelector(OUTCOME).click();
      watch(has(SAVED_SHOWN), () => painted((at) => done(at - from)));
    }),
    // Where the middle of an element is.
    middle(selector) {
      const { x, y, width, height } = document.querySelector(selector).getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    },
    // Waits for the next event of such a kind: how long until something is painted, and until what is awaited is.
    next(types, awaited) {
      const before = document.querySelector(awaited)?.textContent;
      const changed = () => {
        const it = document.querySelector(awaited);
        return it !== null && it.textContent !== before;
      };
      bench.answer = new Promise((done) => {
        const on = ({ timeStamp: from }) => {
          for (const type of types) removeEventListener(type, on, true);
          const began = performance.now();
          const it = {};
          let ended;
          after((at) => { ended = at; });
          painted((at, frame) => {
            it.paint = at - from;
            // Without the wait for the frame, if there was one.
            it.work = at - began - Math.max(0, frame - (ended ?? frame));
          });
          watch(changed, () => painted((at) => done({ ...it, shown: at - from })));
        };
        for (const type of types) addEventListener(type, on, true);
      });
    },
    // Waits until what an element says has changed; tells the moment at which that was painted, by the machine's clock.
    changed(awaited) {
      const before = document.querySelector(awaited)?.textContent;
      const is = () => (document.querySelector(awaited)?.textContent ?? before) !== before;
      return new Promise((done) => watch(is, () => painted((at) => done(performance.timeOrigin + at))));
    },
    // Waits until nothing has happened for a second.
    quiet: () => new Promise((done) => {
      const ask = setInterval(() => {
        if (performance.now() - busy < 1000) return;
        clearInterval(ask);
        done();
      }, 250);
    }),
    // Watches how long it is from frame to frame, until it is asked for the longest.
    frames() {
      let [before, longest, ends] = [performance.now(), 0, false];
      const frame = (at) => {
        longest = Math.max(longest, at - before);
        before = at;
        if (!ends) requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
      bench.longestFrame = () => {
        ends = true;
        return longest;
      };
    },
    // The longest task that began after a mark; none is told below 50 ms.
    longest: (since) => Math.max(0, ...tasks.filter((it) => it.startTime >= marks[since]).map((it) => it.duration)),
  };
  bench.start();
})();
