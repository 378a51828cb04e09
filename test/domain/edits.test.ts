/**
 * Edits between lists of tokens: whatever they may cost, they lead from the one to the other, and the cost is bounded.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { editsBetween, newEffort, type Edit } from '../../src/domain/edits.ts';

function applied(before: readonly string[], after: readonly string[], edits: readonly Edit[]): string[] {
  const result: string[] = [];
  let place = 0;
  for (const { start, end, newStart, newEnd } of edits) {
    result.push(...before.slice(place, start), ...after.slice(newStart, newEnd));
    place = end;
  }
  return [...result, ...before.slice(place)];
}

const tokens = fc.array(fc.constantFrom('a', 'b', 'c', ' ', ''), { maxLength: 80 });

describe('edits', () => {
  it('lead from one list to the other, with what stayed between them, whatever effort is left', () => {
    fc.assert(
      fc.property(tokens, tokens, fc.constantFrom(0, 1, 10, 1_000_000), (before, after, left) => {
        const effort = { left };
        const edits = editsBetween(before, after, effort);
        expect(applied(before, after, edits)).toEqual(after);
        edits.slice(1).forEach((edit, index) => expect(edit.start).toBeGreaterThan(edits[index]!.end));
        expect(effort.left).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are one for each change where effort is left, and one in all where it is not', () => {
    const [before, after] = ['a b c d e f g h'.split(' '), 'a X c d e f Y h'.split(' ')];
    expect(editsBetween(before, after, newEffort())).toHaveLength(2);
    expect(editsBetween(before, after, { left: 0 })).toEqual([{ start: 1, end: 7, newStart: 1, newEnd: 7 }]);
  });

  it('use up the effort on lists that cannot be compared at its price, and spare it on those with nothing shared', () => {
    const list = (name: string): string[] => Array.from({ length: 5_000 }, (_, index) => `${name}${index}`);
    const effort = newEffort();
    expect(editsBetween(list('a'), list('b'), effort)).toHaveLength(1);
    expect(effort).toEqual(newEffort());
    for (let turn = 0; turn < 10; turn += 1) editsBetween(list('a'), list('a').reverse(), effort);
    expect(effort.left).toBe(0);
  });
});
