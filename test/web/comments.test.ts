/**
 * Comments and proposed wordings, as the whole program handles them: who may say and settle what, that nothing typed is
 * lost, that taking a wording over never overwrites a newer text, and that nothing of it ever leaves the program.
 */
import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { fileAt, introduce, openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';

let house: House;
let amina: Browser;
let bruno: Browser;
let draft: string;

beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());
beforeEach(async () => {
  amina = house.browser();
  draft = await startDraft(amina, 'en');
  bruno = await invited('reviewer', 'Bruno, field office');
});

/** A browser that has come in by a link of its own. */
async function invited(role: Role, label: string): Promise<Browser> {
  const token = newToken();
  const link = { id: newId(), draft: draft.split('/').at(-1)!, role, label, signatory: null, address: null };
  const times = { createdAt: OPENING, expiresAt: null, usedAt: null, revokedAt: null };
  await house.store.addLink({ ...link, ...times }, hashOf(token), null);
  const browser = house.browser();
  await browser.post(`/links/${token}`).expect(303);
  return browser;
}

const question = (): string => `${draft}/questions/q1`;
const save = (revision: number, text: string, more: object = {}) =>
  amina
    .post(question())
    .type('form')
    .send({ revision: String(revision), text, ...more });
const say = (browser: Browser, text: string, more: object = {}) =>
  browser
    .post(`${question()}/comments`)
    .type('form')
    .send({ text, ...more });
const propose = (browser: Browser, text: string, revision: number) =>
  say(browser, text, { kind: 'proposal', revision: String(revision) });
const act = (browser: Browser, thread: string, deed: 'resolution' | 'adoption', fields: object = {}) =>
  browser.post(`${question()}/comments/${thread}/${deed}`).type('form').send(fields);
const pageOf = async (browser: Browser): Promise<string> => (await browser.get(question()).expect(200)).text;
const answerOf = async (): Promise<string> =>
  readable(/<textarea[^>]*id="text"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(await pageOf(amina))?.[1] ?? '').trim();
const contentsOf = async (): Promise<string> => readable((await amina.get(draft).expect(200)).text);

/** The thread that an answer to a post leads to. */
function threadOf(answer: { readonly headers: Record<string, unknown> }): string {
  const address = String(answer.headers['location']);
  expect(address).toMatch(new RegExp(`^${question()}#comments-[0-9a-f]{20}$`));
  return address.slice(-20);
}

describe('a comment', () => {
  it('is read by everybody with a link, by label and time, and answered in its thread', async () => {
    const thread = threadOf(await say(bruno, 'A source is missing.\nWhich decree?').expect(303));
    await say(amina, 'Decree 12 <of 2011>', { thread }).expect(303);
    const observer = await invited('observer', 'Olga');
    for (const browser of [amina, bruno, observer]) {
      const page = await pageOf(browser);
      expect(page.match(/class="thread"/g)).toHaveLength(1);
      expect(page).toContain('A source is missing.\nWhich decree?');
      expect(page).toContain('Decree 12 &lt;of 2011&gt;');
      expect(readable(page)).toMatch(/Bruno, field office( \(you\))? · 1 February 2024 at 10:00/);
    }
    expect(readable(await pageOf(bruno))).toContain('Bruno, field office (you)');
  });

  it('is counted on the contents page while its thread is open', async () => {
    expect(await contentsOf()).not.toContain('open comment');
    const thread = threadOf(await say(bruno, 'One.'));
    await say(bruno, 'More on one.', { thread });
    expect(await contentsOf()).toContain('1 open comment');
    await say(bruno, 'Two.');
    expect(await contentsOf()).toContain('2 open comments');
    await act(amina, thread, 'resolution', { resolved: 'yes' }).expect(303);
    expect(await contentsOf()).toContain('1 open comment');
  });

  it('is settled, opened again, and opened by a reply', async () => {
    const thread = threadOf(await say(bruno, 'One.'));
    for (const times of [1, 2]) {
      await act(bruno, thread, 'resolution', { resolved: 'yes', times: String(times) }).expect(303);
      expect(readable(await pageOf(amina))).toContain('Settled by Bruno, field office on 1 February 2024');
    }
    await act(amina, thread, 'resolution', { resolved: 'no' }).expect(303);
    expect(readable(await pageOf(amina))).not.toContain('Settled by');
    await act(amina, thread, 'resolution', { resolved: 'yes' }).expect(303);
    await say(bruno, 'Not quite.', { thread }).expect(303);
    expect(readable(await pageOf(amina))).not.toContain('Settled by');
  });

  it('is added once, however often its button is pressed; the same words later are another comment', async () => {
    const after = (page: string): string => /name="after" value="(\w*)"/.exec(page)![1]!;
    const first = { after: after(await pageOf(bruno)) };
    const answers = await Promise.all([say(bruno, 'Yes.', first), say(bruno, 'Yes.', first)]);
    expect(new Set(answers.map(threadOf)).size).toBe(1);
    const second = { after: after(await pageOf(bruno)) };
    await say(bruno, 'Yes.', second).expect(303);
    expect((await pageOf(bruno)).match(/class="thread"/g)).toHaveLength(2);
  });

  it.each([
    ['nothing', ' \n ', 'The box is empty'],
    ['too much', `${'long '.repeat(4_000)}end-of-it`, 'longer than 20,000 characters'],
  ])(
    'of %s is not taken: 422, what was typed in its box, and a summary that leads there',
    async (_what, text, told) => {
      const thread = threadOf(await say(amina, 'First.'));
      for (const [more, field] of [
        [{}, 'new-comment'],
        [{ thread }, `reply-${thread}`],
      ] as const) {
        const { text: page } = await say(bruno, text, more).expect(422);
        expect(page).toContain(`href="#${field}"`);
        expect(readable(page)).toContain(told);
        const box = new RegExp(`<textarea[^>]*id="${field}"[^>]*aria-describedby="${field}-error"[^>]*>([^<]*)<`);
        expect(box.exec(page)?.[1]?.trim()).toBe(text.trim());
      }
      expect((await pageOf(bruno)).match(/class="comment"/g)).toHaveLength(1);
    },
  );

  it('that replies to no thread of this question keeps its words on the page', async () => {
    const thread = threadOf(await say(bruno, 'Here.'));
    const elsewhere = amina.post(`${draft}/questions/q2/comments`).type('form');
    const answer = await elsewhere.send({ text: 'kept all the same', thread }).expect(404);
    expect(answer.text).toContain('kept all the same');
    expect(answer.text).not.toContain(thread);
    await say(amina, 'x', { thread: '../../links' }).expect(404);
    await act(amina, 'f'.repeat(20), 'resolution', { resolved: 'yes' }).expect(404);
    await act(amina, thread, 'resolution', { resolved: 'perhaps' }).expect(422);
  });
});

describe('who may do what', () => {
  it('lets observers read, and nothing else', async () => {
    const thread = threadOf(await propose(bruno, 'A wording.', 0));
    const olga = await invited('observer', 'Olga');
    expect(await pageOf(olga)).toContain('A wording.');
    expect(/<section class="columns__main comments"[\s\S]*<\/section>/.exec(await pageOf(olga))![0]).not.toContain(
      '<form',
    );
    await say(olga, 'May I?').expect(403);
    await act(olga, thread, 'resolution', { resolved: 'yes' }).expect(403);
    await act(olga, thread, 'adoption').expect(403);
  });

  it('lets reviewers and signatories say and settle, and only writers take a wording over', async () => {
    const thread = threadOf(await propose(bruno, 'A wording.', 0));
    for (const [role, label] of [
      ['reviewer', 'Rosa'],
      ['signatory', 'Sami'],
    ] as const) {
      const browser = await invited(role, label);
      expect(await pageOf(browser)).not.toContain('/adoption');
      await say(browser, `From ${label}`).expect(303);
      await act(browser, thread, 'resolution', { resolved: 'yes' }).expect(303);
      await act(browser, thread, 'resolution', { resolved: 'no' }).expect(303);
      await act(browser, thread, 'adoption').expect(403);
    }
    expect(await answerOf()).toBe('');
    const writer = await invited('writer', 'Wanda');
    expect(await pageOf(writer)).toContain(`/comments/${thread}/adoption`);
    await act(writer, thread, 'adoption').expect(303);
    expect(await answerOf()).toBe('A wording.');
  });

  it('is a 404 for strangers', async () => {
    const thread = threadOf(await say(bruno, 'Ours.'));
    const stranger = house.browser();
    await say(stranger, 'Hello').expect(404);
    await act(stranger, thread, 'resolution', { resolved: 'yes' }).expect(404);
    await act(stranger, thread, 'adoption').expect(404);
  });

  it('leaves a submitted draft as it is: its comments are read, and what is typed is given back', async () => {
    const thread = threadOf(await propose(bruno, 'A wording.', 0));
    await introduce(amina, draft);
    await amina.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    const page = await pageOf(amina);
    expect(page).toContain('A wording.');
    expect(/<section class="columns__main comments"[\s\S]*<\/section>/.exec(page)![0]).not.toContain('<form');
    expect((await say(bruno, 'Too late, and kept.').expect(409)).text).toContain('Too late, and kept.');
    await act(amina, thread, 'resolution', { resolved: 'yes' }).expect(409);
    await act(amina, thread, 'adoption').expect(409);
  });
});

describe('a proposed wording', () => {
  it('begins with the answer as it stands', async () => {
    await save(0, '\nFirst line.\n<b> & "x"').expect(303);
    const page = await pageOf(bruno);
    expect(page).toMatch(/<textarea[^>]*id="new-proposal"[^>]*>\n\nFirst line\.\n&lt;b&gt; &amp; &#34;x&#34;</);
    expect(page).toMatch(/name="revision" value="1"/);
  });

  it('is taken over with one click: its text alone, with history, and the thread says by whom', async () => {
    await save(0, 'Old.', { 'networks.choice': 'yes', finished: 'yes', whole: 'yes' }).expect(303);
    const thread = threadOf(await propose(bruno, 'New.\n\n- better', 1));
    await act(amina, thread, 'adoption').expect(303);
    const page = await pageOf(amina);
    expect(await answerOf()).toBe('New. - better');
    expect(page).toMatch(/name="networks.choice" value="yes" checked/);
    expect(page).toMatch(/id="finished"[^>]* checked/);
    expect(readable(page)).toContain('Wording taken over by first link on 1 February 2024');
    const history = (await amina.get(`${question()}/history`)).text;
    expect(history.match(/id="revision-/g)).toHaveLength(2);
    expect(history).toContain('Old.');
  });

  it('is taken over once, however often the button is pressed, and never over a text that was written since', async () => {
    await save(0, 'Old.').expect(303);
    const thread = threadOf(await propose(bruno, 'New.', 1));
    const clicks = await Promise.all([1, 2, 3].map(() => act(amina, thread, 'adoption')));
    expect(clicks.map(({ status }) => status)).toEqual([303, 303, 303]);
    await save(2, 'Newer still.').expect(303);
    await act(amina, thread, 'adoption').expect(303);
    expect(await answerOf()).toBe('Newer still.');
    expect((await amina.get(`${question()}/history`)).text.match(/id="revision-/g)).toHaveLength(3);
  });

  it('shows what it changes, and the difference is told by words too', async () => {
    await save(0, 'We met the old minister in May.').expect(303);
    await propose(bruno, 'We met the new minister in May.', 1).expect(303);
    const page = await pageOf(amina);
    expect(page).toMatch(/<del>[^]*?>old<[^]*?<\/del><ins>[^]*?>new<[^]*?<\/ins>/);
    expect(readable(page)).toContain('We met the [Taken out: old ] [Added: new ] minister in May.');
  });

  it('is put together with what was written since where the two do not touch', async () => {
    await save(0, 'First paragraph.\n\nSecond paragraph.').expect(303);
    const thread = threadOf(await propose(bruno, 'First paragraph, improved.\n\nSecond paragraph.', 1));
    const since = { 'networks.choice': 'yes', finished: 'yes', whole: 'yes' };
    await save(1, 'First paragraph.\n\nSecond paragraph, with a date.', since).expect(303);
    expect(readable(await pageOf(amina))).toContain('The answer has changed since then.');
    await act(amina, thread, 'adoption').expect(303);
    expect(await answerOf()).toBe('First paragraph, improved. Second paragraph, with a date.');
    const page = await pageOf(amina);
    expect(page).toMatch(/name="networks.choice" value="yes" checked/);
    expect(page).toMatch(/id="finished"[^>]* checked/);
    expect((await amina.get(`${question()}/history`)).text.match(/id="revision-/g)).toHaveLength(3);
  });

  it('that meets a text written since is shown with it, and overwrites nothing', async () => {
    await save(0, 'One sentence.').expect(303);
    const thread = threadOf(await propose(bruno, 'Quite another sentence.', 1));
    await save(1, 'A third sentence altogether.', { 'networks.choice': 'no' }).expect(303);
    const answer = await act(amina, thread, 'adoption').expect(409);
    const met = readable(answer.text);
    for (const text of ['Quite another', 'A third', 'The wording that Bruno, field office proposed'])
      expect(met).toContain(text);
    expect(await answerOf()).toBe('A third sentence altogether.');
    expect(readable(await pageOf(amina))).not.toContain('taken over by');
    const revision = /id="form"[\s\S]*?name="revision" value="(\d+)"/.exec(answer.text)![1]!;
    await save(Number(revision), 'Both, by hand.', { 'networks.choice': 'no' }).expect(303);
    expect(await answerOf()).toBe('Both, by hand.');
  });

  it('that stands in the answer already is settled, and adds nothing to the history', async () => {
    await save(0, 'Old.').expect(303);
    const thread = threadOf(await propose(bruno, 'New.', 1));
    await save(1, 'New.').expect(303);
    await act(amina, thread, 'adoption').expect(303);
    expect(readable(await pageOf(amina))).toContain('taken over by');
    expect((await amina.get(`${question()}/history`)).text.match(/id="revision-/g)).toHaveLength(2);
  });

  it('that changes nothing, or is empty, is not taken, and keeps the text that it was made from', async () => {
    await save(0, 'Old.').expect(303);
    await save(1, 'Newer.').expect(303);
    const { text: same } = await propose(bruno, 'Old.', 1).expect(422);
    expect(readable(same)).toContain('the same as the answer');
    expect(same).toMatch(/<details class="govuk-details" open>[\s\S]*?id="new-proposal"[^>]*>\nOld\.</);
    expect(same).toMatch(/name="kind" value="proposal"[\s\S]*?name="revision" value="1"/);
    await propose(bruno, '', 2).expect(422);
    await propose(bruno, 'To a text that nobody has written', 3).expect(422);
    const thread = threadOf(await propose(bruno, 'Old.', 2));
    await say(bruno, 'as a reply', { kind: 'proposal', revision: '2', thread }).expect(422);
    await say(bruno, 'x', { kind: 'verdict' }).expect(422);
  });

  it('is all that can be taken over: no comment, and no reply', async () => {
    const comment = threadOf(await say(bruno, 'Only a comment.'));
    const proposal = threadOf(await propose(bruno, 'A wording.', 0));
    const reply = threadOf(await say(bruno, 'A reply.', { thread: proposal }));
    expect(reply).toBe(proposal);
    await act(amina, comment, 'adoption').expect(404);
    await act(amina, 'f'.repeat(20), 'adoption').expect(404);
    expect(await answerOf()).toBe('');
  });
});

describe('what leaves the program', () => {
  it('holds no word of a comment, a proposal or a label', async () => {
    await introduce(amina, draft);
    await save(0, 'The answer itself, kestrel-public.').expect(303);
    const carla = await invited('reviewer', 'canary-lark-label');
    const thread = threadOf(await say(carla, 'canary-lark-comment'));
    await say(amina, 'canary-lark-reply', { thread });
    threadOf(await propose(carla, 'canary-lark-proposal', 1));
    const settled = threadOf(await say(carla, 'canary-lark-settled'));
    await act(amina, settled, 'resolution', { resolved: 'yes' }).expect(303);
    expect((await pageOf(amina)).match(/canary-lark/g)!.length).toBeGreaterThan(4);

    const leaving = async (): Promise<Readonly<Record<string, string>>> => {
      const zip = unzipSync(new Uint8Array((await fileAt(amina, `${draft}/document.docx`).expect(200)).body as Buffer));
      const letter = ((await fileAt(amina, `${draft}/email.eml`)).body as Buffer).toString('latin1');
      const attached = /base64[\s\S]*?\r\n\r\n([A-Za-z0-9+/=\r\n]+)/g;
      return {
        document: Object.values(zip)
          .map((part) => strFromU8(part))
          .join('\n'),
        letter,
        decoded: [...letter.matchAll(attached)].map(([, body = '']) => Buffer.from(body, 'base64').toString()).join(),
        calendar: (await amina.get('/calls/ie-solidarity-hrc56/deadline.ics')).text,
        review: (await amina.get(`${draft}/review`).expect(200)).text,
        email: (await amina.get(`${draft}/email`).expect(200)).text,
        submission: (await amina.get(`${draft}/submission`).expect(200)).text,
      };
    };
    const before = await leaving();
    await amina.post(`${draft}/submission`).type('form').send({ by: 'self' }).expect(303);
    for (const texts of [before, await leaving()]) {
      expect(texts['document']).toContain('kestrel-public');
      expect(texts['review']).toContain('kestrel-public');
      for (const [what, text] of Object.entries(texts)) expect(text, what).not.toMatch(/canary-lark/);
    }
    const frozen = await house.store.submissionOf(draft.split('/').at(-1)!);
    expect(JSON.stringify(frozen)).not.toContain('canary-lark');
  });

  it('is written by a log that names routes and no words', async () => {
    const thread = threadOf(await say(bruno, 'canary-lark-logged'));
    await act(amina, thread, 'resolution', { resolved: 'yes' });
    const log = JSON.stringify(house.lines);
    expect(log).toContain('/comments/:thread/resolution');
    expect(log).not.toMatch(new RegExp(`canary-lark|${thread}`));
  });
});
