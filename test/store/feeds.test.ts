/** Feeds in the cellar, on both databases: one a link and draft, and gone with the link. */
import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Feed } from '../../src/domain/feed.ts';
import { addReviewer, HOUR_MS, later, NOW, startDraft, type Started } from './cast.ts';
import { GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

const feedOf = ({ record, link }: Started, given: Partial<Feed> = {}): Feed => ({
  id: randomUUID(),
  draft: record.id,
  link,
  wish: { language: 'es', neutral: true },
  token: randomUUID(),
  madeAt: NOW,
  ...given,
});

describe.each(GROUNDS)('feeds on $name', ({ begin }) => {
  const on = standOn(begin);

  it('finds a feed by the hash of its token, and by whose it is', async () => {
    const started = await startDraft(on.cellar);
    const feed = feedOf(started);
    const hash = randomUUID();
    await on.cellar.makeFeed(feed, hash);
    expect(await on.other.feedByHash(hash, NOW)).toEqual(feed);
    expect(await on.other.feedOf(feed.draft, feed.link)).toEqual(feed);
    expect(await on.other.feedByHash(randomUUID(), NOW)).toBeNull();
    expect(await on.other.feedOf(feed.draft, randomUUID())).toBeNull();
  });

  it('makes a new one in place of the one before, whose address is dead', async () => {
    const started = await startDraft(on.cellar);
    const [old, anew] = [randomUUID(), randomUUID()];
    await on.cellar.makeFeed(feedOf(started), old);
    const feed = feedOf(started, { wish: { language: 'fr', neutral: false }, madeAt: later(5) });
    await on.cellar.makeFeed(feed, anew);
    expect(await on.other.feedByHash(old, NOW)).toBeNull();
    expect(await on.other.feedByHash(anew, NOW)).toEqual(feed);
    expect(await on.other.feedOf(feed.draft, feed.link)).toEqual(feed);
  });

  it('keeps those of two people of one draft apart, and ends one of them', async () => {
    const started = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, started.record.id);
    const [own, others] = [feedOf(started), feedOf(started, { link: link.id })];
    const hash = randomUUID();
    await on.cellar.makeFeed(own, randomUUID());
    await on.cellar.makeFeed(others, hash);
    expect(await on.cellar.endFeed(own.draft, own.link)).toBe(true);
    expect(await on.other.endFeed(own.draft, own.link)).toBe(false);
    expect(await on.other.feedOf(own.draft, own.link)).toBeNull();
    expect(await on.other.feedByHash(hash, NOW)).toEqual(others);
  });

  it('ends with the link of its person, and with the draft', async () => {
    const started = await startDraft(on.cellar);
    const { link } = await addReviewer(on.cellar, started.record.id, { expiresAt: later(HOUR_MS) });
    const [expiring, revoked] = [randomUUID(), randomUUID()];
    await on.cellar.makeFeed(feedOf(started, { link: link.id }), expiring);
    await on.cellar.makeFeed(feedOf(started), revoked);
    expect(await on.cellar.feedByHash(expiring, later(HOUR_MS - 1))).not.toBeNull();
    expect(await on.cellar.feedByHash(expiring, later(HOUR_MS))).toBeNull();
    await on.cellar.revokeLink(started.record.id, started.link, NOW);
    expect(await on.cellar.feedByHash(revoked, NOW)).toBeNull();
    await on.ground.query(`delete from drafts where id = '${started.record.id}'`);
    expect(await on.cellar.feedOf(started.record.id, link.id)).toBeNull();
  });

  it('seals its token, and opens it under no other draft', async () => {
    const started = await startDraft(on.cellar);
    const feed = feedOf(started, { token: 'canary-swift-token' });
    const hash = randomUUID();
    await on.cellar.makeFeed(feed, hash);
    const loot = await on.ground.stolen();
    expect(loot.includes(feed.id)).toBe(true);
    expect(loot.includes('canary-swift')).toBe(false);
    expect(loot.includes(Buffer.from('canary-swift').toString('hex'))).toBe(false);
    const { record } = await startDraft(on.cellar);
    await on.ground.query(`update feeds set draft = '${record.id}' where id = '${feed.id}'`);
    await expect(on.cellar.feedByHash(hash, NOW)).rejects.toMatchObject({ code: 'broken-seal' });
  });
});
