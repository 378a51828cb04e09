/**
 * Browsers that leave a draft unused for longer than its owner allows, on both databases: they lose that draft and no
 * other, use puts it off, and nothing of them stays.
 */
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { lapseAt, SESSION_MS } from '../../src/domain/link.ts';
import { addReviewer, beginSession, HOUR_MS, later, NOW, startDraft, startDraftIn } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const MINUTE_MS = 60_000;
/** NOW is half past nine: what is used now closes at twenty to eleven, and what was used in this hour at eleven. */
const LAPSE = lapseAt(1, NOW)!.getTime() - NOW.getTime();
const HOUR_LAPSE = 90 * MINUTE_MS;

describe.each(GROUNDS)('browsers that stay away, on $name', ({ begin }) => {
  const on = standOn(begin);

  const isIn = async (draft: string, session: string, ms: number): Promise<boolean> =>
    (await on.other.draftsOf(session, later(ms))).some(({ record }) => record.id === draft);

  it('lose the draft of an owner who chose an hour, and keep their others', async () => {
    const { record, session } = await startDraft(on.cellar);
    const other = await startDraftIn(on.cellar, session);
    await on.cellar.setIdleHours(record.id, 1);
    expect((await on.other.openDraft(record.id, session, NOW))?.idleHours).toBe(1);
    expect(await isIn(record.id, session, HOUR_LAPSE - MINUTE_MS)).toBe(true);
    expect(await on.cellar.openDraft(record.id, session, later(HOUR_LAPSE))).toBeNull();
    expect(await isIn(record.id, session, HOUR_LAPSE)).toBe(false);
    expect(await on.cellar.accesses(record.id, session, later(HOUR_LAPSE))).toEqual([]);
    expect(await on.cellar.hasSession(session, later(HOUR_LAPSE))).toBe(true);
    expect((await on.cellar.openDraft(other.record.id, session, later(HOUR_LAPSE)))?.idleHours).toBe(720);
  });

  it('stay in as long as they use it', async () => {
    const { record, session } = await startDraft(on.cellar);
    await on.cellar.setIdleHours(record.id, 1);
    for (let used = 1; used <= 4; used += 1) {
      const at = used * HOUR_MS;
      expect(await on.cellar.openDraft(record.id, session, later(at))).not.toBeNull();
      await vi.waitFor(async () => expect(await isIn(record.id, session, at + LAPSE - MINUTE_MS)).toBe(true));
      expect(await isIn(record.id, session, at + LAPSE)).toBe(false);
    }
  });

  it('are let in for that time by a link, also with a weaker role than they once had', async () => {
    const { record, session } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id);
    await on.cellar.setIdleHours(record.id, 1);
    const bruno = await beginSession(on.cellar);
    await on.cellar.enter(bruno, link, NOW);
    expect(await isIn(record.id, bruno, LAPSE - MINUTE_MS)).toBe(true);
    expect(await isIn(record.id, bruno, LAPSE)).toBe(false);
    await on.cellar.enter(session, link, later(HOUR_LAPSE));
    expect((await on.cellar.openDraft(record.id, session, later(HOUR_LAPSE)))?.role).toBe('reviewer');
  });

  it('are out at once where they have been away for longer than an owner has just chosen', async () => {
    const { record, session } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id);
    const bruno = await beginSession(on.cellar);
    await on.cellar.enter(bruno, link, later(20 * HOUR_MS));
    await on.cellar.setIdleHours(record.id, 12);
    expect(await isIn(record.id, session, 20 * HOUR_MS)).toBe(false);
    expect(await isIn(record.id, bruno, 20 * HOUR_MS)).toBe(true);
    await on.cellar.setIdleHours(record.id, 720);
    expect(await isIn(record.id, session, 20 * HOUR_MS)).toBe(true);
    expect(await isIn(record.id, session, SESSION_MS)).toBe(false);
  });

  it('find the same time in a new version', async () => {
    const { record, session } = await startDraft(on.cellar);
    await on.cellar.setIdleHours(record.id, 1);
    const [id, link] = [randomUUID(), randomUUID()];
    const owner = { link, label: 'Amina', hash: randomUUID(), session };
    await on.cellar.startDraft({ ...record, id, follows: record.id, startedAt: NOW }, {}, owner);
    expect(await isIn(id, session, LAPSE - MINUTE_MS)).toBe(true);
    expect(await isIn(id, session, LAPSE)).toBe(false);
  });

  it('are forgotten, and with them that they were ever in', async () => {
    const { record, session } = await startDraft(on.cellar);
    const stays = await startDraftIn(on.cellar, session);
    await on.cellar.setIdleHours(record.id, 1);
    expect(await on.cellar.forgetSessions(later(HOUR_LAPSE))).toBeGreaterThan(0);
    const rows = await on.ground.query(`select draft from access where session = '${session}'`);
    expect(rows).toEqual([{ draft: stays.record.id }]);
  });
});
