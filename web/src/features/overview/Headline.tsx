import type { ReactElement } from 'react';
import { type Status, statuses } from '../../api/monitor-types.ts';
import type { Overview } from '../../api/types.ts';
import { Icon } from '../../components/Icon.tsx';
import { Link } from '../../components/Link.tsx';
import { statusWords } from '../../components/Status.tsx';
import { plural } from '../../lib/number.ts';
import { paths } from '../../paths.ts';

/** The overall status in one sentence, with the number of monitors. */
export function Headline({ overview }: { readonly overview: Overview }): ReactElement {
  const { monitors } = overview;
  const worst = (['down', 'unknown', 'degraded', 'pending'] as const).find((status) => monitors[status] > 0);
  const { tone, icon } = statusWords[worst ?? 'up'];
  return (
    <section className={`headline tone-${tone}`} aria-label='Overall status'>
      <Icon name={icon} />
      <div>
        <h2>{sentence(monitors, worst)}</h2>
        <ul>
          {statuses.filter((status) => monitors[status] > 0).map((status) => (
            <li key={status}>
              <Link href={paths.monitors.href({}, { status })}>
                <strong>{monitors[status]}</strong> {statusWords[status].label.toLowerCase()}
              </Link>
            </li>
          ))}
        </ul>
      </div>
    </section>
  );
}

function sentence(monitors: Overview['monitors'], worst: Status | undefined): string {
  const { total } = monitors;
  const watched = total - monitors.paused;
  if (worst === 'down') {
    return monitors.down === 1 ? 'One monitor is down' : `${plural(monitors.down, 'monitor')} are down`;
  }
  if (worst === 'unknown') return `The status of ${plural(monitors.unknown, 'monitor')} is unknown`;
  if (worst === 'degraded') return `${plural(monitors.degraded, 'monitor is', 'monitors are')} degraded`;
  if (worst === 'pending') return `${plural(monitors.pending, 'monitor')} waiting for a first result`;
  if (watched === 0) return 'All monitors are paused';
  return watched === 1 ? 'Your monitor is up' : `All ${plural(watched, 'monitor')} are up`;
}
