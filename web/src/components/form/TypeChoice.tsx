import type { ReactElement } from 'react';

interface Type {
  readonly type: string;
  readonly label: string;
  readonly summary?: string;
}

interface Props<Choice extends Type> {
  readonly legend: string;
  readonly types: readonly Choice[];
  readonly chosen: string;
  readonly onChoose: (type: Choice) => void;
}

/** Chooses the type of a new item, which decides the other fields. */
export function TypeChoice<Choice extends Type>(
  { legend, types, chosen, onChoose }: Props<Choice>,
): ReactElement {
  return (
    <fieldset className='stack tight'>
      <legend className='field-label'>{legend}</legend>
      <div className='type-choice'>
        {types.map((each) => (
          <label key={each.type}>
            <input type='radio' name='type' checked={each.type === chosen} onChange={() => onChoose(each)} />
            <strong>{each.label}</strong>
            {each.summary && <span>{each.summary}</span>}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
