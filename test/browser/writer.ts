/**
 * A writer at the browser: presses what a person would press and fills in what a person would type, and knows what
 * that person has to say. Finds things by their names and words, never by where they stand on the page.
 */
import { readFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import type { Language, Say } from '../../src/domain/language.ts';
import { readPhrases } from '../../src/phrases.ts';
import { HARBOUR, RIVAGES, RIVAGES_ANSWERS, ROOT } from '../cast.ts';

/** The phrases of the pages, as the program reads them. */
export const phrases = readPhrases(ROOT);

/** Values by name of field; several for boxes that can be ticked together. */
export type Fields = Readonly<Record<string, string | readonly string[]>>;

/** Presses what leads to another page, by mouse or with `key`, and waits for that page. Its status. */
export async function press(page: Page, target: Locator, key?: string): Promise<number> {
  const [answer] = await Promise.all([
    page.waitForResponse((response) => response.request().isNavigationRequest() && response.status() !== 303),
    page.waitForEvent('load'),
    key === undefined ? target.click() : target.press(key),
  ]);
  return answer.status();
}

export function button(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('button', { name, exact: true });
}

export function link(page: Page, name: string): Locator {
  return page.getByRole('main').getByRole('link', { name, exact: true }).first();
}

/** Fills in fields by their names, the first of each. Where rows run out, presses the button that adds more. */
export async function fillIn(page: Page, fields: Fields): Promise<void> {
  for (const [name, value] of Object.entries(fields)) {
    const field = page.locator(`main [name="${name}"]`);
    if ((await field.count()) === 0) await press(page, page.locator('main [name="more"]'));
    const kind = await field.first().evaluate((element: HTMLInputElement) => element.type);
    if (kind === 'radio' || kind === 'checkbox') {
      for (const one of [value].flat()) await page.locator(`main [name="${name}"][value="${one}"]`).check();
    } else if (kind === 'select-one') await field.selectOption(String(value));
    else await field.first().fill(String(value));
  }
}

/** Presses something that gives a file, and reads it. */
export async function take(page: Page, target: Locator): Promise<{ readonly name: string; readonly bytes: Buffer }> {
  const [download] = await Promise.all([page.waitForEvent('download'), target.click()]);
  return { name: download.suggestedFilename(), bytes: await readFile(await download.path()) };
}

/** Starts a draft of the call in `language` from the call's page; the address of its contents page. */
export async function start(page: Page, call: string, language: Language, say: Say): Promise<string> {
  await page.goto(`/calls/${call}`);
  await fillIn(page, { language });
  await press(page, button(page, say('call.start.button')));
  return new URL(page.url()).pathname;
}

/** What the page reads as, white space evened out. */
export async function textOf(page: Page): Promise<string> {
  return evened(await page.getByRole('main').innerText());
}

export function evened(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

/** The runs of a typed text that stay whole when its marks have become type. */
export function runsOf(text: string): string[] {
  const marks = /\n+(?:- |\d+\. )?|\*+|\[\^\d+\]:?|\]\([^)]*\)|\[/;
  return text
    .split(marks)
    .map(evened)
    .filter((run) => run !== '');
}

const FRENCH: Readonly<Record<string, Fields>> = {
  ...RIVAGES_ANSWERS,
  q2: { 'inclusion.choice': 'largely', text: 'Les femmes et les jeunes décident avec nous.', finished: 'yes' },
  q3: {
    'media.ticked': ['media', 'digital-platforms'],
    'media.digital-platforms': 'Une messagerie chiffrée et un site.',
    'access.choice': 'yes',
    'access.details': 'Trois coupures du réseau en juin 2023.',
  },
  q4: {
    ...RIVAGES_ANSWERS['q4'],
    'initiatives.1.name': 'Décret sur les jumelages',
    'initiatives.2.name': 'Programme des pirogues solidaires',
    'initiatives.2.year': '2016',
    'initiatives.2.effect': 'Paie les traversées des délégués.',
  },
  q5: {
    'laws.0.name': 'Code de la presse',
    'laws.0.year': '2017',
    'laws.0.effect': 'Soumet les sites à une déclaration.',
    'reprisals.choice': 'yes',
    'reprisals.details': 'Deux convocations au commissariat.',
    'forms.ticked': ['surveillance', 'attack'],
    'forms.surveillance': 'Appels écoutés pendant la campagne.',
    'forms.attack': 'Local saccagé de nuit.',
    text: 'Nous n’avons pas porté plainte.',
  },
  q6: { 'assistance.choice': 'no', 'kinds.ticked': ['legal-aid'], 'kinds.legal-aid': 'Cherchée en vain.' },
  q7: { 'communication.choice': 'partly', 'grounds.ticked': ['age'], 'grounds.age': 'Les moins de vingt ans.' },
  q8: { declined: 'yes', reason: 'Nous ne travaillons pas avec les écoles.' },
  q10: {
    'recommendations.0.to': 'l’Experte indépendante',
    'recommendations.0.what': 'Visiter les ports de la côte.',
    'recommendations.0.by': 'fin 2025',
    'recommendations.1.what': 'Publier les réponses reçues.',
    'recommendations.2.to': 'les États riverains',
    'recommendations.2.what': 'Supprimer le visa entre pêcheurs.',
  },
};

const ENGLISH: Readonly<Record<string, Fields>> = {
  ...FRENCH,
  q1: {
    'networks.choice': 'yes',
    text: 'Yes, *every year*, with 14 ports.[^1]\n\n1. Cork\n2. Vigo\n\n[^1]: Minutes, 2023.',
  },
  q2: { 'inclusion.choice': 'not-at-all', text: 'Not yet; deckhands < 18 are missing & we know it.' },
  q3: { 'media.ticked': ['other'], 'media.other': 'Short-wave radio.', 'access.choice': 'no' },
  q4: {
    'initiatives.0.name': 'Harbours Act',
    'initiatives.2.name': 'Twin ports',
    'initiatives.2.effect': 'Pays for visits.',
  },
  q5: { 'laws.0.name': 'Pickets Order', 'reprisals.choice': 'unsure', 'forms.ticked': ['closure'], text: 'See above.' },
  q6: { 'assistance.choice': 'yes', 'kinds.ticked': ['funding', 'other'], 'kinds.funding': 'Members’ fees.' },
  q7: { 'communication.choice': 'fully', text: 'No case is known to us.' },
  q8: { declined: 'yes', reason: 'No school is a member.' },
  q9: { text: 'A desk that replies, see [our list](https://harbour.example.org/list).' },
  q10: {
    'recommendations.0.what': 'Visit Cork.',
    'recommendations.2.to': 'States',
    'recommendations.2.what': 'Reply in time.',
  },
};

/** Who writes in a language, and what they answer to the ten questions of the founding call. */
export const WRITERS: Readonly<
  Record<'en' | 'fr', { readonly organisation: Fields; readonly answers: typeof FRENCH }>
> = {
  en: { organisation: HARBOUR, answers: ENGLISH },
  fr: { organisation: RIVAGES, answers: FRENCH },
};
