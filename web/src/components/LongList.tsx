import { type ReactElement, type ReactNode, useState } from 'react';
import { queries, useQuery } from '../api/queries.ts';
import type { Resource } from '../lib/query.ts';
import { Button } from './Button.tsx';
import { Answer } from './Feedback.tsx';

interface Props<Item> {
  /** How many items are shown before the user requests more. */
  readonly first: number;
  readonly resource: (length: number) => Resource<readonly Item[]>;
  readonly placeholder: ReactNode;
  readonly children: (items: readonly Item[]) => ReactNode;
}

/** The maximum page size of the server. */
const most = 500;

/** A list that starts short. Its items stay visible while more are loading. */
export function LongList<Item>({ first, resource, placeholder, children }: Props<Item>): ReactElement {
  const [{ length, before }, setLength] = useState({ length: first, before: first });
  const wanted = resource(length);
  const query = useQuery(wanted);
  const data = query.data ?? queries.peek<readonly Item[]>(resource(before).key).data;
  const more = (): void => {
    if (query.data === undefined) void queries.refresh(wanted);
    else setLength({ length: Math.min(most, length * 3), before: length });
  };
  return (
    <Answer query={{ ...query, data }} retry={() => void queries.refresh(wanted)} placeholder={placeholder}>
      {(items) => (
        <>
          {children(items)}
          {items.length >= (query.data ? length : before) && length < most && (
            <div className='show-more'>
              <Button look='ghost' busy={query.loading && query.data === undefined} onClick={more}>
                Show more
              </Button>
            </div>
          )}
        </>
      )}
    </Answer>
  );
}
