import assert from 'node:assert/strict';
import test from 'node:test';
import { dismiss, postpone, settleAll, toast, toasts, toastWithUndo } from '../src/components/toasts.ts';
import { Toasts } from '../src/components/Toasts.tsx';
import { act, click, draw, named } from './draw.ts';

test('an undone action never runs', () => {
  const done: string[] = [];
  const place = draw(<Toasts />);
  act(() => postpone('Deleted Shop', () => done.push('commit'), () => done.push('restore')));
  assert.match(place.textContent ?? '', /Deleted Shop/);
  click(named('Undo: Deleted Shop', place));
  settleAll();
  assert.deepEqual(done, ['restore']);
  assert.doesNotMatch(place.textContent ?? '', /Deleted/);
});

test('Ctrl+Z undoes the last action, but not while the user types', () => {
  const undone: string[] = [];
  const place = draw(<Toasts />);
  const { KeyboardEvent } = window as unknown as { KeyboardEvent: typeof globalThis.KeyboardEvent };
  const press = (on: Element): void => {
    const event = new KeyboardEvent('keydown', { key: 'z', ctrlKey: true, bubbles: true });
    act(() => void on.dispatchEvent(event));
  };
  act(() => {
    for (const name of ['first', 'second']) toastWithUndo(name, () => undone.push(name));
    toast('third');
  });
  const input = place.appendChild(document.createElement('input'));
  press(input);
  input.remove();
  assert.deepEqual(undone, []);
  press(document.body);
  press(document.body);
  press(document.body);
  assert.deepEqual(undone, ['second', 'first']);
  act(settleAll);
});

test('an action that is not undone runs once, at the latest when the page is left', () => {
  const done: boolean[] = [];
  postpone('Deleted Shop', (keepalive) => done.push(keepalive), () => undefined);
  settleAll();
  settleAll();
  assert.deepEqual(done, [true]);
});

test('at most three messages are shown, and a dropped one is committed', () => {
  const done: string[] = [];
  postpone('first', () => done.push('first'), () => undefined);
  for (const message of ['second', 'third', 'fourth']) toast(message);
  assert.deepEqual(toasts.get().map(({ message }) => message), ['second', 'third', 'fourth']);
  assert.deepEqual(done, ['first']);
  for (const { id } of toasts.get()) dismiss(id, 'settle');
});
