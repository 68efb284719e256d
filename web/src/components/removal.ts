import { api } from '../api/client.ts';
import { explain } from '../api/problem.ts';
import { changed } from '../api/queries.ts';
import { putBack, takeOut } from '../api/removed.ts';
import { postpone, toast } from './toasts.ts';

interface Removed {
  readonly id: number;
  readonly name: string;
}

/** Gone from view at once, and from the server when it cannot be undone any more. `touched`: the paths of what else that changes. */
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
