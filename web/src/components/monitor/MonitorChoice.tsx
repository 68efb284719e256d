import { type ReactElement, useState } from 'react';
import { useQuery } from '../../api/queries.ts';
import { monitors } from '../../api/resources.ts';
import { Button, IconButton } from '../Button.tsx';
import { Field } from '../Field.tsx';
import { AddMonitorsDialog } from './AddMonitorsDialog.tsx';

interface Props {
  readonly label: string;
  readonly help: string;
  readonly error: string | undefined;
  readonly chosen: readonly number[];
  /** A monitor that cannot be chosen. */
  readonly without?: number | undefined;
  readonly onChange: (chosen: readonly number[]) => void;
}

/** Chooses a few monitors out of many. */
export function MonitorChoice({ label, help, error, chosen, without, onChange }: Props): ReactElement {
  const { data = [] } = useQuery(monitors);
  const [adding, setAdding] = useState(false);
  const named = chosen.flatMap((id) => data.find((monitor) => monitor.id === id) ?? []);
  return (
    <Field label={label} help={help} error={error} optional>
      {(fieldIds) => (
        <div className='rows' role='group' aria-label={label} aria-describedby={fieldIds['aria-describedby']}>
          {named.length > 0 && (
            <ul className='chosen'>
              {named.map(({ id, name }) => (
                <li key={id}>
                  <span className='truncate'>{name}</span>
                  <IconButton
                    icon='x-lg'
                    label={`Remove ${name}`}
                    onClick={() =>
                      onChange(chosen.filter((each) => each !== id))}
                  />
                </li>
              ))}
            </ul>
          )}
          <Button
            {...fieldIds}
            className='add'
            aria-label={`Add to ${label}`}
            icon='plus-lg'
            onClick={() =>
              setAdding(true)}
          >
            Add
          </Button>
          {adding && (
            <AddMonitorsDialog
              title={label}
              monitors={data.filter(({ id }) => id !== without && !chosen.includes(id))}
              onAdd={(added) =>
                onChange([
                  ...chosen,
                  ...added.map(({ id }) =>
                    id
                  ),
                ])}
              onClose={() =>
                setAdding(false)}
            />
          )}
        </div>
      )}
    </Field>
  );
}
