import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import { IconButton } from '../../components/Button.tsx';
import { Field, Select } from '../../components/Field.tsx';

interface Props {
  readonly chosen: readonly number[];
  readonly onChange: (chosen: readonly number[]) => void;
  readonly error: string | undefined;
}

/** One after the other out of many. */
export function MonitorChoice({ chosen, onChange, error }: Props): ReactElement {
  const { data = [] } = useQuery(monitors);
  const rest = data
    .filter(({ id }) => !chosen.includes(id))
    .sort((one, other) => one.name.localeCompare(other.name));
  const named = chosen.flatMap((id) => data.find((monitor) => monitor.id === id) ?? []);
  return (
    <div className='stack tight'>
      <Field
        label='Monitors'
        optional
        error={error}
        help={chosen.length === 0
          ? 'Whose status pages show it. The default channels are told.'
          : `The channels of ${named[0]?.name ?? 'the first'} are told.`}
      >
        {(tied) => (
          <Select value='' onChange={(event) => onChange([...chosen, Number(event.target.value)])} {...tied}>
            <option value='' disabled>{chosen.length === 0 ? 'Choose one' : 'Add another'}</option>
            {rest.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
          </Select>
        )}
      </Field>
      {named.length > 0 && (
        <ul className='chosen' aria-label='Chosen monitors'>
          {named.map(({ id, name }) => (
            <li key={id}>
              <span className='truncate'>{name}</span>
              <IconButton
                icon='x-lg'
                label={`Leave out ${name}`}
                onClick={() => onChange(chosen.filter((each) => each !== id))}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
