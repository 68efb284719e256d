import { type KeyboardEvent, type PointerEvent, useLayoutEffect, useRef, useState } from 'react';
import type { SectionState } from './draft.ts';
import { movedTo, placeOf, sectionMovedTo, stepped } from './order.ts';

type Sections = readonly SectionState[];

/** The properties of a handle that moves an item with the pointer or the arrow keys. */
export interface Handle {
  readonly id: string;
  onKeyDown(event: KeyboardEvent): void;
  onPointerDown(event: PointerEvent): void;
}

export interface Order {
  /** The key of the dragged item. */
  readonly dragged: string | undefined;
  /** The new place of the item moved last, for screen readers. */
  readonly announcement: string;
  handle(key: string, kind: 'component' | 'section'): Handle;
}

/**
 * Moves lines while they are dragged, so that the result is visible at once. Lines are found by their `data-key`; sections
 * without lines by `data-empty`.
 */
export function useOrder(sections: Sections, onChange: (sections: Sections) => void): Order {
  const [dragged, setDragged] = useState<string>();
  const [announcement, setAnnouncement] = useState('');
  const latest = useRef({ sections, onChange });
  latest.current = { sections, onChange };
  const focus = useRef<string>();
  // A line in another section is a new element, which needs the focus again.
  useLayoutEffect(() => {
    if (focus.current !== undefined) document.getElementById(focus.current)?.focus();
    focus.current = undefined;
  }, [sections]);

  const become = (next: Sections, key: string): void => {
    if (next === latest.current.sections) return;
    latest.current.onChange(next);
    setAnnouncement(whereabouts(next, key));
  };
  const drag = (key: string, kind: 'component' | 'section', begin: PointerEvent): void => {
    if (begin.button !== 0) return;
    setDragged(key);
    const move = (event: globalThis.PointerEvent): void => {
      const { sections: now } = latest.current;
      become(kind === 'section' ? sectionAt(now, key, event) : componentAt(now, key, event), key);
      if (event.clientY < 60) scrollBy(0, -10);
      else if (event.clientY > innerHeight - 60) scrollBy(0, 10);
    };
    const end = (): void => {
      setDragged(undefined);
      for (const name of ['pointerup', 'pointercancel', 'blur']) removeEventListener(name, end);
      removeEventListener('pointermove', move);
    };
    addEventListener('pointermove', move);
    for (const name of ['pointerup', 'pointercancel', 'blur']) addEventListener(name, end);
  };
  return {
    dragged,
    announcement,
    handle: (key, kind) => ({
      id: `handle-${key}`,
      onKeyDown(event): void {
        const step = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
        if (step === 0) return;
        event.preventDefault();
        focus.current = `handle-${key}`;
        const index = sections.findIndex((each) => each.key === key);
        become(kind === 'section' ? sectionMovedTo(sections, key, index + step) : stepped(sections, key, step), key);
      },
      onPointerDown: (event) => drag(key, kind, event),
    }),
  };
}

/** A neighbour moves only when the pointer passes its middle. Otherwise lines of unequal height would swap endlessly. */
function isPast(element: Element, { clientY }: { readonly clientY: number }, down: boolean): boolean {
  const { top, height } = element.getBoundingClientRect();
  return down ? clientY > top + height / 2 : clientY < top + height / 2;
}

function componentAt(sections: Sections, key: string, event: globalThis.PointerEvent): Sections {
  const under = document.elementFromPoint(event.clientX, event.clientY);
  const empty = under?.closest<HTMLElement>('[data-empty]')?.dataset.empty;
  if (empty !== undefined) {
    return movedTo(sections, key, { section: sections.findIndex((each) => each.key === empty), position: 0 });
  }
  const line = under?.closest<HTMLElement>('[data-key]');
  const from = placeOf(sections, key);
  const to = line?.dataset.key === undefined ? undefined : placeOf(sections, line.dataset.key);
  if (!line || !from || !to || line.dataset.key === key) return sections;
  const down = to.section > from.section || (to.section === from.section && to.position > from.position);
  if (!isPast(line, event, down)) return sections;
  return movedTo(sections, key, to.section === from.section || !down ? to : { ...to, position: to.position + 1 });
}

function sectionAt(sections: Sections, key: string, event: globalThis.PointerEvent): Sections {
  const section = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-section]');
  const from = sections.findIndex((each) => each.key === key);
  const to = sections.findIndex((each) => each.key === section?.dataset.section);
  if (!section || to < 0 || to === from || !isPast(section, event, to > from)) return sections;
  return sectionMovedTo(sections, key, to);
}

function whereabouts(sections: Sections, key: string): string {
  const place = placeOf(sections, key);
  const section = place && sections[place.section];
  if (section) {
    const component = section.components[place.position];
    return `${component?.name}: ${place.position + 1} of ${section.components.length} in ${section.name}`;
  }
  const index = sections.findIndex((each) => each.key === key);
  return `${sections[index]?.name}: section ${index + 1} of ${sections.length}`;
}
