/**
 * The whole main job in a real browser, with scripts and without, in each language of the pages: from the home page to
 * the receipt and the next version; and what people do on the way: going back, another browser, leaving.
 */
import { createHash } from 'node:crypto';
import type { Browser, Page } from 'playwright-core';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { questionsOf } from '../../src/domain/questionnaire.ts';
import { CALL, MAILBOX, openHouse, RIVAGES, SUBJECT, type House } from '../cast.ts';
import { partsOf, textOf as textOfPart } from '../docx/opened.ts';
import { launchBrowser, openVisit, type Visit, type Visitor } from './browser.ts';
import { button, evened, fillIn, link, phrases, press, runsOf, start, take, textOf, WRITERS } from './writer.ts';

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

/** Ends the visit when the test is over, and fails the test where the visit had problems. */
async function visiting(visitor: Visitor, walk: (page: Page, visit: Visit) => Promise<void>): Promise<void> {
  const visit = await openVisit(browser, origin, visitor);
  await walk(visit.page, visit);
  await visit.end();
}

const everyVisitor = [
  { pages: 'en', draft: 'fr', scripts: true },
  { pages: 'en', draft: 'en', scripts: false },
  { pages: 'fr', draft: 'fr', scripts: true },
  { pages: 'fr', draft: 'fr', scripts: false },
  { pages: 'es', draft: 'en', scripts: true },
  { pages: 'es', draft: 'fr', scripts: false },
] as const;

describe.each(everyVisitor)('pages in $pages, draft in $draft, scripts $scripts', ({ pages, draft, scripts }) => {
  const say = phrases[pages];
  const { organisation, answers } = WRITERS[draft];
  const typed = [organisation, ...Object.values(answers)].flatMap((fields) =>
    Object.entries(fields)
      .filter(([name]) => !/\.(choice|ticked)$|^(declined|finished|country|kind|status)$/.test(name))
      .flatMap(([, text]) => runsOf(String(text))),
  );

  it('goes from the call to the receipt and on to a new version', () =>
    visiting({ language: pages, scripts }, async (page) => {
      await page.goto('/');
      await press(page, page.locator(`main a[href="/calls/${CALL}"]`));
      expect(await textOf(page)).toContain('avant le 15 février 2024');
      await fillIn(page, { language: draft });
      await press(page, button(page, say('call.start.button')));

      const secret = await page.locator('#secret').innerText();
      expect(secret).toMatch(new RegExp(`^${origin}/links/[0-9a-z]{32}$`));
      await press(page, button(page, say('links.kept')));
      expect(await page.locator('#secret').count()).toBe(0);
      const contents = page.url();
      expect(await page.locator('html').getAttribute('lang')).toBe(pages);

      await press(page, link(page, say('contents.begin')));
      await fillIn(page, organisation);
      await press(page, button(page, say('form.saveAndContinue')));
      for (const [index, { node }] of questionsOf(house.questionnaire).entries()) {
        expect(new URL(page.url()).pathname).toMatch(new RegExp(`/questions/${node.id}$`));
        expect(evened(await page.getByRole('heading', { level: 1 }).innerText())).toBe(
          evened(`${node.label} ${node.text?.['fr']}`),
        );
        expect(await page.title()).toContain(say('question.title', { number: index + 1 }));
        await fillIn(page, answers[node.id]!);
        await press(page, button(page, say('form.saveAndContinue')));
      }
      await fillIn(page, { choice: 'confidential', declined: 'mark' });
      await press(page, button(page, say('form.saveAndContinue')));

      const review = await textOf(page);
      expect(typed.filter((text) => !review.includes(text))).toEqual([]);
      expect(review).toContain(evened(phrases[draft]('outline.statement.confidential')));

      const document = await take(page, link(page, say('document.take')));
      expect(document.name).toMatch(/^[\w.-]+\.docx$/);
      expect(document.bytes.subarray(0, 2).toString()).toBe('PK');
      const parts = partsOf(document.bytes);
      const printed = ['word/document.xml', 'word/footnotes.xml']
        .map((path) => textOfPart(parts[path] ?? ''))
        .join(' ');
      expect(typed.filter((text) => !evened(printed).includes(text))).toEqual([]);

      await press(page, link(page, say('review.email')));
      expect(await page.locator('#subject').innerText()).toBe(SUBJECT);
      expect(await page.locator('#to').innerText()).toBe(MAILBOX);
      const mailto = new URL((await page.locator('a[href^="mailto:"]').getAttribute('href'))!);
      expect([mailto.pathname, mailto.searchParams.get('subject')]).toEqual([MAILBOX, SUBJECT]);
      const unsent = await PostalMime.parse((await take(page, page.locator('a[href$="/email.eml"]'))).bytes);
      expect([unsent.to?.[0]?.address, unsent.subject]).toEqual([MAILBOX, SUBJECT]);
      expect(Buffer.from(unsent.attachments[0]!.content as ArrayBuffer).equals(document.bytes)).toBe(true);

      await press(page, link(page, say('email.ways.submit')));
      await press(page, button(page, say('submission.self.button')));
      const receipt = await textOf(page);
      expect(receipt).toMatch(/AM-[0-9A-Z]{4}-[0-9A-Z]{4}/);
      expect(receipt).toContain(SUBJECT);
      expect(receipt).toContain(evened(say('receipt.stateText.self')));
      const sealed = await take(page, page.locator('main a[href$="/document.docx"]').first());
      expect(receipt).toContain(createHash('sha256').update(sealed.bytes).digest('hex'));
      expect(sealed.bytes.equals(document.bytes)).toBe(true);

      await page.goto(`${contents}/questions/q9`);
      expect(await textOf(page)).toContain(evened(say('question.readOnlySubmitted')));
      expect(await page.locator('.printed').innerText()).toContain(String(answers['q9']!['text']).slice(0, 20));
      expect(await page.locator('main form').count()).toBe(0);

      await page.goto(contents);
      await press(page, button(page, say('contents.newVersion')));
      expect(page.url()).not.toBe(contents);
      await page.goto(`${page.url()}/questions/q9`);
      await fillIn(page, { text: 'Une suite. A sequel.' });
      await press(page, button(page, say('form.saveAndStay')));
      expect(await page.locator('#text').inputValue()).toBe('Une suite. A sequel.');
    }));
});

it('copies the subject to the character', () =>
  visiting({}, async (page) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    const say = phrases.en;
    const draft = await start(page, CALL, 'en', say);
    await page.goto(`${draft}/email`);
    await page
      .locator('dd', { has: page.locator('#subject') })
      .getByRole('button', { name: say('form.copy') })
      .click();
    await page.getByRole('button', { name: say('form.copied') }).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(SUBJECT);
  }));

describe.each([true, false])('on the way, scripts %s', (scripts) => {
  const language = 'en';
  const say = phrases[language];

  it('lets the secret link into another browser by its button, and the browser forget', async () => {
    let secret = '';
    await visiting({ scripts }, async (page) => {
      const draft = await start(page, CALL, 'fr', say);
      secret = await page.locator('#secret').innerText();
      await page.goto(`${draft}/questions/q9`);
      await fillIn(page, { text: 'Écrit chez nous.' });
      await press(page, button(page, say('form.saveAndStay')));
    });
    await visiting({ scripts }, async (page) => {
      await page.goto(secret);
      expect(await textOf(page)).not.toContain('Écrit');
      await page.goto('/');
      expect(await page.locator('main a[href^="/drafts/"]').count()).toBe(0);

      await page.goto(secret);
      expect(await press(page, button(page, say('links.enter')))).toBe(200);
      const question = `${page.url()}/questions/q9`;
      await page.goto(question);
      expect(await page.locator('#text').inputValue()).toBe('Écrit chez nous.');

      await press(page, page.getByRole('button', { name: say('layout.forget') }));
      expect(new URL(page.url()).pathname).toBe('/exit');
      await page.goBack();
      expect(await page.content()).not.toContain('Écrit');
      expect((await page.goto(question))?.status()).toBe(404);
      expect(await page.context().cookies()).toEqual([]);
    });
  });

  it('takes going back and saving again calmly', () =>
    visiting({ scripts }, async (page) => {
      const draft = await start(page, CALL, 'en', say);
      await page.goto(`${draft}/questions/q9`);
      await fillIn(page, { text: 'As it was.' });
      await press(page, button(page, say('form.saveAndContinue')));
      expect(page.url()).toMatch(/q10$/);
      await page.goBack();
      expect(await page.locator('#text').inputValue()).toBe('As it was.');
      expect(await press(page, button(page, say('form.saveAndContinue')))).toBe(200);
      expect(page.url()).toMatch(/q10$/);

      await page.goto(`${draft}/questions/q9/history`);
      expect(await page.locator('.history__item').count()).toBe(1);
    }));

  it('shows every text that was saved, and brings one back', () =>
    visiting({ scripts }, async (page) => {
      const draft = await start(page, CALL, 'en', say);
      await page.goto(`${draft}/questions/q9`);
      for (const text of ['The first text.', 'The second text.', '']) {
        await fillIn(page, { text });
        await press(page, button(page, say('form.saveAndStay')));
      }
      await press(page, link(page, say('question.history')));
      const history = await textOf(page);
      expect(history).toContain('The first text.');
      expect(history).toContain('[Taken out: first ] [Added: second ]');
      await press(page, page.getByRole('button', { name: `${say('history.restore')} 1`, exact: true }));
      expect(await page.locator('#text').inputValue()).toBe('The first text.');
      await press(page, link(page, say('question.history')));
      expect(await page.locator('.history__item').count()).toBe(4);
    }));

  it('keeps what was typed when the language of the pages is switched', () =>
    visiting({ scripts }, async (page) => {
      const draft = await start(page, CALL, 'en', say);
      await page.goto(`${draft}/questions/q9`);
      await fillIn(page, { text: 'Half a sent' });
      await press(page, page.getByRole('banner').getByRole('button', { name: 'Español' }));
      expect(await page.locator('html').getAttribute('lang')).toBe('es');
      expect(await page.locator('#text').inputValue()).toBe('Half a sent');
      expect(await page.locator('#text').getAttribute('lang')).toBe('en');

      await page.goto(`${draft}/submission`);
      await press(page, button(page, phrases.es('submission.self.button')));
      await page.goto(`${draft}/questions/q9`);
      await press(page, page.getByRole('banner').getByRole('button', { name: 'Français' }));
      expect(await page.locator('html').getAttribute('lang')).toBe('fr');
      expect(await page.locator('.printed').innerText()).toContain('Half a sent');
    }));

  it('saves with the Enter key and does not switch the language', () =>
    visiting({ scripts }, async (page) => {
      const draft = await start(page, CALL, 'en', say);
      await page.goto(`${draft}/organisation`);
      await fillIn(page, { name: RIVAGES.name });
      await press(page, page.locator('[name="name"]').filter({ visible: true }), 'Enter');
      expect(new URL(page.url()).pathname).toMatch(/\/questions\/q1$/);
      expect(await page.locator('html').getAttribute('lang')).toBe('en');
      await page.goto(`${draft}/organisation`);
      expect(await page.locator('[name="name"]').inputValue()).toBe(RIVAGES.name);
    }));
});
