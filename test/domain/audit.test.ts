/** The chain of a record: whatever is changed, taken out, put in or cut off is found, at its first place. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  ACTIONS,
  chained,
  noteOf,
  verifyChain,
  type ChainedEntry,
  type ChainHead,
  type FoundEntry,
  type Mac,
} from '../../src/domain/audit.ts';
import { EMPTY_PUBLICATION } from '../../src/domain/draft.ts';
import { notesOfSave } from '../../src/domain/savedNotes.ts';
import { NO_SIGNATORIES, type Signatory } from '../../src/domain/signatory.ts';

const mac: Mac = (key, text) => createHmac('sha256', key).update(text).digest('hex');
const EMPTY: ChainHead = { key: 'the key of this chain', count: 0, hash: '', from: 1 };
const WHO = { at: new Date('2026-03-02T09:30:00.123Z'), link: 'amina', role: 'owner', label: 'Amina' } as const;

/** A record of as many entries, added one or two at a time. */
function recordOf(length: number): { entries: readonly ChainedEntry[]; head: ChainHead } {
  const entries: ChainedEntry[] = [];
  let head = EMPTY;
  while (entries.length < length) {
    const notes = [noteOf('commented', `q${entries.length}`), noteOf('entered')].slice(0, length - entries.length);
    const more = chained('draft', head, WHO, notes, mac);
    entries.push(...more.entries);
    head = more.head;
  }
  return { entries, head };
}

const verify = (found: readonly FoundEntry[], head: ChainHead | null) => verifyChain('draft', found, head, mac);

const CHANGES: Readonly<Record<string, (entry: ChainedEntry) => FoundEntry>> = {
  number: (entry) => ({ ...entry, number: entry.number + 1 }),
  at: (entry) => ({ ...entry, at: new Date(entry.at.getTime() + 1) }),
  link: (entry) => ({ ...entry, link: 'bruno' }),
  program: (entry) => ({ ...entry, link: null }),
  role: (entry) => ({ ...entry, role: 'writer' }),
  label: (entry) => ({ ...entry, label: 'Bruno' }),
  unreadable: (entry) => ({ ...entry, label: null }),
  action: (entry) => ({ ...entry, action: 'declined' }),
  subject: (entry) => ({ ...entry, subject: 'another' }),
  count: (entry) => ({ ...entry, count: 7 }),
  previous: (entry) => ({ ...entry, previous: 'f'.repeat(64) }),
  hash: (entry) => ({ ...entry, hash: 'f'.repeat(64) }),
};

describe('a record', () => {
  it('is whole as it was written, and names its end', () => {
    const { entries, head } = recordOf(9);
    expect(verify(entries, head)).toEqual({ kind: 'whole', count: 9, hash: entries[8]!.hash });
    expect(entries.map(({ number }) => number)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(new Set(entries.map(({ hash }) => hash)).size).toBe(9);
  });

  it('is broken where anything of an entry was changed', () => {
    const found = fc.record({
      length: fc.integer({ min: 1, max: 12 }),
      what: fc.constantFrom(...Object.keys(CHANGES)),
    });
    fc.assert(
      fc.property(found, fc.nat(), ({ length, what }, where) => {
        const { entries, head } = recordOf(length);
        const index = where % length;
        const forged = entries.with(index, CHANGES[what]!(entries[index]!) as ChainedEntry);
        expect(verify(forged, head)).toMatchObject({ kind: 'broken', number: index + 1 });
      }),
      { numRuns: 100 },
    );
  });

  it('misses what was taken out, cut off or put in, also by somebody who hashes it anew with another key', () => {
    const { entries, head } = recordOf(6);
    expect(verify(entries.toSpliced(2, 1), head)).toEqual({ kind: 'broken', number: 3, fault: 'missing' });
    expect(verify(entries.slice(0, 4), head)).toEqual({ kind: 'broken', number: 5, fault: 'cut' });
    expect(verify([], head)).toEqual({ kind: 'broken', number: 1, fault: 'cut' });
    const last = entries[5]!;
    expect(verify([...entries, { ...last, number: 7 }], head)).toEqual({ kind: 'broken', number: 7, fault: 'added' });
    const forged = chained('draft', { ...EMPTY, key: 'guessed' }, WHO, [noteOf('started')], mac).entries;
    expect(verify(forged, { ...head, count: 1 })).toMatchObject({ kind: 'broken', number: 1, fault: 'changed' });
    expect(verify(entries, null)).toMatchObject({ kind: 'broken', number: 1, fault: 'unreadable' });
    expect(verifyChain('another draft', entries, head, mac)).toMatchObject({ kind: 'broken', number: 1 });
  });

  it('says for ever that it was begun anew', () => {
    const anew = chained('draft', { ...EMPTY, count: 4, hash: 'x', from: 5 }, WHO, [noteOf('record-broken')], mac);
    expect(verify(anew.entries, anew.head)).toEqual({ kind: 'broken', number: 5, fault: 'begun-anew' });
  });
});

describe('the save of a part', () => {
  const one = (id: string, name: string): Signatory => ({
    ...{ id, name, kind: 'submitting', country: '', contact: '', email: '', status: '' },
  });
  const listOf = (...list: Signatory[]) => ({ ...NO_SIGNATORIES, list });

  it('is noted by ids and counts where it is a deed of its own, and never with a name', () => {
    const notesOf = notesOfSave('signatories')!;
    const [a, b, c] = [one('a', 'Qzwren'), one('b', 'Qzwren too'), one('c', 'Qzwren three')];
    expect(notesOf(null, listOf(a))).toEqual([noteOf('signatories-added', 'a', 1)]);
    expect(notesOf(listOf(a), listOf(a, b, c))).toEqual([noteOf('signatories-added', null, 2)]);
    expect(notesOf(listOf(a, b), listOf({ ...a, name: 'Qzwren four' }))).toEqual([
      noteOf('signatories-changed', 'a', 1),
      noteOf('signatories-removed', 'b', 1),
    ]);
    expect(notesOf(listOf(a, b), listOf(b, a))).toEqual([noteOf('signatories-ordered')]);
    expect(notesOf(listOf(a), { ...listOf(a), approval: 'all' })).toEqual([noteOf('approval-rule-changed', 'all')]);
    const rest = notesOfSave('checks')!(
      { aside: { 'qzwren 1': { reason: 'Qzwren' } } },
      { aside: { 'qzwren 2': { reason: 'Qzwren' }, 'qzwren 3': { reason: '' } } },
    );
    expect(rest).toEqual([noteOf('checks-set-aside', null, 2), noteOf('checks-brought-back', null, 1)]);
    expect(notesOfSave('publication')!(null, { ...EMPTY_PUBLICATION, choice: 'part' })).toEqual([
      noteOf('publication-changed', 'part'),
    ]);
  });

  it('of an answer is left to its history', () => {
    for (const key of ['q1', 'organisation', 'plan', 'consents', 'constructor']) expect(notesOfSave(key)).toBeNull();
  });

  it('has an action for each that exists once', () => {
    expect(new Set(ACTIONS).size).toBe(ACTIONS.length);
  });
});
