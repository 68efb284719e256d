import { type ReactElement, useId, useState } from 'react';
import type { Json } from '../../api/types.ts';
import { Button } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import type { Ask, Clash, Decision } from './edit.ts';
import { isMap, mask } from './values.ts';

interface Props {
  readonly clashes: readonly Clash[];
  readonly onDecide: (decision: Decision) => void;
}

/** Shows values that two users changed at the same time. The user chooses which one stays. */
export function ClashDialog({ clashes, onDecide }: Props): ReactElement {
  const [choice, setChoice] = useState<readonly ('mine' | 'theirs')[]>(() => clashes.map(() => 'mine'));
  const group = useId();
  return (
    <Dialog title='Someone else changed this' lasting onClose={() => onDecide(undefined)}>
      <p className='soft'>You both edited these fields. Choose which values to keep. All other changes are kept.</p>
      <ul className='clashes'>
        {clashes.map(({ path, theirs, mine }, index) => (
          <li key={path.join('.')}>
            <fieldset>
              <legend>{label(path)}</legend>
              {([['mine', 'Yours', mine], ['theirs', 'Theirs', theirs]] as const).map(([kind, title, value]) => (
                <label key={kind}>
                  <input
                    type='radio'
                    name={`${group}-${index}`}
                    checked={choice[index] === kind}
                    onChange={() =>
                      setChoice(choice.map((each, at) => at === index ? kind : each))}
                  />
                  <span>
                    <strong>{title}</strong>
                    <span className='clash-value'>{words(value)}</span>
                  </span>
                </label>
              ))}
            </fieldset>
          </li>
        ))}
      </ul>
      <div className='form-actions ends'>
        <Button look='ghost' onClick={() => onDecide(undefined)}>Keep editing</Button>
        <Button look='primary' onClick={() => onDecide(choice)}>Save</Button>
      </div>
    </Dialog>
  );
}

/** The function with which a form asks about clashes, and its dialog. */
export function useClashes(): { readonly ask: Ask; readonly dialog: ReactElement | null } {
  const [asked, setAsked] = useState<{ clashes: readonly Clash[]; decide: (decision: Decision) => void }>();
  return {
    ask: (clashes) =>
      new Promise((resolve) =>
        setAsked({
          clashes,
          decide: (decision) => {
            setAsked(undefined);
            resolve(decision);
          },
        })
      ),
    dialog: asked ? <ClashDialog clashes={asked.clashes} onDecide={asked.decide} /> : null,
  };
}

/** `settings`, `secret_headers`, `X-Key` as `Secret headers, X-Key`. */
export function label(path: readonly string[]): string {
  const [first = '', ...rest] = path;
  const shown = rest.length > 0 && (first === 'settings' || first === 'config') ? rest : path;
  const text = shown.map((part) => part.replaceAll('_', ' ')).join(', ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Formats a value for users. */
export function words(value: Json | undefined): string {
  if (value === null || value === undefined || value === '') return 'Empty';
  if (value === mask) return 'Stored secret';
  if (typeof value === 'boolean') return value ? 'On' : 'Off';
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map(item);
    return items.length === 0 ? 'Empty' : items.join((value as readonly Json[]).some(isMap) ? '\n' : ', ');
  }
  if (isMap(value)) {
    const lines = Object.entries(value).map(([name, each]) => `${name}: ${words(each)}`);
    return lines.length === 0 ? 'Empty' : lines.join('\n');
  }
  return String(value);
}

/** Formats a section with its components, or any other row. */
function item(value: Json): string {
  if (!isMap(value)) return words(value);
  const { name, components } = value;
  if (typeof name === 'string' && Array.isArray(components)) {
    const shown = (components as readonly Json[]).map((each) => isMap(each) ? words(each.name) : '');
    return `${name === '' ? 'Unnamed' : name}: ${shown.length === 0 ? 'empty' : shown.join(', ')}`;
  }
  return Object.values(value).map(words).join(' ');
}
