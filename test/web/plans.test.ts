/**
 * The plan in the browser: proposed, moved, ticked, and seen on the contents page without scolding.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHouse, OPENING, readable, startDraft, type House } from '../cast.ts';

let house: House;
beforeAll(async () => {
  house = await openHouse();
});
afterAll(() => house.close());

const delta = (version: number, date: string, was = ''): string => `id: delta
version: ${version}
provenance: { languages: { en: official }, text: { en: "by 20 February 2024 by 1 March 2024 What?" } }
title: { en: The delta }
shortTitle: { en: The delta }
issuers: [{ name: { en: Special Rapporteur } }]
deadlines: [{ wording: { en: ${date === '2024-02-20' ? 'by 20 February 2024' : 'by 1 March 2024'} }, date: ${date}, relation: by${was} }]
questions: [{ id: q1, text: { en: What? } }]
`;

describe('an extension', () => {
  it('is followed by drafts that were started before, and their plan is offered anew', async () => {
    house.serveCall(delta(1, '2024-02-20'));
    const browser = house.browser('en');
    const draft = await startDraft(browser, 'en', 'delta');
    await browser.post(`${draft}/plan`).type('form').send({ revision: '0', 'final.date': '2024-02-15' }).expect(303);
    house.serveCall(
      delta(2, '2024-03-01', ', was: [{ wording: { en: by 20 February 2024 }, date: 2024-02-20, relation: by }]'),
    );
    const contents = readable((await browser.get(draft).expect(200)).text);
    expect(contents).toContain('until the end of Friday, 1 March 2024');
    expect(contents).toContain('by 20 February 2024');
    const plan = await browser.get(`${draft}/plan`);
    expect(readable(plan.text)).toContain('The deadline has moved since you last saved this plan.');
    expect(plan.text).toContain('name="final.date" value="2024-02-15"');
    expect(plan.text).toContain('name="send.date" value="2024-02-29"');
    await browser.post(`${draft}/plan`).type('form').send({ revision: '1', anew: 'yes' }).expect(303);
    const anew = await browser.get(`${draft}/plan`);
    expect(anew.text).not.toContain('value="2024-02-15"');
    expect(readable(anew.text)).not.toContain('The deadline has moved');
  });
});

describe('the plan', () => {
  it('is proposed, changed, and shown on the contents page', async () => {
    const browser = house.browser('fr');
    const draft = await startDraft(browser);
    expect(readable((await browser.get(draft)).text)).toContain(
      'Prochaine étape : Première version complète, jeudi 8 février 2024',
    );
    const page = await browser.get(`${draft}/plan`).expect(200);
    expect(page.text).toContain('name="send.date" value="2024-02-13"');
    const saved = {
      revision: '0',
      'full-draft.done': 'yes',
      'full-draft.date': '2024-02-08',
      'send.date': '2024-02-12',
    };
    await browser.post(`${draft}/plan`).type('form').send(saved).expect(303).expect('Location', draft);
    expect((await browser.get(`${draft}/plan`)).text).toContain('name="send.date" value="2024-02-12"');
    expect(readable((await browser.get(draft)).text)).toContain('Prochaine étape : Relecture par des collègues');

    house.setClock(new Date(OPENING.getTime() + 11.5 * 86_400_000));
    expect(readable((await browser.get(draft)).text)).toContain('Encore ouvert : Relecture par des collègues');
    house.setClock(OPENING);
  });

  it('keeps what was typed when a day cannot be read, or somebody saved first', async () => {
    const browser = house.browser('en');
    const draft = await startDraft(browser);
    const wrong = await browser.post(`${draft}/plan`).type('form').send({ revision: '0', 'send.date': 'tomorrow' });
    expect(wrong.status).toBe(422);
    expect(wrong.text).toContain('value="tomorrow"');
    expect(readable(wrong.text)).toContain('Write the day as year-month-day');
    await browser.post(`${draft}/plan`).type('form').send({ revision: '0', 'final.done': 'yes' }).expect(303);
    const stale = await browser.post(`${draft}/plan`).type('form').send({ revision: '0', 'send.date': '2024-02-11' });
    expect(stale.status).toBe(409);
    expect(stale.text).toContain('name="send.date" value="2024-02-11"');
    expect(stale.text).toContain('name="revision" value="1"');
    const theirs = readable(/<section class="theirs"[\s\S]*?<\/section>/.exec(stale.text)?.[0] ?? '');
    expect(theirs).toMatch(/What was saved meanwhile Final version Done .* Send Later Tuesday, 13 February 2024/);
  });

  it('has nothing to count back from when the deadline is past', async () => {
    const browser = house.browser('es');
    const draft = await startDraft(browser);
    house.setClock(new Date('2024-02-20T09:00:00Z'));
    expect(readable((await browser.get(`${draft}/plan`).expect(200)).text)).toContain('No hay ningún plazo por venir');
    expect((await browser.get(draft)).text).not.toContain(`${draft}/plan`);
    await browser.post(`${draft}/plan`).type('form').send({ revision: '0' }).expect(404);
    house.setClock(OPENING);
  });
});
