import type { AuditEntry, Quotas } from '../../api/organization-types.ts';
import type { Json } from '../../api/types.ts';

const verbs: Readonly<Record<string, string>> = {
  create: 'added',
  add: 'added',
  update: 'changed',
  delete: 'deleted',
  remove: 'removed',
  revoke: 'revoked',
  accept: 'accepted',
  pause: 'paused',
  resume: 'resumed',
  test: 'tested',
  acknowledge: 'acknowledged',
  resolve: 'resolved',
  check: 'checked',
  sign_in: 'signed in',
  sign_in_failed: 'failed to sign in',
  sign_out: 'signed out',
  reset_password: 'password reset',
};

/** Returns `status_page.create` as `Status page added`. */
export function actionWords({ action }: Pick<AuditEntry, 'action'>): string {
  const [subject = '', verb = ''] = action.split('.');
  const words = `${subject} ${verbs[verb] ?? verb}`.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Returns details that fit in a line and mean something to users. */
export function detailWords({ details, subject_id }: Pick<AuditEntry, 'details' | 'subject_id'>): string {
  const { name, email, slug, title, role, tokens } = details;
  if (typeof tokens === 'number') return tokens === 1 ? 'one token' : `${tokens} tokens`;
  const said = [name, title, email, slug].find((value) => typeof value === 'string') ??
    (subject_id === null ? '' : `ID ${subject_id}`);
  return [said, role].filter((value) => typeof value === 'string' && value !== '').join(', ');
}

/** Returns the user, the token by its name at that time, or that the actor is unknown. */
export function actorWords(
  { action, email, token_id, token_name }: Pick<AuditEntry, 'action' | 'email' | 'token_id' | 'token_name'>,
): string {
  if (email !== null) return email;
  if (token_id !== null) return `token ${token_name ?? token_id}`;
  return action === 'user.sign_in_failed' ? 'unknown user' : 'the server';
}

export function originWords({ address }: Pick<AuditEntry, 'address'>): string {
  return address === null || address === '' ? '' : `from ${address}`;
}

/** Returns a line for each changed field, such as `interval seconds: 60 → 30`. */
export function changeWords({ details }: Pick<AuditEntry, 'details'>): readonly string[] {
  const { changes } = details;
  if (typeof changes !== 'object' || changes === null || Array.isArray(changes)) return [];
  return Object.entries(changes).map(([field, change]) => {
    const name = field.replaceAll('_', ' ');
    if (typeof change !== 'object' || change === null || Array.isArray(change)) return `${name}: changed`;
    const { from, to } = change as Readonly<Record<string, Json>>;
    return `${name}: ${valueWords(from)} → ${valueWords(to)}`;
  });
}

function valueWords(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

const quotaNames: Readonly<Record<string, string>> = {
  status_pages: 'Status pages',
  tokens: 'API tokens',
  invitations: 'Open invitations',
  incidents_per_day: 'Manual incidents per 24 hours',
  idempotency_keys: 'Idempotency keys per 24 hours',
};

export function quotaWords(resource: string): string {
  return quotaNames[resource] ?? resource.charAt(0).toUpperCase() + resource.slice(1).replaceAll('_', ' ');
}

/** Returns the limits of single monitors, channels and requests as pairs of name and value. */
export function limitWords(limits: Quotas['limits']): readonly (readonly [string, string])[] {
  return [
    ['Shortest interval', `${limits.min_interval_seconds} s`],
    ['Longest timeout', `${limits.max_timeout_seconds} s`],
    ['Recipients per e-mail channel', `${limits.mail_recipients}`],
    ['API requests per minute', `${limits.requests_per_minute}`],
  ];
}
