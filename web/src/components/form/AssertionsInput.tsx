import type { ReactElement } from 'react';
import type { Json } from '../../api/types.ts';
import { Button, IconButton } from '../Button.tsx';
import { Input, Select } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { isMap, list } from './values.ts';

const text = { contains: 'contains', not_contains: 'does not contain' } as const;
const equality = { equals: 'is', not_equals: 'is not' } as const;
const order = { less_than: 'is below', greater_than: 'is above' } as const;
const presence = { exists: 'is there', not_exists: 'is not there' } as const;

/** What may be asserted of what, in the words of a sentence. */
const sources: Readonly<
  Record<
    string,
    { readonly label: string; readonly operators: Readonly<Record<string, string>>; readonly unit: string }
  >
> = {
  body: { label: 'Body', operators: text, unit: 'Text' },
  header: { label: 'Header', operators: { ...equality, ...text, ...presence }, unit: 'Value' },
  latency: { label: 'Latency', operators: order, unit: 'Milliseconds' },
  status: { label: 'Status', operators: { ...equality, ...order }, unit: 'Status' },
};

type Assertion = { readonly [key: string]: Json };

/** Sentences about the answer: "body contains ok, otherwise down". */
export function AssertionsInput({ field, value, tied, onChange }: ControlProps): ReactElement {
  const assertions = list(value).filter(isMap);
  const edit = (position: number, part: Assertion): void =>
    onChange(assertions.map((each, at) => at === position ? complete({ ...each, ...part }) : each));
  return (
    <div className='rows' role='group' aria-label={field.label} aria-describedby={tied['aria-describedby']}>
      {assertions.map((assertion, position) => (
        <Row
          key={position}
          number={position + 1}
          id={position === 0 ? tied.id : undefined}
          assertion={assertion}
          onEdit={(part) => edit(position, part)}
          onRemove={() => onChange(assertions.filter((_, at) => at !== position))}
        />
      ))}
      <Button
        id={assertions.length === 0 ? tied.id : undefined}
        className='add'
        aria-label={`Add to ${field.label}`}
        icon='plus-lg'
        onClick={() => onChange([...assertions, complete({ source: 'body', value: '' })])}
      >
        Add
      </Button>
    </div>
  );
}

interface RowProps {
  readonly number: number;
  readonly id: string | undefined;
  readonly assertion: Assertion;
  readonly onEdit: (part: Assertion) => void;
  readonly onRemove: () => void;
}

function Row({ number, id, assertion, onEdit, onRemove }: RowProps): ReactElement {
  const source = String(assertion.source);
  const { operators = {}, unit = 'Value' } = sources[source] ?? {};
  const named = (part: string): string => `Assertion ${number}: ${part}`;
  return (
    <div className='assertion-row'>
      <Select
        id={id}
        aria-label={named('of what')}
        value={source}
        onChange={(event) => onEdit({ source: event.target.value })}
      >
        {Object.entries(sources).map(([name, { label }]) => <option key={name} value={name}>{label}</option>)}
      </Select>
      {source === 'header' && (
        <Input
          aria-label={named('header')}
          placeholder='Header'
          value={String(assertion.name ?? '')}
          onChange={(event) => onEdit({ name: event.target.value })}
        />
      )}
      <Select
        aria-label={named('how')}
        value={String(assertion.operator)}
        onChange={(event) => onEdit({ operator: event.target.value })}
      >
        {Object.entries(operators).map(([name, label]) => <option key={name} value={name}>{label}</option>)}
      </Select>
      {'value' in assertion && (
        <Input
          aria-label={named('value')}
          placeholder={unit}
          value={String(assertion.value ?? '')}
          onChange={(event) => onEdit({ value: event.target.value })}
        />
      )}
      <Select
        aria-label={named('otherwise')}
        value={String(assertion.severity)}
        onChange={(event) => onEdit({ severity: event.target.value })}
      >
        <option value='down'>else down</option>
        <option value='degraded'>else degraded</option>
      </Select>
      <IconButton icon='x-lg' label={`Remove assertion ${number}`} onClick={onRemove} />
    </div>
  );
}

/** With an operator that its source has, and only the members that this one needs. */
export function complete(assertion: Assertion): Assertion {
  const source = String(assertion.source);
  const operators = Object.keys(sources[source]?.operators ?? {});
  const operator = operators.find((each) => each === assertion.operator) ?? operators[0] ?? 'contains';
  return {
    source,
    ...(source === 'header' ? { name: assertion.name ?? '' } : {}),
    operator,
    ...(operator in presence ? {} : { value: assertion.value ?? '' }),
    severity: assertion.severity ?? 'down',
  };
}
