import { api } from '../../api/client.ts';
import type { Monitor, Result } from '../../api/monitor-types.ts';
import { explain } from '../../api/problem.ts';
import { changed, queries } from '../../api/queries.ts';
import { monitor as monitorResource, monitors } from '../../api/resources.ts';
import { statusWords } from '../Status.tsx';
import { postpone, toast, toastWithUndo } from '../toasts.ts';
import { testTimeout } from './use-live-test.ts';
import { outcomeSentence } from './words.ts';

/** What can be done with a monitor, from wherever it is shown. Each says what came of it. */

export async function setPaused({ id, name }: Pick<Monitor, 'id' | 'name'>, paused: boolean): Promise<void> {
  const step = async (pausing: boolean): Promise<void> => {
    const now = await api.post<Monitor>(`/monitors/${id}/${pausing ? 'pause' : 'resume'}`);
    queries.update<readonly Monitor[]>(monitors.key, (list) => list.map((each) => each.id === id ? now : each));
    queries.update<Monitor>(monitorResource(id).key, () => now);
    changed('/overview', '/incidents');
  };
  await told(async () => {
    await step(paused);
    toastWithUndo(paused ? `Paused ${name}` : `Resumed ${name}`, () => void told(() => step(!paused)));
  });
}

export async function checkNow({ id, name }: Pick<Monitor, 'id' | 'name'>): Promise<void> {
  await told(async () => {
    const result = await api.post<Result>(`/monitors/${id}/check`, undefined, { timeout: testTimeout });
    toast(
      `${name} is ${statusWords[result.outcome].label.toLowerCase()}: ${outcomeSentence(result)}`,
      result.outcome === 'down' ? 'failed' : 'done',
    );
    changed(`/monitors/${id}`);
  });
}

/** Gone from view at once, and from the server when it cannot be undone any more. */
export function remove({ id, name }: Pick<Monitor, 'id' | 'name'>): void {
  const before = queries.peek<readonly Monitor[]>(monitors.key).data;
  queries.update<readonly Monitor[]>(monitors.key, (list) => list.filter((each) => each.id !== id));
  postpone(
    `Deleted ${name}`,
    (keepalive) =>
      void told(async () => {
        await api.delete(`/monitors/${id}`, { keepalive });
        changed('/monitors', '/overview', '/incidents');
      }),
    () => {
      const found = before?.find((each) => each.id === id);
      const back = (list: readonly Monitor[]): readonly Monitor[] =>
        found ? [...list, found].sort((one, other) => one.id - other.id) : list;
      queries.update<readonly Monitor[]>(monitors.key, back);
    },
  );
}

async function told(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toast(explain(error), 'failed');
    changed('/monitors');
  }
}
