import { type ReactElement, useState } from 'react';
import { isChecked, type Monitor, type MonitorDraft, type MonitorType } from '../../api/monitor-types.ts';
import type { JsonObject } from '../../api/types.ts';
import { Card } from '../../components/Feedback.tsx';
import { reasonToEnterAgain } from '../../components/form/audience.ts';
import { Editor } from '../../components/form/Editor.tsx';
import { Folded } from '../../components/form/Folded.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { TypeChoice } from '../../components/form/TypeChoice.tsx';
import { useSubmission } from '../../components/form/use-submission.ts';
import { isSame, problemsBelow } from '../../components/form/values.ts';
import { useLiveTest } from '../../components/monitor/use-live-test.ts';
import { TextField } from '../../components/TextField.tsx';
import { ChannelChoice } from './ChannelChoice.tsx';
import {
  draftOf,
  type EditorState,
  hasSchedule,
  initialState,
  needsStoredSecret,
  patchOf,
  stateOf,
  withType,
} from './draft.ts';
import { CommonFields, furtherNames } from './CommonFields.tsx';
import { HowItReports } from './HowItReports.tsx';
import { TestCard } from './TestCard.tsx';
import { AttemptFields, IntervalField } from './TimingFields.tsx';

interface Props {
  /** For an existing monitor, only its own type. */
  readonly types: readonly [MonitorType, ...MonitorType[]];
  /** Undefined for a new monitor, whose type can be chosen. */
  readonly monitor?: Monitor;
  /** The initially selected type. */
  readonly wanted?: string | null;
  readonly cancel: string;
  /**
   * Receives the whole draft of a new monitor, or the patch of an existing one and its state when opened. Returns the path of the
   * next page.
   */
  readonly onSave: (body: JsonObject, opened: object) => Promise<string>;
}

const own = ['target', 'name', 'tags', 'interval_seconds', 'timeout_seconds', 'confirmations', 'channel_ids'];

export function MonitorEditor({ types, monitor, wanted, cancel, onSave }: Props): ReactElement {
  // Concurrent changes of other users do not affect the form, and stay unless both changed the same value.
  const [opened] = useState(monitor);
  const [state, setState] = useState(() =>
    opened ? stateOf(opened, types[0]) : initialState(types.find(({ type }) => type === wanted) ?? types[0])
  );
  const [sent, setSent] = useState<EditorState>();
  const submission = useSubmission();
  const type = types.find((each) => each.type === state.type) ?? types[0];
  const edit = (part: Partial<EditorState>): void => setState((now) => ({ ...now, ...part }));
  const before = opened ? stateOf(opened, type) : initialState(type);
  const draft = draftOf(state, type);
  const secret = opened !== undefined && needsStoredSecret(draft);
  const test = useLiveTest(secret ? undefined : testable(draft), 800);

  const refused = test.state === 'refused' ? test.problems : [];
  // The errors of the last save until the form changes, then those of the live test.
  const problems = sent === state && submission.problems.length > 0 ? submission.problems : refused;
  const problem = (field: string): string | undefined => problems.find((each) => each.field === field)?.message;
  const settings = problemsBelow('settings', problems);

  const bound = type.target ? [type.target, ...type.settings] : type.settings;
  const again = reasonToEnterAgain(
    bound,
    { ...before.settings, target: before.target },
    { ...state.settings, target: state.target.trim() },
  );
  const timing = { state, problem, onEdit: edit };
  const fields = (
    <FormFields
      fields={type.settings}
      values={state.settings}
      problems={settings}
      again={again}
      onChange={(name, value) => setState((now) => ({ ...now, settings: { ...now.settings, [name]: value } }))}
    />
  );
  return (
    <Editor
      submission={submission}
      fields={[...own, ...furtherNames(type), ...type.settings.map(({ name }) => `settings.${name}`)]}
      isChanged={!isSame(before, state)}
      action={opened ? 'Save' : 'Add monitor'}
      cancel={cancel}
      onSubmit={() => {
        setSent(state);
        return onSave(opened ? patchOf(opened, state, type) : draft as unknown as JsonObject, opened ?? {});
      }}
      beside={isChecked(type)
        ? <TestCard test={problem('target') ? { state: 'idle' } : test} isSecret={secret} />
        : <HowItReports isNew={!opened} />}
    >
      <Card>
        <div className='form'>
          {!opened && (
            <TypeChoice
              legend='Monitor type'
              types={types}
              chosen={type.type}
              onChoose={(chosen) => setState((now) => withType(now, type, chosen))}
            />
          )}
          {type.target && (
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
          )}
          <div className='form-two'>
            <TextField
              label='Name'
              optional={type.target !== null}
              error={problem('name')}
              autoFocus={!opened && type.target === null}
              autoComplete='off'
              placeholder={type.target ? state.target || 'Defaults to the target' : 'Nightly backup'}
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
            {!hasSchedule(state) && (
              <IntervalField label={isChecked(type) ? 'Check interval' : 'The job runs every'} {...timing} />
            )}
            {isChecked(type) ? <AttemptFields {...timing} /> : fields}
            <ChannelChoice chosen={state.channels} onChange={(channels) => edit({ channels })} />
          </div>
        </div>
        {isChecked(type) && type.settings.length > 0 && (
          <Folded
            key={type.type}
            label={`${type.label} settings`}
            names={type.settings.map(({ label }) => label)}
            open={settings.length > 0 || (again !== undefined && secret)}
          >
            {fields}
          </Folded>
        )}
        <CommonFields type={type} monitor={opened} state={state} problems={problems} onEdit={edit} />
      </Card>
    </Editor>
  );
}

/** Returns only what a check depends on, so that a new name starts no new test. */
function testable(
  { type, target, settings, timeout_seconds, interval_seconds }: MonitorDraft,
): MonitorDraft | undefined {
  if (!target || type === undefined) return undefined;
  return {
    type,
    target,
    settings: settings ?? {},
    interval_seconds: interval_seconds ?? 60,
    timeout_seconds: timeout_seconds ?? null,
    confirmations: 0,
  };
}
