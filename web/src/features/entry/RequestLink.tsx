import { type ReactElement, type ReactNode, useState } from 'react';
import { api } from '../../api/client.ts';
import { Button } from '../../components/Button.tsx';
import { Notice } from '../../components/Feedback.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { TextField } from '../../components/TextField.tsx';
import { Frame } from './Frame.tsx';

interface Props {
  readonly title: string;
  readonly about: string;
  /** The path of the request. */
  readonly path: string;
  /** Shown after the mail was requested. */
  readonly sent: (address: ReactElement) => ReactNode;
  readonly children: ReactNode;
}

/** Requests a mail with a link. */
export function RequestLink({ title, about, path, sent, children }: Props): ReactElement {
  const [email, setEmail] = useState('');
  /** The number of requests for this address. */
  const [requests, setRequests] = useState(0);
  const submission = useSubmission();
  const request = (): void =>
    submission.run(async () => {
      await api.post(path, { email });
      setRequests((count) => count + 1);
    });
  if (requests > 0) {
    return (
      <Frame title='Check your mail' about={sent(<strong className='entry-address'>{email.trim()}</strong>)}>
        <Refusal submission={submission} fields={[]} />
        {requests > 1 && submission.message === undefined && (
          <Notice tone='unknown'>
            Requested again. A new mail is sent at most every 10 minutes and 5 times a day; only the latest link works.
          </Notice>
        )}
        <p className='soft'>No mail after a few minutes? Check your spam folder and the address above.</p>
        <div className='stack tight'>
          <Button className='large full' busy={submission.busy} onClick={request}>Send again</Button>
          <Button look='ghost' className='full' onClick={() => setRequests(0)}>Use another address</Button>
        </div>
        {children}
      </Frame>
    );
  }
  return (
    <Frame title={title} about={about}>
      <form
        className='form'
        onSubmit={(event) => {
          event.preventDefault();
          request();
        }}
      >
        <Refusal submission={submission} fields={['email']} />
        <TextField
          label='E-mail'
          error={submission.problem('email')}
          type='email'
          autoComplete='username'
          required
          autoFocus
          value={email}
          onChange={setEmail}
        />
        <Button type='submit' look='primary' className='large full' busy={submission.busy}>Send link</Button>
      </form>
      {children}
    </Frame>
  );
}
