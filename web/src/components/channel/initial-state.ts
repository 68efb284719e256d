import { session } from '../../api/session.ts';
import type { ChannelType } from '../../api/types.ts';
import { initialValues, type Values } from '../form/values.ts';

/** What stands in the form of a new channel. Whoever sets it up is the first that one would tell. */
export function initialState(type: ChannelType | undefined): Values {
  const values = initialValues(type?.config ?? []);
  const current = session.get();
  if (type?.type !== 'email' || current.state !== 'signed-in') return values;
  return { ...values, to: [current.profile.user.email] };
}
