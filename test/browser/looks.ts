/**
 * What must hold of every page as it stands: nothing that axe finds, the language of every text said, no scrolling
 * sideways where little fits, enough contrast in every scheme of colours, and print without the furniture of the screen.
 */
import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { LANGUAGES, type Text } from '../../src/domain/language.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { SIZES, type Visit } from './browser.ts';

/** 1280 by 900 pixels at 400 % zoom. */
const ZOOMED = { width: SIZES.wide.width / 4, height: SIZES.wide.height / 4 };
/** The width of A4 less the margins of a printer, in CSS pixels. */
const PAPER = { width: 718, height: 1000 };

/** Texts of a call that belong to one language alone, by text: each may stand only where that language is said. */
export type Texts = Readonly<Record<string, string>>;

export function textsOf(questionnaire: Questionnaire): Texts {
  const found = new Map<string, Set<string>>();
  const collect = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    const words = value as Text;
    const isText = LANGUAGES.some((language) => typeof words[language] === 'string');
    if (!isText) return Object.values(value).forEach(collect);
    for (const [language, text] of Object.entries(words)) {
      for (const paragraph of text.split(/\n{2,}/)) {
        found.set(paragraph, (found.get(paragraph) ?? new Set()).add(language));
      }
    }
  };
  collect(questionnaire);
  const alone = [...found].filter(([text, languages]) => text.length > 15 && languages.size === 1);
  return Object.fromEntries(alone.map(([text, languages]) => [text, [...languages][0]!]));
}

/** What is wrong with the page in the light and wide window in which it stands; leaves it so. */
export async function faultsOf(visit: Visit, language: string, texts: Texts): Promise<string[]> {
  const { page } = visit;
  await page.evaluate(() => document.querySelectorAll('details').forEach((details) => (details.open = true)));
  return [
    ...(await visit.violations(language === 'en' ? 'all' : 'but-colours')),
    ...(await structureFaults(page, language)),
    ...(await languageFaults(page, texts)),
    ...(await sizeFaults(page)),
  ];
}

/** What is wrong with the contrast of the page where the reader's system asks for other colours than the light ones. */
export async function contrastFaults({ page }: Visit, scheme: 'dark' | 'forced'): Promise<string[]> {
  await page.emulateMedia(scheme === 'dark' ? { colorScheme: 'dark' } : { forcedColors: 'active' });
  const { violations } = await new AxeBuilder({ page }).setLegacyMode().withRules(['color-contrast']).analyze();
  await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none' });
  return violations.flatMap(({ nodes }) =>
    nodes.map(({ target, any }) => `${scheme}: ${target.join(' ')} ${any[0]?.message ?? ''}`),
  );
}

/** What is wrong with the page on paper, for a reader whose screen is dark. */
export async function printFaults({ page }: Visit): Promise<string[]> {
  await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
  await page.setViewportSize(PAPER);
  const faults = [...(await overflow(page, 'print')), ...(await furniture(page)), ...(await paleInk(page))];
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.setViewportSize(SIZES.wide);
  return faults;
}

/** One first heading, no level skipped, no id twice, no reference to an id that does not exist, the language said. */
async function structureFaults(page: Page, language: string): Promise<string[]> {
  return page.evaluate((expected) => {
    const faults: string[] = [];
    const all = (selector: string): Element[] => [...document.querySelectorAll(selector)];
    if (document.documentElement.lang !== expected) faults.push(`html says lang="${document.documentElement.lang}"`);
    if (document.title.trim() === '') faults.push('no title');
    const ids = all('[id]').map(({ id }) => id);
    faults.push(...ids.filter((id, index) => ids.indexOf(id) !== index).map((id) => `id twice: ${id}`));
    for (const attribute of ['for', 'form', 'aria-describedby', 'aria-labelledby']) {
      for (const element of all(`[${attribute}]`)) {
        for (const id of (element.getAttribute(attribute) ?? '').split(' ')) {
          if (document.getElementById(id) === null) faults.push(`${attribute} leads nowhere: ${id}`);
        }
      }
    }
    for (const element of all('a[href^="#"]')) {
      const id = (element.getAttribute('href') ?? '').slice(1);
      if (document.getElementById(id) === null) faults.push(`link leads nowhere: #${id}`);
    }
    if (document.querySelector('header') === null) return faults;
    const levels = all('h1, h2, h3, h4').map(({ tagName }) => Number(tagName.slice(1)));
    if (levels.filter((level) => level === 1).length !== 1) faults.push('not exactly one h1');
    if (levels.some((level, index) => index > 0 && level > levels[index - 1]! + 1))
      faults.push(`levels ${levels.join('')}`);
    return faults;
  }, language);
}

/** Texts of the call that stand where another language is said, or none. The longest text that fits a place counts. */
async function languageFaults(page: Page, texts: Texts): Promise<string[]> {
  return page.evaluate((known) => {
    const faults: string[] = [];
    const phrases = Object.entries(known).sort(([a], [b]) => b.length - a.length);
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const text = (node.textContent ?? '').replace(/\s+/g, ' ');
      const found = phrases.find(([phrase]) => text.includes(phrase.replace(/\s+/g, ' ')));
      const said = node.parentElement?.closest('[lang]')?.getAttribute('lang');
      if (found !== undefined && said !== found[1])
        faults.push(`in ${said}: "${text.trim().slice(0, 60)}" is ${found[1]}`);
    }
    return faults;
  }, texts);
}

async function sizeFaults(page: Page): Promise<string[]> {
  await page.setViewportSize(ZOOMED);
  const faults = await overflow(page, '320 px');
  await page.setViewportSize(SIZES.wide);
  return [...faults, ...(await overflow(page, 'wide'))];
}

/** Whether the page scrolls sideways, and what sticks out of it. */
async function overflow(page: Page, name: string): Promise<string[]> {
  return page.evaluate((where) => {
    const { clientWidth, scrollWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const out = [...document.body.querySelectorAll('*')].filter(
      (one) => one.getBoundingClientRect().right > clientWidth + 1,
    );
    return [
      `${where}: ${scrollWidth} px wide: ${out
        .map((one) => `${one.tagName}.${one.className}`)
        .slice(-3)
        .join(', ')}`,
    ];
  }, name);
}

/** Headings and paragraphs that white paper swallows: not every browser goes back to light colours before it prints. */
async function paleInk(page: Page): Promise<string[]> {
  return page.locator('.govuk-template main :is(h1, h2, h3, p, dd, li)').evaluateAll((texts) =>
    texts
      .map((one) => ({ one, levels: getComputedStyle(one).color.match(/\d+/g)?.slice(0, 3).map(Number) ?? [] }))
      .filter(({ levels }) => Math.max(...levels) > 160)
      .map(({ one }) => `pale on paper: ${one.outerHTML.slice(0, 80)}`),
  );
}

/** What has no place on paper, and shows all the same. */
async function furniture(page: Page): Promise<string[]> {
  const places = page.locator('header, footer, main button, .govuk-back-link, nav').filter({ visible: true });
  return (await places.evaluateAll((found) => found.map(({ outerHTML }) => outerHTML.slice(0, 80)))).map(
    (html) => `printed: ${html}`,
  );
}
