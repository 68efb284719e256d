import { initialValues, mask, mergePatch, type Values, wireValues, withoutNull } from '../../components/form/values.ts';
import { initialState as initialConfig } from '../../components/channel/initial-state.ts';
import type { Channel, ChannelType, Json, JsonObject } from '../../api/types.ts';

/** The state of the form. An empty name selects the default name of the type. */
export interface EditorState {
  readonly type: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly enabled: boolean;
  readonly config: Values;
}

export function initialState(type: ChannelType): EditorState {
  return { type: type.type, name: '', isDefault: true, enabled: true, config: initialConfig(type) };
}

export function stateOf(channel: Channel, type: ChannelType): EditorState {
  return {
    type: channel.type,
    name: channel.name,
    isDefault: channel.is_default,
    enabled: channel.enabled,
    config: initialValues(type.config, channel.config),
  };
}

export function draftOf(state: EditorState, type: ChannelType): JsonObject {
  return {
    type: state.type,
    name: state.name.trim() === '' ? null : state.name.trim(),
    is_default: state.isDefault,
    enabled: state.enabled,
    config: withoutNull(wireValues(type.config, state.config)),
  };
}

export function patchOf(channel: Channel, state: EditorState, type: ChannelType): JsonObject {
  const { type: _, ...wanted } = draftOf(state, type);
  const { name, is_default, enabled, config } = channel;
  return mergePatch({ name, is_default, enabled, config: withoutNull(config) }, wanted);
}

/** Returns the destination in a few words: the first setting that is not secret. */
export function destination({ config }: Pick<Channel, 'config'>, type: ChannelType | undefined): string {
  for (const { name } of type?.config.filter(({ secret }) => !secret) ?? []) {
    const text = words(config[name]);
    if (text !== '') return text;
  }
  return '';
}

function words(value: Json | undefined): string {
  if (Array.isArray(value)) {
    const [first, ...others] = value as readonly Json[];
    if (first === undefined) return '';
    return others.length === 0 ? String(first) : `${String(first)} and ${others.length} more`;
  }
  return typeof value === 'string' && value !== mask ? value : '';
}
