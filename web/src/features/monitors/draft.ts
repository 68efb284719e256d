import { isChecked, type Monitor, type MonitorDraft, type MonitorType } from '../../api/monitor-types.ts';
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

/** The state of the form. Texts are kept as typed; an empty one selects the server's default. */
export interface EditorState {
  readonly type: string;
  readonly target: string;
  readonly name: string;
  readonly interval: number;
  readonly timeout: string;
  readonly confirmations: number;
  readonly tags: string;
  /** Null selects the organization's default channels. */
  readonly channels: readonly number[] | null;
  readonly settings: Values;
  /** Empty selects the location of the server. */
  readonly locations: readonly string[];
  readonly quorum: number;
  readonly dependsOn: readonly number[];
  readonly anomaly: Values;
  readonly common: Values;
}

/** A heartbeat monitor may have a schedule, which replaces the interval. */
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
    // The interval of a schedule may be longer than the form allows.
    interval: Math.min(monitor.interval_seconds, 86_400),
    // A default timeout stays a default, so that it follows the interval.
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

/** Changes the type and keeps everything that is not specific to the type. */
export function withType(state: EditorState, from: MonitorType, type: MonitorType): EditorState {
  const interval = state.interval === usualInterval(from) ? usualInterval(type) : state.interval;
  return { ...state, type: type.type, interval, settings: initialValues(type.settings) };
}

/** Returns the server's default timeout in seconds, rounded to whole milliseconds. */
export function usualTimeout(interval: number): number {
  return Math.min(10_000, Math.round(800 * interval)) / 1_000;
}

/** The default interval: a minute for checks, a day for jobs, because most run daily. */
function usualInterval(type: MonitorType): number {
  return isChecked(type) ? 60 : 86_400;
}

export function draftOf(state: EditorState, type: MonitorType): MonitorDraft {
  return {
    type: state.type,
    name: state.name.trim() === '' ? null : state.name.trim(),
    ...(!hasSchedule(state) && { interval_seconds: state.interval }),
    ...(type.target && { target: state.target.trim() }),
    ...(isChecked(type) && {
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
    ...(isChecked(type) && { timeout_seconds: timeout_seconds ?? usualTimeout(state.interval) }),
  };
  const stored = Object.fromEntries(Object.keys(wanted).map((key) => [key, monitor[key as keyof Monitor] as Json]));
  // Settings that the form does not show stay unchanged.
  const shown = type.settings.map((field) => field.name);
  const settings = Object.fromEntries(Object.entries(monitor.settings).filter(([key]) => shown.includes(key)));
  return mergePatch({ ...stored, settings: withoutNull(settings) }, wanted as unknown as JsonObject);
}

/** A test has no access to stored secrets, so a draft that needs one can be tested only after it is saved. */
export function needsStoredSecret({ settings = {} }: MonitorDraft): boolean {
  return Object.values(settings).some(standsOnStored);
}
