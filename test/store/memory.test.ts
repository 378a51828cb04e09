/** The memory of opened drafts: bounded by weight, and never ahead of or behind the revision that was asked for. */
import { describe, expect, it } from 'vitest';
import { partsMemory, type WeighedPart } from '../../src/store/memory.ts';
import { NOW } from './cast.ts';

const LIMIT = 100_000;

const weighed = (key: string, revision: number, length = 10): WeighedPart => ({
  part: { key, revision, savedAt: NOW, value: { text: `${key} ${revision}` } },
  length,
});

describe('the memory of opened drafts', () => {
  it('holds a draft at one revision only', () => {
    const memory = partsMemory(LIMIT);
    const parts = memory.keep('a', 3, [weighed('q2', 1), weighed('q1', 2)]);
    expect(parts.map(({ key }) => key)).toEqual(['q1', 'q2']);
    expect(memory.find('a', 3)).toBe(parts);
    expect(memory.find('a', 2)).toBeUndefined();
    expect(memory.find('a', 4)).toBeUndefined();
    expect(memory.find('b', 3)).toBeUndefined();
  });

  it('is not set back by a reader that was overtaken', () => {
    const memory = partsMemory(LIMIT);
    const newer = memory.keep('a', 4, [weighed('q1', 3)]);
    memory.keep('a', 3, [weighed('q1', 2)]);
    expect(memory.find('a', 4)).toBe(newer);
  });

  it('follows a save of the very next revision, and no other', () => {
    const memory = partsMemory(LIMIT);
    memory.keep('a', 1, [weighed('q1', 1)]);
    memory.amend('a', 2, weighed('q2', 1));
    memory.amend('a', 3, weighed('q1', 2));
    expect(memory.find('a', 3)?.map(({ key, revision }) => [key, revision])).toEqual([
      ['q1', 2],
      ['q2', 1],
    ]);
    memory.amend('a', 5, weighed('q1', 4));
    expect(memory.find('a', 5)).toBeUndefined();
    memory.amend('b', 1, weighed('q1', 1));
    expect(memory.find('b', 1)).toBeUndefined();
  });

  it('forgets what was used longest ago once everything weighs too much', () => {
    const memory = partsMemory(LIMIT);
    for (const draft of ['a', 'b', 'c']) memory.keep(draft, 1, [weighed('q1', 1, 12_000)]);
    expect(memory.find('a', 1)).toBeDefined();
    memory.keep('d', 1, [weighed('q1', 1, 20_000)]);
    expect(memory.find('a', 1)).toBeDefined();
    expect(memory.find('b', 1)).toBeUndefined();
    memory.amend('d', 2, weighed('q2', 1, 30_000));
    expect(memory.find('c', 1)).toBeUndefined();
    memory.keep('huge', 1, [weighed('q1', 1, LIMIT)]);
    for (const draft of ['a', 'c', 'huge']) expect(memory.find(draft, 1), draft).toBeUndefined();
  });
});
