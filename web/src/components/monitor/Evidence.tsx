import type { ReactElement } from 'react';
import {
  type Attempt,
  type Certificate,
  type Change,
  type Failure,
  isChecked,
  type Monitor,
  type Result,
} from '../../api/monitor-types.ts';
import { failure } from '../../api/resources.ts';
import { Loaded, Skeleton } from '../Feedback.tsx';
import { reasonWords } from './words.ts';
import { Time } from '../Time.tsx';
import { sentence } from '../../api/problem.ts';
import { latency, plural } from '../../lib/number.ts';

interface Props {
  readonly monitor: Pick<Monitor, 'id' | 'kind'>;
  readonly result: Result;
}

/** The evidence of a failed check by attempt, or the ping of a failed job. */
export function Evidence({ monitor, result }: Props): ReactElement {
  const resource = failure(monitor.id, result.scheduled_at, result.location);
  return (
    <div className='evidence'>
      <p>
        <strong>{reasonWords(result.reason, monitor)}.</strong> {sentence(result.message || result.outcome)}{' '}
        {result.attempts > 1 && `${plural(result.attempts, 'attempt')}.`}
      </p>
      <Loaded resource={resource} placeholder={<Skeleton height={80} />}>
        {(found) => isChecked(monitor) ? <Found failure={found} /> : <Heard failure={found} />}
      </Loaded>
    </div>
  );
}

function Found({ failure: { attempts, last_success, changes } }: { readonly failure: Failure }): ReactElement {
  return (
    <>
      {attempts.length === 0 && (
        <p className='soft'>
          Details are stored only for the first failures of an incident and when the reason changes.
        </p>
      )}
      {attempts.map((attempt, position) => (
        <OneAttempt key={attempt.started_at} attempt={attempt} number={position + 1} />
      ))}
      {last_success && (
        <p className='soft'>
          Last success: <Time at={last_success.started_at} as='moment' />
          {last_success.latency_ms !== null && `, ${latency(last_success.latency_ms)}`}.
        </p>
      )}
      {changes && changes.length > 0 && <Changes changes={changes} />}
    </>
  );
}

const changed = { address: 'Address', certificate: 'Certificate', status: 'Status', size: 'Response size' };

function Changes({ changes }: { readonly changes: readonly Change[] }): ReactElement {
  return (
    <section className='attempt'>
      <h3>Changes since last success</h3>
      <dl className='facts'>
        {changes.map(({ what, before, after }) => (
          <Fact key={what} name={changed[what]} value={`${before} → ${after}`} />
        ))}
      </dl>
    </section>
  );
}

/** The body of a ping. A missed ping has none. */
function Heard({ failure: { attempts: [attempt], last_success } }: { readonly failure: Failure }): ReactElement {
  return (
    <>
      {attempt?.body && <pre>{attempt.body}</pre>}
      {last_success && (
        <p className='soft'>
          Last success: <Time at={last_success.started_at} as='moment' />.
        </p>
      )}
    </>
  );
}

function OneAttempt({ attempt, number }: { readonly attempt: Attempt; readonly number: number }): ReactElement {
  return (
    <section className='attempt'>
      <h3>
        Attempt {number}, <Time at={attempt.started_at} as='moment' />
      </h3>
      <dl className='facts'>
        <Fact name='Error' value={attempt.message} />
        <Fact name='Duration' value={latency(attempt.latency_ms)} />
        <Fact name='Status' value={attempt.status_code === null ? '' : String(attempt.status_code)} />
        <Fact name='Addresses' value={attempt.addresses.join(', ')} />
        <Fact name='Connected to' value={attempt.peer ?? ''} />
        <Fact name='TLS' value={attempt.tls_version ?? ''} />
        <Fact name='HTTP deviations' value={attempt.lenient.join(', ').replaceAll('_', ' ')} />
      </dl>
      {attempt.certificates.length > 0 && <Certificates chain={attempt.certificates} />}
      {attempt.headers.length > 0 && (
        <details>
          <summary>{plural(attempt.headers.length, 'header')}</summary>
          <pre>{attempt.headers.map(({ name, value }) => `${name}: ${value}`).join('\n')}</pre>
        </details>
      )}
      {attempt.body !== null && attempt.body !== '' && (
        <details>
          <summary>Body</summary>
          <pre>{attempt.body}</pre>
        </details>
      )}
    </section>
  );
}

export function Fact({ name, value }: { readonly name: string; readonly value: string }): ReactElement | null {
  if (value === '') return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  );
}

export function Certificates({ chain }: { readonly chain: readonly Certificate[] }): ReactElement {
  return (
    <details>
      <summary>{plural(chain.length, 'certificate')}</summary>
      {chain.map((certificate) => (
        <dl className='facts' key={certificate.subject + certificate.not_before}>
          <Fact name='Subject' value={certificate.subject} />
          <Fact name='Issuer' value={certificate.issuer} />
          <Fact name='Names' value={certificate.names.join(', ')} />
          <div>
            <dt>Valid</dt>
            <dd>
              <Time at={certificate.not_before} as='moment' /> to <Time at={certificate.not_after} as='moment' />
            </dd>
          </div>
        </dl>
      ))}
    </details>
  );
}
