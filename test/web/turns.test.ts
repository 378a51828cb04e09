/** Turns: one after the other for one thing, at once for different ones, and nobody waits for ever behind a failure. */
import { expect, it } from 'vitest';
import { inTurn } from '../../src/web/turns.ts';

it('lets work on one thing wait, in order, and work on others pass, whatever fails', async () => {
  const log: string[] = [];
  const gates = new Map<string, () => void>();
  const work =
    (name: string, fails = false) =>
    async () => {
      log.push(`${name} begins`);
      await new Promise<void>((resolve) => gates.set(name, resolve));
      log.push(`${name} ends`);
      if (fails) throw new Error(name);
      return name;
    };
  const open = async (name: string) => {
    while (!gates.has(name)) await new Promise(setImmediate);
    gates.get(name)!();
  };
  const first = inTurn('a', work('first', true));
  const second = inTurn('a', work('second'));
  const other = inTurn('b', work('other'));
  await open('other');
  expect(await other).toBe('other');
  expect(log).toEqual(['first begins', 'other begins', 'other ends']);
  await open('first');
  await expect(first).rejects.toThrow('first');
  await open('second');
  expect(await second).toBe('second');
  const third = inTurn('a', work('third'));
  await open('third');
  expect(await third).toBe('third');
  expect(log.slice(3)).toEqual(['first ends', 'second begins', 'second ends', 'third begins', 'third ends']);
});
