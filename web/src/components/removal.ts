import { api } from '../api/client.ts';
import { explain } from '../api/problem.ts';
import { changed } from '../api/queries.ts';
import { putBack, takeOut } from '../api/removed.ts';
import { postpone, toast } from './toasts.ts';

interface Removed {
  readonly id: number;
  readonly name: string;
}

/** Hides an item at once, and deletes it when it can no longer be undone. `touched`: further paths to invalidate. */
export function removeLater(list: string, { id, name }: Removed, touched: readonly string[]): void {
  const restore = (): void => putBack(list, id);
  takeOut(list, id);
  postpone(
    `Deleted ${name}`,
    (keepalive) =>
      void api.delete(`${list}/${id}`, { keepalive }).then(
        () => changed(list, ...touched),
        (error: unknown) => {
          toast(explain(error), 'failed');
          restore();
        },
      ),
    restore,
  );
}
