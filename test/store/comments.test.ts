/** Comments in the cellar, on both databases: threads, who said what, what is open, and nothing readable at rest. */
import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Comment } from '../../src/domain/comment.ts';
import { openCellar } from '../../src/store/cellar.ts';
import { addReviewer, later, NOW, startDraft, type Started } from './cast.ts';
import { bytesUnder, GROUNDS } from './ground.ts';
import { standOn } from './stand.ts';

describe.each(GROUNDS)('comments on $name', ({ begin }) => {
  const on = standOn(begin);
  let amina: Started;
  let draft: string;
  let bruno: string;
  beforeEach(async () => {
    amina = await startDraft(on.cellar);
    draft = amina.record.id;
    bruno = (await addReviewer(on.cellar, draft)).link.id;
  });

  /** Bruno's first word on "q1", unless something else is given. */
  const comment = (given: Partial<Omit<Comment, 'by'>> = {}): Omit<Comment, 'by'> => {
    const id = given.id ?? randomUUID();
    return {
      ...{ id, draft, question: 'q1', thread: id, kind: 'comment', text: 'A source is missing.', base: 2 },
      ...{ link: bruno, at: NOW },
      ...given,
    };
  };

  async function begun(given: Partial<Omit<Comment, 'by'>> = {}): Promise<string> {
    const first = comment(given);
    expect(await on.cellar.addComment(first)).toBe(true);
    return first.id;
  }

  it('gives the threads of a question back, oldest first, with the labels of the links', async () => {
    const second = comment({ at: later(20), kind: 'proposal', text: 'A whole new text.\n\n[[x]] \ud83d', base: 7 });
    const first = comment({ at: later(10) });
    const reply = comment({ thread: first.id, link: amina.link, at: later(30), text: 'It comes tomorrow.' });
    for (const one of [second, first, reply]) expect(await on.cellar.addComment(one)).toBe(true);
    await begun({ question: 'q2' });
    expect(await on.other.threads(draft, 'q1')).toEqual([
      {
        id: first.id,
        question: 'q1',
        comments: [
          { ...first, by: 'Bruno, field office' },
          { ...reply, by: 'Amina' },
        ],
        resolved: null,
      },
      { id: second.id, question: 'q1', comments: [{ ...second, by: 'Bruno, field office' }], resolved: null },
    ]);
    expect(await on.other.threads(draft, 'q9')).toEqual([]);
  });

  it('puts the comment that began a thread first, also where all came in the same millisecond', async () => {
    const first = await begun({ id: `z${randomUUID()}` });
    const replies = [`a${randomUUID()}`, `b${randomUUID()}`];
    for (const id of replies) await on.cellar.addComment(comment({ id, thread: first }));
    const [thread] = await on.cellar.threads(draft, 'q1');
    expect(thread?.comments.map(({ id }) => id)).toEqual([first, ...replies]);
  });

  it('adds nothing to a thread of another question, of another draft, or of none', async () => {
    const thread = await begun();
    const another = await startDraft(on.cellar);
    const reply = comment({ thread, text: 'reply' });
    expect(await on.cellar.addComment({ ...reply, question: 'q2' })).toBe(false);
    expect(await on.cellar.addComment({ ...reply, draft: another.record.id })).toBe(false);
    expect(await on.cellar.addComment({ ...reply, thread: randomUUID() })).toBe(false);
    await on.cellar.addComment(reply);
    expect(await on.cellar.addComment(comment({ thread: reply.id }))).toBe(false);
    expect((await on.cellar.threads(draft, 'q1')).flatMap(({ comments }) => comments)).toHaveLength(2);
  });

  it('keeps one comment where the same one comes twice, at once too', async () => {
    const first = comment();
    const reply = comment({ thread: first.id, text: 'Twice.' });
    for (const one of [first, reply]) {
      const both = [on.cellar.addComment(one), on.other.addComment(one), on.cellar.addComment(one)];
      expect(await Promise.all(both)).toEqual([true, true, true]);
    }
    const [thread, ...others] = await on.cellar.threads(draft, 'q1');
    expect(others).toEqual([]);
    expect(thread?.comments.map(({ text }) => text)).toEqual(['A source is missing.', 'Twice.']);
    await on.cellar.resolveThread(draft, 'q1', first.id, { at: NOW, link: bruno, adopted: false });
    await on.cellar.addComment(reply);
    expect((await on.cellar.threads(draft, 'q1'))[0]?.resolved).not.toBeNull();
  });

  it('settles a thread once, and says by whom; a proposal may be taken over after that', async () => {
    const thread = await begun({ kind: 'proposal' });
    const settle = (link: string, ms: number, adopted = false) =>
      on.cellar.resolveThread(draft, 'q1', thread, { at: later(ms), link, adopted });
    const resolved = async () => (await on.cellar.threads(draft, 'q1'))[0]?.resolved;
    expect(await settle(bruno, 1)).toBe(true);
    expect(await settle(amina.link, 2)).toBe(true);
    expect(await resolved()).toEqual({ at: later(1), by: 'Bruno, field office', adopted: false });
    expect(await settle(amina.link, 3, true)).toBe(true);
    expect(await settle(bruno, 4)).toBe(true);
    expect(await settle(bruno, 5, true)).toBe(true);
    expect(await resolved()).toEqual({ at: later(3), by: 'Amina', adopted: true });
  });

  it('opens a thread again on request, and where somebody replies', async () => {
    const thread = await begun();
    const settled = { at: NOW, link: bruno, adopted: true };
    const resolved = async () => (await on.cellar.threads(draft, 'q1'))[0]?.resolved;
    await on.cellar.resolveThread(draft, 'q1', thread, settled);
    expect(await on.cellar.resolveThread(draft, 'q1', thread, null)).toBe(true);
    expect(await resolved()).toBeNull();
    await on.cellar.resolveThread(draft, 'q1', thread, settled);
    await on.cellar.addComment(comment({ thread, text: 'One more thing.' }));
    expect(await resolved()).toBeNull();
  });

  it('settles no thread of another question or draft, and no reply', async () => {
    const thread = await begun();
    const reply = comment({ thread });
    await on.cellar.addComment(reply);
    const another = await startDraft(on.cellar);
    const settled = { at: NOW, link: bruno, adopted: false };
    expect(await on.cellar.resolveThread(draft, 'q2', thread, settled)).toBe(false);
    expect(await on.cellar.resolveThread(another.record.id, 'q1', thread, settled)).toBe(false);
    expect(await on.cellar.resolveThread(draft, 'q1', reply.id, settled)).toBe(false);
    expect(await on.cellar.resolveThread(draft, 'q1', randomUUID(), null)).toBe(false);
    expect((await on.cellar.threads(draft, 'q1'))[0]?.resolved).toBeNull();
  });

  it('counts open threads by question, and not what was said in them', async () => {
    expect(await on.cellar.openThreads(draft)).toEqual(new Map());
    const thread = await begun();
    await on.cellar.addComment(comment({ thread }));
    await begun({ question: 'q2' });
    const settled = await begun({ question: 'q2' });
    await begun({ draft: (await startDraft(on.cellar)).record.id });
    await on.cellar.resolveThread(draft, 'q2', settled, { at: NOW, link: bruno, adopted: false });
    expect(await on.other.openThreads(draft)).toEqual(
      new Map([
        ['q1', 1],
        ['q2', 1],
      ]),
    );
  });

  it('keeps what was said by a link that was taken back', async () => {
    await begun();
    await on.cellar.revokeLink(draft, bruno, NOW);
    expect((await on.cellar.threads(draft, 'q1'))[0]?.comments[0]?.by).toBe('Bruno, field office');
  });

  it('holds no word of a comment or a proposal in any byte at rest', async () => {
    const said = { comment: 'canary-crane-comment', proposal: 'canary-crane-proposal', reply: 'canary-crane-reply' };
    const thread = await begun({ text: said.comment });
    await begun({ kind: 'proposal', text: said.proposal });
    await on.cellar.addComment(comment({ thread, text: said.reply }));
    const passing = await openCellar(on.ground.settings);
    const running = await on.ground.stolen();
    await passing.close();
    const loot = Buffer.concat([running, await on.ground.stolen(), bytesUnder(on.ground.settings.dataDir)]);
    expect(loot.includes(thread)).toBe(true);
    for (const [what, canary] of Object.entries({ ...said, all: 'canary-crane', label: 'Bruno' })) {
      for (const hidden of [canary, Buffer.from(canary, 'utf16le'), Buffer.from(canary).toString('hex')])
        expect(loot.includes(hidden), what).toBe(false);
      expect(loot.includes(Buffer.from(canary).toString('base64').slice(0, -4)), what).toBe(false);
    }
  });

  it('does not open a comment that was moved to another question', async () => {
    const thread = await begun();
    await on.ground.query(`update comments set question = 'q2' where id = '${thread}' returning 1 as one`);
    await expect(on.cellar.threads(draft, 'q2')).rejects.toMatchObject({ code: 'broken-seal' });
  });

  it('has an index of what is open, and of nothing else', async () => {
    const asked = `select question, count(*) as count from comments
      where draft = 'x' and resolved_at is null and id = thread group by question`;
    // PostgreSQL reads a small table from end to end, whatever its indexes: there the index itself is looked at.
    const told =
      on.ground.settings.databaseUrl === null
        ? await on.ground.query(`explain query plan ${asked}`)
        : await on.ground.query(`select indexdef from pg_indexes where indexdef like '%resolved_at IS NULL%'`);
    expect(JSON.stringify(told)).toMatch(/comments_open/);
  });
});
