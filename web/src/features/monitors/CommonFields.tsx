import type { ReactElement } from 'react';
import { isChecked, type Monitor, type MonitorType } from '../../api/monitor-types.ts';
import type { FieldProblem } from '../../api/problem.ts';
import type { Json } from '../../api/types.ts';
import { Folded } from '../../components/form/Folded.tsx';
import { FormFields } from '../../components/form/FormFields.tsx';
import { problemOf, problemsBelow } from '../../components/form/values.ts';
import { MonitorChoice } from '../../components/monitor/MonitorChoice.tsx';
import type { EditorState } from './draft.ts';
import { anomalyBounds, anomalyToggle, commonFields } from './common-fields.ts';
import { LocationFields } from './LocationFields.tsx';

interface Props {
  readonly type: MonitorType;
  /** The monitor when the form was opened. Undefined for a new monitor. */
  readonly monitor: Monitor | undefined;
  readonly state: EditorState;
  readonly problems: readonly FieldProblem[];
  readonly onEdit: (part: Partial<EditorState>) => void;
}

/** The API names of the fields that every type has. */
export function furtherNames(type: MonitorType): readonly string[] {
  return ['locations', 'quorum', 'depends_on', 'anomaly', ...commonFields(type).map(({ name }) => name)];
}

/** The fields that every monitor has and few need. */
export function CommonFields({ type, monitor, state, problems, onEdit }: Props): ReactElement {
  const { common, anomaly } = state;
  const wrongAnomaly = problemsBelow('anomaly', problems);
  const anomalyForm = {
    values: anomaly,
    problems: wrongAnomaly,
    onChange: (name: string, value: Json) => onEdit({ anomaly: { ...anomaly, [name]: value } }),
  };
  return (
    <Folded
      label='Advanced'
      names={['recovery', 'group', 'dependencies', 'latency']}
      open={furtherNames(type).some((name) => problemOf(name, problems) !== undefined)}
    >
      {isChecked(type) && (
        <LocationFields own={monitor?.locations ?? []} state={state} problems={problems} onEdit={onEdit} />
      )}
      <div className='form-two'>
        <FormFields
          fields={commonFields(type)}
          values={common}
          problems={problems}
          onChange={(name, value) => onEdit({ common: { ...common, [name]: value } })}
        />
        <MonitorChoice
          label='Depends on'
          help='Upstream monitors. Their status is shown on the page of this monitor.'
          error={problemOf('depends_on', problems)}
          chosen={state.dependsOn}
          without={monitor?.id}
          onChange={(dependsOn) => onEdit({ dependsOn })}
        />
      </div>
      <FormFields fields={[anomalyToggle]} {...anomalyForm} />
      {(anomaly.enabled === true || wrongAnomaly.length > 0) && (
        <div className='form-three'>
          <FormFields fields={anomalyBounds} {...anomalyForm} />
        </div>
      )}
    </Folded>
  );
}
