/** Approvals of one exact text: what the hash covers, and how everybody stands after a change. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { standingsOf, textHash, type Approval } from '../../src/domain/approval.ts';
import { changesBetween } from '../../src/domain/changes.ts';
import { composeOutline, type Outline } from '../../src/domain/outline.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { LEAD, NO_SIGNATORIES, type Signatory } from '../../src/domain/signatory.ts';
import { MEMBERS } from '../coalition.ts';
import { draftIn, phrases, solidarity } from './drafts.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

const FILLED = {
  organisation: { name: 'Rivages solidaires', country: 'SN' },
  publication: { choice: 'public', declined: 'mark' },
  answers: { q1: { text: 'Oui, depuis 2011.[^1]\n\n[^1]: Rapport annuel.' }, q5: { declined: { reason: 'Risque.' } } },
} as const;

function outlineOf(
  change: Partial<Parameters<typeof draftIn>[1]> = {},
  list: readonly Signatory[] = MEMBERS,
  questionnaire: Questionnaire = solidarity,
): Outline {
  const signatories = { value: { ...NO_SIGNATORIES, list: [...list] }, revision: 1 };
  const draft = { ...draftIn('fr', { ...FILLED, ...change }), signatories };
  return composeOutline(draft, questionnaire, phrases.fr, { country: 'Sénégal' });
}
const hashOf = (...given: Parameters<typeof outlineOf>): string => textHash(outlineOf(...given), sha256);
const atFootnote = {
  ...solidarity,
  joint: {
    ...solidarity.joint,
    value: { listed: 'footnote', order: 'given', statusFirst: false, email: false, lead: null, supporters: null },
  },
} satisfies Questionnaire;

describe('the hash of a text', () => {
  const now = hashOf();

  it('is the same for the same text, also on another day and with answers that were only ticked as finished', () => {
    expect(hashOf()).toBe(now);
    expect(hashOf({ changedAt: new Date('2024-02-09T10:00:00Z') })).toBe(now);
    const { q1, q5 } = FILLED.answers;
    expect(hashOf({ answers: { q1: { ...q1, finished: true }, q5, q9: { text: '' } } })).toBe(now);
  });

  it.each<[string, Parameters<typeof outlineOf>[0]]>([
    ['an answer', { answers: { ...FILLED.answers, q1: { text: 'Oui, depuis 2012.[^1]\n\n[^1]: Rapport annuel.' } } }],
    [
      'one mark',
      { answers: { ...FILLED.answers, q1: { text: 'Oui, **depuis** 2011.[^1]\n\n[^1]: Rapport annuel.' } } },
    ],
    ['a footnote', { answers: { ...FILLED.answers, q1: { text: 'Oui, depuis 2011.[^1]\n\n[^1]: Rapport.' } } }],
    ['a new answer', { answers: { ...FILLED.answers, q9: { text: 'Oui.' } } }],
    ['a reason', { answers: { ...FILLED.answers, q5: { declined: { reason: '' } } } }],
    ['the name of the lead', { organisation: { name: 'Rivages', country: 'SN' } }],
    ['the publication', { publication: { choice: 'confidential', declined: 'mark' } }],
  ])('changes with %s', (_, change) => {
    expect(hashOf(change)).not.toBe(now);
  });

  it.each([
    ['at the start', solidarity],
    ['in a footnote', atFootnote],
  ])('does not change with the list of signatories %s', (_, questionnaire) => {
    const all = hashOf({}, MEMBERS, questionnaire);
    expect(hashOf({}, MEMBERS.slice(0, 3), questionnaire)).toBe(all);
    expect(hashOf({}, [{ ...MEMBERS[0]!, name: 'Another' }, ...MEMBERS.slice(1)].toReversed(), questionnaire)).toBe(
      all,
    );
    expect(all).toBe(now);
  });
});

describe('how everybody stands', () => {
  const signatories = { approval: 'all' as const, list: [MEMBERS[0]!, MEMBERS[1]!, MEMBERS.at(-1)!] };
  const [first, second, endorsing] = signatories.list.map(({ id }) => id) as [string, string, string];
  const approval = (signatory: string, decision: Approval['decision'], hash: string, at: number): Approval => ({
    id: `${signatory}${at}`,
    draft: 'd',
    signatory,
    decision,
    hash,
    revisions: {},
    words: '',
    link: 'l',
    by: '',
    at: new Date(at),
  });
  const statesAt = (hash: string, ...approvals: readonly Approval[]) =>
    Object.fromEntries(
      standingsOf(signatories, approvals.toReversed(), hash).map(({ signatory, state }) => [signatory, state]),
    );

  it('waits for the lead and for those who sign, and for no supporter', () => {
    expect(statesAt('h1')).toEqual({ [LEAD]: 'waiting', [first]: 'waiting', [second]: 'waiting' });
    expect(statesAt('h1', approval(endorsing, 'approved', 'h1', 1))).not.toHaveProperty(endorsing);
  });

  it('voids a yes by a change, and brings it back with the text', () => {
    const given = [approval(LEAD, 'approved', 'h1', 1), approval(first, 'approved', 'h1', 2)];
    expect(statesAt('h1', ...given)).toEqual({ [LEAD]: 'approved', [first]: 'approved', [second]: 'waiting' });
    const again = [...given, approval(LEAD, 'approved', 'h2', 3)];
    expect(statesAt('h2', ...again)).toEqual({ [LEAD]: 'approved', [first]: 'void', [second]: 'waiting' });
  });

  it('counts the newest answer, and keeps a no after a change', () => {
    const given = [approval(first, 'approved', 'h1', 1), approval(first, 'declined', 'h1', 2)];
    expect(statesAt('h1', ...given)[first]).toBe('declined');
    expect(statesAt('h2', ...given)[first]).toBe('declined');
    const [, standing] = standingsOf(signatories, given.toReversed(), 'h2');
    expect(standing).toMatchObject({ signatory: first, state: 'declined', current: false });
    expect(statesAt('h2', ...given, approval(first, 'approved', 'h2', 3))[first]).toBe('approved');
  });

  it('asks nobody where one organisation submits by itself', () => {
    expect(standingsOf(NO_SIGNATORIES, [approval(LEAD, 'approved', 'h1', 1)], 'h1')).toEqual([]);
  });
});

describe('what changed', () => {
  const change = (to: Parameters<typeof outlineOf>[0], from: Parameters<typeof outlineOf>[0] = {}) =>
    changesBetween(outlineOf(from), outlineOf(to)).map(({ id, before, after }) => [id, before, after]);

  it('is told piece by piece, in the order of the paper', () => {
    const changed = change({
      organisation: { name: 'Rivages', country: 'SN' },
      answers: { q1: { text: 'Non.' }, q5: FILLED.answers.q5, q9: { text: 'Un point.' } },
    });
    expect(changed.map(([id]) => id)).toEqual(['front', 'q1', 'q9', 'footnotes']);
    expect(changed[1]).toEqual(['q1', 'Oui, depuis 2011.[1]', 'Non.']);
    expect(changed[2]).toEqual(['q9', '', 'Un point.']);
    expect(changed[3]).toEqual(['footnotes', '[1] Rapport annuel.', '']);
  });

  it('names a question that is gone where it stood', () => {
    const changed = change(
      { answers: { q9: { text: 'Oui.' } } },
      { answers: { q2: { text: 'A.' }, q9: { text: 'B.' } } },
    );
    expect(changed.map(([id]) => id)).toEqual(['q2', 'q9']);
  });

  it('is nothing where nothing but the day, the list or a mark changed', () => {
    expect(change({ changedAt: new Date('2024-02-09T10:00:00Z') })).toEqual([]);
    expect(changesBetween(outlineOf({}, MEMBERS.slice(1), atFootnote), outlineOf({}, MEMBERS, solidarity))).toEqual([]);
    const marked = { ...FILLED.answers, q1: { text: '**Oui**, depuis 2011.[^1]\n\n[^1]: Rapport annuel.' } };
    expect(change({ answers: marked })).toEqual([]);
  });
});
