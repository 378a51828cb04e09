/** The seal: what it gives back, and everything that it refuses to open. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/domain/errors.ts';
import { makeSeal, type Place } from '../../src/store/seal.ts';

const OLD = 'the old secret of the house, long enough';
const NEW = 'the new secret of the house, long enough';
const seal = makeSeal([NEW]);

/** JSON has no minus zero. */
const anyJson = fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown);
const anyString = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));
const place: fc.Arbitrary<Place> = fc.tuple(fc.string(), fc.string(), fc.oneof(fc.string(), fc.nat()));

const codeOf = (deed: () => unknown): string => {
  try {
    deed();
  } catch (error) {
    return error instanceof AppError ? error.code : 'another error';
  }
  return 'opened';
};

describe('the seal', () => {
  it('gives back every value that JSON can hold, and every string', () => {
    fc.assert(
      fc.property(place, anyJson, anyString, (where, value, text) => {
        expect(seal.openValue(where, seal.sealValue(where, { value, text }))).toEqual({ value, text });
      }),
    );
  });

  it('gives back bytes', () => {
    fc.assert(
      fc.property(place, fc.uint8Array({ maxLength: 2_000 }), (where, bytes) => {
        expect(Buffer.from(bytes).equals(seal.open(where, seal.seal(where, bytes)))).toBe(true);
      }),
    );
  });

  it('opens nowhere but in the place that it was sealed for', () => {
    fc.assert(
      fc.property(place, place, fc.uint8Array(), (where, elsewhere, bytes) => {
        fc.pre(JSON.stringify(where) !== JSON.stringify(elsewhere));
        const sealed = seal.seal(where, bytes);
        expect(codeOf(() => seal.open(elsewhere, sealed))).toBe('broken-seal');
      }),
    );
    const sealed = seal.seal(['revisions', 'a', 'q1', 1], Buffer.from('text'));
    expect(codeOf(() => seal.open(['revisions', 'a', 'q1', '1'], sealed))).toBe('broken-seal');
    expect(codeOf(() => seal.open(['revisions', 'a","q1', 1], sealed))).toBe('broken-seal');
  });

  it('does not open when a single bit was changed, or when the end is missing', () => {
    const where: Place = ['revisions', 'a', 'q1', 1];
    const sealed = seal.seal(where, Buffer.from('a text'));
    for (let bit = 0; bit < sealed.length * 8; bit += 1) {
      const changed = Uint8Array.from(sealed);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(
        codeOf(() => seal.open(where, changed)),
        `bit ${bit}`,
      ).toBe('broken-seal');
    }
    for (let length = 0; length < sealed.length; length += 1) {
      expect(
        codeOf(() => seal.open(where, sealed.subarray(0, length))),
        `${length} bytes`,
      ).toBe('broken-seal');
    }
  });

  it('never seals the same text into the same bytes', () => {
    const where: Place = ['links', 'a', 'b'];
    const sealed = Array.from({ length: 100 }, () => Buffer.from(seal.sealValue(where, 'x')).toString('hex'));
    expect(new Set(sealed).size).toBe(100);
  });

  it('opens with every key of its ring, and seals with the newest', () => {
    const where: Place = ['links', 'a', 'b'];
    const ring = makeSeal([NEW, OLD]);
    const before = makeSeal([OLD]).sealValue(where, 'before');
    expect(ring.openValue(where, before)).toBe('before');
    const after = ring.sealValue(where, 'after');
    expect(makeSeal([NEW]).openValue(where, after)).toBe('after');
    expect(codeOf(() => makeSeal([OLD]).openValue(where, after))).toBe('broken-seal');
  });

  it('tells nothing of the text in its error', () => {
    const sealed = Uint8Array.from(seal.sealValue(['links', 'a', 'b'], 'canary'));
    expect(() => seal.openValue(['links', 'a', 'c'], sealed)).toThrow(/^a value in links was changed or moved$/);
  });

  it('marks a text the same each time, by every key of the ring, and another for each purpose', () => {
    const [marked, ...others] = seal.marks('address', 'a@example.org');
    expect(others).toEqual([]);
    expect(marked).toMatch(/^[0-9a-f]{64}$/);
    expect(makeSeal([NEW]).marks('address', 'a@example.org')).toEqual([marked]);
    expect(makeSeal(['a third secret of the house, long enough', NEW]).marks('address', 'a@example.org')[1]).toBe(
      marked,
    );
    expect(makeSeal([OLD]).marks('address', 'a@example.org')).not.toContain(marked);
    expect(seal.marks('code', 'a@example.org')).not.toContain(marked);
    expect(seal.marks('address', 'b@example.org')).not.toContain(marked);
  });
});
