import { type ReactElement, useState } from 'react';
import type { Monitor } from '../../api/monitor-types.ts';
import { Button, LinkButton } from '../Button.tsx';
import { Dialog } from '../Dialog.tsx';
import { Input } from '../Field.tsx';
import { Icon } from '../Icon.tsx';
import { StatusBadge } from '../Status.tsx';
import { plural } from '../../lib/number.ts';
import { paths } from '../../paths.ts';

interface Props {
  readonly title: string;
  readonly monitors: readonly Monitor[];
  /** The monitors already on the page. */
  readonly shown?: ReadonlySet<number>;
  readonly onAdd: (chosen: readonly Monitor[]) => void;
  readonly onClose: () => void;
}

/** Above this, users should search. */
const mostListed = 100;

export function AddMonitorsDialog({ title, monitors, shown, onAdd, onClose }: Props): ReactElement {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<readonly number[]>([]);
  const words = text.trim().toLowerCase();
  const found = monitors.filter(({ name, target, tags }) =>
    [name, target, ...tags].some((each) => each.toLowerCase().includes(words))
  );
  if (monitors.length === 0) {
    return (
      <Dialog title={title} onClose={onClose}>
        <p className='soft'>No other monitors.</p>
        <div className='form-actions ends'>
          <LinkButton look='primary' icon='plus-lg' href={paths.newMonitor.href({})}>Add monitor</LinkButton>
        </div>
      </Dialog>
    );
  }
  return (
    <Dialog title={title} onClose={onClose}>
      <div className='with-icon'>
        <Icon name='search' />
        <Input
          type='search'
          autoFocus
          aria-label='Search monitors'
          placeholder='Search by name, target or tag'
          value={text}
          onChange={(event) => setText(event.target.value)}
          // Enter would submit the form around the dialog.
          onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
        />
      </div>
      <div className='monitor-choice' role='group' aria-label='Monitors' tabIndex={-1}>
        {found.slice(0, mostListed).map((monitor) => (
          <label key={monitor.id}>
            <input
              type='checkbox'
              checked={chosen.includes(monitor.id)}
              onChange={({ target }) =>
                setChosen(target.checked ? [...chosen, monitor.id] : chosen.filter((id) => id !== monitor.id))}
            />
            <span className='truncate'>{monitor.name}</span>
            {shown?.has(monitor.id)
              ? <span className='tag'>already added</span>
              : <StatusBadge status={monitor.status} quiet />}
          </label>
        ))}
        {found.length === 0 && <p className='soft'>No monitors match.</p>}
        {found.length > mostListed && (
          <p className='soft'>{plural(found.length - mostListed, 'more monitor')}. Search to find them.</p>
        )}
      </div>
      <div className='form-actions ends'>
        <Button look='ghost' onClick={onClose}>Cancel</Button>
        <Button
          look='primary'
          disabled={chosen.length === 0}
          onClick={() => {
            onAdd(monitors.filter(({ id }) => chosen.includes(id)));
            onClose();
          }}
        >
          {chosen.length === 0 ? 'Add' : `Add ${plural(chosen.length, 'monitor')}`}
        </Button>
      </div>
    </Dialog>
  );
}
