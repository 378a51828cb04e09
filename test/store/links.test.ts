/** Links and sessions in the cellar, on both databases: who gets in, and who is out. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
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
    expect(second).toEqual({ ...link, usedAt: later(2_000) });
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
    expect(await on.cellar.hasSession(session, later(HOUR_MS - 1))).toBe(true);
    expect(await on.cellar.hasSession(session, later(HOUR_MS))).toBe(false);
    expect(await on.cellar.hasSession(randomUUID(), NOW)).toBe(false);
    await on.cellar.endSession(session);
    await on.cellar.endSession(session);
    expect(await on.cellar.hasSession(session, NOW)).toBe(false);
    expect(await on.cellar.openDraft(record.id, session, NOW)).toBeNull();
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
