import { isChecked, type Monitor, type Phases, type Result } from '../../api/monitor-types.ts';
import { latency } from '../../lib/number.ts';
import { duration } from '../../lib/time.ts';

/** The closed list of reasons in words. */
const reasons: Readonly<Record<string, string>> = {
  none: 'No failure',
  dns: 'DNS lookup failed',
  refused: 'Connection refused',
  unreachable: 'Unreachable',
  timeout: 'Timed out',
  tls: 'TLS error',
  certificate_expired: 'Certificate expired',
  certificate_invalid: 'Invalid certificate',
  status: 'Unexpected status',
  assertion: 'Assertion failed',
  protocol: 'Protocol error',
  too_large: 'Response too large',
  policy: 'Target not allowed',
  missed: 'Missed ping',
  runner: 'Check error',
};

/** `monitor` is given if known: for a job, a failed assertion means that the job failed. */
export function reasonWords(reason: string, monitor?: Pick<Monitor, 'kind'>): string {
  if (reason === 'assertion' && monitor && !isChecked(monitor)) return 'Job failed';
  return reasons[reason] ?? reason;
}

export const phaseWords: Readonly<Record<keyof Phases, string>> = {
  dns_ms: 'DNS',
  connect_ms: 'Connect',
  tls_ms: 'TLS',
  first_byte_ms: 'First byte',
  transfer_ms: 'Transfer',
};

/** For a line that also shows the latency. */
export function outcomeWords(result: Result): string {
  if (result.outcome !== 'up') return outcomeSentence(result);
  return result.status_code === null ? 'Answered' : `Answered ${result.status_code}`;
}

export function outcomeSentence({ outcome, status_code, latency_ms, message, reason }: Result): string {
  if (outcome === 'up') {
    const answered = status_code === null ? 'Answered' : `Answered ${status_code}`;
    return latency_ms === null ? answered : `${answered} in ${latency(latency_ms)}`;
  }
  return message === '' ? reasonWords(reason) : message;
}

/**
 * How often a monitor is checked, or when its job runs. With a schedule, the interval is only the longest pause between two runs.
 */
export function rhythm(
  { interval_seconds, settings: { schedule, time_zone }, kind }: Pick<
    Monitor,
    'interval_seconds' | 'settings' | 'kind'
  >,
): string {
  if (typeof schedule === 'string') return `runs at ${schedule}, ${String(time_zone)}`;
  return `${isChecked({ kind }) ? 'every' : 'runs every'} ${duration(interval_seconds * 1_000)}`;
}
