import { type ReactElement, useState } from 'react';
import type { Monitor, MonitorDraft, MonitorType } from '../../api/monitor-types.ts';
import type { JsonObject } from '../../api/types.ts';
import { Card } from '../../components/Feedback.tsx';
import { Editor } from '../../components/form/Editor.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { TypeChoice } from '../../components/form/TypeChoice.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { problemsBelow } from '../../components/form/values.ts';
import { Icon } from '../../components/Icon.tsx';
import { TestOutcome } from '../../components/monitor/TestOutcome.tsx';
import { useLiveTest } from '../../components/monitor/use-live-test.ts';
import { TextField } from '../../components/TextField.tsx';
import { ChannelChoice } from './ChannelChoice.tsx';
import { beginning, draftOf, type EditorState, patchOf, standsOnSecret, stateOf, withType } from './draft.ts';
import { TimingFields } from './TimingFields.tsx';

interface Props {
  /** Of one that is there already, only its own. */
  readonly types: readonly [MonitorType, ...MonitorType[]];
  /** nil: it is a new one, whose type is to be chosen. */
  readonly monitor?: Monitor;
  readonly cancel: string;
  /** All that there is of a new one, and of another what was changed. */
  readonly onSave: (body: JsonObject) => Promise<void>;
}

const own = ['target', 'name', 'tags', 'interval_seconds', 'timeout_seconds', 'confirmations', 'channel_ids'];

export function MonitorEditor({ types, monitor, cancel, onSave }: Props): ReactElement {
  // What others change meanwhile does not disturb whoever edits, and stays unless both changed it.
  const [opened] = useState(monitor);
  const [state, setState] = useState(() => opened ? stateOf(opened, types[0]) : beginning(types[0]));
  const [sent, setSent] = useState<EditorState>();
  const submission = useSubmission();
  const type = types.find((each) => each.type === state.type) ?? types[0];
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const draft = draftOf(state, type);
  const secret = opened !== undefined && standsOnSecret(draft);
  const test = useLiveTest(secret ? undefined : testable(draft), 800);

  const refused = test.state === 'refused' ? test.problems : [];
  // What was said to the last attempt at saving, until something is changed; then what the test finds wrong with what stands there.
  const problems = sent === state && submission.problems.length > 0 ? submission.problems : refused;
  const problem = (field: string): string | undefined => problems.find((each) => each.field === field)?.message;
  const settings = problemsBelow('settings', problems);
  return (
    <Editor
      submission={submission}
      fields={[...own, ...type.settings.map(({ name }) => `settings.${name}`)]}
      action={opened ? 'Save' : 'Add monitor'}
      cancel={cancel}
      onSubmit={() => {
        setSent(state);
        return onSave(opened ? patchOf(opened, state, type) : draft as unknown as JsonObject);
      }}
      beside={
        <Card title='Test'>
          {secret
            ? (
              <p className='soft'>
                A stored secret cannot be tested before it is saved. Save, and it is checked at once.
              </p>
            )
            : (
              <TestOutcome
                test={problem('target') ? { state: 'idle' } : test}
                idle='What is set here is tried as you type. Nothing is stored by that.'
              />
            )}
        </Card>
      }
    >
      <Card>
        <div className='form'>
          {!opened && (
            <TypeChoice
              legend='What kind'
              types={types}
              chosen={type.type}
              onChoose={(chosen) => setState((now) => withType(now, chosen))}
            />
          )}
          <TextField
            label={type.target.label}
            help={type.target.help}
            error={problem('target')}
            autoFocus={!opened}
            autoComplete='off'
            autoCapitalize='none'
            spellCheck={false}
            placeholder={type.target.placeholder ?? undefined}
            value={state.target}
            onChange={(target) => edit({ target })}
          />
          <div className='form-two'>
            <TextField
              label='Name'
              optional
              error={problem('name')}
              autoComplete='off'
              placeholder={state.target || 'As the target'}
              value={state.name}
              onChange={(name) => edit({ name })}
            />
            <TextField
              label='Tags'
              optional
              error={problem('tags')}
              autoComplete='off'
              placeholder='prod, shop'
              value={state.tags}
              onChange={(tags) => edit({ tags })}
            />
          </div>
          <div className='form-two'>
            <TimingFields state={state} problem={problem} onEdit={edit} />
            <ChannelChoice chosen={state.channels} onChange={(channels) => edit({ channels })} />
          </div>
        </div>
        {type.settings.length > 0 && (
          <details className='more' open={settings.length > 0 || undefined}>
            <summary>
              <Icon name='chevron-right' />
              {type.label} settings <span className='soft'>{names(type)}</span>
            </summary>
            <div className='form' key={type.type}>
              <FormFields
                fields={type.settings}
                values={state.settings}
                problems={settings}
                onChange={(name, value) =>
                  setState((now) => ({ ...now, settings: { ...now.settings, [name]: value } }))}
              />
            </div>
          </details>
        )}
      </Card>
    </Editor>
  );
}

/** Only what a check depends on, so that another name is no reason for another test. */
function testable(
  { type, target, settings, timeout_seconds, interval_seconds }: MonitorDraft,
): MonitorDraft | undefined {
  if (target === '' || type === undefined) return undefined;
  return {
    type,
    target,
    settings: settings ?? {},
    interval_seconds: interval_seconds ?? 60,
    timeout_seconds: timeout_seconds ?? null,
    confirmations: 0,
  };
}

function names({ settings }: MonitorType): string {
  const first = settings.slice(0, 4).map(({ label }) => label.toLowerCase());
  return settings.length > 4 ? `${first.join(', ')} …` : first.join(', ');
}
