/** What the shelf keeps when its room runs out. */
import { expect, test } from 'vitest';
import { createShelf } from '../../src/docx/shelf.ts';

const of = (length: number): Uint8Array => new Uint8Array(length);

test('what was not asked for longest goes first', () => {
  const shelf = createShelf(10);
  shelf.put('a', of(4));
  shelf.put('b', of(4));
  shelf.get('a');
  shelf.put('c', of(4));
  expect(shelf.get('b')).toBeUndefined();
  expect(shelf.get('a')).toBeDefined();
  expect(shelf.get('c')).toBeDefined();
});

test('one document may take the whole shelf, a larger one is not kept', () => {
  const shelf = createShelf(10);
  shelf.put('a', of(4));
  shelf.put('b', of(11));
  expect(shelf.get('a')).toBeDefined();
  expect(shelf.get('b')).toBeUndefined();
  shelf.put('c', of(10));
  expect(shelf.get('a')).toBeUndefined();
  expect(shelf.get('c')).toBeDefined();
});

test('putting a key again takes the place of what it had', () => {
  const shelf = createShelf(10);
  shelf.put('a', of(8));
  shelf.put('a', of(6));
  shelf.put('b', of(4));
  expect(shelf.get('a')?.byteLength).toBe(6);
  expect(shelf.get('b')).toBeDefined();
});
