import { type ReactElement, useEffect, useRef } from 'react';
import { type Status, statuses } from '../../api/monitor-types.ts';
import { Input, Segments } from '../../components/Field.tsx';
import { Icon } from '../../components/Icon.tsx';
import { statusWords } from '../../components/Status.tsx';
import type { StatusCounts } from './filter.ts';

interface Props {
  readonly counts: StatusCounts;
  readonly total: number;
  readonly status: Status | '';
  readonly onStatus: (status: string) => void;
  readonly text: string;
  readonly onText: (text: string) => void;
}

/** Offers the statuses that occur, and the selected one. The slash key focuses the search. */
export function Filters({ counts, total, status, onStatus, text, onText }: Props): ReactElement {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const slash = (event: KeyboardEvent): void => {
      const typing = event.target instanceof HTMLElement &&
        event.target.closest('input, textarea, select, dialog') !== null;
      if (event.key !== '/' || typing || event.metaKey || event.ctrlKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    addEventListener('keydown', slash);
    return () => removeEventListener('keydown', slash);
  }, []);
  const options = statuses
    .filter((each) => (counts[each] ?? 0) > 0 || each === status)
    .map((each) => ({ value: each as string, label: statusWords[each].label, number: counts[each] ?? 0 }));
  return (
    <div className='filters'>
      <div className='with-icon'>
        <Icon name='search' />
        <Input
          ref={input}
          type='search'
          aria-label='Search monitors'
          placeholder='Search by name, target or tag'
          value={text}
          onChange={(event) => onText(event.target.value)}
        />
      </div>
      <Segments
        label='Status'
        value={status as string}
        onChange={onStatus}
        options={[{ value: '', label: 'All', number: total }, ...options]}
      />
    </div>
  );
}
