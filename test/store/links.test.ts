/** Links and sessions in the cellar, on both databases: who gets in, who is out, and what is known of it. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { CODE_MS, hourOf, SESSION_MS, type Access } from '../../src/domain/link.ts';
import { openCellar } from '../../src/store/cellar.ts';
import { addReviewer, beginSession, HOUR_MS, later, NOW, startDraft } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

describe.each(GROUNDS)('links on $name', ({ begin }) => {
  const on = standOn(begin);

  it('finds a link by the hash of its token until it expires', async () => {
    const { record } = await startDraft(on.cellar);
    const { link, hash } = await addReviewer(on.cellar, record.id, { expiresAt: later(HOUR_MS) });
    expect(await on.cellar.linkByHash(hash, later(HOUR_MS - 1))).toEqual(link);
    expect(await on.cellar.linkByHash(hash, later(HOUR_MS))).toBeNull();
    expect(await on.cellar.linkByHash(randomUUID(), NOW)).toBeNull();
  });

  it('lets a session in with the role of the link, and notes when', async () => {
    const { record } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id);
    const bruno = await beginSession(on.cellar);
    expect(await on.cellar.openDraft(record.id, bruno, NOW)).toBeNull();
    await on.cellar.enter(bruno, link, later(2_000));
    expect(await on.cellar.openDraft(record.id, bruno, NOW)).toMatchObject({ role: 'reviewer', link: link.id });
    const [first, second] = await on.cellar.links(record.id);
    expect(first).toMatchObject({ role: 'owner', label: 'Amina', usedAt: null });
    expect(second).toEqual({ ...link, usedAt: hourOf(NOW) });
  });

  it('takes a link back: whoever came in by it is out at once, and nobody else', async () => {
    const { record, session } = await startDraft(on.cellar);
    const { link, hash } = await addReviewer(on.cellar, record.id);
    const bruno = await beginSession(on.cellar);
    await on.cellar.enter(bruno, link, NOW);
    await on.cellar.openDraft(record.id, bruno, NOW);
    expect(await on.cellar.revokeLink(record.id, link.id, later(3_000))).toBe(true);
    expect(await on.cellar.openDraft(record.id, bruno, NOW)).toBeNull();
    expect(await on.cellar.draftsOf(bruno, NOW)).toEqual([]);
    expect(await on.cellar.linkByHash(hash, NOW)).toBeNull();
    expect(await on.cellar.openDraft(record.id, session, NOW)).not.toBeNull();
    expect(await on.cellar.revokeLink(record.id, link.id, later(9_000))).toBe(true);
    expect((await on.cellar.links(record.id))[1]?.revokedAt).toEqual(later(3_000));
  });

  it('shuts the draft to a session that enters by a link that was taken back meanwhile', async () => {
    const { record } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id);
    const bruno = await beginSession(on.cellar);
    await on.other.revokeLink(record.id, link.id, NOW);
    await on.cellar.enter(bruno, link, NOW);
    expect(await on.cellar.openDraft(record.id, bruno, NOW)).toBeNull();
  });

  it('takes back no link of another draft', async () => {
    const { record } = await startDraft(on.cellar);
    const another = await startDraft(on.cellar);
    expect(await on.cellar.revokeLink(record.id, another.link, NOW)).toBe(false);
    expect(await on.cellar.revokeLink(record.id, randomUUID(), NOW)).toBe(false);
    expect(await on.cellar.openDraft(another.record.id, another.session, NOW)).not.toBeNull();
  });

  it('shuts the draft to a session whose link has expired', async () => {
    const { record } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id, { expiresAt: later(2_000) });
    const bruno = await beginSession(on.cellar);
    await on.cellar.enter(bruno, link, NOW);
    expect(await on.cellar.openDraft(record.id, bruno, later(1_999))).not.toBeNull();
    expect(await on.cellar.openDraft(record.id, bruno, later(2_000))).toBeNull();
  });

  it('keeps an owner an owner who tries a reviewer’s link, and raises a reviewer who gets a writer’s', async () => {
    const { record, session } = await startDraft(on.cellar);
    const { link: reviewing } = await addReviewer(on.cellar, record.id);
    const { link: writing } = await addReviewer(on.cellar, record.id, { role: 'writer' });
    await on.cellar.enter(session, reviewing, NOW);
    expect((await on.cellar.openDraft(record.id, session, NOW))?.role).toBe('owner');
    const bruno = await beginSession(on.cellar);
    await on.cellar.enter(bruno, reviewing, NOW);
    await on.cellar.enter(bruno, writing, NOW);
    expect((await on.cellar.openDraft(record.id, bruno, NOW))?.role).toBe('writer');
  });

  it('knows a session from its beginning to its end', async () => {
    const { record, session } = await startDraft(on.cellar);
    expect(await on.cellar.hasSession(session, later(SESSION_MS - 1))).toBe(true);
    expect(await on.cellar.hasSession(session, later(SESSION_MS))).toBe(false);
    expect(await on.cellar.hasSession(randomUUID(), NOW)).toBe(false);
    await on.cellar.endSession(session);
    await on.cellar.endSession(session);
    expect(await on.cellar.hasSession(session, NOW)).toBe(false);
    expect(await on.cellar.openDraft(record.id, session, NOW)).toBeNull();
  });

  it('lets the session that is used live on, and forgets the one that is not', async () => {
    const { record, session } = await startDraft(on.cellar);
    const idle = await startDraft(on.cellar);
    const day = 24 * HOUR_MS;
    expect((await on.cellar.openDraft(record.id, session, later(1)))?.renewed).toBe(false);
    expect((await on.cellar.openDraft(record.id, session, later(day + HOUR_MS)))?.renewed).toBe(true);
    await vi.waitFor(async () => expect(await on.other.hasSession(session, later(SESSION_MS + day))).toBe(true));
    expect((await on.cellar.openDraft(record.id, session, later(day + HOUR_MS)))?.renewed).toBe(false);
    expect(await on.cellar.forgetSessions(later(SESSION_MS))).toBeGreaterThan(0);
    expect(await on.cellar.hasSession(session, NOW)).toBe(true);
    expect(await on.cellar.hasSession(idle.session, NOW)).toBe(false);
    expect(await on.cellar.openDraft(idle.record.id, idle.session, NOW)).toBeNull();
    expect(await on.ground.query(`select session from access where session = '${idle.session}'`)).toEqual([]);
  });

  it('keeps to the hour when a browser was last there, and writes no more often', async () => {
    const { record, session, link } = await startDraft(on.cellar);
    const seen = async (): Promise<Access> => (await on.other.accesses(record.id, session, NOW))[0]!;
    expect(await seen()).toMatchObject({ link, since: NOW, seenAt: hourOf(NOW), own: true });
    const next = later(HOUR_MS);
    await Promise.all([on.cellar, on.cellar, on.other].map((each) => each.openDraft(record.id, session, next)));
    await vi.waitFor(async () => expect((await seen()).seenAt).toEqual(hourOf(next)));
    expect((await on.cellar.links(record.id))[0]?.usedAt).toEqual(hourOf(next));
    const usedAt = async () =>
      (await on.ground.query(`select used_at from links where id = '${link}'`))[0]?.['used_at'];
    await on.ground.query(`update links set used_at = null where id = '${link}'`);
    const openAt = async (...moments: Date[]): Promise<void> => {
      const passing = await openCellar(on.ground.settings);
      for (const moment of moments) await passing.openDraft(record.id, session, moment);
      // Waits for what was begun.
      await passing.close();
    };
    await openAt(later(HOUR_MS + 1), later(HOUR_MS + 2));
    expect(await usedAt()).toBeNull();
    await openAt(later(2 * HOUR_MS));
    expect(await usedAt()).toBe(hourOf(later(2 * HOUR_MS)).toISOString());
  });

  it('shows the browsers that are in by names that lead to no session, and ends one of them', async () => {
    const { record, session, link: owning } = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, record.id);
    const { link: expiring } = await addReviewer(on.cellar, record.id, { expiresAt: later(2_000) });
    const [bruno, chloe, dana] = [
      await beginSession(on.cellar),
      await beginSession(on.cellar),
      await beginSession(on.cellar),
    ];
    await on.cellar.enter(bruno, link, later(HOUR_MS));
    await on.cellar.enter(chloe, link, later(2 * HOUR_MS));
    await on.cellar.enter(dana, expiring, NOW);
    const accesses = await on.cellar.accesses(record.id, session, later(3_000));
    expect(accesses.map((one) => [one.link, one.seenAt, one.own])).toEqual([
      [link.id, hourOf(later(2 * HOUR_MS)), false],
      [link.id, hourOf(later(HOUR_MS)), false],
      [owning, hourOf(NOW), true],
    ]);
    const names = accesses.map(({ id }) => id).join(' ');
    for (const secret of [session, bruno, chloe]) expect(names).not.toContain(secret.slice(0, 8));
    const another = await startDraft(on.cellar);
    expect(await on.cellar.endAccess(another.record.id, accesses[0]!.id)).toBe(false);
    expect(await on.cellar.endAccess(record.id, accesses[0]!.id)).toBe(true);
    expect(await on.cellar.endAccess(record.id, accesses[0]!.id)).toBe(false);
    expect(await on.cellar.openDraft(record.id, chloe, NOW)).toBeNull();
    expect(await on.cellar.openDraft(record.id, bruno, NOW)).not.toBeNull();
    expect(await on.cellar.accesses(record.id, session, later(SESSION_MS))).toEqual([]);
  });

  it('lets one person in by a short code, once, within its days', async () => {
    const { record } = await startDraft(on.cellar);
    const [code, late, taken, ended] = Array.from({ length: 4 }, () => randomUUID());
    const { link } = await addReviewer(on.cellar, record.id, {}, code);
    await addReviewer(on.cellar, record.id, {}, late);
    const { link: revoked } = await addReviewer(on.cellar, record.id, {}, taken);
    await addReviewer(on.cellar, record.id, { expiresAt: later(2_000) }, ended);
    await on.cellar.revokeLink(record.id, revoked.id, NOW);
    expect(await on.ground.query(`select id from links where code_hash = '${code}'`)).toEqual([]);
    const tries = await Promise.all([on.cellar, on.other, on.cellar].map((each) => each.spendCode(code!, NOW)));
    expect(tries.filter((found) => found !== null)).toEqual([link]);
    const made = later(1_000).getTime();
    expect(await on.cellar.spendCode(late!, new Date(made + CODE_MS))).toBeNull();
    expect(await on.cellar.spendCode(late!, new Date(made + CODE_MS - 1))).not.toBeNull();
    expect(await on.cellar.spendCode(taken!, NOW)).toBeNull();
    expect(await on.cellar.spendCode(ended!, later(2_000))).toBeNull();
    expect(await on.cellar.spendCode(randomUUID(), NOW)).toBeNull();
  });

  it('finds the links that were sent to an address, of every draft, newest first', async () => {
    const [first, second] = [await startDraft(on.cellar), await startDraft(on.cellar)];
    const address = `${randomUUID()}@Example.org`;
    const { link: older } = await addReviewer(on.cellar, first.record.id, { address });
    const { link: newer } = await addReviewer(on.cellar, second.record.id, { address, createdAt: later(2_000) });
    await addReviewer(on.cellar, first.record.id, { address, expiresAt: later(4_000) });
    await addReviewer(on.cellar, first.record.id, { address: `x${address}` });
    const { link: revoked } = await addReviewer(on.cellar, first.record.id, { address });
    await on.cellar.revokeLink(first.record.id, revoked.id, NOW);
    expect(await on.other.linksSentTo(` ${address.toUpperCase()}`, later(4_000))).toEqual([newer, older]);
    expect(await on.cellar.linksSentTo(`${randomUUID()}@example.org`, NOW)).toEqual([]);
    const rows = JSON.stringify(await on.ground.query('select address_mark from links'));
    expect(rows).not.toContain('xample');
  });

  it('answers a ping while it is open, and nothing once it is closed', async () => {
    const shut = await openCellar(on.ground.settings);
    await shut.ping();
    await shut.close();
    await shut.close();
    await expect(shut.ping()).rejects.toMatchObject({ code: 'unavailable' });
    await expect(shut.endSession('x')).rejects.toMatchObject({ code: 'unavailable' });
  });
});
