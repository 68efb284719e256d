import { type ReactElement, useId } from 'react';
import type { FieldProblem } from '../../api/problem.ts';
import { useQuery } from '../../api/queries.ts';
import { locations } from '../../api/resources.ts';
import { Field, FieldError, Select } from '../../components/Field.tsx';
import { problemOf } from '../../components/form/values.ts';
import type { EditorState } from './draft.ts';

interface Props {
  /** The monitor's stored locations, which may no longer exist. */
  readonly own: readonly string[];
  readonly state: Pick<EditorState, 'locations' | 'quorum'>;
  readonly problems: readonly FieldProblem[];
  readonly onEdit: (part: Pick<EditorState, 'locations' | 'quorum'>) => void;
}

/** Renders nothing if there is no choice. */
export function LocationFields(
  { own, state: { locations: chosen, quorum }, problems, onEdit }: Props,
): ReactElement | null {
  const { data = [] } = useQuery(locations);
  const id = useId();
  const silent = data.filter((each) => each.silent).map(({ name }) => name);
  const names = [...new Set([...own, ...data.map(({ name }) => name)])];
  const wrong = problemOf('locations', problems);
  const wrongQuorum = problemOf('quorum', problems);
  if (names.length < 2 && !wrong && !wrongQuorum) return null;
  const choose = (name: string, isChosen: boolean): void => {
    const next = names.filter((each) => each === name ? isChosen : chosen.includes(each));
    onEdit({ locations: next, quorum: Math.max(1, Math.min(quorum, next.length)) });
  };
  return (
    <div className='form-two'>
      <fieldset className='field' aria-describedby={wrong && id}>
        <legend className='field-label'>Checked from</legend>
        <div className='row wrap'>
          {names.map((name) => (
            <label key={name} className='row small'>
              <input
                type='checkbox'
                checked={chosen.includes(name)}
                aria-invalid={wrong ? true : undefined}
                onChange={(event) => choose(name, event.target.checked)}
              />
              {name} {silent.includes(name) && <span className='soft'>no runner</span>}
            </label>
          ))}
        </div>
        {wrong && <FieldError id={id} message={wrong} />}
        {chosen.length === 0 && <p className='help'>If none is selected, checks run from the server's location.</p>}
      </fieldset>
      {(chosen.length > 1 || wrongQuorum) && (
        <Field label='Down when it fails in' error={wrongQuorum}>
          {(fieldIds) => (
            <Select
              value={quorum}
              onChange={(event) => onEdit({ locations: chosen, quorum: Number(event.target.value) })}
              {...fieldIds}
            >
              {chosen.map((_, position) => (
                <option key={position} value={position + 1}>{quorumWords(position + 1, chosen.length)}</option>
              ))}
            </Select>
          )}
        </Field>
      )}
    </div>
  );
}

function quorumWords(quorum: number, of: number): string {
  if (quorum === 1) return 'any location';
  return quorum === of ? 'all locations' : `${quorum} locations`;
}
