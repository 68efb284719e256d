import assert from 'node:assert/strict';
import test from 'node:test';
import { LongList } from '../src/components/LongList.tsx';
import { act, click, draw, named } from './draw.ts';

test('items stay visible while more load, until there are no more', async () => {
  const all = Array.from({ length: 5 }, (_, position) => `line ${position}`);
  const answers = new Map<number, () => void>();
  const resource = (length: number) => ({
    key: `/lines?limit=${length}`,
    load: () => new Promise<readonly string[]>((resolve) => answers.set(length, () => resolve(all.slice(0, length)))),
  });
  const answer = (length: number): Promise<void> =>
    act(async () => {
      answers.get(length)?.();
      await Promise.resolve();
    });
  const place = draw(
    <LongList first={2} resource={resource} placeholder='…'>
      {(lines) => <ul>{lines.map((line) => <li key={line}>{line}</li>)}</ul>}
    </LongList>,
  );
  const shown = (): number => place.querySelectorAll('li').length;
  assert.equal(shown(), 0);
  await answer(2);
  assert.equal(shown(), 2);
  click(named('Show more', place));
  assert.equal(shown(), 2);
  assert.equal(named('Show more', place)?.getAttribute('aria-busy'), 'true');
  await answer(6);
  assert.equal(shown(), 5);
  assert.equal(named('Show more', place), undefined);
});
