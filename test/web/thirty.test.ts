/**
 * Thirty people with links of their own write at one draft at once, on stale pages as often as not: whatever was
 * acknowledged is in an answer or in its history, and where nobody took anything out, it is in the answer.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Answer } from '../../src/domain/answer.ts';
import { invite, openHouse, startDraft, type Browser, type House } from '../cast.ts';
import { startPostgres, type TestPostgres } from '../postgres.ts';

const WRITERS = 30;
const QUESTIONS = ['q1', 'q2', 'q9'] as const;
type Question = (typeof QUESTIONS)[number];

/** What a writer does with the text that the page showed. */
type Change = 'own-paragraph' | 'at-the-end' | 'in-the-title' | 'all-new';

interface Step {
  readonly question: Question;
  readonly change: Change;
  /** Looks at the page before writing; else writes on the page that was opened last, however old it is. */
  readonly looks: boolean;
  /** Saves the proposal of the merge page, or walks away from it. */
  readonly settles: boolean;
}

const BEGINNING = ['Title.', ...Array.from({ length: WRITERS }, (_, writer) => `Paragraph ${writer}.`)].join('\n\n');

function changed(text: string, change: Change, writer: number, mark: string): string {
  switch (change) {
    case 'own-paragraph':
      return text.replace(new RegExp(`^Paragraph ${writer}\\..*$`, 'm'), (line) => `${line} ${mark}`);
    case 'at-the-end':
      return `${text}\n\n${mark}`;
    case 'in-the-title':
      return text.replace(/^.*$/m, (line) => `${line} ${mark}`);
    case 'all-new':
      return mark;
  }
}

/** The pages hold no character that was escaped: texts and marks are plain letters and digits. */
const boxIn = (html: string, id: string): string =>
  new RegExp(`<textarea[^>]*id="${id}"[^>]*>\\n?([\\s\\S]*?)</textarea>`).exec(html)?.[1] ?? '';
const revisionIn = (html: string): string => /name="revision" value="(\d+)"/.exec(html)?.[1] ?? '';

interface Page {
  readonly revision: string;
  readonly text: string;
}

interface Acknowledged {
  readonly question: Question;
  readonly mark: string;
}

/** One writer's afternoon: every text that the program said it has kept. */
async function write(browser: Browser, draft: string, writer: number, steps: readonly Step[]): Promise<Acknowledged[]> {
  const pages = new Map<Question, Page>(QUESTIONS.map((question) => [question, { revision: '1', text: BEGINNING }]));
  const kept: Acknowledged[] = [];
  for (const [index, { question, change, looks, settles }] of steps.entries()) {
    const address = `${draft}/questions/${question}`;
    const send = (fields: object) => browser.post(address).type('form').send(fields);
    if (looks) {
      const { text: html } = await browser.get(address).expect(200);
      pages.set(question, { revision: revisionIn(html), text: boxIn(html, 'text') });
    }
    const mark = `mark${writer}x${index}x`;
    const page = pages.get(question)!;
    const text = changed(page.text, change, writer, mark);
    if (text === page.text) continue;
    const answer = await send({ revision: page.revision, text });
    expect([303, 409]).toContain(answer.status);
    if (answer.status === 303) kept.push({ question, mark });
    else {
      expect(boxIn(answer.text, 'mine-text')).toBe(text);
      const proposal = boxIn(answer.text, 'text');
      expect(proposal).toContain(mark);
      if (!settles) continue;
      const again = await send({ revision: revisionIn(answer.text), text: proposal });
      expect([303, 409]).toContain(again.status);
      if (again.status === 303) kept.push({ question, mark });
    }
  }
  return kept;
}

const DATABASES = [
  { name: 'SQLite', begin: async (): Promise<TestPostgres | null> => null },
  { name: 'PostgreSQL', begin: startPostgres },
];

describe.each(DATABASES)('thirty writers at one draft on $name', ({ begin }) => {
  let postgres: TestPostgres | null;
  let house: House;
  beforeAll(async () => {
    postgres = await begin();
    house = await openHouse(postgres === null ? {} : { databaseUrl: postgres.url });
  });
  afterAll(async () => {
    await house.close();
    await postgres?.stop();
  });

  const stepsOf = (changes: readonly Change[]): fc.Arbitrary<readonly (readonly Step[])[]> => {
    const step = fc.record({
      question: fc.constantFrom(...QUESTIONS),
      change: fc.constantFrom(...changes),
      looks: fc.boolean(),
      settles: fc.boolean(),
    });
    return fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), { minLength: WRITERS, maxLength: WRITERS });
  };

  /** Lets all of them write at once; the history of each question, newest first, with what was acknowledged. */
  async function afternoon(steps: readonly (readonly Step[])[]) {
    const owner = house.browser();
    const draft = await startDraft(owner, 'en');
    for (const question of QUESTIONS) {
      await owner
        .post(`${draft}/questions/${question}`)
        .type('form')
        .send({ revision: '0', text: BEGINNING })
        .expect(303);
    }
    const browsers = await Promise.all(steps.map((_, writer) => invite(house, draft, 'writer', `writer ${writer}`)));
    const kept = await Promise.all(browsers.map((browser, writer) => write(browser, draft, writer, steps[writer]!)));
    const id = draft.split('/').at(-1)!;
    const histories = await Promise.all(
      QUESTIONS.map(async (question) => {
        const history = await house.store.history(id, question);
        expect(history.map(({ revision }) => revision)).toEqual(history.map((_, index) => history.length - index));
        return [question, history.map(({ value }) => (value as Answer).text)] as const;
      }),
    );
    return { kept: kept.flat(), histories: Object.fromEntries(histories) as Record<Question, string[]> };
  }

  it(
    'keep in the history what was acknowledged, also where some replaced everything',
    { timeout: 300_000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(stepsOf(['own-paragraph', 'at-the-end', 'in-the-title', 'all-new']), async (steps) => {
          const { kept, histories } = await afternoon(steps);
          expect(kept.length).toBeGreaterThan(0);
          const lost = kept.filter(({ question, mark }) => !histories[question].some((text) => text.includes(mark)));
          expect(lost).toEqual([]);
        }),
        { numRuns: 3 },
      );
    },
  );

  it('keep in the answer what was acknowledged, where nobody took anything out', { timeout: 300_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(stepsOf(['own-paragraph', 'at-the-end', 'in-the-title']), async (steps) => {
        const { kept, histories } = await afternoon(steps);
        expect(kept.length).toBeGreaterThan(0);
        expect(kept.filter(({ question, mark }) => !histories[question][0]!.includes(mark))).toEqual([]);
      }),
      { numRuns: 3 },
    );
  });

  it(
    'are all kept where each has a paragraph of their own, though none had seen the others’',
    { timeout: 120_000 },
    async () => {
      const alone: Step = { question: 'q1', change: 'own-paragraph', looks: false, settles: false };
      const { kept, histories } = await afternoon(Array.from({ length: WRITERS }, () => [alone]));
      expect(kept).toHaveLength(WRITERS);
      expect(kept.filter(({ mark }) => !histories.q1[0]!.includes(mark))).toEqual([]);
      expect(histories.q1).toHaveLength(1 + WRITERS);
    },
  );
});
