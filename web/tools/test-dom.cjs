// A document for the tests, before React looks for one. jsdom comes from node_modules, or from where Debian keeps it.
const { JSDOM } = require('jsdom');

const { window } = new JSDOM('<!doctype html><div id="root"></div>', {
  url: 'http://hawk.test/',
  pretendToBeVisual: true,
});
const taken = [
  'addEventListener',
  'removeEventListener',
  'dispatchEvent',
  'document',
  'history',
  'location',
  'localStorage',
  'scrollTo',
  'requestAnimationFrame',
  'cancelAnimationFrame',
  'HTMLElement',
  'HTMLIFrameElement',
  'Element',
  'Node',
  'KeyboardEvent',
  'MouseEvent',
  'PopStateEvent',
  'CustomEvent',
  'StorageEvent',
];
// What a page does every few seconds does not keep the process of its tests alive.
for (const name of ['setInterval', 'setTimeout']) {
  const start = globalThis[name];
  globalThis[name] = (run, milliseconds, ...values) => {
    const timer = start(run, milliseconds, ...values);
    return milliseconds >= 1_000 ? timer.unref() : timer;
  };
}
const define = (name, value) => Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
define('window', window);
define('navigator', window.navigator);
for (const name of taken) {
  define(name, typeof window[name] === 'function' && !/^[A-Z]/.test(name) ? window[name].bind(window) : window[name]);
}
for (const name of ['scrollX', 'scrollY', 'innerWidth', 'innerHeight']) {
  Object.defineProperty(globalThis, name, { get: () => window[name], configurable: true });
}
// jsdom has no modal dialogs.
window.HTMLDialogElement.prototype.showModal ??= function showModal() {
  this.open = true;
};
window.HTMLDialogElement.prototype.close ??= function close() {
  this.open = false;
};
window.scrollTo = () => undefined;
define('scrollTo', () => undefined);
define('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
// React's own way to wait for a task; Node's keeps the process alive.
define(
  'MessageChannel',
  class {
    port1 = { onmessage: null };
    port2 = { postMessage: () => setImmediate(() => this.port1.onmessage?.()) };
  },
);
define(
  'ResizeObserver',
  class {
    observe() {}
    disconnect() {}
  },
);
define(
  'IntersectionObserver',
  class {
    observe() {}
    disconnect() {}
  },
);
define('IS_REACT_ACT_ENVIRONMENT', true);
