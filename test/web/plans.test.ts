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
