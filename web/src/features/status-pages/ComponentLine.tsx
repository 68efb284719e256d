import type { ReactElement } from 'react';
import { isChecked, type Monitor } from '../../api/monitor-types.ts';
import { IconButton } from '../../components/Button.tsx';
import { FieldError, Input } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import type { ComponentState } from './draft.ts';
import type { Handle } from './use-order.ts';

interface Props {
  readonly component: ComponentState;
  /** Undefined if the monitor was deleted. */
  readonly monitor: Monitor | undefined;
  readonly error: string | undefined;
  readonly isDragged: boolean;
  readonly handle: Handle;
  readonly onChange: (part: Partial<ComponentState>) => void;
  readonly onRemove: () => void;
}

export function ComponentLine(
  { component, monitor, error, isDragged, handle, onChange, onRemove }: Props,
): ReactElement {
  const { key, name, latency } = component;
  const shown = name || monitor?.name || 'this component';
  return (
    <li className={`component-line ${isDragged ? 'dragged' : ''}`} data-key={key}>
      <button
        type='button'
        className='handle'
        aria-label={`Move ${shown}`}
        title='Drag, or move with the arrow keys'
        {...handle}
      >
        <Icon name='grip-vertical' />
      </button>
      <Input
        aria-label={`Public name of ${monitor?.name ?? shown}`}
        aria-invalid={error ? true : undefined}
        placeholder='Public name'
        value={name}
        onChange={(event) => onChange({ name: event.target.value })}
      />
      <label className='row small'>
        <input type='checkbox' checked={latency} onChange={(event) => onChange({ latency: event.target.checked })} />
        {monitor && !isChecked(monitor) ? 'Show duration' : 'Show latency'}
      </label>
      <IconButton icon='x-lg' label={`Remove ${shown} from the page`} onClick={onRemove} />
      <span className='component-monitor'>
        {monitor ? <span className='truncate'>{monitor.name}</span> : 'Monitor deleted'}
      </span>
      {error && <FieldError message={error} />}
    </li>
  );
}
