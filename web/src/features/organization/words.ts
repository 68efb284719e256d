import type { AuditEntry } from '../../api/organization-types.ts';

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
};

/** `status_page.create` as `Status page added`. */
export function actionWords({ action }: Pick<AuditEntry, 'action'>): string {
  const [subject = '', verb = ''] = action.split('.');
  const words = `${subject} ${verbs[verb] ?? verb}`.replaceAll('_', ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** What is short enough for a line, and not about the inside of the program. */
export function detailWords({ details, subject_id }: Pick<AuditEntry, 'details' | 'subject_id'>): string {
  const { name, email, slug, title, role, from, to, tokens } = details;
  if (typeof tokens === 'number') return tokens === 1 ? 'one token' : `${tokens} tokens`;
  const said = [name, title, email, slug].find((value) => typeof value === 'string') ??
    (subject_id === null ? '' : `no. ${subject_id}`);
  const change = typeof from === 'string' && typeof to === 'string' ? `from ${from} to ${to}` : role;
  return [said, change].filter((value) => typeof value === 'string' && value !== '').join(', ');
}
