import type { ReactElement } from 'react';
import { Card, Skeleton } from '../../components/Feedback.tsx';
import { LongList } from '../../components/LongList.tsx';
import type { Resource } from '../../lib/query.ts';

interface Props<Item> {
  readonly title: string;
  readonly resource: (length: number) => Resource<readonly Item[]>;
  readonly line: (item: Item, position: number, items: readonly Item[]) => ReactElement;
}

/** How many lines are shown before the user requests more. */
export const firstLines = 15;

/** A card of recent entries, newest first, one per line. */
export function LinesCard<Item>({ title, resource, line }: Props<Item>): ReactElement {
  return (
    <Card title={title} flush>
      <LongList first={firstLines} resource={resource} placeholder={<Skeleton height={360} />}>
        {(items) => (
          <>
            {items.length === 0 && <p className='quiet-line'>None yet.</p>}
            <ul className='results'>{items.map(line)}</ul>
          </>
        )}
      </LongList>
    </Card>
  );
}
