import { api } from '../../api/client.ts';
import type { Monitor, Result } from '../../api/monitor-types.ts';
import { explain } from '../../api/problem.ts';
import { changed, queries } from '../../api/queries.ts';
import { monitor as monitorResource, monitors } from '../../api/resources.ts';
import { removeLater } from '../removal.ts';
import { statusWords } from '../Status.tsx';
import { toast, toastWithUndo } from '../toasts.ts';
import { testTimeout } from './use-live-test.ts';
import { outcomeSentence } from './words.ts';

/** The actions on a monitor, for all places that show it. Each reports its outcome. */

export async function setPaused({ id, name }: Pick<Monitor, 'id' | 'name'>, paused: boolean): Promise<void> {
  const step = async (pausing: boolean): Promise<void> => {
    const now = await api.post<Monitor>(`/monitors/${id}/${pausing ? 'pause' : 'resume'}`);
    queries.update<readonly Monitor[]>(monitors.key, (list) => list.map((each) => each.id === id ? now : each));
    queries.update<Monitor>(monitorResource(id).key, () => now);
    changed('/overview', '/incidents');
  };
  await withToast(async () => {
    await step(paused);
    toastWithUndo(paused ? `Paused ${name}` : `Resumed ${name}`, () => void withToast(() => step(!paused)));
  });
}

export async function checkNow({ id, name }: Pick<Monitor, 'id' | 'name'>): Promise<void> {
  await withToast(async () => {
    const result = await api.post<Result>(`/monitors/${id}/check`, undefined, { timeout: testTimeout });
    toast(
      `${name} is ${statusWords[result.outcome].label.toLowerCase()}: ${outcomeSentence(result)}`,
      result.outcome === 'down' ? 'failed' : 'done',
    );
    changed(`/monitors/${id}`);
  });
}

export function remove(monitor: Pick<Monitor, 'id' | 'name'>): void {
  removeLater(monitors.key, monitor, ['/overview', '/incidents', '/audit']);
}

async function withToast(work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    toast(explain(error), 'failed');
    changed('/monitors');
  }
}
