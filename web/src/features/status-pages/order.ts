import type { SectionState } from './draft.ts';

type Sections = readonly SectionState[];

/** The place of a component; its position in the section counts from 0. */
export interface Place {
  readonly section: number;
  readonly position: number;
}

export function placeOf(sections: Sections, key: string): Place | undefined {
  for (const [section, { components }] of sections.entries()) {
    const position = components.findIndex((each) => each.key === key);
    if (position >= 0) return { section, position };
  }
  return undefined;
}

/** Moves a component to a place, counted without the component itself. */
export function movedTo(sections: Sections, key: string, to: Place): Sections {
  const from = placeOf(sections, key);
  const component = from && sections[from.section]?.components[from.position];
  if (!component || !sections[to.section]) return sections;
  if (from.section === to.section && from.position === to.position) return sections;
  return sections.map((section, index) => {
    if (index !== from.section && index !== to.section) return section;
    const components = section.components.filter((each) => each.key !== key);
    return {
      ...section,
      components: index === to.section ? inserted(components, to.position, component) : components,
    };
  });
}

/** Moves a component one line up or down, past the end of its section into the next one. */
export function stepped(sections: Sections, key: string, step: -1 | 1): Sections {
  const from = placeOf(sections, key);
  if (!from) return sections;
  const position = from.position + step;
  const length = sections[from.section]?.components.length ?? 0;
  if (position >= 0 && position < length) return movedTo(sections, key, { ...from, position });
  const section = from.section + step;
  return movedTo(sections, key, { section, position: step === 1 ? 0 : sections[section]?.components.length ?? 0 });
}

export function sectionMovedTo(sections: Sections, key: string, to: number): Sections {
  const from = sections.findIndex((each) => each.key === key);
  const moved = sections[from];
  if (!moved || from === to || to < 0 || to >= sections.length) return sections;
  return inserted(sections.filter((each) => each !== moved), to, moved);
}

function inserted<Item>(list: readonly Item[], position: number, item: Item): readonly Item[] {
  return [...list.slice(0, position), item, ...list.slice(position)];
}
