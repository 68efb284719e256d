import { type ReactElement, useEffect, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed } from '../../api/queries.ts';
import { Button } from '../../components/Button.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { type Guess, guess } from '../../components/monitor/target.ts';
import { Link } from '../../components/Link.tsx';
import { TestOutcome } from '../../components/monitor/TestOutcome.tsx';
import { useLiveTest } from '../../components/monitor/use-live-test.ts';
import { useSubmission } from '../../components/form/use-submission.ts';
import { TextField } from '../../components/TextField.tsx';
import { paths } from '../../paths.ts';

/** One field: the text is interpreted and checked while the user types. */
export function WatchStep(
  { name, onDone }: { readonly name: string; readonly onDone: (monitor: Monitor) => void },
): ReactElement {
  const [typed, setTyped] = useState('');
  const guessed = guess(typed);
  const test = useLiveTest(guessed);
  const submission = useSubmission();
  useEffect(() => {
    document.title = 'What do you want to monitor? · StatusHawk';
  }, []);
  const submit = (): void => {
    if (!guessed) return;
    submission.run(async () => {
      const monitor = await api.post<Monitor>('/monitors', guessed);
      changed('/monitors', '/overview');
      onDone(monitor);
    });
  };
  const refused = test.state === 'refused' ? test.problems.find(({ field }) => field === 'target')?.message : undefined;
  return (
    <form
      className='welcome-step'
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div>
        <p className='soft'>{name === '' ? 'Welcome.' : `Welcome, ${name}.`}</p>
        <h1>What do you want to monitor?</h1>
      </div>
      <TextField
        label='Address'
        help={<Understood guessed={guessed} typed={typed} />}
        error={submission.problem('target') ?? refused}
        className='large'
        inputMode='url'
        autoFocus
        autoComplete='off'
        autoCapitalize='none'
        spellCheck={false}
        placeholder='example.com'
        value={typed}
        onChange={setTyped}
      />
      <div className='card'>
        <TestOutcome test={refused ? { state: 'idle' } : test} idle='The result appears here as you type.' />
      </div>
      <Refusal submission={submission} fields={['target']} />
      <div className='form-actions'>
        <Button type='submit' look='primary' className='large' disabled={!guessed} busy={submission.busy}>
          Start monitoring
        </Button>
        {test.state === 'done' && test.result.outcome !== 'up' && test.result.reason !== 'policy' && (
          <span className='soft'>You can add it anyway. We alert you when it recovers.</span>
        )}
      </div>
      <p className='soft'>
        For a backup or another job,{' '}
        <Link href={paths.newMonitor.href({}, { type: 'heartbeat' })}>add a heartbeat monitor</Link>.
      </p>
    </form>
  );
}

function Understood({ guessed, typed }: { readonly guessed: Guess | undefined; readonly typed: string }): ReactElement {
  if (!guessed) {
    return (
      <>
        {typed.trim() === ''
          ? 'A web address, host:port for a port, or an IP address to ping.'
          : 'Keep typing: not a valid address yet.'}
      </>
    );
  }
  const how = { http: 'Requests', tcp: 'Connects to', icmp: 'Pings' }[guessed.type] ?? 'Checks';
  return (
    <>
      {how} <strong>{guessed.target}</strong> every minute. Everything else can be set later.
    </>
  );
}
