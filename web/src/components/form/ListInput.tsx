import { type ReactElement, useState } from 'react';
import { Input } from '../Field.tsx';
import type { ControlProps } from './FormFields.tsx';
import { list } from './values.ts';

/** Several short entries in one line, separated by commas. */
export function ListInput({ field, value, fieldIds, onChange }: ControlProps): ReactElement {
  // Keeps the typed text, because parsing would remove a trailing comma.
  const [text, setText] = useState(list(value).join(', '));
  const change = (typed: string): void => {
    setText(typed);
    onChange(entries(typed));
  };
  return (
    <Input
      autoComplete='off'
      autoCapitalize='none'
      spellCheck={false}
      placeholder={field.placeholder ? `${field.placeholder}, …` : 'Separated by commas'}
      value={text}
      onChange={(event) => change(event.target.value)}
      {...fieldIds}
    />
  );
}

export function entries(text: string): string[] {
  return text.split(/[,;\n]+/).map((entry) => entry.trim()).filter((entry) => entry !== '');
}
