import { type ReactElement, useState } from 'react';
import type { Channel, ChannelType, JsonObject } from '../../api/types.ts';
import { Steps } from '../../components/channel/Steps.tsx';
import { Card } from '../../components/Feedback.tsx';
import { Toggle } from '../../components/Field.tsx';
import { reasonToEnterAgain } from '../../components/form/audience.ts';
import { Editor } from '../../components/form/Editor.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { isSame, problemsBelow } from '../../components/form/values.ts';
import { TextField } from '../../components/TextField.tsx';
import { draftOf, type EditorState, initialState, patchOf, stateOf } from './draft.ts';

interface Props {
  readonly type: ChannelType;
  /** Undefined for a new channel. */
  readonly channel?: Channel;
  readonly cancel: string;
  /**
   * Receives the whole draft of a new channel, or the patch of an existing one and its state when opened. Returns the path of the
   * next page.
   */
  readonly onSave: (body: JsonObject, andTest: boolean, opened: object) => Promise<string>;
}

export function ChannelEditor({ type, channel, cancel, onSave }: Props): ReactElement {
  // Concurrent changes of other users do not affect the form, and stay unless both changed the same value.
  const [opened] = useState(channel);
  const [state, setState] = useState(() => opened ? stateOf(opened, type) : initialState(type));
  const submission = useSubmission();
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const before = opened ? stateOf(opened, type) : initialState(type);
  const save = (andTest: boolean): Promise<string> =>
    onSave(opened ? patchOf(opened, state, type) : draftOf(state, type), andTest, opened ?? {});
  return (
    <Editor
      submission={submission}
      fields={['name', ...type.config.map(({ name }) => `config.${name}`)]}
      isChanged={!isSame(before, state)}
      action={opened ? 'Save and send a test' : 'Add and send a test'}
      icon='send'
      further={{ action: opened ? 'Save' : 'Add', onSubmit: () => save(false) }}
      cancel={cancel}
      onSubmit={() => save(true)}
    >
      <Card>
        <div className='form'>
          {!opened && <h2>{type.label}</h2>}
          {!opened && <Steps steps={type.steps} />}
          <div className='form'>
            <FormFields
              fields={type.config}
              values={state.config}
              problems={problemsBelow('config', submission.problems)}
              again={reasonToEnterAgain(type.config, before.config, state.config)}
              onChange={(name, value) => setState((now) => ({ ...now, config: { ...now.config, [name]: value } }))}
            />
          </div>
          <TextField
            label='Name'
            optional
            error={submission.problem('name')}
            autoComplete='off'
            placeholder={type.label}
            value={state.name}
            onChange={(name) => edit({ name })}
          />
          <div className='form-two'>
            <Toggle
              label='Default'
              help='Used by monitors that have no channels of their own.'
              checked={state.isDefault}
              onChange={(isDefault) => edit({ isDefault })}
            />
            <Toggle
              label='Enabled'
              help='Disabled channels receive no alerts.'
              checked={state.enabled}
              onChange={(enabled) => edit({ enabled })}
            />
          </div>
        </div>
      </Card>
    </Editor>
  );
}
