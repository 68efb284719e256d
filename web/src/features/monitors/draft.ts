import type { Monitor, MonitorDraft, MonitorType } from '../../api/monitor-types.ts';
import { entries } from '../../components/form/ListInput.tsx';
import {
  initialValues,
  mergePatch,
  standsOnStored,
  type Values,
  wireValues,
  withoutNull,
} from '../../components/form/values.ts';
import type { Json, JsonObject } from '../../api/types.ts';
import { anomalyFields, commonFields } from './common-fields.ts';

/** What stands in the form. Texts stand as they are typed; an empty one means that the server decides. */
export interface EditorState {
  readonly type: string;
  readonly target: string;
  readonly name: string;
  readonly interval: number;
  readonly timeout: string;
  readonly confirmations: number;
  readonly tags: string;
  /** nil: the organization's default channels. */
  readonly channels: readonly number[] | null;
  readonly settings: Values;
  /** None: where the server is. */
  readonly locations: readonly string[];
  readonly quorum: number;
  readonly dependsOn: readonly number[];
  readonly anomaly: Values;
  readonly common: Values;
}

/** What reports by itself may do so by a schedule, which takes the place of the interval. */
export function hasSchedule({ settings: { schedule } }: Pick<EditorState, 'settings'>): boolean {
  return typeof schedule === 'string' && schedule.trim() !== '';
}

export function initialState(type: MonitorType): EditorState {
  return {
    type: type.type,
    target: '',
    name: '',
    interval: usualInterval(type),
    timeout: '',
    confirmations: 1,
    tags: '',
    channels: null,
    settings: initialValues(type.settings),
    locations: [],
    quorum: 1,
    dependsOn: [],
    anomaly: initialValues(anomalyFields),
    common: initialValues(commonFields(type)),
  };
}

export function stateOf(monitor: Monitor, type: MonitorType): EditorState {
  return {
    type: monitor.type,
    target: monitor.target,
    name: monitor.name,
    // That of a schedule may be longer than one that can be chosen.
    interval: Math.min(monitor.interval_seconds, 86_400),
    // What is as usual stays so when checks come more often.
    timeout: monitor.timeout_seconds === usualTimeout(monitor.interval_seconds) ? '' : String(monitor.timeout_seconds),
    confirmations: monitor.confirmations,
    tags: monitor.tags.join(', '),
    channels: monitor.channel_ids,
    settings: initialValues(type.settings, monitor.settings),
    locations: monitor.locations,
    quorum: monitor.quorum,
    dependsOn: monitor.depends_on,
    anomaly: initialValues(anomalyFields, monitor.anomaly),
    common: initialValues(commonFields(type), monitor as unknown as JsonObject),
  };
}

/** Another type keeps what is not of the type itself. */
export function withType(state: EditorState, from: MonitorType, type: MonitorType): EditorState {
  const interval = state.interval === usualInterval(from) ? usualInterval(type) : state.interval;
  return { ...state, type: type.type, interval, settings: initialValues(type.settings) };
}

/** What the server takes where nothing is said, in whole milliseconds. */
export function usualTimeout(interval: number): number {
  return Math.min(10_000, Math.round(800 * interval)) / 1_000;
}

/** Checks are made every minute where nothing else is said; most jobs run once a day. */
function usualInterval({ target }: MonitorType): number {
  return target === null ? 86_400 : 60;
}

export function draftOf(state: EditorState, type: MonitorType): MonitorDraft {
  return {
    type: state.type,
    name: state.name.trim() === '' ? null : state.name.trim(),
    ...(!hasSchedule(state) && { interval_seconds: state.interval }),
    ...(type.target && {
      target: state.target.trim(),
      timeout_seconds: state.timeout.trim() === '' ? null : Number(state.timeout),
      confirmations: state.confirmations,
      locations: state.locations.length === 0 ? null : state.locations,
      quorum: state.locations.length === 0 ? null : state.quorum,
    }),
    ...wireValues(commonFields(type), state.common),
    tags: entries(state.tags),
    channel_ids: state.channels,
    depends_on: state.dependsOn,
    anomaly: wireValues(anomalyFields, state.anomaly),
    settings: withoutNull(wireValues(type.settings, state.settings)),
  };
}

export function patchOf(monitor: Monitor, state: EditorState, type: MonitorType): JsonObject {
  const { type: _, name, timeout_seconds, ...rest } = draftOf(state, type);
  const wanted = {
    ...rest,
    name: name ?? rest.target ?? '',
    ...(type.target && { timeout_seconds: timeout_seconds ?? usualTimeout(state.interval) }),
  };
  const stored = Object.fromEntries(Object.keys(wanted).map((key) => [key, monitor[key as keyof Monitor] as Json]));
  // What no field of the form shows stays as it is.
  const shown = type.settings.map((field) => field.name);
  const settings = Object.fromEntries(Object.entries(monitor.settings).filter(([key]) => shown.includes(key)));
  return mergePatch({ ...stored, settings: withoutNull(settings) }, wanted as unknown as JsonObject);
}

/** A test knows nothing of what is stored, so a draft that stands on a stored secret cannot be tested before it is saved. */
export function needsStoredSecret({ settings = {} }: MonitorDraft): boolean {
  return Object.values(settings).some(standsOnStored);
}
