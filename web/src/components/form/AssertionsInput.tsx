import type { ReactElement } from 'react';
import type { Json } from '../../api/types.ts';
import { Button, IconButton } from '../Button.tsx';
import { Input, Select } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { isMap, list } from './values.ts';

const text = {
  contains: 'contains',
  not_contains: 'does not contain',
  matches: 'matches',
  not_matches: 'does not match',
} as const;
const equality = { equals: 'is', not_equals: 'is not' } as const;
const order = { less_than: 'is below', greater_than: 'is above' } as const;
const presence = { exists: 'exists', not_exists: 'does not exist' } as const;

interface Source {
  readonly label: string;
  readonly operators: Readonly<Record<string, string>>;
  /** The placeholder of the value. */
  readonly unit: string;
  /** The placeholder of the name, for sources with several values. */
  readonly name?: string;
}

/** The sources of assertions and the operators of each. */
const sources: Readonly<Record<string, Source>> = {
  body: { label: 'Body', operators: text, unit: 'Text' },
  json: { label: 'JSON', operators: { ...equality, ...order, ...text, ...presence }, unit: 'Value', name: '$.status' },
  header: { label: 'Header', operators: { ...equality, ...text, ...presence }, unit: 'Value', name: 'Header' },
  status: { label: 'Status', operators: { ...equality, ...order }, unit: 'Status' },
  latency: { label: 'Latency', operators: order, unit: 'Milliseconds' },
  certificate_days: { label: 'Certificate', operators: order, unit: 'Days left' },
  packet_loss: { label: 'Packet loss', operators: order, unit: 'Percent' },
  jitter: { label: 'Jitter', operators: order, unit: 'Milliseconds' },
};

type Assertion = { readonly [key: string]: Json };

/** Assertions as sentences about the response: "body contains ok, down if not met". */
export function AssertionsInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  const assertions = list(value).filter(isMap);
  const edit = (position: number, part: Assertion): void =>
    onChange(assertions.map((each, at) => at === position ? complete({ ...each, ...part }) : each));
  return (
    <div className='rows' role='group' aria-label={field.label} aria-describedby={fieldIds['aria-describedby']}>
      {assertions.map((assertion, position) => (
        <Row
          key={position}
          number={position + 1}
          id={position === 0 ? fieldIds.id : undefined}
          assertion={assertion}
          choices={field.options}
          onEdit={(part) => edit(position, part)}
          onRemove={() => onChange(assertions.filter((_, at) => at !== position))}
        />
      ))}
      <Button
        id={assertions.length === 0 ? fieldIds.id : undefined}
        className='add'
        aria-label={`Add to ${field.label}`}
        icon='plus-lg'
        onClick={() => onChange([...assertions, complete({ source: field.options[0] ?? 'body', value: '' })])}
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
  readonly choices: readonly string[];
  readonly onEdit: (part: Assertion) => void;
  readonly onRemove: () => void;
}

function Row({ number, id, assertion, choices, onEdit, onRemove }: RowProps): ReactElement {
  const source = String(assertion.source);
  const { operators = {}, unit = 'Value', name } = sources[source] ?? {};
  const named = (part: string): string => `Assertion ${number}: ${part}`;
  return (
    <div className='assertion-row'>
      <Select
        id={id}
        aria-label={named('source')}
        value={source}
        onChange={(event) => onEdit({ source: event.target.value })}
      >
        {choices.map((each) => <option key={each} value={each}>{sources[each]?.label ?? each}</option>)}
      </Select>
      {name && (
        <Input
          aria-label={named('name')}
          placeholder={name}
          spellCheck={false}
          value={String(assertion.name ?? '')}
          onChange={(event) => onEdit({ name: event.target.value })}
        />
      )}
      <Select
        aria-label={named('operator')}
        value={String(assertion.operator)}
        onChange={(event) => onEdit({ operator: event.target.value })}
      >
        {Object.entries(operators).map(([each, label]) => <option key={each} value={each}>{label}</option>)}
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
        aria-label={named('severity')}
        value={String(assertion.severity)}
        onChange={(event) => onEdit({ severity: event.target.value })}
      >
        <option value='down'>Down if not met</option>
        <option value='degraded'>Degraded if not met</option>
      </Select>
      <IconButton icon='x-lg' label={`Remove assertion ${number}`} onClick={onRemove} />
    </div>
  );
}

/** Returns the assertion with an operator that its source supports, and only the members that the operator needs. */
export function complete(assertion: Assertion): Assertion {
  const source = String(assertion.source);
  const operators = Object.keys(sources[source]?.operators ?? {});
  const operator = operators.find((each) => each === assertion.operator) ?? operators[0] ?? 'contains';
  return {
    source,
    ...(sources[source]?.name ? { name: assertion.name ?? '' } : {}),
    operator,
    ...(operator in presence ? {} : { value: assertion.value ?? '' }),
    severity: assertion.severity ?? 'down',
  };
}
