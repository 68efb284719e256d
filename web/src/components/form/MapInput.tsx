import { type ReactElement, useState } from 'react';
import type { Json } from '../../api/types.ts';
import { Button, IconButton } from '../Button.tsx';
import { Input } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { isMap, mask } from './values.ts';

interface Row {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  /** Whether it was a stored secret at first. Emptying it again keeps the secret. */
  readonly isStored: boolean;
}

function rowsOf(value: Json | undefined): readonly Row[] {
  return Object.entries(isMap(value) ? value : {}).map(([name, each], id) => ({
    id,
    name,
    value: String(each),
    isStored: each === mask,
  }));
}

/**
 * Names and values, such as headers. For stored secrets only the names are shown; each secret stays unless it is replaced or
 * removed.
 */
export function MapInput({ field, value, again, fieldIds, onChange }: ControlProps): ReactElement {
  const [own, setOwn] = useState(() => ({ value, rows: rowsOf(value) }));
  let { rows } = own;
  if (value !== own.value) {
    // The value was set by the parent.
    rows = rowsOf(value);
    setOwn({ value, rows });
  }
  const change = (changed: readonly Row[]): void => {
    const named = changed.filter(({ name }) => name.trim() !== '');
    const next: Json = Object.fromEntries(named.map((row): [string, Json] => [row.name.trim(), row.value]));
    setOwn({ value: next, rows: changed });
    onChange(next);
  };
  const edit = (id: number, part: Partial<Row>): void =>
    change(rows.map((row) => row.id === id ? { ...row, ...part } : row));
  return (
    <div className='rows' role='group' aria-label={field.label} aria-describedby={fieldIds['aria-describedby']}>
      {rows.map((row, position) => (
        <div className='map-row' key={row.id}>
          <Input
            id={position === 0 ? fieldIds.id : undefined}
            aria-label={`${field.label}: name ${position + 1}`}
            placeholder='Name'
            spellCheck={false}
            readOnly={row.value === mask}
            value={row.name}
            onChange={(event) => edit(row.id, { name: event.target.value })}
          />
          <Input
            aria-label={`${field.label}: value ${position + 1}`}
            type={field.secret ? 'password' : 'text'}
            autoComplete='off'
            placeholder={row.value !== mask ? 'Value' : again ? 'Enter again' : 'Stored, not shown'}
            spellCheck={false}
            value={row.value === mask ? '' : row.value}
            onChange={({ target }) =>
              edit(row.id, { value: target.value === '' && row.isStored ? mask : target.value })}
          />
          <IconButton
            icon='x-lg'
            label={`Remove ${row.name || 'this line'}`}
            onClick={() => change(rows.filter(({ id }) => id !== row.id))}
          />
        </div>
      ))}
      <Button
        id={rows.length === 0 ? fieldIds.id : undefined}
        className='add'
        aria-label={`Add to ${field.label}`}
        icon='plus-lg'
        onClick={() => {
          const id = Math.max(-1, ...rows.map((row) => row.id)) + 1;
          setOwn({ value, rows: [...rows, { id, name: '', value: '', isStored: false }] });
        }}
      >
        Add
      </Button>
    </div>
  );
}
