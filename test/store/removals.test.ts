/** What is left of a draft that was removed: nothing, in any table, in any byte of any file, in memory or in the outbox. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { openCellar } from '../../src/store/cellar.ts';
import { answer, later, NOW, startDraft } from './cast.ts';
import { cellsOf, fillEverything, LONG, sealedIn, tablesOf } from './everything.ts';
import { bytesUnder, GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

/** Tables that hold nothing of a draft. */
const OF_NO_DRAFT = [
  'own_calls',
  'own_holders',
  'own_versions',
  'keycheck',
  'kysely_migration',
  'kysely_migration_lock',
  'questionnaires',
  'sessions',
];

/** A piece of a sealed value: as long as that, it is found nowhere by chance. */
const PIECE = 16;

/** How many pieces of the values occur in `loot`. A page of a database cuts a long value where it likes. */
function piecesIn(loot: Buffer, sealed: readonly Buffer[]): number {
  const byStart = new Map<number, Buffer[]>();
  // The first bytes, format and id of the key, are the same in all values.
  for (const value of sealed) {
    for (let at = PIECE; at + PIECE <= value.length; at += PIECE) {
      const piece = value.subarray(at, at + PIECE);
      byStart.set(piece.readUInt32LE(), [...(byStart.get(piece.readUInt32LE()) ?? []), piece]);
    }
  }
  const found = new Set<Buffer>();
  for (let at = 0; at + PIECE <= loot.length; at += 1) {
    for (const piece of byStart.get(loot.readUInt32LE(at)) ?? []) {
      if (loot.compare(piece, 0, PIECE, at, at + PIECE) === 0) found.add(piece);
    }
  }
  return found.size;
}

describe.each(GROUNDS)('a removed draft on $name', ({ begin }) => {
  const on = standOn(begin);

  it('has left every table', async () => {
    const everything = await fillEverything(on.cellar);
    const tables = [...(await tablesOf(on.ground)).keys()].filter((table) => !OF_NO_DRAFT.includes(table));
    const isIts = (cell: unknown): boolean =>
      typeof cell === 'string' && everything.names.some((name) => cell.includes(name));
    const before = (await cellsOf(on.ground)).filter(({ cell }) => isIts(cell));
    expect([...new Set(before.map(({ at }) => at.split('.')[0]))].sort(), 'the look sees every table').toEqual(
      tables.sort(),
    );
    const theirs = await fillEverything(on.cellar, false);
    const rows = async (): Promise<number> => (await cellsOf(on.ground)).length;
    const all = await rows();

    expect(await on.cellar.removeDraft(everything.record.id)).toBe(true);
    expect((await cellsOf(on.ground)).filter(({ cell }) => isIts(cell))).toEqual([]);
    expect(await rows()).toBeLessThan(all);
    expect((await on.cellar.openDraft(theirs.record.id, theirs.session, NOW))?.parts).toHaveLength(2);
    expect(await on.cellar.removeDraft(everything.record.id)).toBe(false);
  });

  it('is gone for everybody at once, also from memory', async () => {
    const { record, session, link, change, address } = await fillEverything(on.cellar, false);
    for (const cellar of [on.cellar, on.other]) await cellar.openDraft(record.id, session, NOW);
    await on.cellar.removeDraft(record.id);
    for (const cellar of [on.cellar, on.other]) {
      expect(await cellar.openDraft(record.id, session, NOW)).toBeNull();
      expect(await cellar.draftById(record.id)).toBeNull();
      expect(await cellar.links(record.id)).toEqual([]);
      expect(await cellar.linksSentTo(address, NOW)).toEqual([]);
      expect(await cellar.history(record.id, 'q1')).toEqual([]);
      expect(await cellar.savePart(change(2, 'Too late.'), NOW)).toEqual({ kind: 'gone' });
      expect(await cellar.feedOf(record.id, link)).toBeNull();
    }
    expect(await on.cellar.hasSession(session, NOW), 'the session has other drafts').toBe(true);
  });

  it('leaves a newer version of it standing', async () => {
    const { record, session } = await fillEverything(on.cellar);
    const next = { ...record, id: randomUUID(), follows: record.id };
    const owner = { link: randomUUID(), label: 'Amina', hash: randomUUID(), session };
    await on.cellar.startDraft(next, { q1: answer('newer') }, owner);
    await on.cellar.removeDraft(record.id);
    expect((await on.cellar.openDraft(next.id, session, NOW))?.record.follows).toBeNull();
  });

  it('stays where something was done to it since its removal was decided', async () => {
    const { record, change } = await startDraft(on.cellar, { q1: answer('text') });
    const seen = { changedAt: NOW, submittedAt: null, keepUntil: null, warnedAt: null };
    await on.cellar.savePart(change(1, 'A word more.'), later(1));
    expect(await on.cellar.removeDraft(record.id, seen)).toBe(false);
    expect(await on.cellar.removeDraft(record.id, { ...seen, changedAt: later(1), warnedAt: NOW })).toBe(false);
    const removals = [on.cellar, on.other].map((cellar) =>
      cellar.removeDraft(record.id, { ...seen, changedAt: later(1) }),
    );
    expect((await Promise.all(removals)).sort(), 'one of two').toEqual([false, true]);
  });
});

describe('the raw bytes on SQLite', () => {
  const on = standOn(GROUNDS[0].begin);

  /** Texts of all lengths, some of them on pages with those of other drafts, saved in turns. */
  async function writeInTurns(): Promise<readonly string[]> {
    const drafts = await Promise.all(Array.from({ length: 6 }, () => startDraft(on.cellar)));
    for (let turn = 0; turn < 40; turn += 1) {
      for (const [index, { change }] of drafts.entries()) {
        const length = (turn * 977 + index * 331) % 9_000;
        const key = `q${turn % 7}`;
        await on.cellar.savePart(change(Math.floor(turn / 7), LONG.slice(0, length), key), later(turn));
      }
    }
    return drafts.map(({ record }) => record.id);
  }

  it('hold no piece of what was sealed, in database, log and index, while the program runs and after', async () => {
    const [gone, ...kept] = await writeInTurns();
    const everything = await fillEverything(on.cellar);
    const before = await sealedIn(on.ground);
    await on.cellar.removeDraft(gone!);
    await on.cellar.removeDraft(everything.record.id);
    const rest = new Set((await sealedIn(on.ground)).map(({ sealed }) => sealed.toString('latin1')));
    const removed = before.filter(({ sealed }) => !rest.has(sealed.toString('latin1'))).map(({ sealed }) => sealed);
    expect(removed.length).toBeGreaterThan(50);
    const stolen = (): Buffer => bytesUnder(on.ground.settings.dataDir);
    expect(piecesIn(stolen(), removed), 'the look finds what is still in the log').toBeGreaterThan(100);

    expect(await on.cellar.scrub()).toBe(true);
    const running = stolen();
    expect(piecesIn(running, removed)).toBe(0);
    for (const name of [gone!, ...everything.names]) expect(running.includes(name), name).toBe(false);
    expect(running.includes(kept[0]!)).toBe(true);
    const passing = await openCellar(on.ground.settings);
    await passing.close();
    expect(piecesIn(stolen(), removed)).toBe(0);
  });

  it('are emptied while others write and read', async () => {
    const { record } = await fillEverything(on.cellar);
    const busy = await startDraft(on.cellar, { q1: answer('') });
    await on.cellar.removeDraft(record.id);
    let revision = 1;
    const writing = (async () => {
      for (; revision < 60; revision += 1) await on.other.savePart(busy.change(revision, LONG), NOW);
    })();
    const outcomes = await Promise.all([on.cellar.scrub(), on.cellar.scrub(), on.other.openDraft(record.id, '', NOW)]);
    await writing;
    expect(outcomes).toEqual([true, true, null]);
    expect((await on.cellar.history(busy.record.id, 'q1')).length).toBe(60);
    expect(await on.cellar.scrub()).toBe(true);
    expect(bytesUnder(on.ground.settings.dataDir).includes(record.id)).toBe(false);
  });
});
