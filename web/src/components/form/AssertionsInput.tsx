import type { ReactElement } from 'react';
import type { AssertionSource, Json } from '../../api/types.ts';
import { Button, IconButton } from '../Button.tsx';
import { Input, Select } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { isMap, list } from './values.ts';

type Assertion = { readonly [key: string]: Json };

/** Assertions as sentences about the response: "body contains ok, down if not met". */
export function AssertionsInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  const sources = field.assertion_sources ?? [];
  const assertions = list(value).filter(isMap);
  const edit = (position: number, part: Assertion): void =>
    onChange(assertions.map((each, at) => at === position ? complete({ ...each, ...part }, sources) : each));
  return (
    <div className='rows' role='group' aria-label={field.label} aria-describedby={fieldIds['aria-describedby']}>
      {assertions.map((assertion, position) => (
        <Row
          key={position}
          number={position + 1}
          id={position === 0 ? fieldIds.id : undefined}
          assertion={assertion}
          sources={sources}
          onEdit={(part) => edit(position, part)}
          onRemove={() => onChange(assertions.filter((_, at) => at !== position))}
        />
      ))}
      <Button
        id={assertions.length === 0 ? fieldIds.id : undefined}
        className='add'
        aria-label={`Add to ${field.label}`}
        icon='plus-lg'
        onClick={() => onChange([...assertions, complete({ source: sources[0]?.source ?? '' }, sources)])}
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
  readonly sources: readonly AssertionSource[];
  readonly onEdit: (part: Assertion) => void;
  readonly onRemove: () => void;
}

function Row({ number, id, assertion, sources, onEdit, onRemove }: RowProps): ReactElement {
  const source = sources.find((each) => each.source === assertion.source);
  const named = (part: string): string => `Assertion ${number}: ${part}`;
  return (
    <div className='assertion-row'>
      <Select
        id={id}
        aria-label={named('source')}
        value={String(assertion.source)}
        onChange={(event) => onEdit({ source: event.target.value })}
      >
        {sources.map((each) => <option key={each.source} value={each.source}>{each.label}</option>)}
      </Select>
      {source?.name_placeholder && (
        <Input
          aria-label={named('name')}
          placeholder={source.name_placeholder}
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
        {source?.operators.map((each) => <option key={each.operator} value={each.operator}>{each.label}</option>)}
      </Select>
      {'value' in assertion && (
        <Input
          aria-label={named('value')}
          placeholder={source?.value_placeholder}
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
export function complete(assertion: Assertion, sources: readonly AssertionSource[]): Assertion {
  const source = sources.find((each) => each.source === assertion.source);
  if (!source) return assertion;
  const operator = source.operators.find((each) => each.operator === assertion.operator) ?? source.operators[0];
  return {
    source: source.source,
    ...(source.name_placeholder ? { name: assertion.name ?? '' } : {}),
    operator: operator?.operator ?? '',
    ...(operator?.needs_value ? { value: assertion.value ?? '' } : {}),
    severity: assertion.severity ?? 'down',
  };
}
