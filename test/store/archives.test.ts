/**
 * Archives in the cellar: whatever a draft holds is carried from one database to the other, under another key, and gives
 * an equal draft; and what comes in is kept in nobody's way.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PART_NAMES, valueSchemaOf, type Archive } from '../../src/domain/archive.ts';
import { checkedArchive, historyChecker } from '../../src/domain/archiveFaults.ts';
import { savedIn, withTextsNamed, type EarlierJson } from '../../src/domain/archiving.ts';
import type { KeptQuestionnaire } from '../../src/domain/questionnaire.ts';
import type { Submission } from '../../src/domain/submission.ts';
import { openCellar, type Cellar } from '../../src/store/cellar.ts';
import { hashOf } from '../../src/store/questionnaires.ts';
import { newId } from '../../src/web/secrets.ts';
import { without } from '../archives.ts';
import { text, valueOf } from '../generated.ts';
import { addReviewer, answer, beginSession, HOUR_MS, KEPT, later, NOW, startDraft, submissionOf } from './cast.ts';
import { GROUNDS, type Ground } from './ground.ts';

const HASHED: KeptQuestionnaire = { hash: hashOf(KEPT.questionnaire), questionnaire: KEPT.questionnaire };
const NEWER_CALL = { ...KEPT.questionnaire, version: 2 };
const NEWER: KeptQuestionnaire = { hash: hashOf(NEWER_CALL), questionnaire: NEWER_CALL };
/** All that happens in a test lies before it. */
const THEN = later(500 * HOUR_MS);

/** One thing that was done to a draft. */
const step = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('answer' as const),
      id: fc.constantFrom('q1', 'q2', '7'),
      value: valueOf(valueSchemaOf('q1')),
    }),
  },
  {
    weight: 4,
    arbitrary: fc
      .constantFrom(...PART_NAMES)
      .chain((id) =>
        fc.record({ kind: fc.constant('part' as const), id: fc.constant(id), value: valueOf(valueSchemaOf(id)) }),
      ),
  },
  fc.record({
    kind: fc.constant('thread' as const),
    said: fc.array(
      text.filter((one) => one !== ''),
      { minLength: 1, maxLength: 3 },
    ),
    settled: fc.constantFrom(null, false, true),
  }),
  fc.record({
    kind: fc.constant('approval' as const),
    decision: fc.constantFrom('approved' as const, 'declined' as const),
    words: text,
  }),
  fc.record({
    kind: fc.constant('text' as const),
    title: text,
    lines: fc.array(fc.lorem(), { minLength: 1, maxLength: 3 }),
  }),
  fc.record({ kind: fc.constant('move' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const grounds: Ground[] = [];
const cellars: Cellar[] = [];
beforeAll(async () => {
  for (const { begin } of GROUNDS) {
    const ground = await begin();
    grounds.push(ground);
    // Each has a key of its own.
    cellars.push(await openCellar(ground.settings));
  }
}, 120_000);
afterAll(async () => {
  for (const cellar of cellars) await cellar.close();
  for (const ground of grounds) await ground.end();
});
const pair = (from: number): readonly [Cellar, Cellar] => [cellars[from]!, cellars[1 - from]!];

/** A draft to which all of this was done, two minutes apart. */
async function draftWith(cellar: Cellar, steps: readonly Step[], submitted: boolean): Promise<string> {
  const { record, link, session } = await startDraft(cellar, {});
  const draft = record.id;
  await cellar.keepQuestionnaire(HASHED);
  await cellar.keepQuestionnaire(NEWER);
  // The questionnaire of the cast has no true hash.
  await cellar.moveDraft(
    { draft, from: { questionnaire: KEPT.hash, revision: 1 }, to: HASHED, changes: {}, link },
    NOW,
  );
  const { link: reviewer } = await addReviewer(cellar, draft, { address: 'bruno@example.org' });
  const revisions = new Map<string, number>();
  let at = HOUR_MS;
  for (const [place, one] of steps.entries()) {
    at += 120_000;
    const by = place % 2 === 0 ? link : reviewer.id;
    const opened = await cellar.openDraft(draft, session, NOW);
    if (one.kind === 'answer' || one.kind === 'part') {
      const expected = revisions.get(one.id) ?? 0;
      revisions.set(one.id, expected + 1);
      await cellar.savePart({ draft, key: one.id, expected, value: one.value, link: by }, later(at));
    } else if (one.kind === 'thread') {
      const thread = randomBytes(10).toString('hex');
      for (const [index, said] of one.said.entries()) {
        const id = index === 0 ? thread : randomBytes(10).toString('hex');
        const kind = index === 0 ? 'proposal' : 'comment';
        // All in one millisecond.
        await cellar.addComment({
          id,
          draft,
          question: 'q1',
          thread,
          kind,
          text: said,
          base: index,
          link: by,
          at: later(at),
        });
      }
      if (one.settled !== null) {
        await cellar.resolveThread(draft, 'q1', thread, { at: later(at + 1), link, adopted: one.settled });
      }
    } else if (one.kind === 'approval') {
      const yes = { id: randomUUID(), draft, signatory: 'lead', decision: one.decision, hash: 'c'.repeat(64) };
      await cellar.addApproval({
        ...yes,
        revisions: Object.fromEntries(revisions),
        words: one.words,
        link: by,
        at: later(at),
      });
    } else if (one.kind === 'text') {
      const excerpts = [{ headings: ['A heading'], lines: one.lines, pages: null }];
      const kept = {
        id: newId(),
        draft,
        name: one.title,
        kind: 'text' as const,
        language: null,
        addedAt: later(at),
        characters: 1,
        excerpts,
      };
      await cellar.addText(kept, by);
      const items = [
        {
          key: 'one',
          kind: 'report',
          title: 'A',
          author: '',
          imprint: '',
          date: '',
          address: '',
          accessed: '',
          confidential: false,
          text: kept.id,
        },
      ];
      const expected = revisions.get('sources') ?? 0;
      revisions.set('sources', expected + 1);
      await cellar.savePart({ draft, key: 'sources', expected, value: { items, listed: true }, link: by }, later(at));
    } else {
      const to = opened!.record.questionnaire === HASHED.hash ? NEWER : HASHED;
      const from = { questionnaire: opened!.record.questionnaire, revision: opened!.record.revision };
      await cellar.moveDraft({ draft, from, to, changes: {}, link: by }, later(at));
    }
  }
  if (submitted) await submit(cellar, draft, session);
  return draft;
}

async function submit(cellar: Cellar, draft: string, session: string): Promise<void> {
  const { record } = (await cellar.openDraft(draft, session, NOW))!;
  const frozen = submissionOf(draft, record.revision, {
    questionnaire: record.questionnaire,
    submittedAt: later(300 * HOUR_MS),
  });
  await cellar.freeze({ ...frozen, messageId: '<a@b>' }, Buffer.from('a document'), Buffer.from('a public one'));
  const tried = {
    id: randomUUID(),
    by: 'smtp' as const,
    startedAt: later(301 * HOUR_MS),
    finishedAt: null,
    outcome: null,
  };
  await cellar.beginDelivery(draft, tried, HOUR_MS);
  await cellar.finishDelivery(tried.id, { kind: 'failed', reply: '550 no' }, later(302 * HOUR_MS));
}

interface Taken {
  readonly archive: Archive;
  readonly earlier: readonly EarlierJson[];
}

/** Whoever writes the files states what they hold. */
const UNSTATED = { lines: 0, hash: 'd'.repeat(64), begins: {} };

/** An archive as it stands in its files, read and checked. */
async function taken(cellar: Cellar, draft: string): Promise<Taken> {
  const { archive: made, linkNames, textNames } = (await cellar.archiveOf(draft))!;
  const checked = checkedArchive({ ...(JSON.parse(JSON.stringify(made)) as object), history: UNSTATED }, THEN);
  if ('fault' in checked) throw new Error(JSON.stringify(checked.fault));
  const { check, gap } = historyChecker(checked.value, THEN);
  const earlier: EarlierJson[] = [];
  for (const { key, revision: before } of savedIn(made)) {
    const found = await cellar.earlierValues(draft, key, { after: 0, before }, 1_000);
    for (const { revision, savedAt, link, value } of found) {
      const by = linkNames.get(link) ?? null;
      const named = withTextsNamed(key, value, textNames);
      const line = check(JSON.parse(JSON.stringify({ part: key, revision, savedAt, by, value: named })));
      if ('fault' in line) throw new Error(JSON.stringify(line.fault));
      earlier.push({
        key,
        revision,
        savedAt: savedAt.toISOString(),
        by,
        json: Buffer.from(JSON.stringify(line.value.value)),
      });
    }
  }
  expect(gap()).toBeNull();
  return { archive: checked.value, earlier };
}

async function broughtIn(
  cellar: Cellar,
  { archive, earlier }: Taken,
  session: string,
): Promise<{ draft: string; own: boolean }> {
  const [draft, documents] = [newId(), { full: Buffer.from('a document'), public: Buffer.from('a public one') }];
  const submission: Submission | null =
    archive.submission === null
      ? null
      : {
          ...submissionOf(draft, archive.draft.revision),
          ...archive.submission,
          publicDocument: undefined as never,
          submittedAt: new Date(archive.draft.submittedAt!),
          broughtIn: true,
        };
  const deliveries = (archive.submission?.deliveries ?? []).map(({ route: by, startedAt, finishedAt, outcome }) => ({
    ...{ id: newId(), by, outcome, startedAt: new Date(startedAt), finishedAt: new Date(finishedAt!) },
  }));
  const owner = { label: 'Owner', hash: randomUUID(), session };
  const keepUntil = archive.draft.keepUntil === null ? null : new Date(archive.draft.keepUntil);
  const { own } = await cellar.bringInDraft({
    ...{ archive, earlier, documents, draft, owner, submission, deliveries, keepUntil, now: THEN, newId },
  });
  return { draft, own };
}

/** All but what names the installation: the record, and links that the first has not. */
const common = ({ archive, earlier }: Taken, first: Archive = archive): unknown => ({
  ...without(archive, 'audit', 'earlierRecords'),
  links: archive.links.slice(0, first.links.length),
  earlier: earlier.map(({ json, ...one }) => [one, Buffer.from(json).toString()]),
});

describe.each([
  ['SQLite to PostgreSQL', 0],
  ['PostgreSQL to SQLite', 1],
] as const)('a draft that is carried from %s', (_, from) => {
  it('is equal to the one that it was taken from, whatever it holds', async () => {
    const [here, there] = pair(from);
    const session = await beginSession(there);
    await there.keepQuestionnaire(HASHED);
    await there.keepQuestionnaire(NEWER);
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 14 }), fc.boolean(), async (steps, submitted) => {
        const first = await taken(here, await draftWith(here, steps, submitted));
        // The questionnaire that the cast starts with has no true hash, and so nobody knows it elsewhere.
        const [start] = first.archive.moves;
        first.archive.moves = first.archive.moves.slice(1);
        first.archive.questionnaires = first.archive.questionnaires.filter(({ hash }) => hash !== start!.from);
        const { draft, own } = await broughtIn(there, first, session);
        const second = await taken(there, draft);
        expect(own).toBe(false);
        expect(common(second, first.archive)).toEqual(common(first));
        expect(second.archive.earlierRecords).toEqual([first.archive.audit]);
        expect(second.archive.audit.entries.map(({ action, count }) => [action, count])).toEqual([
          ['archive-brought-in', first.archive.audit.entries.length],
        ]);
        expect(await there.verifyAudit(draft)).toMatchObject({ kind: 'whole', count: 1 });
      }),
      { numRuns: 12 },
    );
  }, 60_000);

  it('opens to its new owner alone, and says who wrote', async () => {
    const [here, there] = pair(from);
    const session = await beginSession(there);
    const value = answer('Newer.');
    const id = await draftWith(
      here,
      [
        { kind: 'answer', id: 'q1', value: answer('Older.') },
        { kind: 'answer', id: 'q1', value },
      ],
      false,
    );
    const { draft } = await broughtIn(there, await taken(here, id), session);
    const opened = await there.openDraft(draft, session, THEN);
    expect(opened).toMatchObject({
      role: 'owner',
      record: { id: draft, submittedAt: null, follows: null, language: 'fr' },
    });
    expect(opened!.parts.find(({ key }) => key === 'q1')?.value).toEqual(value);
    expect(await there.openDraft(draft, await beginSession(there), THEN)).toBeNull();
    const links = await there.links(draft);
    expect(links.map(({ label, role, revokedAt, address }) => [label, role, revokedAt !== null, address])).toEqual([
      ['Amina', 'owner', true, null],
      ['Bruno, field office', 'reviewer', true, null],
      ['Owner', 'owner', false, null],
    ]);
    const history = await there.history(draft, 'q1');
    expect(history.map(({ revision, by }) => [revision, by])).toEqual([
      [2, 'Bruno, field office'],
      [1, 'Amina'],
    ]);
    // A save goes on from where it stopped.
    const change = { draft, key: 'q1', expected: 2, value: answer('Newest.'), link: opened!.link };
    expect(await there.savePart(change, THEN)).toEqual({ kind: 'saved', revision: 3 });
  });

  it('makes a draft each time, also where it came from', async () => {
    const [here] = pair(from);
    const session = await beginSession(here);
    const id = await draftWith(
      here,
      [
        { kind: 'thread', said: ['One', 'Two'], settled: true },
        { kind: 'approval', decision: 'approved', words: 'Yes' },
      ],
      true,
    );
    const first = await taken(here, id);
    const drafts = [await broughtIn(here, first, session), await broughtIn(here, first, session)];
    expect(new Set([id, ...drafts.map(({ draft }) => draft)]).size).toBe(3);
    for (const { draft } of drafts) expect((await here.submissionOf(draft))?.submission.broughtIn).toBe(true);
    expect((await here.submissionOf(id))?.submission.broughtIn).toBeUndefined();
  });

  it('keeps a questionnaire that nobody knows as a call of this browser, under an id of its own', async () => {
    const [here, there] = pair(from);
    const [session, stranger] = [await beginSession(there), await beginSession(there)];
    const first = await taken(here, await draftWith(here, [], false));
    const forged = structuredClone(first.archive);
    for (const { questionnaire } of forged.questionnaires) questionnaire.contact.value = 'thief@example.org';
    const before = await there.newestVersion(KEPT.questionnaire.id);
    for (const one of forged.questionnaires) one.questionnaire.version = 99;
    const { draft, own } = await broughtIn(there, { ...first, archive: forged }, session);
    expect(own).toBe(true);
    const { record } = (await there.openDraft(draft, session, THEN))!;
    expect(record.call).toMatch(/^own-[0-9a-z]{10}$/);
    expect(await there.questionnaireByHash(record.questionnaire)).toMatchObject({ id: record.call, version: 99 });
    expect((await there.ownCall(record.call, session, THEN))?.mine).toBe(true);
    expect(await there.ownCall(record.call, stranger, THEN)).toBeNull();
    // What the operator serves under its name is as it was.
    expect(await there.newestVersion(KEPT.questionnaire.id)).toBe(before);
    // Taken again and brought in here, its call is the one that this browser has; in another browser it becomes its own.
    const again = await taken(there, draft);
    expect((await broughtIn(there, again, session)).own).toBe(false);
    expect((await broughtIn(there, again, stranger)).own).toBe(true);
  });

  it('leaves nothing behind where it fails', async () => {
    const [here, there] = pair(from);
    const session = await beginSession(there);
    const first = await taken(here, await draftWith(here, [], false));
    const owner = { label: 'Owner', hash: randomUUID(), session };
    const more = { documents: { full: null, public: null }, submission: null, deliveries: [], keepUntil: null };
    const once = { ...first, ...more, draft: newId(), owner, now: THEN };
    // Every id is the same: the second link cannot be kept.
    await expect(there.bringInDraft({ ...once, newId: () => 'aaaaaaaaaa' })).rejects.toMatchObject({
      code: 'internal',
    });
    expect(await there.draftById(once.draft)).toBeNull();
    expect(await there.links(once.draft)).toEqual([]);
    await there.bringInDraft({ ...once, newId });
    expect(await there.draftById(once.draft)).not.toBeNull();
  });
});
