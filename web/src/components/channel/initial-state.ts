import { session } from '../../api/session.ts';
import type { ChannelType } from '../../api/types.ts';
import { initialValues, type Values } from '../form/values.ts';

/** The initial values of the form for a new channel. An e-mail channel starts with the address of its creator. */
export function initialState(type: ChannelType | undefined): Values {
  const values = initialValues(type?.config ?? []);
  const current = session.get();
  if (type?.type !== 'email' || current.state !== 'signed-in') return values;
  return { ...values, to: [current.profile.user.email] };
}
