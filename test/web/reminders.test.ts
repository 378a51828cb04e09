/**
 * Reminders in the browser: asking, changing and ending them on the page of a draft, and the links in the mails. The
 * mails themselves are sent by nobody here: where a test needs to know what became of one, it claims and settles it as
 * whoever rings does.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LANGUAGES, type Language } from '../../src/domain/language.ts';
import type { Role } from '../../src/domain/link.ts';
import { SUBSCRIPTIONS_MAX, type ReminderOutcome } from '../../src/domain/reminder.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { openHouse, OPENING, readable, startDraft, type Browser, type House } from '../cast.ts';
import { startSmtp, type TestSmtp } from '../smtp.ts';

let house: House;
let smtp: TestSmtp;
beforeAll(async () => {
  smtp = await startSmtp();
  house = await openHouse({ smtpUrl: smtp.url, calls: [undated] });
});
afterAll(async () => {
  await house.close();
  await smtp.stop();
});
beforeEach(() => house.setClock(OPENING));

const undated = `id: mangrove
version: 1
provenance: { languages: { en: official }, text: { en: "Soon. What?" } }
title: { en: The mangrove }
shortTitle: { en: The mangrove }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines: [{ wording: { en: Soon } }]
questions: [{ id: q1, text: { en: What? } }]
`;

const HOUR_MS = 3_600_000;
const later = (ms: number): Date => new Date(OPENING.getTime() + ms);
const WISH = { address: 'awa@rivages.example.org', saying: 'named', language: 'fr', zone: 'Africa/Dakar', hour: '8' };

const idOf = (draft: string): string => draft.split('/').at(-1)!;
const ask = (browser: Browser, draft: string, wish: object = WISH) =>
  browser.post(`${draft}/reminders`).type('form').send(wish);
const asked = (draft: string) => house.store.subscriptionsOf(idOf(draft));
const pageOf = async (browser: Browser, draft: string): Promise<string> =>
  readable(withoutLists((await browser.get(`${draft}/reminders`).expect(200)).text));
const withoutLists = (html: string): string => html.replace(/<select[^]*?<\/select>/g, '');

async function start(language = 'en', call?: string): Promise<{ readonly browser: Browser; readonly draft: string }> {
  const browser = house.browser(language);
  return { browser, draft: await startDraft(browser, 'en', call) };
}

/** Somebody else, let in with a role. */
async function guest(draft: string, role: Role, label = 'field office'): Promise<Browser> {
  const token = newToken();
  const never = { signatory: null, address: null, expiresAt: null, usedAt: null, revokedAt: null };
  await house.store.addLink(
    { id: newId(), draft: idOf(draft), role, label, createdAt: OPENING, ...never },
    hashOf(token),
    null,
  );
  const browser = house.browser();
  await browser.post(`/links/${token}`).expect(303);
  return browser;
}

/** What whoever rings does with all that is due; how many of them were for this draft. */
async function settleDue(draft: string, now: Date, outcome: ReminderOutcome): Promise<number> {
  const due = await house.store.claimDue(now, 1_000);
  for (const { reminder } of due) await house.store.settle(reminder.id, outcome, now);
  return due.filter(({ reminder }) => reminder.draft === idOf(draft)).length;
}

/** Asked for and confirmed; the token of its links. */
async function confirmed(browser: Browser, draft: string, wish = WISH): Promise<string> {
  await ask(browser, draft, wish).expect(303);
  const own = (await asked(draft)).find(({ subscription }) => subscription.wish.address === wish.address)!;
  await house.browser().post(`/reminders/${own.subscription.token}`).expect(303);
  return own.subscription.token;
}

describe('the page', () => {
  it('says what is sent and when, before anybody asks', async () => {
    const { browser, draft } = await start();
    const page = await pageOf(browser, draft);
    expect(page).toContain('30, 14, 7, 3 and 1 days before the deadline');
    expect(page).toContain('For example, with 09:00 in Europe/Zurich, they ring on:');
    expect(page).toContain('Wednesday, 7 February 2024, 09:00');
    expect(page).toContain('Wednesday, 14 February 2024, 09:00');
    // Fourteen days before is over.
    expect(page).not.toContain('31 January');
    expect(page).toContain('the address that they come from (drafts@sender.example)');
    expect(page).toContain('that of this server in their links (127.0.0.1:3000)');
    expect(page).not.toContain('drafts/outbox');
  });

  it('proposes the zone that the reader has chosen', async () => {
    const { browser, draft } = await start();
    expect((await browser.get(`${draft}/reminders`)).text).toMatch(/<select[^>]*data-own-zone/);
    await browser.post('/preferences').type('form').send({ zone: 'Africa/Dakar', back: '/' }).expect(303);
    const { text } = await browser.get(`${draft}/reminders`);
    expect(text).toContain('<option selected>Africa/Dakar</option>');
    expect(text).not.toContain('data-own-zone');
  });

  it.each([
    ['the call has no date', 'mangrove', OPENING, 'The call states no date'],
    ['the deadline is over', undefined, new Date('2024-02-20T09:00:00Z'), 'The deadline is over'],
    ['no moment is left', undefined, new Date('2024-02-14T20:00:00Z'), 'too near for a reminder (3 hours left)'],
  ])('has no form where %s', async (_name, call, now, words) => {
    const { browser, draft } = await start('en', call);
    house.setClock(now);
    const page = await browser.get(`${draft}/reminders`).expect(200);
    expect(readable(page.text)).toContain(words);
    expect(page.text).not.toContain('name="address"');
    const refused = await ask(browser, draft);
    expect(refused.status).toBe(422);
    expect(readable(refused.text)).toContain(words);
    expect(await asked(draft)).toEqual([]);
  });

  it('has no form for a submitted draft, and says so of what was asked for', async () => {
    const { browser, draft } = await start();
    await confirmed(browser, draft);
    await browser.post(`${draft}/submission`).type('form').send({ by: 'self', seen: '1' }).expect(303);
    const page = await pageOf(browser, draft);
    expect(page).toContain('This draft has been submitted: no reminders are sent any more.');
    expect(page).toContain('Nothing more is sent: the draft has been submitted.');
    expect((await ask(browser, draft)).status).toBe(422);
  });

  it.each<[Language, string, string]>([
    ['en', 'Ask for reminders', 'We wrote to awa@rivages.example.org on 1 February 2024 at 09:00 (Africa/Dakar).'],
    [
      'fr',
      'Demander des rappels',
      'Nous avons écrit à awa@rivages.example.org le 1 février 2024 à 09:00 (Africa/Dakar).',
    ],
    [
      'es',
      'Pedir recordatorios',
      'Escribimos a awa@rivages.example.org el 1 de febrero de 2024 a las 9:00 (Africa/Dakar).',
    ],
  ])('speaks the reader’s language: %s', async (language, button, sentence) => {
    const { browser, draft } = await start(language);
    expect(await pageOf(browser, draft)).toContain(button);
    await ask(browser, draft).expect(303);
    await settleDue(draft, OPENING, { kind: 'sent', reply: '250 taken' });
    expect(await pageOf(browser, draft)).toContain(sentence);
    expect(await pageOf(browser, draft)).not.toMatch(/reminders\.|feed\.|undefined/);
  });

  it('of a server without mail says where messages go, and offers the calendar first', async () => {
    const plain = await openHouse();
    const browser = plain.browser();
    const draft = await startDraft(browser, 'en');
    const { text } = await browser.get(`${draft}/reminders`);
    expect(readable(text)).toContain('written as a file into the folder drafts/outbox');
    expect(text.indexOf('id="calendar"')).toBeLessThan(text.indexOf('id="ask"'));
    expect(readable(text)).not.toContain('they come from');
    const answer = await browser.post(`${draft}/reminders`).type('form').send(WISH).expect(303);
    const back = await browser.get(String(answer.headers['location']));
    expect(readable(back.text)).toContain('Whoever runs this program has to pass it on.');
    await plain.close();
  });
});

describe('asking', () => {
  it('plans one question, at once, and says so', async () => {
    const { browser, draft } = await start();
    const answer = await ask(browser, draft).expect(303);
    expect(answer.headers['location']).toBe(`${draft}/reminders?said=asked`);
    const page = readable((await browser.get(String(answer.headers['location']))).text);
    expect(page).toContain('Open the link in the mail to confirm');
    expect(page).toContain('To be confirmed');
    expect(page).toContain('At 08:00 (Africa/Dakar), in French, naming the call');
    const [one, ...more] = await asked(draft);
    expect(more).toEqual([]);
    expect(one?.subscription.wish).toEqual({
      address: WISH.address,
      language: 'fr',
      zone: 'Africa/Dakar',
      hour: 8,
      neutral: false,
    });
    expect(one?.reminders.map(({ kind, state, nextAt }) => [kind, state, nextAt])).toEqual([
      ['confirm', 'planned', OPENING],
    ]);
    expect(await pageOf(browser, draft)).not.toContain('Open the link in the mail to confirm');
  });

  it.each([
    ['no address', { address: '' }],
    ['no domain', { address: 'awa' }],
    ['two addresses', { address: 'a@example.org, b@example.org' }],
    ['a line break', { address: 'a@example.org\r\nBcc: b@example.org' }],
    ['markup', { address: '<b>awa@example.org' }],
  ])('with %s keeps what was typed, and says how to write it', async (_name, typed) => {
    const { browser, draft } = await start();
    const answer = await ask(browser, draft, { ...WISH, ...typed, saying: 'neutral' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain('<title>Problem: Reminders');
    expect(answer.text).toContain('href="#address"');
    expect(readable(answer.text)).toContain('Write one email address');
    expect(answer.text).toContain('<option selected>Africa/Dakar</option>');
    expect(answer.text).toMatch(/value="neutral"[^>]* checked/);
    expect(answer.text).toContain(typed.address.split(/[\r<]/)[0]!);
    expect(answer.text).not.toContain('<b>awa');
    expect(await asked(draft)).toEqual([]);
  });

  it.each([
    ['zone', 'Europe/Atlantis'],
    ['hour', '24'],
    ['hour', '9.5'],
    ['language', 'tlh'],
  ])('with a %s that is not on the list is answered with 422', async (field, value) => {
    const { browser, draft } = await start();
    const answer = await ask(browser, draft, { ...WISH, [field]: value });
    expect(answer.status).toBe(422);
    expect(readable(answer.text)).toContain('from the lists');
    expect(answer.text).toContain(`value="${WISH.address}"`);
  });

  it('is neutral unless the form says that the mails may name the call', async () => {
    const { browser, draft } = await start();
    await ask(browser, draft, { ...WISH, saying: 'something else' }).expect(303);
    expect((await asked(draft))[0]?.subscription.wish.neutral).toBe(true);
  });

  it('again for the same address changes the wish, and asks once more after an hour only', async () => {
    const { browser, draft } = await start();
    await ask(browser, draft).expect(303);
    await settleDue(draft, OPENING, { kind: 'sent', reply: '250' });
    house.setClock(later(0.5 * HOUR_MS));
    const soon = await ask(browser, draft, { ...WISH, address: 'AWA@rivages.example.org', hour: '10' }).expect(303);
    expect(soon.headers['location']).toContain('said=changed');
    house.setClock(later(2 * HOUR_MS));
    expect((await ask(browser, draft).expect(303)).headers['location']).toContain('said=asked');
    const [one, ...more] = await asked(draft);
    expect(more).toEqual([]);
    expect(one?.subscription.wish).toMatchObject({ address: WISH.address, hour: 8 });
    expect(one?.reminders.map(({ kind, state }) => [kind, state])).toEqual([
      ['confirm', 'sent'],
      ['confirm', 'planned'],
    ]);
    // A third time at most.
    for (const hours of [4, 6, 8, 10]) {
      await settleDue(draft, later(hours * HOUR_MS), { kind: 'sent', reply: '250' });
      house.setClock(later((hours + 1.5) * HOUR_MS));
      await ask(browser, draft).expect(303);
    }
    expect((await asked(draft))[0]?.reminders).toHaveLength(3);
  });

  it('is refused beyond the limit of a draft, also where others have ended since', async () => {
    const { browser, draft } = await start();
    for (let count = 0; count < SUBSCRIPTIONS_MAX; count += 1) {
      await ask(browser, draft, { ...WISH, address: `reader-${count}@example.org` }).expect(303);
    }
    const [first] = await asked(draft);
    await browser.post(`${draft}/reminders/${first!.subscription.id}/end`).expect(303);
    const answer = await ask(browser, draft, { ...WISH, address: 'one-more@example.org' });
    expect(answer.status).toBe(422);
    expect(readable(answer.text)).toContain('This draft has 50 requests for reminders');
    expect(answer.text).toContain('value="one-more@example.org"');
    expect(await asked(draft)).toHaveLength(SUBSCRIPTIONS_MAX);
  });

  it('is for everybody who may read, and for nobody else', async () => {
    const { draft } = await start();
    for (const role of ['writer', 'reviewer', 'signatory', 'observer'] as const) {
      await ask(await guest(draft, role), draft, { ...WISH, address: `${role}@example.org` }).expect(303);
    }
    expect(await asked(draft)).toHaveLength(4);
    const stranger = house.browser();
    await stranger.get(`${draft}/reminders`).expect(404);
    expect((await ask(stranger, draft)).status).toBe(404);
  });
});

describe('what became of it', () => {
  const settled: readonly [string, ReminderOutcome, string][] = [
    ['taken by the server', { kind: 'sent', reply: '250' }, 'The last one was sent on 7 February 2024 at 08:00'],
    [
      'perhaps taken',
      { kind: 'perhaps', reply: 'cut off' },
      'The last one was perhaps sent on 7 February 2024 at 08:00',
    ],
    [
      'not taken yet',
      { kind: 'later', reply: '451 greylisted', nextAt: new Date('2024-02-07T08:01:00Z') },
      'It could not be sent yet. We try again on 7 February 2024 at 08:01 (Africa/Dakar). The mail server said: 451 greylisted',
    ],
    [
      'refused for good',
      { kind: 'refused', reply: '550 no such user' },
      'the mail server says that this address does not exist. The mail server said: 550 no such user',
    ],
  ];
  it.each(settled)('is said of a reminder that was %s', async (_name, outcome, sentence) => {
    const { browser, draft } = await start();
    await confirmed(browser, draft);
    const rung = new Date('2024-02-07T08:00:00Z');
    house.setClock(rung);
    expect(await settleDue(draft, rung, outcome)).toBe(1);
    expect(await pageOf(browser, draft)).toContain(sentence);
  });

  it('is said of the question too', async () => {
    const { browser, draft } = await start();
    await ask(browser, draft).expect(303);
    expect(await pageOf(browser, draft)).toContain('is about to leave');
    await settleDue(draft, OPENING, { kind: 'later', reply: 'no route', nextAt: later(HOUR_MS) });
    expect(await pageOf(browser, draft)).toContain('could not be sent yet. We try again on 1 February 2024 at 10:00');
    await settleDue(draft, later(HOUR_MS), { kind: 'perhaps', reply: 'cut off' });
    expect(await pageOf(browser, draft)).toContain('We may have written to awa@rivages.example.org');
  });

  it('stands in a line of the contents page', async () => {
    const { browser, draft } = await start();
    const contents = async (): Promise<string> => readable((await browser.get(draft).expect(200)).text);
    expect(await contents()).toContain('You have not asked for any.');
    await ask(browser, draft).expect(303);
    expect(await contents()).toContain('Your address is still to be confirmed.');
    await house
      .browser()
      .post(`/reminders/${(await asked(draft))[0]!.subscription.token}`)
      .expect(303);
    expect(await contents()).toContain('Next: 7 February 2024 at 08:00 (Africa/Dakar)');
    expect(readable((await (await guest(draft, 'reviewer')).get(draft)).text)).toContain('You have not asked for any.');
    house.setClock(new Date('2024-02-20T09:00:00Z'));
    expect(await contents()).not.toContain('Next:');
  });
});

describe('changing and ending', () => {
  it('keeps the address, and plans what is still to come anew', async () => {
    const { browser, draft } = await start();
    await confirmed(browser, draft);
    const { id } = (await asked(draft))[0]!.subscription;
    const changed = { ...WISH, address: 'somebody@else.example', saying: 'neutral', zone: 'Asia/Tokyo', hour: '21' };
    const answer = await browser.post(`${draft}/reminders/${id}`).type('form').send(changed).expect(303);
    expect(answer.headers['location']).toBe(`${draft}/reminders?said=changed`);
    const [one] = await asked(draft);
    expect(one?.subscription.wish).toMatchObject({
      address: WISH.address,
      neutral: true,
      zone: 'Asia/Tokyo',
      hour: 21,
    });
    const planned = one!.reminders.filter(({ state }) => state === 'planned');
    expect(planned.map(({ ringsAt }) => ringsAt.toISOString())).toEqual([
      '2024-02-07T12:00:00.000Z',
      '2024-02-11T12:00:00.000Z',
      '2024-02-13T12:00:00.000Z',
      '2024-02-14T12:00:00.000Z',
    ]);
    expect(await pageOf(browser, draft)).toContain('At 21:00 (Asia/Tokyo), in French, neutral');
  });

  it('says in its own form what cannot be read', async () => {
    const { browser, draft } = await start();
    await confirmed(browser, draft);
    const { id } = (await asked(draft))[0]!.subscription;
    const answer = await browser
      .post(`${draft}/reminders/${id}`)
      .type('form')
      .send({ ...WISH, zone: 'Nowhere' });
    expect(answer.status).toBe(422);
    expect(answer.text).toContain(`href="#${id}-language"`);
    expect(answer.text).toContain('<details class="govuk-details card__more" open>');
    expect((await asked(draft))[0]?.subscription.wish.zone).toBe('Africa/Dakar');
  });

  it('is each person’s own; an owner sees all, and may end them', async () => {
    const { browser, draft } = await start();
    const office = await guest(draft, 'observer');
    await confirmed(browser, draft, { ...WISH, address: 'owner@example.org' });
    await confirmed(office, draft, { ...WISH, address: 'office@example.org' });
    const all = (await asked(draft)).map(({ subscription }) => subscription);
    const first = all.find(({ wish }) => wish.address === 'owner@example.org')?.id;
    const second = all.find(({ wish }) => wish.address === 'office@example.org')?.id;

    const theirs = await pageOf(office, draft);
    expect(theirs).toContain('office@example.org');
    expect(theirs).not.toContain('owner@example.org');
    expect(theirs).not.toContain('Reminders of others');
    expect(await pageOf(browser, draft)).toMatch(
      /Reminders of others .* office@example\.org Running came in by the link “field office”/,
    );

    await office.post(`${draft}/reminders/${first}`).type('form').send(WISH).expect(404);
    await office.post(`${draft}/reminders/${first}/end`).expect(404);
    await browser.post(`${draft}/reminders/${second}`).type('form').send(WISH).expect(404);
    await browser.post(`${draft}/reminders/${second}/end`).expect(303);
    expect(await pageOf(office, draft)).toContain(
      'Ended on 1 February 2024 at 09:00 (Africa/Dakar) by an owner of the draft.',
    );
    const elsewhere = await startDraft(browser, 'en');
    await browser.post(`${elsewhere}/reminders/${first}/end`).expect(404);
    const reasonOf = async (id?: string): Promise<string | undefined> =>
      (await asked(draft)).find(({ subscription }) => subscription.id === id)?.subscription.ended?.reason;
    expect([await reasonOf(first), await reasonOf(second)]).toEqual([undefined, 'owner']);
    await browser
      .post(`${draft}/reminders/${first}/end`)
      .expect(303)
      .expect('Location', `${draft}/reminders?said=ended`);
    expect(await reasonOf(first)).toBe('reader');
  });

  it('comes with the end of the link by which somebody came in', async () => {
    const { browser, draft } = await start();
    const office = await guest(draft, 'reviewer');
    await ask(office, draft).expect(303);
    const { link, token } = (await asked(draft))[0]!.subscription;
    await browser.post(`${draft}/links/${link}/removal`).expect(303);
    expect(await pageOf(browser, draft)).toContain('the link by which this person came in no longer opens the draft');
    await house.browser().post(`/reminders/${token}`).expect(303);
    expect(readable((await house.browser().get(`/reminders/${token}`)).text)).toContain('The reminders have ended');
    expect((await asked(draft))[0]?.subscription.confirmedAt).toBeNull();
  });
});

describe('the link that confirms', () => {
  it('shows a button; pressed, it says what was set and when the first one comes', async () => {
    const { browser, draft } = await start();
    await ask(browser, draft).expect(303);
    const { token } = (await asked(draft))[0]!.subscription;
    const reader = house.browser();
    const before = await reader.get(`/reminders/${token}`).expect(200);
    expect(readable(before.text)).toMatch(
      /Somebody, most likely you, asked us to remind awa@rivages\.example\.org .* Yes, write to me/,
    );
    expect((await asked(draft))[0]?.subscription.confirmedAt).toBeNull();
    await reader.post(`/reminders/${token}`).expect(303).expect('Location', `/reminders/${token}`);
    const after = readable((await reader.get(`/reminders/${token}`).expect(200)).text);
    expect(after).toContain('Your reminders are set');
    expect(after).toContain('At 08:00 (Africa/Dakar), in French, naming the call');
    expect(after).toContain('The first one comes on 7 February 2024 at 08:00 (Africa/Dakar).');
    // The link lets nobody into the draft.
    await reader.get(draft).expect(404);
    const once = (await asked(draft))[0]!;
    await reader.post(`/reminders/${token}`).expect(303);
    expect((await asked(draft))[0]).toEqual(once);
    expect(await pageOf(browser, draft)).toContain('Next: 7 February 2024 at 08:00 (Africa/Dakar)');
  });

  it.each(LANGUAGES)('of a neutral wish gives nothing away: %s', async (language) => {
    const { browser, draft } = await start(language);
    await ask(browser, draft, { ...WISH, saying: 'neutral' }).expect(303);
    const { token } = (await asked(draft))[0]!.subscription;
    const reader = house.browser(language);
    await reader.post(`/reminders/${token}`).expect(303);
    for (const address of [`/reminders/${token}`, `/reminders/${token}/end`]) {
      const { text } = await reader.get(address).expect(200);
      const head = text.slice(text.indexOf('<title>'), text.indexOf('</title>'));
      expect(head + readable(text.slice(text.indexOf('<body')))).not.toMatch(
        /nations|naciones|human|droits|derechos|solidar|mémoire|\bappel|call for|convocatoria|draft|projet|borrador|Dakar/i,
      );
      expect(text).not.toContain(idOf(draft));
    }
  });

  it.each([
    ['the deadline is over', new Date('2024-02-20T09:00:00Z'), 'That date has passed. Nothing is sent.'],
    ['no moment is left', new Date('2024-02-14T20:00:00Z'), 'No moment is left before that date'],
  ])('says so where %s', async (_name, now, sentence) => {
    const { browser, draft } = await start();
    await ask(browser, draft).expect(303);
    const { token } = (await asked(draft))[0]!.subscription;
    house.setClock(now);
    await house.browser().post(`/reminders/${token}`).expect(303);
    expect(readable((await house.browser().get(`/reminders/${token}`)).text)).toContain(sentence);
    expect(await settleDue(draft, now, { kind: 'sent', reply: '' })).toBe(0);
  });

  it('is not found for a token that nobody was given', async () => {
    for (const token of [newToken(), 'x', `${newToken()}0`, '%00', 'é']) {
      await house.browser().get(`/reminders/${token}`).expect(404);
      await house.browser().post(`/reminders/${token}`).expect(404);
      await house.browser().get(`/reminders/${token}/end`).expect(404);
      await house.browser().post(`/reminders/${token}/end`).expect(404);
    }
  });
});

describe('the link that ends them', () => {
  const running = async (): Promise<{ readonly draft: string; readonly token: string; ended(): Promise<unknown> }> => {
    const { browser, draft } = await start();
    const token = await confirmed(browser, draft);
    return { draft, token, ended: async () => (await asked(draft))[0]!.subscription.ended?.reason ?? null };
  };

  it('shows a button, and ends them when it is pressed', async () => {
    const { draft, token, ended } = await running();
    const page = await house.browser().get(`/reminders/${token}/end`).expect(200);
    expect(readable(page.text)).toContain('Nothing more will be sent to awa@rivages.example.org. End them');
    expect(await ended()).toBeNull();
    const answer = await house.browser().post(`/reminders/${token}/end`).type('form').send({ proof: '' }).expect(200);
    expect(readable(answer.text)).toContain('The reminders have ended');
    expect(await ended()).toBe('reader');
    const again = await house.browser().post(`/reminders/${token}/end`).expect(200);
    expect(readable(again.text)).toContain('The reminders have ended');
    expect(readable((await house.browser().get(`/reminders/${token}/end`)).text)).toContain('The reminders have ended');
    expect(await settleDue(draft, new Date('2024-02-07T08:00:00Z'), { kind: 'sent', reply: '' })).toBe(0);
    expect((await asked(draft))[0]?.reminders.filter(({ state }) => state === 'planned')).toEqual([]);
  });

  const elsewhere = { Origin: 'https://mail.example', 'Sec-Fetch-Site': 'cross-site' };
  it.each([
    ['as a form', (request: ReturnType<Browser['post']>) => request.type('form').send('List-Unsubscribe=One-Click')],
    ['in parts', (request: ReturnType<Browser['post']>) => request.field('List-Unsubscribe', 'One-Click')],
    [
      'as a form, from another site',
      (request: ReturnType<Browser['post']>) => request.set(elsewhere).type('form').send('List-Unsubscribe=One-Click'),
    ],
    [
      'in parts, from another site',
      (request: ReturnType<Browser['post']>) => request.set(elsewhere).field('List-Unsubscribe', 'One-Click'),
    ],
    ['with a body that nobody can read', (request: ReturnType<Browser['post']>) => request.type('image/png').send('x')],
  ])('ends them for a mail program that posts %s, without cookies or a redirect', async (_name, send) => {
    const { token, ended } = await running();
    await send(house.browser().post(`/reminders/${token}/end`)).expect(200);
    expect(await ended()).toBe('reader');
  });

  it('is the only one that other sites and other bodies may post to', async () => {
    const { draft, token } = await running();
    await house.browser().post(`/reminders/${token}`).set(elsewhere).expect(403);
    await house.browser().post(`/reminders/${token}`).field('a', 'b').expect(415);
    await house.browser().post(`${draft}/reminders`).set(elsewhere).expect(403);
  });
});

describe('a scanner', () => {
  it('that opens every link of a mail and of its pages changes nothing', async () => {
    const { browser, draft } = await start();
    await browser.post(`${draft}/feed`).expect(303);
    await ask(browser, draft).expect(303);
    const { token } = (await asked(draft))[0]!.subscription;
    const before = await asked(draft);
    const feed = await house.store.feedOf(idOf(draft), before[0]!.subscription.link);
    const seen = new Set<string>();
    const waiting = [
      `/reminders/${token}`,
      `/reminders/${token}/end`,
      `${draft}/reminders`,
      `/feeds/${feed!.token}/calendar.ics`,
    ];
    for (let address = waiting.pop(); address !== undefined; address = waiting.pop()) {
      if (seen.has(address) || seen.size > 60) continue;
      seen.add(address);
      await house.browser().head(address);
      // As the reader's own browser, and as a stranger.
      for (const scanner of [browser, house.browser()]) {
        const { text } = await scanner.get(address);
        const links = [...text.matchAll(/(?:href|action)="(\/[^"#]*)/g)].map(([, link = '']) =>
          link.replaceAll('&amp;', '&'),
        );
        waiting.push(...links.filter((link) => link.includes('/reminders') || link.includes('/feed')));
      }
    }
    expect(seen.size).toBeGreaterThan(5);
    expect(await asked(draft)).toEqual(before);
    expect(await house.store.feedOf(idOf(draft), before[0]!.subscription.link)).toEqual(feed);
  });
});

describe('the log', () => {
  it('holds neither addresses nor tokens', async () => {
    const { browser, draft } = await start();
    const token = await confirmed(browser, draft, { ...WISH, address: 'canary@example.org' });
    await house.browser().post(`/reminders/${token}/end`).expect(200);
    const log = JSON.stringify(house.lines);
    expect(log).toContain('/reminders/:token/end');
    for (const secret of [token, 'canary']) expect(log).not.toContain(secret);
  });
});
