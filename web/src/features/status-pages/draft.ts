import type { StatusPage, StatusPageDraft } from '../../api/organization-types.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { mergePatch } from '../../components/form/values.ts';
import type { Json, JsonObject } from '../../api/types.ts';

/** The state of the form. A key identifies a line as long as the form is open, even if it moves. */
export interface EditorState extends Omit<StatusPageDraft, 'history_days' | 'sections'> {
  /** As typed. */
  readonly days: string;
  readonly sections: readonly SectionState[];
}

export interface SectionState {
  readonly key: string;
  readonly name: string;
  readonly components: readonly ComponentState[];
}

export interface ComponentState {
  readonly key: string;
  readonly id?: number;
  readonly name: string;
  readonly monitor: number;
  readonly latency: boolean;
}

let last = 0;
function key(): string {
  last += 1;
  return `line-${last}`;
}

/** The initial state of a new page: empty and unpublished, because people choose what the public sees. */
export function initialState(organization: string): EditorState {
  const title = organization === '' ? 'Status' : `${organization} status`;
  return {
    slug: slugOf(organization === '' ? 'status' : organization),
    title,
    description: '',
    published: false,
    theme: 'system',
    days: '90',
    sections: [newSection('Services')],
  };
}

export function newSection(name: string): SectionState {
  return { key: key(), name, components: [] };
}

/** A new component has no name, because the monitor's name may be an address or internal. */
export function newComponent({ id }: Pick<Monitor, 'id'>): ComponentState {
  return { key: key(), name: '', monitor: id, latency: false };
}

export function stateOf(
  { slug, title, description, published, theme, history_days, sections }: StatusPage,
): EditorState {
  return {
    slug,
    title,
    description,
    published,
    theme,
    days: String(history_days),
    sections: sections.map(({ name, components }) => ({
      key: key(),
      name,
      components: components.map((component) => ({
        key: key(),
        ...(component.id !== undefined && { id: component.id }),
        name: component.name,
        monitor: component.monitor_id,
        latency: component.show_latency,
      })),
    })),
  };
}

export function draftOf({ slug, title, description, published, theme, days, sections }: EditorState): StatusPageDraft {
  return {
    slug: slug.trim(),
    title: title.trim(),
    description: description.trim(),
    published,
    theme,
    // Any text that is not a whole number becomes 0, so that the server refuses it as out of range.
    history_days: /^\d{1,6}$/.test(days.trim()) ? Number(days) : 0,
    sections: sections.map(({ name, components }) => ({
      name: name.trim(),
      components: components.map((component) => ({
        ...(component.id !== undefined && { id: component.id }),
        name: component.name.trim(),
        monitor_id: component.monitor,
        show_latency: component.latency,
      })),
    })),
  };
}

/** Returns the patch from the state when opened to the present state. */
export function patchOf(before: EditorState, now: EditorState): JsonObject {
  return mergePatch(draftOf(before) as unknown as JsonObject, draftOf(now) as unknown as JsonObject);
}

/** Turns components that another user has removed in the meantime into new ones. */
export function withKnownComponents(patch: JsonObject, now: JsonObject): JsonObject {
  if (!patch.sections) return patch;
  const known = new Set(
    (now as unknown as StatusPage).sections.flatMap(({ components }) => components.map(({ id }) => id)),
  );
  const sections = (patch as unknown as StatusPageDraft).sections.map((section) => ({
    ...section,
    components: section.components.map(({ id, ...rest }) => known.has(id) ? { id, ...rest } : rest),
  }));
  return { ...patch, sections: sections as unknown as Json };
}

/** Returns `Analytical Engines, Ltd.` as `analytical-engines-ltd`. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63).replace(/-+$/, '');
}
