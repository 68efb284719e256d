import type { StatusPage, StatusPageDraft } from '../../api/organization-types.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { mergePatch } from '../../components/form/values.ts';
import type { JsonObject } from '../../api/types.ts';

/** What stands in the form. A key tells a line from all others for as long as the form is there, wherever it is moved. */
export interface EditorState extends Omit<StatusPageDraft, 'history_days' | 'sections'> {
  /** As it is typed. */
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

/** More than this would make a page that nobody reads. */
const mostAtFirst = 20;

/** A page that is of use at once: everything that is watched is on it. */
export function beginning(organization: string, monitors: readonly Monitor[]): EditorState {
  const title = organization === '' ? 'Status' : `${organization} status`;
  return {
    slug: slugOf(organization === '' ? 'status' : organization),
    title,
    description: '',
    published: true,
    theme: 'system',
    days: '90',
    sections: [{ ...newSection('Services'), components: monitors.slice(0, mostAtFirst).map(newComponent) }],
  };
}

export function newSection(name: string): SectionState {
  return { key: key(), name, components: [] };
}

export function newComponent({ id, name }: Pick<Monitor, 'id' | 'name'>): ComponentState {
  return { key: key(), name: name.slice(0, 100), monitor: id, latency: false };
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
    // Whole numbers only, so that the server says of anything else that it is out of its range.
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

/** What makes the page as it was when it was opened into what stands there now. */
export function patchOf(before: EditorState, now: EditorState): JsonObject {
  return mergePatch(draftOf(before) as unknown as JsonObject, draftOf(now) as unknown as JsonObject);
}

/** `Analytical Engines, Ltd.` as `analytical-engines-ltd`. */
export function slugOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 63).replace(/-+$/, '');
}
