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
}

/** Names and values, such as headers. */
export function MapInput({ field, value, tied, onChange }: ControlProps): ReactElement {
  const [rows, setRows] = useState<readonly Row[]>(() =>
    Object.entries(isMap(value) ? value : {}).map(([name, each], id) => ({ id, name, value: String(each) }))
  );
  const change = (changed: readonly Row[]): void => {
    setRows(changed);
    const named = changed.filter(({ name }) => name.trim() !== '');
    onChange(Object.fromEntries(named.map((row): [string, Json] => [row.name.trim(), row.value])));
  };
  const edit = (id: number, part: Partial<Row>): void =>
    change(rows.map((row) => row.id === id ? { ...row, ...part } : row));
  return (
    <div className='rows' role='group' aria-label={field.label} aria-describedby={tied['aria-describedby']}>
      {rows.map((row, position) => (
        <div className='map-row' key={row.id}>
          <Input
            id={position === 0 ? tied.id : undefined}
            aria-label={`${field.label}: name ${position + 1}`}
            placeholder='Name'
            spellCheck={false}
            value={row.name}
            onChange={(event) => edit(row.id, { name: event.target.value })}
          />
          <Input
            aria-label={`${field.label}: value ${position + 1}`}
            type={field.secret ? 'password' : 'text'}
            autoComplete='off'
            placeholder={row.value === mask ? 'Stored, not shown' : 'Value'}
            spellCheck={false}
            value={row.value === mask ? '' : row.value}
            onChange={(event) => edit(row.id, { value: event.target.value })}
          />
          <IconButton
            icon='x-lg'
            label={`Remove ${row.name || 'this line'}`}
            onClick={() => change(rows.filter(({ id }) => id !== row.id))}
          />
        </div>
      ))}
      <Button
        id={rows.length === 0 ? tied.id : undefined}
        className='add'
        aria-label={`Add to ${field.label}`}
        icon='plus-lg'
        onClick={() => setRows([...rows, { id: Math.max(-1, ...rows.map(({ id }) => id)) + 1, name: '', value: '' }])}
      >
        Add
      </Button>
    </div>
  );
}
