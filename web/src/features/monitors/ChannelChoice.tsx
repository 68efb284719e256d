import type { ReactElement } from 'react';
import { useQuery } from '../../api/queries.ts';
import { channels } from '../../api/resources.ts';
import { Field, Select } from '../../components/Field.tsx';

interface Props {
  /** Null selects the default channels. */
  readonly chosen: readonly number[] | null;
  readonly onChange: (chosen: readonly number[] | null) => void;
}

export function ChannelChoice({ chosen, onChange }: Props): ReactElement {
  const { data = [] } = useQuery(channels);
  const how = chosen === null ? 'default' : chosen.length === 0 ? 'none' : 'some';
  const defaults = data.filter((channel) => channel.is_default && channel.enabled).map(({ name }) => name);
  const help = how === 'default'
    ? defaults.length > 0 ? `Currently: ${defaults.join(', ')}.` : 'No default channels yet. No alerts are sent.'
    : how === 'none'
    ? 'Incidents are recorded, but no alerts are sent.'
    : undefined;
  return (
    <div className='stack tight'>
      <Field label='Notify' help={help}>
        {(fieldIds) => (
          <Select
            value={how}
            onChange={({ target }) =>
              onChange(
                target.value === 'default' ? null : target.value === 'none' ? [] : data.slice(0, 1).map(({ id }) => id),
              )}
            {...fieldIds}
          >
            <option value='default'>Default channels</option>
            {data.length > 0 && <option value='some'>Selected channels</option>}
            <option value='none'>None</option>
          </Select>
        )}
      </Field>
      {chosen !== null && chosen.length > 0 && (
        <div className='row wrap' role='group' aria-label='Channels'>
          {data.map(({ id, name }) => (
            <label key={id} className='row small'>
              <input
                type='checkbox'
                checked={chosen.includes(id)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, id] : chosen.filter((each) => each !== id))}
              />
              {name}
            </label>
          ))}
        </div>
      )}
    </div>
  );
}
