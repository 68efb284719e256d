import { createRoot, type Root } from 'react-dom/client';
// @ts-types="../node_modules/@types/react-dom/test-utils/index.d.ts"
import { act } from 'react-dom/test-utils';
import type { ReactElement } from 'react';

let root: Root | undefined;

/** Renders into the document and replaces the previous content. */
export function draw(element: ReactElement): HTMLElement {
  const place = document.getElementById('root');
  if (!place) throw new Error('no root');
  act(() => {
    root?.unmount();
    root = createRoot(place);
    root.render(element);
  });
  return place;
}

/** Types like a user, so that React handles it as input. */
export function type(input: Element | null, text: string): void {
  if (!input) throw new Error('no such field');
  const setter = Object.getOwnPropertyDescriptor(Object.getPrototypeOf(input), 'value')?.set;
  act(() => {
    setter?.call(input, text);
    const { Event } = window as unknown as { Event: typeof globalThis.Event };
    input.dispatchEvent(new Event(input.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  });
}

export function click(element: Element | null | undefined): void {
  if (!(element instanceof HTMLElement)) throw new Error('nothing to click');
  act(() => element.click());
}

/** Returns the button or link with this text or label. */
export function named(text: string, within: ParentNode = document): Element | undefined {
  return [...within.querySelectorAll('button, a, input')].find((each) =>
    each.textContent?.trim() === text || each.getAttribute('aria-label') === text
  );
}

export { act };
