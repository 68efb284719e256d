import type { ReactElement } from 'react';
import type { Incident } from '../../api/types.ts';
import { Field, Select } from '../../components/Field.tsx';
import { severities, severityWords } from '../../components/incident/words.ts';
import { TextField } from '../../components/TextField.tsx';

interface Props {
  readonly title: string;
  readonly onTitle: (title: string) => void;
  readonly severity: Incident['severity'];
  readonly onSeverity: (severity: Incident['severity']) => void;
  readonly problem: (field: string) => string | undefined;
}

export function TitleFields({ title, onTitle, severity, onSeverity, problem }: Props): ReactElement {
  return (
    <>
      <TextField
        label='Title'
        help='Also shown on status pages.'
        error={problem('title')}
        autoFocus
        autoComplete='off'
        placeholder='Checkout is slow'
        value={title}
        onChange={onTitle}
      />
      <Field label='Severity' error={problem('severity')}>
        {(fieldIds) => (
          <Select
            value={severity}
            onChange={(event) => onSeverity(event.target.value as Incident['severity'])}
            {...fieldIds}
          >
            {severities.map((each) => <option key={each} value={each}>{severityWords[each]}</option>)}
          </Select>
        )}
      </Field>
    </>
  );
}
