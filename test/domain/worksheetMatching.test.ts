/** Documents that are no worksheets: their questions are found by their wording or their labels, and nothing is lost. */
import { describe, expect, it } from 'vitest';
import { scopedTo, EMPTY_SCOPE } from '../../src/domain/scope.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import type { RichBlock, RichFile } from '../../src/domain/reading.ts';
import { matchDocument } from '../../src/domain/worksheetMatching.ts';
import { callWith, solidarity } from './drafts.ts';

const typed = (text: string): RichFile => ({ form: 'text', kind: 'text', text });

function matched(file: RichFile, call: Questionnaire = solidarity) {
  const { byId } = scopedTo(call, EMPTY_SCOPE);
  const { places, pieces } = matchDocument(file, call.questions, new Set(byId.keys()));
  const answers = Object.fromEntries(
    Object.entries(places).map(([id, place]) => [id, place.kind === 'text' ? place.text : null]),
  );
  return { answers, pieces };
}

const worded = (language: string, id: string): string =>
  solidarity.questions.find((node) => node.id === id)?.text?.[language] ?? '';

describe('a document with the questions copied into it', () => {
  it.each(['en', 'fr', 'es'])('is matched in %s, word for word', (language) => {
    const ids = ['q1', 'q2', 'q3', 'q4', 'q5', 'q6', 'q7', 'q8', 'q9', 'q10'];
    const text = ids
      .map((id, at) => `${at + 1}) ${worded(language, id)}\n\nAnswer to ${id}.\n\n- with\n- a list`)
      .join('\n\n');
    const { answers, pieces } = matched(typed(text));
    expect(answers).toEqual(Object.fromEntries(ids.map((id) => [id, `Answer to ${id}.\n\n- with\n- a list`])));
    expect(pieces).toEqual([]);
  });

  it('is matched where questions are worded a little otherwise and numbered otherwise', () => {
    const { answers, pieces } = matched(
      typed(
        [
          'Réponses du réseau des deux rives, projet du 3 mars',
          '',
          'Question A : Dans quelle mesure, et comment, vos actions de solidarité internationale incluent-elles une participation diverse et des perspectives intersectionnelles ?',
          'Nos assemblées sont ouvertes à toutes.',
          '',
          'B. Quels médias, plateformes numériques ou autres moyens utilisez-vous ? Votre accès à ces plateformes est-il limité ?',
          'La radio, surtout.',
          '',
          'C – Quelles mesures pourraient aider votre organisation à s’engager davantage auprès des États et des organisations internationales ?',
          'Un point de contact.',
        ].join('\n'),
      ),
    );
    expect(answers).toEqual({
      q2: 'Nos assemblées sont ouvertes à toutes.',
      q3: 'La radio, surtout.',
      q9: 'Un point de contact.',
    });
    expect(pieces).toEqual([{ text: 'Réponses du réseau des deux rives, projet du 3 mars', near: null }]);
  });

  it('is matched where the answer goes on in the line of its question, or the question over several lines', () => {
    const { answers } = matched(
      typed(
        [
          `3) ${worded('es', 'q3')} Sobre todo la radio.`,
          '',
          'To what extent and how do your international solidarity actions',
          'include diverse or intersectional perspectives',
          'and participation?',
          '',
          'In all of them.',
        ].join('\n'),
      ),
    );
    expect(answers).toEqual({ q3: 'Sobre todo la radio.', q2: 'In all of them.' });
  });

  it('is matched by labels alone where their order agrees', () => {
    const { answers } = matched(
      typed('Question 1\nYes.\n\nQuestion 2\nTo some extent.\n\nQuestion 3:\nRadio.\n1. first\n2. second'),
    );
    expect(answers).toEqual({ q1: 'Yes.', q2: 'To some extent.', q3: 'Radio.\n1. first\n2. second' });
  });

  it('keeps marks, and what stands in a table of question and answer', () => {
    const run = (text: string, bold = false) => ({ kind: 'run', text, bold, italic: false }) as const;
    const block = (text: string): RichBlock => ({ kind: 'paragraph', within: null, inlines: [run(text)] });
    const blocks: RichBlock[] = [
      { kind: 'table', rows: [[[block(worded('en', 'q2'))], [block('Beside it.')]]] },
      { kind: 'item', depth: 0, label: '3.', inlines: [run(worded('en', 'q3'))] },
      { kind: 'paragraph', within: null, inlines: [run('Radio', true), run(', see'), { kind: 'footnote', number: 1 }] },
      { kind: 'item', depth: 0, label: '•', inlines: [run('one')] },
      { kind: 'item', depth: 1, label: '(a)', inlines: [run('two')] },
    ];
    const { answers } = matched({ form: 'blocks', kind: 'docx', blocks, notes: [[block('A source.')]], notices: [] });
    expect(answers).toEqual({ q2: 'Beside it.', q3: '**Radio**, see[^1]\n\n- one\n\n  (a) two\n\n[^1]: A source.' });
  });

  it('tells questions apart that are nearly the same', () => {
    const call = callWith([
      { id: 'a', label: '1.', text: { en: 'Which laws protect the right to water in your country?' } },
      { id: 'b', label: '2.', text: { en: 'Which laws protect the right to housing in your country?' } },
      { id: 'c', label: '3.', text: { en: 'Which laws protect the right to food in your country?' } },
    ]);
    const { answers } = matched(
      typed(
        'Which laws protect the right to food in your country?\nF.\n\nWhich laws protect the right to water in your country?\nW.\n\nWhich laws protect the right to housing in your country?\nH.',
      ),
      call,
    );
    expect(answers).toEqual({ a: 'W.', b: 'H.', c: 'F.' });
  });

  it('is one piece where none of the questions is in it', () => {
    const text = 'Dear colleagues,\n\nhere are some thoughts on solidarity.\n\n1. First.\n2. Second.';
    const { answers, pieces } = matched(typed(text));
    expect(answers).toEqual({});
    expect(pieces.map((piece) => piece.text)).toEqual([text]);
  });

  it('is read in good time, however long it is', () => {
    const line = 'Which measures of international solidarity did your organization take in 2021?';
    const { pieces } = matched(typed(Array.from({ length: 6_000 }, (_, at) => `${line} ${at}`).join('\n')));
    expect(pieces.length).toBeLessThan(3);
  });
});
