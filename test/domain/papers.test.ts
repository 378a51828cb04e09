/** The papers beside the submission: what is chosen follows the answers, what is typed is kept, and each reads as it should. */
import { describe, expect, it } from 'vitest';
import { isWritten, NO_PAPERS, PAPER_KINDS, type Chosen } from '../../src/domain/papers.ts';
import { figuresOf, mergedPapers, paperFromForm } from '../../src/domain/paperForm.ts';
import { pagesOf } from '../../src/domain/paperLength.ts';
import { markdownPaper } from '../../src/domain/paperMarkdown.ts';
import { prefill } from '../../src/domain/paperPrefill.ts';
import { markOf, quotablesOf } from '../../src/domain/quotable.ts';
import { saidSeconds, speakingOf, spokenWords } from '../../src/domain/speaking.ts';
import { parseMarkdown } from '../../src/domain/markdown.ts';
import { callWith, draftIn, phrases, solidarity } from './drafts.ts';
import { jointly, paperOf, papered, signatory, withAllChosen, withPapers } from './papered.ts';

const textsOf = (answers: NonNullable<Parameters<typeof draftIn>[1]>['answers']): string[] =>
  quotablesOf(draftIn('en', answers === undefined ? {} : { answers }), solidarity).flatMap(({ pieces }) =>
    pieces.map((piece) => (piece.kind === 'paragraph' ? piece.text : JSON.stringify(piece.item))),
  );

describe('what can be chosen of an answer', () => {
  it.each([
    ['One.\n\nTwo\nlines.', ['One.', 'Two\nlines.']],
    ['- a\n- b\n  more\n\n  still b', ['a', 'b\nmore\n\nstill b']],
    ['1. a\n   - inner\n2. b', ['a\n- inner', 'b']],
    ['Told.[^x] Twice.[^x]\n\nOther.\n\n[^x]: Where.', ['Told.[^x] Twice.[^x]\n\n[^x]: Where.', 'Other.']],
    ['Same.\n\nSame.', ['Same.']],
    ['', []],
  ])('of %j', (text, expected) => {
    expect(textsOf({ q1: { text } })).toEqual(expected);
  });

  it.each([
    ['a [[b]] c\n\nd', ['a [[b]] c', 'd']],
    ['a [[b\n\nc]] d', ['a [[b]]', '[[c]] d']],
    ['a [[b\n\n- c\n- d', ['a [[b]]', '[[c]]', '[[d]]']],
    ['a\n\nb ]] c', ['[[a]]', '[[b ]] c']],
    ['a.[^n]\n\n[[x\n\n[^n]: note]]', ['a.[^n]\n\n[[[^n]: note]]', '[[x]]']],
  ])('gives a piece of %j brackets of its own', (text, expected) => {
    expect(textsOf({ q1: { text } })).toEqual(expected);
  });

  it('gives a confidential answer whole passages, and a declined one nothing', () => {
    const items = [{ to: 'States', what: 'act', by: '' }];
    const values = { recommendations: { kind: 'recommendations' as const, items } };
    expect(textsOf({ q1: { text: 'a [[b]]\n\nc', confidential: true } })).toEqual(['[[a b]]', '[[c]]']);
    expect(textsOf({ q10: { values, confidential: true } })).toEqual([
      JSON.stringify({ to: '[[States]]', what: '[[act]]', by: '' }),
    ]);
    expect(textsOf({ q1: { text: 'a', declined: { reason: 'b' } } })).toEqual([]);
  });

  it('knows a piece again after it was made confidential or wrapped anew, and not after its words changed', () => {
    expect(markOf('One  [[two]]\nthree')).toBe(markOf('One two three'));
    expect(markOf('One two four')).not.toBe(markOf('One two three'));
  });
});

describe('a summary', () => {
  const chosenOf = (text: string): Chosen[] =>
    quotablesOf(draftIn('en', { answers: { q1: { text } } }), solidarity).flatMap(({ pieces }) => [...pieces]);
  const summaryOf = (text: string, messages: readonly Chosen[]): string =>
    markdownPaper(
      paperOf(
        withPapers(draftIn('en', { answers: { q1: { text } } }), { summary: { messages: [...messages] } }),
        'summary',
        'full',
      ),
    );

  it('prints what is chosen as the answer has it now, and leaves out what is no longer there', () => {
    const chosen = chosenOf('First.\n\nSecond.');
    expect(summaryOf('Second.\n\nNew.\n\nFirst.', chosen)).toContain('- First.\n- Second.');
    expect(summaryOf('First, changed.\n\nSecond.', chosen)).not.toContain('First');
  });

  it('takes own words first, and numbers recommendations through', () => {
    const draft = papered('en');
    const { summary } = draft.papers.value;
    const own = { own: 'One.\n\n- two\n- three', ownRecommendations: 'Listen.' };
    const text = markdownPaper(paperOf(withPapers(draft, { summary: { ...summary, ...own } }), 'summary'));
    expect(text).toContain('## Key messages\n\n- One.\n- two\n- three\n- Yes, **since 2011**.[^1]');
    expect(text).toContain('1. Listen.\n2. **To States:** recognise a **free** pass *(timeline: 2025)*');
    expect(text).toContain('[^1]: Report, page 4.');
  });

  it('keeps one place for what is withheld side by side', () => {
    const answers = { q1: { text: 'a\n\nb\n\nc', confidential: true }, q3: { text: 'Open.' } };
    const text = markdownPaper(paperOf(withAllChosen(draftIn('en', { answers })), 'summary'));
    expect(text.split(phrases.en('outline.withheld'))).toHaveLength(3);
    expect(text).toContain('- Open.');
  });

  it('tells what does not fit a page', () => {
    const paper = (count: number) =>
      paperOf(
        withPapers(draftIn('en'), {
          summary: { own: 'A sentence of a usual length, as one writes it. '.repeat(count) },
        }),
        'summary',
      );
    expect(pagesOf(paper(10))).toBe(1);
    expect(pagesOf(paper(200))).toBeGreaterThan(1.5);
  });

  it.each(['submission', 'letter', 'briefing'] as const)('says what it sums up: a %s', (paper) => {
    const call = callWith([{ id: 'q1', text: { en: 'What?' } }], { paper });
    expect(phrases.en(`papers.print.summaryOf.${call.paper}`)).toMatch(new RegExp(paper, 'i'));
  });
});

describe('a letter and a statement', () => {
  it('names who signs: one alone, or all of them', () => {
    const joint = markdownPaper(paperOf(papered('en'), 'letter'));
    expect(joint).toContain('1. Rivages solidaires (Mali)\n2. Second shore (Mali)\n3. Third bank (Mali)');
    expect(joint).toContain('**With the support of**\n\n1. Friends (Mali)');
    const alone = markdownPaper(paperOf(jointly(papered('en'), []), 'letter'));
    expect(alone).toContain('Awa Ndiaye\nCoordinator\nRivages solidaires');
    expect(alone).not.toContain('Signed by');
  });

  it('says which version it is only where the other one says something else', () => {
    const draft = papered('en');
    expect(paperOf(draft, 'letter', 'full').notice?.version).toBe('full');
    expect(paperOf(draft, 'letter').notice?.version).toBe('public');
    const open = withPapers(draft, { letter: { body: 'Nothing to hide.' } });
    for (const version of ['full', 'public'] as const)
      expect(paperOf(open, 'letter', version)).not.toHaveProperty('notice');
  });

  it('withholds in a typed text what an answer keeps confidential, word for word', () => {
    const answers = { q5: { text: 'It was [[Moussa Traoré]] who came. [[They took the list of all our members.]]' } };
    const body = 'Moussa  Traoré came; they took the list of all our members. Others came too.';
    const draft = withPapers(draftIn('en', { answers }), { letter: { body } });
    const text = markdownPaper(paperOf(draft, 'letter'));
    expect(text).not.toMatch(/Traoré|list of all/);
    expect(text).toContain('Others came too.');
    expect(markdownPaper(paperOf(draft, 'letter', 'full'))).toContain('[[Moussa  Traoré]] came');
  });

  it('begins with what the summary says, confidential passages and footnotes included', () => {
    const body = prefill(papered('en'), solidarity, phrases.en, { country: '' }, true);
    expect(body).toContain('Yes, **since 2011**.[^1]\n\nin Senegal;');
    expect(body).toContain('[[Awa Diop]] filed a complaint.');
    expect(body).toContain('1. **To States:** recognise a **free** pass');
    expect(body).toMatch(/\[\^1\]: Report, page 4\.$/);
    expect(prefill(papered('en'), solidarity, phrases.en, { country: '' }, false)).not.toContain('[^');
    expect(prefill(draftIn('en'), solidarity, phrases.en, { country: '' }, true)).toBe('');
  });
});

describe('the time of a statement', () => {
  it.each([
    [240, 120, null, 120, 0],
    [240, 120, 2, 120, 0],
    [250, 120, 2, 125, 5],
    [241, 120, 2, 120, 5],
    [360, 120, 2, 180, 60],
    [0, 105, 2, 0, 0],
  ])('of %i words at %i a minute, %s minutes allowed', (words, pace, minutes, seconds, over) => {
    expect(speakingOf(words, pace, minutes)).toEqual({ words, pace, seconds, over });
  });

  it('counts what is spoken', () => {
    const { blocks } = parseMarkdown(
      'One **two**.[^1]\n\n1. three\n2. [[four]] [five](https://example.org)\n\n[^1]: not this',
    );
    expect(spokenWords(blocks)).toBe(5);
    expect([30, 120, 125].map((seconds) => saidSeconds(seconds, phrases.en))).toEqual(['30 s', '2 min', '2 min 5 s']);
  });
});

describe('the forms', () => {
  it('keep what is not sent, and let go of what was unticked', () => {
    const before = papered('en').papers.value;
    expect(paperFromForm('summary', { own: ' New. ' }, before).typed.summary).toEqual({
      ...before.summary,
      own: 'New.',
    });
    const whole = paperFromForm('summary', { whole: 'yes', messages: ['q1.abc', 'no', 'q1.abc'] }, before).typed
      .summary;
    expect(whole.messages).toEqual([{ question: 'q1', mark: 'abc' }]);
    expect(whole.recommendations).toEqual([]);
    const letter = paperFromForm('letter', { place: 'a\r\nb', body: 'a\r\nb' }, before).typed.letter;
    expect(letter).toMatchObject({ place: 'a b', body: 'a\nb', closing: before.letter.closing });
  });

  it.each([
    ['2', 2],
    ['1.5', 1.5],
    ['1,5', 1.5],
    ['1:30', 1.5],
    ['', null],
  ])('read %j as minutes', (minutes, expected) => {
    const { typed, problems } = paperFromForm('statement', { minutes }, NO_PAPERS);
    expect([typed.statement.minutes, problems]).toEqual([expected, []]);
    const shown = figuresOf(typed).minutes;
    expect(paperFromForm('statement', { minutes: shown }, NO_PAPERS).typed).toEqual(typed);
  });

  it.each([
    [{ minutes: 'two' }, 'minutes'],
    [{ minutes: '0' }, 'minutes'],
    [{ minutes: '1:75' }, 'minutes'],
    [{ pace: '10' }, 'pace'],
    [{ pace: '1e9' }, 'pace'],
  ])('give back %j', (body, field) => {
    expect(paperFromForm('statement', body, NO_PAPERS).problems).toMatchObject([{ field }]);
  });

  it('put two people’s papers together unless both changed the same one', () => {
    const [letter, other] = ['One.', 'Two.'].map((body) => ({ ...NO_PAPERS, letter: { ...NO_PAPERS.letter, body } }));
    const summary = { ...NO_PAPERS, summary: { ...NO_PAPERS.summary, own: 'Mine.' } };
    expect(mergedPapers('summary', NO_PAPERS, summary, letter!)).toEqual({ ...letter, summary: summary.summary });
    expect(mergedPapers('letter', NO_PAPERS, letter!, other!)).toBeNull();
    expect(mergedPapers('letter', NO_PAPERS, letter!, letter!)).toEqual(letter);
  });

  it('know whether anything is written', () => {
    expect(PAPER_KINDS.map((kind) => isWritten(NO_PAPERS, kind))).toEqual([false, false, false]);
    expect(PAPER_KINDS.map((kind) => isWritten(papered('en').papers.value, kind))).toEqual([true, true, true]);
    expect(signatory('x', 'y').kind).toBe('submitting');
  });
});
