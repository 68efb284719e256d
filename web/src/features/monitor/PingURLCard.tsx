import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { CopyField } from '../../components/CopyField.tsx';
import { Card } from '../../components/Feedback.tsx';

export function PingURLCard({ monitor: { ping_url } }: { readonly monitor: Monitor }): ReactElement {
  return (
    <Card title='Where the job reports'>
      {ping_url === null
        ? (
          <p className='soft'>
            At an address of its own. Whoever knows it can report in the job's place, so it is shown to editors only.
          </p>
        )
        : (
          <div className='form'>
            <CopyField
              label='Ping URL'
              help="Whoever knows it can report in the job's place: keep it like a password."
              value={ping_url}
            />
            <CopyField
              label='Behind the job, in a crontab or script'
              help='As the next command: “job; curl …”. $? hands on the exit status of the job, and any but 0 is a failure.'
              value={pingCommand(ping_url)}
            />
            <p className='soft small'>
              A call of <code>/start</code>{' '}
              when the job begins has its running time measured. What is sent along, as with{' '}
              <code>--data-binary @output</code>, is shown beside the ping.
            </p>
          </div>
        )}
    </Card>
  );
}

/** Quiet but for errors, since cron mails whatever is said; and it does not hold up the job for long. */
function pingCommand(url: string): string {
  return `curl --fail --silent --show-error --max-time 10 --retry 5 --output /dev/null ${url}/$?`;
}
