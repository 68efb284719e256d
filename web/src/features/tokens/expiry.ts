/** The lifetimes of a token in days; `never` until it is revoked. */
export const lifetimes = [
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
  { value: '365', label: 'One year' },
  { value: 'never', label: 'No expiration' },
] as const;

export function expiresAt(lifetime: string, now: number): string | null {
  return lifetime === 'never' ? null : new Date(now + Number(lifetime) * 86_400_000).toISOString();
}
