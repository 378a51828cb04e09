/** The records of drafts: what is noted with the deed, what is never in them, and that nothing forks or breaks unnoticed. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { noteOf, type AuditLine } from '../../src/domain/audit.ts';
import { EMPTY_PUBLICATION } from '../../src/domain/draft.ts';
import { NO_SIGNATORIES } from '../../src/domain/signatory.ts';
import type { Cellar } from '../../src/store/cellar.ts';
import { rotateKey } from '../../src/store/rotation.ts';
import { addReviewer, answer, beginSession, HOUR_MS, later, NOW, startDraft, submissionOf } from './cast.ts';
import { fillEverything } from './everything.ts';
import { GROUNDS } from './ground.ts';
import { IMPATIENT } from './rotator.ts';
import { standOn } from './stand.ts';

const entriesIn = (lines: readonly AuditLine[]) => lines.flatMap((line) => (line.kind === 'entry' ? [line.entry] : []));
const actionsOf = async (cellar: Cellar, draft: string): Promise<string[]> =>
  entriesIn(await cellar.auditLines(draft, 0, 1_000))
    .sort((a, b) => a.number - b.number)
    .map(({ action }) => action);

describe.each(GROUNDS)('the record of a draft on $name', ({ begin }) => {
  const on = standOn(begin);
  const run = (sql: string) => on.ground.query(sql);

  it('notes each deed with whoever did it, newest first, together with the saves of texts', async () => {
    const { record, session, link, change } = await startDraft(on.cellar);
    const draft = record.id;
    const by = { link, at: later(10) };
    await on.cellar.savePart(change(0, 'The river'), later(20));
    const reviewer = await addReviewer(on.cellar, draft);
    await on.cellar.enter(await beginSession(on.cellar), reviewer.link, later(30));
    const [thread, said] = [randomUUID(), { draft, question: 'q1', base: 1, link: reviewer.link.id, at: later(40) }];
    for (let times = 0; times < 2; times += 1) {
      await on.cellar.addComment({ ...said, id: thread, thread, kind: 'comment', text: 'A remark.' });
    }
    await on.cellar.resolveThread(draft, 'q1', thread, { at: later(50), link, adopted: false });
    await on.cellar.resolveThread(draft, 'q1', thread, null, { ...by, at: later(55) });
    const signatory = { id: 'second', kind: 'submitting', name: 'Les Amis', country: '', contact: '', email: '' };
    const signatories = { ...NO_SIGNATORIES, list: [{ ...signatory, status: '' }] };
    await on.cellar.savePart({ ...change(0, ''), key: 'signatories', value: signatories }, later(60));
    const publication = { ...change(0, ''), key: 'publication', value: { ...EMPTY_PUBLICATION, choice: 'part' } };
    expect(await on.cellar.savePart(publication, later(70))).toMatchObject({ kind: 'saved' });
    expect(await on.cellar.savePart(publication, later(71)), 'a stale save is no deed').toMatchObject({
      kind: 'stale',
    });
    await on.cellar.note(draft, noteOf('document-taken'), { link: reviewer.link.id, at: later(80) });
    await on.cellar.revokeLink(draft, reviewer.link.id, later(90), { link, at: later(90) });
    await on.cellar.revokeLink(draft, reviewer.link.id, later(91), by);
    await on.cellar.keepUntil(draft, later(HOUR_MS), { link, at: later(95) });
    await on.cellar.endSession(session, later(99));

    const lines = await on.cellar.auditLines(draft, 0, 100);
    const told = lines.map((line) =>
      line.kind === 'save'
        ? `${line.save.label} saved ${line.save.key} ${line.save.revision}`
        : `${line.entry.label} ${line.entry.role} ${line.entry.action} ${line.entry.subject ?? '-'}`,
    );
    expect(told.reverse().filter((line) => !line.includes('link-made'))).toEqual([
      'Amina owner started -',
      'Amina saved q1 1',
      `Bruno, field office reviewer entered ${reviewer.link.id}`,
      'Bruno, field office reviewer commented q1',
      'Amina owner thread-settled q1',
      'Amina owner thread-reopened q1',
      'Amina owner signatories-added second',
      'Amina owner publication-changed part',
      'Bruno, field office reviewer document-taken -',
      `Amina owner link-revoked ${reviewer.link.id}`,
      'Amina owner kept-longer -',
      'Amina owner left -',
    ]);
    expect(told.at(-1), 'made by the program, a second later').toBe(` null link-made ${reviewer.link.id}`);
    expect(await on.cellar.auditLines(draft, 2, 3)).toEqual(lines.slice(2, 5));
    expect(await on.other.verifyAudit(draft)).toMatchObject({ kind: 'whole', count: entriesIn(lines).length });
  });

  it('is one chain however many write to it at once, in two processes', async () => {
    const { record, link } = await startDraft(on.cellar);
    await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        (index % 2 === 0 ? on.cellar : on.other).note(record.id, noteOf('commented', `q${index}`), { link, at: NOW }),
      ),
    );
    const entries = entriesIn(await on.cellar.auditLines(record.id, 0, 100));
    expect(new Set(entries.map(({ subject }) => subject)).size).toBe(61);
    expect(await on.cellar.verifyAudit(record.id)).toMatchObject({ kind: 'whole', count: 61 });
  });

  it('outlives a new key, and says that there was one', async () => {
    const { record, link } = await startDraft(on.cellar);
    await rotateKey(on.ground.settings, () => undefined, IMPATIENT);
    await on.cellar.note(record.id, noteOf('email-taken'), { link, at: NOW });
    expect(await actionsOf(on.cellar, record.id)).toEqual(['started', 'key-changed', 'email-taken']);
    expect(await on.cellar.verifyAudit(record.id)).toMatchObject({ kind: 'whole', count: 3 });
  });

  it('begins late for a draft that is older, once, and says so', async () => {
    const { record, link } = await startDraft(on.cellar);
    for (const table of ['audit_entries', 'audits']) await run(`delete from ${table} where draft = '${record.id}'`);
    expect(await on.cellar.verifyAudit(record.id)).toEqual({ kind: 'whole', count: 0, hash: '' });
    await Promise.all(
      [on.cellar, on.other].map((cellar) => cellar.note(record.id, noteOf('email-taken'), { link, at: NOW })),
    );
    expect(await actionsOf(on.cellar, record.id)).toEqual(['record-begun', 'email-taken', 'email-taken']);
    expect(await on.cellar.verifyAudit(record.id)).toMatchObject({ kind: 'whole', count: 3 });
  });

  it('tells what somebody changed in the database, and where', async () => {
    const forgeries: Readonly<Record<string, (draft: string) => string>> = {
      'broken 2 changed': (draft) =>
        `update audit_entries set action = 'declined' where draft = '${draft}' and number = 2`,
      'broken 3 missing': (draft) => `delete from audit_entries where draft = '${draft}' and number = 3`,
      'broken 4 cut': (draft) => `delete from audit_entries where draft = '${draft}' and number = 4`,
      'broken 1 unreadable': (draft) =>
        `update audits set sealed = (select sealed from audits where draft <> '${draft}' limit 1) where draft = '${draft}'`,
    };
    await startDraft(on.cellar);
    for (const [found, forge] of Object.entries(forgeries)) {
      const { record, link } = await startDraft(on.cellar);
      for (const question of ['q1', 'q2', 'q3']) {
        await on.cellar.note(record.id, noteOf('commented', question), { link, at: NOW });
      }
      await run(forge(record.id));
      const verdict = await on.cellar.verifyAudit(record.id);
      expect(verdict?.kind === 'broken' ? `broken ${verdict.number} ${verdict.fault}` : verdict).toBe(found);
    }
  });

  it('stops no work when it is damaged, and never looks whole again', async () => {
    const { record, session, link } = await startDraft(on.cellar);
    await run(`update audits set sealed = (select label from audit_entries limit 1) where draft = '${record.id}'`);
    await on.cellar.note(record.id, noteOf('email-taken'), { link, at: later(1) });
    await on.cellar.endSession(session, later(2));
    expect(await actionsOf(on.cellar, record.id)).toEqual(['started', 'record-broken', 'email-taken', 'left']);
    expect(await on.cellar.verifyAudit(record.id)).toEqual({ kind: 'broken', number: 2, fault: 'begun-anew' });
  });

  it('holds no text, name, address or token, and labels only sealed', async () => {
    const everything = await fillEverything(on.cellar);
    const rows = await run(`select * from audit_entries where draft = '${everything.record.id}'`);
    expect(rows.length).toBeGreaterThan(10);
    const clear = JSON.stringify(rows.map((row) => Object.values(row).filter((cell) => !(cell instanceof Uint8Array))));
    for (const secret of ['Amina', 'Bruno', everything.address, everything.hash, 'Les Amis', 'river', '250 Taken']) {
      expect(clear).not.toContain(secret);
    }
    expect(await on.cellar.verifyAudit(everything.record.id)).toMatchObject({ kind: 'whole' });
  });

  it('goes with its draft', async () => {
    const { record, link } = await startDraft(on.cellar);
    await on.cellar.removeDraft(record.id);
    await on.cellar.note(record.id, noteOf('email-taken'), { link, at: NOW });
    expect(await on.cellar.verifyAudit(record.id)).toBeNull();
    expect(await run(`select * from audit_entries where draft = '${record.id}'`)).toEqual([]);
  });

  it('knows a submission and its deliveries', async () => {
    const { record, link } = await startDraft(on.cellar, { q1: answer('text') });
    await on.cellar.freeze(submissionOf(record.id, 1), Buffer.from('A'), null, { link, at: NOW });
    const fresh = { id: randomUUID(), by: 'smtp' as const, startedAt: NOW, finishedAt: null, outcome: null };
    await on.cellar.beginDelivery(record.id, fresh, HOUR_MS, { link, at: NOW });
    await on.cellar.finishDelivery(fresh.id, { kind: 'unsure', reply: 'lost' }, NOW);
    expect(await actionsOf(on.cellar, record.id)).toEqual([
      'started',
      'submitted',
      'delivery-begun',
      'delivery-unsure',
    ]);
  });
});
