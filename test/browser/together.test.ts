/**
 * Two people at one answer, each in a browser of their own, with scripts and without: what does not touch is put
 * together and said, what does is shown with the text that it came from, and every typed word can be found again.
 */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CALL, linkTo, openHouse, type House } from '../cast.ts';
import { launchBrowser, openVisit } from './browser.ts';
import { button, evened, fillIn, link, phrases, press, start, textOf } from './writer.ts';

let browser: Browser;
let house: House;
let origin: string;

beforeAll(async () => {
  browser = await launchBrowser();
  house = await openHouse();
  origin = await house.listen();
});
afterAll(async () => {
  await browser.close();
  await house.close();
});

const LABEL = 'Chloé, field office';

describe.each([true, false])('two people, scripts %s', (scripts) => {
  const say = phrases.en;

  /** Both stand at the same question, with the same text before them. */
  async function two(question: string, text: string) {
    const [first, second] = [
      await openVisit(browser, origin, { scripts }),
      await openVisit(browser, origin, { scripts }),
    ];
    const draft = await start(first.page, CALL, 'en', say);
    await second.page.goto(await linkTo(house, draft, 'writer', LABEL));
    await press(second.page, button(second.page, say('links.enter')));
    const address = `${draft}/questions/${question}`;
    await first.page.goto(address);
    await fillIn(first.page, { text });
    await press(first.page, button(first.page, say('form.saveAndStay')));
    await second.page.goto(address);
    return {
      amina: first.page,
      chloe: second.page,
      address,
      async end() {
        await first.end();
        await second.end();
      },
    };
  }

  it('have what does not touch put together, and are told', async () => {
    const { amina, chloe, address, end } = await two('q9', 'One, as it was.\n\nTwo, as it was.');
    await fillIn(chloe, { text: 'One, by Chloé.\n\nTwo, as it was.' });
    await press(chloe, button(chloe, say('form.saveAndContinue')));
    await fillIn(amina, { text: 'One, as it was.\n\nTwo, by Amina.' });
    expect(await press(amina, button(amina, say('form.saveAndContinue')))).toBe(200);

    expect(new URL(amina.url()).pathname).toBe(address);
    expect(await amina.locator('#text').inputValue()).toBe('One, by Chloé.\n\nTwo, by Amina.');
    expect(await textOf(amina)).toContain(`“${LABEL}” saved this answer too while you were writing`);
    await press(amina, link(amina, say('merge.see')));
    const newest = amina.locator('.history__item').first();
    expect(evened(await newest.innerText())).toContain('Two, [Taken out: as it was ] [Added: by Amina ] .');

    await press(amina, amina.getByRole('link', { name: say('history.back') }));
    expect(await textOf(amina)).not.toContain('saved this answer too');
    await fillIn(amina, { text: 'One, by Chloé.\n\nTwo, by Amina.\n\nThree.' });
    await press(amina, button(amina, say('form.saveAndContinue')));
    expect(new URL(amina.url()).pathname).toMatch(/q10$/);
    await end();
  });

  it('are shown both texts where they touch, and save what they make of them', async () => {
    const { amina, chloe, end } = await two('q4', 'The act was passed in 2019, they say. It holds.');
    await fillIn(chloe, { text: 'The act was passed in 2020, they say. It holds.', 'initiatives.0.name': 'First Act' });
    await press(chloe, button(chloe, say('form.saveAndContinue')));
    const mine = 'The act was passed in 2021, they say. It holds. For now.';
    await fillIn(amina, { text: mine, 'initiatives.0.name': 'Second Act' });
    expect(await press(amina, button(amina, say('form.saveAndContinue')))).toBe(409);

    const page = await textOf(amina);
    expect(page).toContain(say('merge.theirs', { labels: `“${LABEL}”` }));
    for (const words of [
      'First Act',
      'Second Act',
      '[Taken out: 2019 ] [Added: 2020 ]',
      '[Taken out: 2019 ] [Added: 2021 ]',
    ])
      expect(page).toContain(words);
    const lines = (tag: string) =>
      amina
        .locator(`.difference ${tag}`)
        .first()
        .evaluate((mark) => getComputedStyle(mark).textDecorationLine);
    expect([await lines('ins'), await lines('del')]).toEqual(['underline', 'line-through']);
    expect(await amina.locator('#theirs-text').inputValue()).toBe('The act was passed in 2020, they say. It holds.');
    expect(await amina.locator('#mine-text').inputValue()).toBe(mine);
    expect(await amina.locator('#text').inputValue()).toBe(
      'The act was passed in 2020, they say. The act was passed in 2021, they say. It holds. For now.',
    );
    const rows = amina.locator('[name^="initiatives."][name$=".name"]');
    expect(await rows.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value))).toEqual([
      'First Act',
      'Second Act',
      '',
      '',
    ]);

    await amina.reload();
    expect(await amina.locator('#mine-text').inputValue()).toBe(mine);
    await fillIn(amina, { text: 'The act was passed in 2020 or 2021. It holds. For now.' });
    expect(await press(amina, button(amina, say('form.saveAndStay')))).toBe(200);
    expect(await amina.locator('#text').inputValue()).toBe('The act was passed in 2020 or 2021. It holds. For now.');
    expect(await amina.locator('[name="initiatives.1.name"]').inputValue()).toBe('Second Act');
    await end();
  });

  it('lose nothing when the language of the pages is switched on the page where texts met', async () => {
    const { amina, chloe, end } = await two('q9', '');
    await fillIn(chloe, { text: 'Theirs.' });
    await press(chloe, button(chloe, say('form.saveAndStay')));
    await fillIn(amina, { text: 'Mine.' });
    expect(await press(amina, button(amina, say('form.saveAndStay')))).toBe(409);
    await press(amina, amina.getByRole('banner').getByRole('button', { name: 'Français' }));
    expect(await amina.locator('html').getAttribute('lang')).toBe('fr');
    expect(await amina.locator('#text').inputValue()).toBe('Theirs.\n\nMine.');
    await end();
  });

  it('find every text again, whole, and bring one back', async () => {
    const { amina, chloe, end } = await two('q9', 'The first text.');
    await fillIn(chloe, { text: 'The second text.' });
    await press(chloe, button(chloe, say('form.saveAndStay')));
    await press(chloe, link(chloe, say('question.history')));
    await press(chloe, chloe.getByRole('link', { name: `${say('history.whole')} 1`, exact: true }));
    expect(await chloe.locator('pre').innerText()).toBe('The first text.');
    await press(chloe, chloe.getByRole('link', { name: say('history.backToAll') }));
    expect(await chloe.locator('.history__item').count()).toBe(1);
    await press(chloe, chloe.getByRole('link', { name: say('history.newer') }));
    await press(chloe, chloe.getByRole('button', { name: `${say('history.restore')} 1`, exact: true }));
    expect(await chloe.locator('#text').inputValue()).toBe('The first text.');
    await amina.reload();
    expect(await amina.locator('#text').inputValue()).toBe('The first text.');
    await end();
  });
});
