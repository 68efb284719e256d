import type { ReactElement } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { CopyField } from '../../components/CopyField.tsx';
import { Card } from '../../components/Feedback.tsx';

export function PingURLCard({ monitor: { ping_url } }: { readonly monitor: Monitor }): ReactElement {
  return (
    <Card title='Ping URL'>
      {ping_url === null
        ? (
          <p className='soft'>
            Only editors can see the URL: anyone who knows it can report for the job.
          </p>
        )
        : (
          <div className='form'>
            <CopyField
              label='Ping URL'
              help='Keep it secret: anyone who knows it can report for the job.'
              value={ping_url}
            />
            <CopyField
              label='Add to your crontab or script'
              help='Place it after the job: “job; curl …”. $? passes the exit status; non-zero counts as failure.'
              value={pingCommand(ping_url)}
            />
            <p className='soft small'>
              Call <code>/start</code> when the job begins to measure its duration. Data sent with{' '}
              <code>--data-binary @output</code> is shown with the ping.
            </p>
          </div>
        )}
    </Card>
  );
}

/** Prints only errors, because cron mails all output. The limits keep it from delaying the job for long. */
function pingCommand(url: string): string {
  return `curl --fail --silent --show-error --max-time 10 --retry 5 --output /dev/null ${url}/$?`;
}
