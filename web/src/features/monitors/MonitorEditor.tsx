import { type ReactElement, useState } from 'react';
import type { Monitor, MonitorDraft, MonitorType } from '../../api/monitor-types.ts';
import { Button, LinkButton } from '../../components/Button.tsx';
import { Card, Notice } from '../../components/Feedback.tsx';
import { Field, Input } from '../../components/Field.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { homeless, problemsBelow } from '../../components/form/values.ts';
import { Icon } from '../../components/Icon.tsx';
import { TestOutcome } from '../../components/monitor/TestOutcome.tsx';
import { useLiveTest } from '../../components/monitor/use-live-test.ts';
import { useSubmission } from '../../lib/submit.ts';
import { ChannelChoice } from './ChannelChoice.tsx';
import { draftOf, type EditorState, standsOnSecret, withType } from './draft.ts';
import { TimingFields } from './TimingFields.tsx';

interface Props {
  readonly types: readonly MonitorType[];
  /** nil: it is a new one, whose type is to be chosen. */
  readonly monitor?: Monitor;
  readonly initial: EditorState;
  readonly cancel: string;
  readonly onSave: (state: EditorState, type: MonitorType) => Promise<void>;
}

const own = [
  'target',
  'name',
  'tags',
  'interval_seconds',
  'timeout_seconds',
  'confirmations',
  'settings',
  'channel_ids',
];

export function MonitorEditor({ types, monitor, initial, cancel, onSave }: Props): ReactElement {
  const [state, setState] = useState(initial);
  const submission = useSubmission();
  const type = types.find((each) => each.type === state.type) ?? types[0];
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const draft = type && draftOf(state, type);
  const secret = monitor !== undefined && draft !== undefined && standsOnSecret(draft);
  const test = useLiveTest(draft && !secret ? testable(draft) : undefined, 800);
  if (!type) return <Notice tone='down'>This server knows no type of monitor.</Notice>;

  const refused = test.state === 'refused' ? test.problems : [];
  // What was said to the last attempt at saving, and otherwise what the test finds wrong with what stands there now.
  const problems = submission.problems.length > 0 ? submission.problems : state.target.trim() === '' ? [] : refused;
  const problem = (field: string): string | undefined => problems.find((each) => each.field === field)?.message;
  const settings = problemsBelow('settings', problems);
  const others = homeless(submission.problems, own);
  return (
    <form
      className='editor'
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submission.run(() => onSave(state, type));
      }}
    >
      <Card>
        <div className='form'>
          {!monitor && (
            <TypeChoice
              types={types}
              chosen={type.type}
              onChoose={(chosen) => setState((now) => withType(now, chosen))}
            />
          )}
          <Field label={type.target.label} help={type.target.help} error={problem('target')}>
            {(tied) => (
              <Input
                autoFocus={!monitor}
                autoComplete='off'
                autoCapitalize='none'
                spellCheck={false}
                placeholder={type.target.placeholder ?? undefined}
                value={state.target}
                onChange={(event) => edit({ target: event.target.value })}
                {...tied}
              />
            )}
          </Field>
          <div className='form-two'>
            <Field label='Name' optional error={problem('name')}>
              {(tied) => (
                <Input
                  autoComplete='off'
                  placeholder={state.target || 'As the target'}
                  value={state.name}
                  onChange={(event) => edit({ name: event.target.value })}
                  {...tied}
                />
              )}
            </Field>
            <Field label='Tags' optional error={problem('tags')}>
              {(tied) => (
                <Input
                  autoComplete='off'
                  placeholder='prod, shop'
                  value={state.tags}
                  onChange={(event) => edit({ tags: event.target.value })}
                  {...tied}
                />
              )}
            </Field>
          </div>
          <div className='form-two'>
            <TimingFields state={state} problem={problem} onEdit={edit} />
            <ChannelChoice chosen={state.channels} onChange={(channels) => edit({ channels })} />
          </div>
        </div>
        {type.settings.length > 0 && (
          <details className='more form-more' open={settings.length > 0 || undefined}>
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
      <div className='stack'>
        {(submission.message || others.length > 0) && (
          <Notice tone='down'>
            {submission.message ?? others.map(({ field, message }) => `${field} ${message}`).join(', ')}
          </Notice>
        )}
        <div className='form-actions'>
          <Button type='submit' look='primary' busy={submission.busy}>{monitor ? 'Save' : 'Add monitor'}</Button>
          <LinkButton href={cancel} look='ghost'>Cancel</LinkButton>
        </div>
      </div>
      <div className='beside'>
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
      </div>
    </form>
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

interface TypeChoiceProps {
  readonly types: readonly MonitorType[];
  readonly chosen: string;
  readonly onChoose: (type: MonitorType) => void;
}

function TypeChoice({ types, chosen, onChoose }: TypeChoiceProps): ReactElement {
  return (
    <fieldset className='stack tight'>
      <legend className='field-label'>What kind</legend>
      <div className='type-choice'>
        {types.map((type) => (
          <label key={type.type}>
            <input type='radio' name='type' checked={type.type === chosen} onChange={() => onChoose(type)} />
            <strong>{type.label}</strong>
            <span>{type.summary}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
