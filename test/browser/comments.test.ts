/**
 * Comments between people, each in a browser of their own, with scripts and without: a reviewer comments and proposes,
 * a writer answers and takes over, an observer reads; and nobody's typed words are lost on the way.
 */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/domain/link.ts';
import { hashOf, newId, newToken } from '../../src/web/secrets.ts';
import { openHouse, OPENING, startDraft, type House } from '../cast.ts';
import { launchBrowser, openVisit, type Visit } from './browser.ts';
import { button, fillIn, phrases, press, textOf } from './writer.ts';

const say = phrases.en;

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

/** The id of a draft that somebody has started. */
async function aDraft(): Promise<string> {
  return (await startDraft(house.browser(), 'en')).split('/').at(-1)!;
}

/** Somebody who comes in by a link of their own, and stands before question 9. */
async function guest(draft: string, role: Role, label: string, scripts: boolean): Promise<Visit & { link: string }> {
  const [token, link] = [newToken(), newId()];
  const times = { createdAt: OPENING, expiresAt: null, usedAt: null, revokedAt: null };
  await house.store.addLink(
    { id: link, draft, role, label, signatory: null, address: null, ...times },
    hashOf(token),
    null,
  );
  const visit = await openVisit(browser, origin, { scripts });
  await visit.page.goto(`/links/${token}`);
  await press(visit.page, button(visit.page, say('links.enter')));
  await visit.page.goto(questionOf(draft));
  return { ...visit, link };
}

const questionOf = (draft: string): string => `/drafts/${draft}/questions/q9`;

/** Unfolds what is folded, as a click on its summary does. */
const unfold = (page: Page, summary: string) => page.locator('summary', { hasText: summary }).first().click();

const comment = async (page: Page, text: string): Promise<number> => {
  await page.locator('#new-comment').fill(text);
  return press(page, page.locator('form:has(#new-comment) button'));
};

describe.each([true, false])('scripts %s', (scripts) => {
  it('go from a comment and a proposal to a wording that everybody reads', async () => {
    const draft = await aDraft();
    const amina = await guest(draft, 'writer', 'Amina', scripts);
    const bruno = await guest(draft, 'reviewer', 'Bruno', scripts);
    const olga = await guest(draft, 'observer', 'Olga', scripts);
    await fillIn(amina.page, { text: 'We ask for a contact point.' });
    await press(amina.page, button(amina.page, say('form.saveAndStay')));

    await bruno.page.reload();
    await comment(bruno.page, 'Who would pay for it?');
    expect(await bruno.page.locator('.thread:target').innerText()).toContain('Who would pay for it?');
    await unfold(bruno.page, say('comments.propose'));
    expect(await bruno.page.locator('#new-proposal').inputValue()).toBe('We ask for a contact point.');
    await bruno.page.locator('#new-proposal').fill('We ask for a permanent contact point.');
    await press(bruno.page, button(bruno.page, say('comments.proposeButton')));

    await amina.page.goto(`/drafts/${draft}`);
    expect(await textOf(amina.page)).toContain(say('comments.open', { count: 2 }));
    await amina.page.goto(questionOf(draft));
    const question = amina.page.locator('.thread', { hasText: 'Who would pay for it?' });
    await question.locator('summary').click();
    await question.locator('textarea').fill('Member states.');
    await press(amina.page, question.getByRole('button', { name: say('comments.add') }));
    expect(await amina.page.locator('ins').innerText()).toContain('permanent');
    await press(amina.page, amina.page.getByRole('button', { name: say('comments.adopt') }));
    expect(await amina.page.locator('#text').inputValue()).toBe('We ask for a permanent contact point.');
    expect(await amina.page.locator('.thread:target').innerText()).toContain('taken over by Amina on');

    for (const { page } of [bruno, olga]) {
      await page.goto(questionOf(draft));
      const answer = page.locator('.columns__main').first();
      expect(await answer.innerText()).toContain('We ask for a permanent contact point.');
      const read = await page.locator('.comments').innerText();
      for (const text of ['Bruno', 'Who would pay for it?', 'Member states.', 'taken over by Amina'])
        expect(read).toContain(text);
    }
    expect(await olga.page.locator('.comments form').count()).toBe(0);
    await press(bruno.page, bruno.page.getByRole('button', { name: say('comments.settle') }));
    await amina.page.goto(`/drafts/${draft}`);
    expect(await textOf(amina.page)).not.toContain(say('comments.open', { count: 1 }));
    for (const visit of [amina, bruno, olga]) await visit.end();
  });

  it('keep an empty comment from being sent, and lead to its box', async () => {
    const bruno = await guest(await aDraft(), 'reviewer', 'Bruno', scripts);
    const { page } = bruno;
    expect(await comment(page, '  ')).toBe(422);
    expect(await page.title()).toContain(say('layout.errorPrefix'));
    await page.locator('.govuk-error-summary a').click();
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('new-comment');
    expect(await bruno.violations()).toEqual([]);
    await bruno.end();
  });

  it('show the words of a comment whose link was taken back while it was written', async () => {
    const draft = await aDraft();
    const bruno = await guest(draft, 'reviewer', 'Bruno', scripts);
    await bruno.page.locator('#new-comment').fill('Cut off in mid-sentence');
    await house.store.revokeLink(draft, bruno.link, OPENING);
    expect(await press(bruno.page, bruno.page.locator('form:has(#new-comment) button'))).toBe(404);
    const kept = await bruno.page
      .locator('main textarea')
      .evaluateAll((all) => all.map((one) => (one as HTMLTextAreaElement).value));
    expect(kept).toEqual(['Cut off in mid-sentence']);
    await bruno.end();
  });

  it('stay folded for a writer as long as nobody has said anything', async () => {
    const amina = await guest(await aDraft(), 'owner', 'Amina', scripts);
    const { page } = amina;
    expect(await page.locator('#new-comment').isVisible()).toBe(false);
    await unfold(page, say('comments.title'));
    expect(await page.locator('.comments').innerText()).toContain(say('comments.saveFirst'));
    await comment(page, 'A note to myself.');
    expect(await page.locator('.thread').isVisible()).toBe(true);
    await amina.end();
  });
});

describe('an answer that is not saved yet', () => {
  /** What the browser asks before it leaves, answered as a person would; the questions that were asked. */
  function asked(page: Page, answer: 'stay' | 'leave'): string[] {
    const questions: string[] = [];
    page.on('dialog', (dialog) => {
      questions.push(dialog.type());
      void (answer === 'stay' ? dialog.dismiss() : dialog.accept());
    });
    return questions;
  }

  it('is asked about before a comment is sent, and stays with the comment', async () => {
    const amina = await guest(await aDraft(), 'owner', 'Amina', true);
    const { page } = amina;
    const questions = asked(page, 'stay');
    await unfold(page, say('comments.title'));
    await page.locator('#text').pressSequentially('Not saved.');
    await page.locator('#new-comment').pressSequentially('Not sent.');
    await page.locator('form:has(#new-comment) button').click();
    await expect.poll(() => questions).toEqual(['beforeunload']);
    expect(await page.locator('#text').inputValue()).toBe('Not saved.');
    expect(await page.locator('#new-comment').inputValue()).toBe('Not sent.');
    await page
      .locator('#form')
      .getByRole('button', { name: say('form.saveAndStay') })
      .click();
    await expect.poll(() => questions).toHaveLength(2);
    expect(await page.locator('#new-comment').inputValue()).toBe('Not sent.');
    await amina.end();
  });

  it('is saved, and its comment sent, without a question where only one of them was typed', async () => {
    const amina = await guest(await aDraft(), 'owner', 'Amina', true);
    const { page } = amina;
    const questions = asked(page, 'leave');
    await page.locator('#text').pressSequentially('Saved.');
    await press(page, button(page, say('form.saveAndStay')));
    await unfold(page, say('comments.title'));
    await page.locator('#new-comment').pressSequentially('Sent.');
    await press(page, page.locator('form:has(#new-comment) button'));
    expect(questions).toEqual([]);
    expect(await page.locator('#text').inputValue()).toBe('Saved.');
    await amina.end();
  });

  it('does not hold up who wants to be forgotten at once', async () => {
    const amina = await guest(await aDraft(), 'owner', 'Amina', true);
    const { page } = amina;
    const questions = asked(page, 'stay');
    await page.locator('#text').pressSequentially('Not saved.');
    await press(page, page.getByRole('button', { name: say('layout.forget') }));
    expect(questions).toEqual([]);
    await amina.end();
  });
});
