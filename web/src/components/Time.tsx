import type { ReactElement } from 'react';
import { useTimed } from '../lib/now.ts';
import { ago, duration, moment, utc, wholeMoment } from '../lib/time.ts';

/** Omits seconds from one minute on, because they would flicker. */
function lasting(span: number): string {
  return duration(span < 60_000 ? Math.max(1_000, span) : Math.floor(span / 60_000) * 60_000);
}

interface Props {
  readonly at: string | number;
  /** `ago`: time since; `moment`: date or time; `whole`: date and time to the second; `since`: duration until now. */
  readonly as?: 'ago' | 'moment' | 'whole' | 'since';
}

/** An instant in the viewer's time zone; the tooltip shows it in UTC, as the server sent it. */
export function Time({ at, as = 'ago' }: Props): ReactElement {
  const instant = typeof at === 'string' ? Date.parse(at) : at;
  const text = useTimed((now) => {
    if (as === 'ago') return ago(instant, now);
    if (as === 'since') return lasting(now - instant);
    return as === 'moment' ? moment(instant, now) : wholeMoment(instant);
  });
  const title = as === 'ago' || as === 'since' ? `${wholeMoment(instant)} · ${utc(instant)}` : utc(instant);
  return <time dateTime={new Date(instant).toISOString()} title={title}>{text}</time>;
}
