/** What somebody who steals the disk or the database can read of it, and what moving its pieces about achieves. */
import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { EMPTY_ORGANISATION } from '../../src/domain/organisation.ts';
import { openCellar, type Cellar } from '../../src/store/cellar.ts';
import { addReviewer, answer, NOW, startDraft, submissionOf, type Started } from './cast.ts';
import { bytesUnder, GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

/** Words that occur nowhere else: one for each thing that a person may have typed or received. */
const CANARIES = {
  answer: 'canary-wren-answer',
  earlier: 'canary-wren-earlier',
  reason: 'canary-wren-reason',
  organisation: 'canary-wren-organisation',
  contact: 'canary-wren-contact',
  address: 'canary-wren@example.org',
  owner: 'canary-wren-owner',
  label: 'canary-wren-label',
  sentTo: 'canary-wren-sent@example.org',
  code: 'canary-wren-code',
  outline: 'canary-wren-outline',
  subject: 'canary-wren-subject',
  mail: 'canary-wren-mail',
  file: 'canary-wren-file',
  document: 'canary-wren-document',
  reply: 'canary-wren-reply',
};

async function fill(cellar: Cellar): Promise<Started> {
  const started = await startDraft(cellar, {
    organisation: {
      ...EMPTY_ORGANISATION,
      name: CANARIES.organisation,
      contact: CANARIES.contact,
      email: CANARIES.address,
    },
    q1: answer(CANARIES.earlier),
  });
  const { record, session, change } = started;
  await cellar.savePart(
    { ...change(1, ''), value: { ...answer(CANARIES.answer), declined: { reason: CANARIES.reason } } },
    NOW,
  );
  await addReviewer(cellar, record.id, { label: CANARIES.label, address: CANARIES.sentTo }, CANARIES.code);
  const plain = submissionOf(record.id, 2);
  const submission = {
    ...plain,
    outline: { ...plain.outline, author: CANARIES.outline },
    email: { ...plain.email, subject: CANARIES.subject, text: CANARIES.mail },
    fileName: CANARIES.file,
  };
  await cellar.freeze(submission, Buffer.from(CANARIES.document));
  const delivery = { id: randomUUID(), by: 'smtp' as const, startedAt: NOW, finishedAt: null, outcome: null };
  await cellar.beginDelivery(record.id, delivery, 1_000);
  await cellar.finishDelivery(delivery.id, { kind: 'sent', reply: CANARIES.reply }, NOW);
  await cellar.openDraft(record.id, session, NOW);
  return started;
}

describe.each(GROUNDS)('at rest on $name', ({ begin }) => {
  const on = standOn(begin);
  let first: Started;
  let second: Started;
  beforeAll(async () => {
    first = await fill(on.cellar);
    second = await startDraft(on.cellar, { q1: answer('one'), q2: answer('two') });
    await on.cellar.savePart(second.change(1, 'newer'), NOW);
  });

  it('holds nothing that a person typed in any byte, while it runs and after it was closed', async () => {
    const passing = await openCellar(on.ground.settings);
    const running = await on.ground.stolen();
    await passing.close();
    const loot = Buffer.concat([running, await on.ground.stolen(), bytesUnder(on.ground.settings.dataDir)]);
    // The search works: what is public by design is found.
    expect(loot.includes('Call for input on civic space')).toBe(true);
    expect(loot.includes(first.record.id)).toBe(true);
    for (const [what, canary] of Object.entries({ ...CANARIES, all: 'canary', amina: 'Amina' })) {
      expect(loot.includes(canary), what).toBe(false);
      expect(loot.includes(Buffer.from(canary, 'utf16le')), what).toBe(false);
      expect(loot.includes(Buffer.from(canary).toString('hex')), what).toBe(false);
      expect(loot.includes(Buffer.from(canary).toString('base64').slice(0, -4)), what).toBe(false);
    }
  });

  /** Puts one sealed value over another behind the cellar's back, and opens the cellar anew. */
  async function moved(sql: string): Promise<Cellar> {
    const [swapped] = await on.ground.query(`${sql} returning 1 as one`);
    expect(swapped).toEqual({ one: 1 });
    return openCellar(on.ground.settings);
  }
  const revision = (draft: string, key: string, number: number): string =>
    `draft = '${draft}' and key = '${key}' and revision = ${number}`;

  it.each([
    ['another question', 'q2', 1],
    ['an earlier revision', 'q1', 1],
  ])('does not open a text that was moved from %s', async (_what, key, number) => {
    const { record, session } = second;
    const from = `select sealed from revisions where ${revision(record.id, key, number)}`;
    const tampered = await moved(`update revisions set sealed = (${from}) where ${revision(record.id, 'q1', 2)}`);
    await expect(tampered.openDraft(record.id, session, NOW)).rejects.toMatchObject({ code: 'broken-seal' });
    await expect(tampered.partRevision(record.id, 'q1', 2)).rejects.toMatchObject({ code: 'broken-seal' });
    expect((await tampered.partRevision(record.id, 'q1', 1))?.value).toEqual(answer('one'));
    await tampered.close();
  });

  it('does not open a text, a label or a document that was moved from another draft', async () => {
    const third = await startDraft(on.cellar, { q1: answer('of the third draft') });
    await on.cellar.freeze(submissionOf(third.record.id, 1), Buffer.from('its document'));
    const text = `select sealed from revisions where ${revision(third.record.id, 'q1', 1)}`;
    const label = `select label from links where id = '${third.link}'`;
    const document = `select document from submissions where draft = '${third.record.id}'`;
    await moved(`update revisions set sealed = (${text}) where ${revision(second.record.id, 'q2', 1)}`).then(close);
    await moved(`update links set label = (${label}) where id = '${second.link}'`).then(close);
    const tampered = await moved(`update submissions set document = (${document}) where draft = '${first.record.id}'`);
    const broken = { code: 'broken-seal' };
    await expect(tampered.openDraft(second.record.id, second.session, NOW)).rejects.toMatchObject(broken);
    await expect(tampered.links(second.record.id)).rejects.toMatchObject(broken);
    await expect(tampered.documentOf(first.record.id)).rejects.toMatchObject(broken);
    expect(await tampered.documentOf(third.record.id)).toEqual(Buffer.from('its document'));
    await close(tampered);
  });
});

const close = (opened: Cellar): Promise<void> => opened.close();
