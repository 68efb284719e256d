import type { ReactElement } from 'react';
import { phaseNames, type Phases } from '../../api/monitor-types.ts';
import { latency } from '../../lib/number.ts';
import { phaseWords } from './words.ts';

/** The phases of a check and their durations. */
export function PhaseBar({ phases }: { readonly phases: Phases }): ReactElement | null {
  const known = phaseNames.flatMap((name) => phases[name] === null ? [] : [{ name, milliseconds: phases[name] ?? 0 }]);
  const total = known.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
  if (known.length === 0 || total <= 0) return null;
  return (
    <div className='phases'>
      <div className='phase-bar' aria-hidden='true'>
        {known.map(({ name, milliseconds }) => (
          <span key={name} className={name} style={{ flexGrow: milliseconds / total }} />
        ))}
      </div>
      <dl>
        {known.map(({ name, milliseconds }) => (
          <div key={name}>
            <dt>
              <span className={`swatch ${name}`} />
              {phaseWords[name]}
            </dt>
            <dd>{latency(milliseconds)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
