import { sentence } from '../../api/problem.ts';
import type { Report } from '../../api/reports.ts';
import type { IconName } from '../../components/icons.ts';

interface Words {
  readonly label: string;
  readonly icon: IconName;
  readonly tone: string;
}

export const reportKinds: Readonly<Record<Report['kind'], Words>> = {
  success: { label: 'Success', icon: 'check-circle-fill', tone: 'up' },
  start: { label: 'Start', icon: 'play-fill', tone: 'unknown' },
  fail: { label: 'Failure', icon: 'x-circle-fill', tone: 'down' },
  log: { label: 'Log', icon: 'info-circle', tone: 'unknown' },
  missed: { label: 'Missed', icon: 'hourglass-split', tone: 'down' },
};

/** Returns one line: the exit status and the first line of the body. */
export function reportWords(report: Report): string {
  if (report.kind === 'missed') return sentence(report.message);
  const status = report.exit_status === null ? [] : [`Exit status ${report.exit_status}`];
  const text = report.body_start?.split('\n').find((line) => line.trim() !== '')?.trim();
  return [...status, ...(text === undefined ? [] : [text])].join(' · ');
}
