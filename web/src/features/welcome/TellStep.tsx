import { type ReactElement, useEffect, useRef, useState } from 'react';
import { api } from '../../api/client.ts';
import type { Monitor } from '../../api/monitor-types.ts';
import { changed } from '../../api/queries.ts';
import { channelTypes } from '../../api/resources.ts';
import type { Channel, ChannelTest, ChannelType, Json } from '../../api/types.ts';
import { Button } from '../../components/Button.tsx';
import { groupsOf } from '../../components/channel/groups.ts';
import { initialState } from '../../components/channel/initial-state.ts';
import { sendTest } from '../../components/channel/send-test.ts';
import { Steps } from '../../components/channel/Steps.tsx';
import { TestNotice } from '../../components/channel/TestNotice.tsx';
import { Loaded, Skeleton } from '../../components/Feedback.tsx';
import { Field, Select } from '../../components/Field.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { Refusal } from '../../components/form/Refusal.tsx';
import { problemsBelow, type Values, wireValues } from '../../components/form/values.ts';
import { useSubmission } from '../../components/form/use-submission.ts';

interface Props {
  readonly monitor: Monitor;
  readonly onDone: () => void;
}

export function TellStep({ monitor, onDone }: Props): ReactElement {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = 'Where should we send alerts? · StatusHawk';
    heading.current?.focus();
  }, []);
  return (
    <div className='welcome-step'>
      <div>
        <p className='soft'>
          Monitoring <strong>{monitor.name}</strong>.
        </p>
        <h1 ref={heading} tabIndex={-1}>Where should we send alerts?</h1>
      </div>
      <Loaded resource={channelTypes} placeholder={<Skeleton height={240} />}>
        {(types) => <ChannelForm types={types} onDone={onDone} />}
      </Loaded>
    </div>
  );
}

function ChannelForm(
  { types, onDone }: { readonly types: readonly ChannelType[]; readonly onDone: () => void },
): ReactElement {
  const [chosen, choose] = useState(types[0]?.type ?? '');
  const [config, setConfig] = useState<Values>(() => initialState(types[0]));
  const [saved, setSaved] = useState<Channel>();
  const [outcome, setOutcome] = useState<ChannelTest>();
  const submission = useSubmission();
  const type = types.find((each) => each.type === chosen);
  const fields = type?.config ?? [];
  const problems = problemsBelow('config', submission.problems);

  const submit = (): void =>
    submission.run(async () => {
      setOutcome(undefined);
      const draft = { config: wireValues(fields, config) };
      const channel = saved
        ? await api.patch<Channel>(`/channels/${saved.id}`, draft)
        : await api.post<Channel>('/channels', { type: chosen, ...draft });
      setSaved(channel);
      changed('/channels');
      setOutcome(await sendTest(channel));
    });

  return (
    <form
      className='form'
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {!saved && types.length > 1 && (
        <Field label='Channel type'>
          {(ids) => (
            <Select
              {...ids}
              value={chosen}
              onChange={({ target }) => {
                choose(target.value);
                setConfig(initialState(types.find((each) => each.type === target.value)));
              }}
            >
              {groupsOf(types).map(({ heading, members }) => (
                <optgroup key={heading} label={heading}>
                  {members.map(({ type: value, label }) => <option key={value} value={value}>{label}</option>)}
                </optgroup>
              ))}
            </Select>
          )}
        </Field>
      )}
      {!saved && type && <Steps steps={type.steps} />}
      <div className='form' key={chosen}>
        <FormFields
          fields={fields}
          values={config}
          problems={problems}
          onChange={(name: string, value: Json) => setConfig((now) => ({ ...now, [name]: value }))}
        />
      </div>
      <Refusal submission={submission} fields={fields.map(({ name }) => `config.${name}`)} />
      {outcome && (
        <TestNotice outcome={outcome}>
          The channel is saved. Fix it and try again, or continue and fix it later.
        </TestNotice>
      )}
      <div className='form-actions'>
        {outcome?.sent
          ? <Button look='primary' className='large' onClick={onDone}>Go to overview</Button>
          : (
            <Button type='submit' look='primary' className='large' icon='send' busy={submission.busy}>
              {saved ? 'Save and test again' : 'Save and send a test'}
            </Button>
          )}
        {!outcome?.sent && (
          <Button look='ghost' className='large' onClick={onDone}>{saved ? 'Continue' : 'Skip for now'}</Button>
        )}
      </div>
    </form>
  );
}
