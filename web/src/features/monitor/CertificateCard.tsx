import type { ReactElement } from 'react';
import { sentence } from '../../api/problem.ts';
import { useQuery } from '../../api/queries.ts';
import { certificate, results } from '../../api/resources.ts';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Certificates, Fact } from '../../components/monitor/Evidence.tsx';
import { Time } from '../../components/Time.tsx';
import { plural } from '../../lib/number.ts';
import { firstLines } from './LinesCard.tsx';

/** Days until expiry at which an admin should act. Most certificates are renewed well before. */
const soon = 14;

/** The certificate of the target, if it has one. */
export function CertificateCard({ id }: { readonly id: number }): ReactElement | null {
  // Without a TLS handshake, there is no certificate to request.
  const isSecure = useQuery(results(id, firstLines)).data?.some(({ phases }) => phases.tls_ms !== null);
  const found = useQuery(isSecure ? certificate(id) : undefined).data;
  if (!found) return null;
  const { days_left, issuer, names, not_after, problem, seen_at } = found;
  const tone = days_left < 0 ? 'down' : days_left <= soon ? 'degraded' : 'up';
  return (
    <Card title='Certificate' aside={<span className={`badge quiet tone-${tone}`}>{timeLeft(days_left)}</span>}>
      <div className='stack'>
        {problem !== null && <Notice tone='degraded'>{sentence(problem)}</Notice>}
        <dl className='facts'>
          <Fact name='Names' value={names.join(', ')} />
          <Fact name='Issuer' value={issuer} />
          <div>
            <dt>Expires</dt>
            <dd>
              <Time at={not_after} as='moment' />
            </dd>
          </div>
          <div>
            <dt>Last seen</dt>
            <dd>
              <Time at={seen_at} as='moment' />
            </dd>
          </div>
        </dl>
        <Certificates chain={found.chain} />
      </div>
    </Card>
  );
}

export function timeLeft(days: number): string {
  if (days < 0) return 'expired';
  return days === 0 ? 'expires within a day' : `${plural(days, 'day')} left`;
}
