import { type ReactElement, useState } from 'react';
import type { Channel, ChannelType } from '../../api/types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field, Input, Toggle } from '../../components/Field.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { homeless, problemsBelow } from '../../components/form/values.ts';
import { useSubmission } from '../../lib/submit.ts';
import { beginning, type EditorState } from './draft.ts';

interface Props {
  readonly types: readonly ChannelType[];
  /** nil: it is a new one, whose type is to be chosen. */
  readonly channel?: Channel;
  readonly initial: EditorState;
  readonly cancel: string;
  readonly onSave: (state: EditorState, type: ChannelType, andTest: boolean) => Promise<void>;
}

export function ChannelEditor({ types, channel, initial, cancel, onSave }: Props): ReactElement {
  const [state, setState] = useState(initial);
  const submission = useSubmission();
  const type = types.find((each) => each.type === state.type) ?? types[0];
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  if (!type) return <Notice tone='down'>This server knows no type of channel.</Notice>;

  const save = (andTest: boolean): void => submission.run(() => onSave(state, type, andTest));
  const config = problemsBelow('config', submission.problems);
  const others = [
    ...homeless(submission.problems, ['name', 'config']),
    ...homeless(config, type.config.map(({ name }) => name)),
  ];
  return (
    <form
      className='stack wide-gap'
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        save(true);
      }}
    >
      <Card>
        <div className='form'>
          {!channel && (
            <TypeChoice
              types={types}
              chosen={type.type}
              onChoose={(chosen) => setState((now) => ({ ...beginning(chosen), name: now.name }))}
            />
          )}
          <div className='form' key={type.type}>
            <FormFields
              fields={type.config}
              values={state.config}
              problems={config}
              onChange={(name, value) => setState((now) => ({ ...now, config: { ...now.config, [name]: value } }))}
            />
          </div>
          <Field label='Name' optional error={submission.problem('name')}>
            {(tied) => (
              <Input
                autoComplete='off'
                placeholder={type.label}
                value={state.name}
                onChange={(event) => edit({ name: event.target.value })}
                {...tied}
              />
            )}
          </Field>
          <div className='form-two'>
            <Toggle
              label='Default'
              help='Told of every monitor that names no channels of its own.'
              checked={state.isDefault}
              onChange={(isDefault) => edit({ isDefault })}
            />
            <Toggle
              label='Switched on'
              help='While it is off, it is told nothing.'
              checked={state.enabled}
              onChange={(enabled) => edit({ enabled })}
            />
          </div>
        </div>
      </Card>
      {(submission.message || others.length > 0) && (
        <Notice tone='down'>
          {submission.message ?? others.map(({ field, message }) => `${field} ${message}`).join(', ')}
        </Notice>
      )}
      <div className='form-actions'>
        <Button type='submit' look='primary' icon='send' busy={submission.busy}>
          {channel ? 'Save and send a test' : 'Add and send a test'}
        </Button>
        <Button disabled={submission.busy} onClick={() => save(false)}>{channel ? 'Save' : 'Add'}</Button>
        <LinkButton href={cancel} look='ghost'>Cancel</LinkButton>
      </div>
    </form>
  );
}

interface TypeChoiceProps {
  readonly types: readonly ChannelType[];
  readonly chosen: string;
  readonly onChoose: (type: ChannelType) => void;
}

function TypeChoice({ types, chosen, onChoose }: TypeChoiceProps): ReactElement {
  return (
    <fieldset className='stack tight'>
      <legend className='field-label'>By what</legend>
      <div className='type-choice'>
        {types.map((type) => (
          <label key={type.type}>
            <input type='radio' name='type' checked={type.type === chosen} onChange={() => onChoose(type)} />
            <strong>{type.label}</strong>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
