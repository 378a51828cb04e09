/**
 * The form of archives: its JSON Schema is the one that is published, every part of a draft has its place in it, and what
 * fits no archive is found, with the place where it stands.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { archiveFileSchema, PART_NAMES, type Archive } from '../../src/domain/archive.ts';
import { checkedArchive, historyChecker } from '../../src/domain/archiveFaults.ts';
import { stayOfBroughtIn } from '../../src/domain/archiving.ts';
import { EMPTY_ANSWER } from '../../src/domain/answer.ts';
import { RESERVED_IDS } from '../../src/domain/nodes.ts';
import { EMPTY_SOURCE } from '../../src/domain/source.ts';
import { put } from '../archives.ts';
import { ROOT } from '../cast.ts';
import { callWith, solidarity } from './drafts.ts';

const NOW = new Date('2026-03-02T09:30:00.000Z');
const AT = '2026-03-01T09:00:00.000Z';
const HASH = 'a'.repeat(64);

const saved = (value: unknown, revision = 1) => ({ revision, savedAt: AT, by: 'link-1', value });
const whole: Archive = {
  format: 'aide-memoire archive',
  version: 1,
  draft: {
    ...{ language: 'fr', startedAt: AT, changedAt: AT, revision: 3, submittedAt: null, follows: false },
    ...{ questionnaire: HASH, keepUntil: null, idleHours: 720 },
  },
  questionnaires: [{ hash: HASH, questionnaire: callWith([{ id: 'q1', text: { en: 'What?' } }]) }],
  links: [{ name: 'link-1', role: 'owner', label: 'Amina', signatory: null, createdAt: AT }],
  parts: {},
  answers: { q1: saved({ ...EMPTY_ANSWER, text: 'A text.' }, 3) as Archive['answers'][string] },
  history: { lines: 2, hash: HASH, begins: {} },
  threads: [
    {
      question: 'q1',
      resolved: null,
      comments: [{ kind: 'comment', text: 'Why?', base: 1, by: 'link-1', at: AT }],
    },
  ],
  approvals: [],
  moves: [],
  submission: null,
  texts: [],
  audit: { verdict: { kind: 'whole', count: 0, hash: '' }, entries: [] },
  earlierRecords: [],
};

const WHOLE = { kind: 'whole', count: 1, hash: HASH };
/** The first of a draft that was brought in: three entries came with it. */
const ENTRY = {
  ...{ number: 1, at: AT, role: 'owner', label: 'Amina', action: 'archive-brought-in', subject: null, about: '' },
  count: 3,
};
const SOURCES = { items: [{ ...EMPTY_SOURCE, key: 'one', title: 'A report', text: 'text-1' }], listed: true };

/** What is found in the archive with this value at this path; null: nothing. */
function faultWith(path: string, value: unknown): unknown {
  const checked = checkedArchive(put(whole, path, value), NOW);
  return 'fault' in checked ? checked.fault : null;
}

describe('the form of an archive', () => {
  it('is the one that is published', () => {
    const published = JSON.parse(readFileSync(`${ROOT}/docs/archive.schema.json`, 'utf8')) as object;
    expect(JSON.parse(JSON.stringify(archiveFileSchema()))).toEqual(published);
  });

  it('has a place for every part of a draft', () => {
    expect([...PART_NAMES].sort()).toEqual([...RESERVED_IDS].sort());
  });

  it('takes what is as it should be, and fills in what an older program left out', () => {
    expect(checkedArchive(structuredClone(whole), NOW)).toEqual({ value: whole });
    const bare = { text: 'A text.', values: {}, declined: null, finished: false };
    expect(checkedArchive(put(whole, 'answers.q1.value', bare), NOW)).toEqual({ value: whole });
  });
});

describe('a fault of an archive', () => {
  const [other, nextYear] = ['b'.repeat(64), '2027-03-01T09:00:00.000Z'];
  const faults: readonly (readonly [string, path: string, value: unknown, where: string, kind: string])[] = [
    ['nothing of a draft', 'draft', undefined, 'draft', 'missing'],
    ['something strange', 'secret', 1, '…', 'unknown'],
    ['a text that is a number', 'answers.q1.value.text', 7, 'answers.q1.value.text', 'form'],
    ['a revision beyond measure', 'draft.revision', 1e300, 'draft.revision', 'too-much'],
    ['a revision of a half', 'draft.revision', 1.5, 'draft.revision', 'form'],
    ['a day that is none', 'draft.changedAt', '2026-02-30T09:00:00.000Z', 'draft.changedAt', 'form'],
    ['a day of next year', 'draft.changedAt', nextYear, 'draft.changedAt', 'future'],
    ['a save of next year', 'answers.q1.savedAt', nextYear, 'answers.q1', 'future'],
    ['a link that is nowhere', 'answers.q1.by', 'link-2', 'answers.q1.by', 'nowhere'],
    ['a link that is an id', 'links.0.name', 'k7m2q9xdab', 'links.0.name', 'form'],
    ['two links of one name', 'links.1', whole.links[0], 'links', 'order'],
    ['a role that there is not', 'links.0.role', 'admin', 'links.0.role', 'form'],
    ['a part of the program as a question', 'answers.plan', whole.answers['q1'], 'answers.plan', 'form'],
    ['a questionnaire that is nowhere', 'draft.questionnaire', other, 'draft.questionnaire', 'nowhere'],
    ['a move to nowhere', 'moves.0', { from: HASH, to: other, at: AT, by: null }, 'moves.0.to', 'nowhere'],
    ['a thread without a word', 'threads.0.comments', [], 'threads.0.comments', 'form'],
    ['a history of a part that is nowhere', 'history.begins', { q2: 2 }, 'history.begins.q2', 'nowhere'],
    [
      'a source of a text that is nowhere',
      'parts.sources',
      saved(SOURCES),
      'parts.sources.value.items.0.text',
      'nowhere',
    ],
    ['a record that was cut', 'audit.verdict.count', 1, 'audit.entries', 'missing'],
    [
      'a record with a gap',
      'audit',
      { verdict: WHOLE, entries: [{ ...ENTRY, number: 2 }] },
      'audit.entries',
      'missing',
    ],
    ['no record of before', 'audit', { verdict: WHOLE, entries: [ENTRY] }, 'earlierRecords', 'missing'],
    ['submitted, and no submission', 'draft.submittedAt', AT, 'submission', 'missing'],
    ['no questionnaire at all', 'questionnaires', [], 'questionnaires', 'form'],
    ['an id that is text', 'answers.Ünser Text', whole.answers['q1'], 'answers.…', 'form'],
  ];

  it.each(faults)('is found: %s', (_, path, value, where, kind) => {
    expect(faultWith(path, value)).toEqual({ where, kind });
  });

  it('is found in the history', () => {
    const line = { part: 'q1', revision: 1, savedAt: AT, by: 'link-1', value: EMPTY_ANSWER };
    const { check } = historyChecker(whole, NOW);
    expect(check(line)).toEqual({ value: line });
    expect(check(line)).toEqual({ fault: { where: 'history.jsonl, 2: revision', kind: 'order' } });
    expect(check({ ...line, revision: 3 })).toEqual({ fault: { where: 'history.jsonl, 3: revision', kind: 'order' } });
    expect(check({ ...line, part: 'plan' })).toEqual({ fault: { where: 'history.jsonl, 4: part', kind: 'nowhere' } });
    expect(check({ ...line, part: 'q2' })).toEqual({ fault: { where: 'history.jsonl, 5: part', kind: 'nowhere' } });
    const worded = { ...line, revision: 2, value: { ...EMPTY_ANSWER, text: null } };
    expect(check(worded)).toEqual({ fault: { where: 'history.jsonl, 6: value.text', kind: 'form' } });
  });

  it('is found where the history has a gap, at its beginning, in its middle or at its end', () => {
    const line = { part: 'q1', revision: 1, savedAt: AT, by: 'link-1', value: EMPTY_ANSWER };
    const longer = put(whole, 'answers.q1.revision', 4) as unknown as Archive;
    const after = (archive: Archive, ...revisions: readonly number[]): unknown => {
      const { check, gap } = historyChecker(archive, NOW);
      for (const revision of revisions) {
        const checked = check({ ...line, revision });
        if ('fault' in checked) return checked.fault;
      }
      return gap();
    };
    const short = { where: 'history.jsonl: q1', kind: 'missing' };
    expect(after(longer, 1, 2, 3)).toBeNull();
    expect(after(longer, 1, 2)).toEqual(short);
    expect(after(longer)).toEqual(short);
    expect(after(longer, 1, 3)).toEqual({ where: 'history.jsonl, 2: revision', kind: 'missing' });
    expect(after(longer, 2, 3)).toEqual({ where: 'history.jsonl, 1: revision', kind: 'missing' });
    // Its first save had another number.
    const late = (first: number): Archive => put(longer, 'history.begins', { q1: first }) as unknown as Archive;
    expect(after(late(3), 3)).toBeNull();
    expect(after(late(4))).toBeNull();
    expect(after(late(3), 2, 3)).toEqual({ where: 'history.jsonl, 1: revision', kind: 'order' });
    expect(after(late(5))).toEqual(short);
  });
});

describe('how long a draft stays that is brought in', () => {
  const wished = (keepUntil: string | null): Archive => ({ ...whole, draft: { ...whole.draft, keepUntil } });

  it('is as long as one that is begun now, where the rule would soon remove it', () => {
    // Its deadline was two years ago.
    expect(stayOfBroughtIn(wished(null), solidarity, 180, NOW)).toEqual(new Date('2026-08-29T09:30:00.000Z'));
  });

  it('is what was wished, and no longer than an owner could wish', () => {
    const open = callWith([{ id: 'q1', text: { en: 'What?' } }], {
      deadlines: [{ id: 'final', wording: { en: '1 March 2027' }, date: '2027-03-01' }],
    });
    expect(stayOfBroughtIn(wished(null), open, 180, NOW)).toBeNull();
    expect(stayOfBroughtIn(wished('2026-05-01T00:00:00.000Z'), open, 180, NOW)).toEqual(
      new Date('2026-05-01T00:00:00.000Z'),
    );
    expect(stayOfBroughtIn(wished('9999-05-01T00:00:00.000Z'), open, 180, NOW)).toEqual(
      new Date('2026-08-29T09:30:00.000Z'),
    );
  });
});
