/** The outline as plain text, as it stands in an email. */
import { describe, expect, it } from 'vitest';
import { composeOutline } from '../../src/domain/outline.ts';
import { plainText } from '../../src/domain/text.ts';
import { callWith, draftIn, phrases } from './drafts.ts';

const call = callWith([
  { id: 'part', kind: 'heading', text: { en: 'Part A' } },
  { id: 'q1', label: '1)', text: { en: 'Why?' } },
  {
    id: 'q2',
    label: '2)',
    text: { en: 'Which laws?' },
    asks: [
      {
        id: 'laws',
        kind: 'rows',
        label: { en: 'Laws' },
        fields: [
          { id: 'name', label: { en: 'Law' } },
          { id: 'year', label: { en: 'Year' } },
        ],
      },
    ],
  },
  { id: 'q3', label: '3)', text: { en: 'Anything else?' } },
]);
const texts = (language: 'en' | 'fr', answers: Parameters<typeof draftIn>[1]): string =>
  plainText(composeOutline(draftIn(language, answers), call, phrases[language], { country: '' }));

describe('the plain text', () => {
  it('is the whole outline, one paragraph a line', () => {
    const text = texts('en', {
      organisation: { name: 'River Women', description: 'We fish.\nWe sing.' },
      publication: { choice: 'public', declined: 'mark' },
      answers: {
        q1: {
          text: `A **long** line${' word'.repeat(40)}.[^n]\nB\n\n- c\n  1. d\n\n     e\n- f\n\n[^n]: See [it](http://x.org/a).\n\n    More.`,
        },
        q2: {
          values: {
            laws: {
              kind: 'rows',
              rows: [
                { name: 'Act 1', year: '1999' },
                { name: '', year: 'a\nb' },
              ],
            },
          },
        },
      },
    });
    expect(text).toBe(`Submission in reply to the call for input

Visit to the islands

Issued by: Special Rapporteur on toxics
Organisation: River Women
Language: English
Date: 1 February 2024
About us: We fish.
We sing.

The organisation agrees that this submission may be published.

Part A

1) Why?

A long line${' word'.repeat(40)}.[1]
B

- c
  1. d
     e
- f

2) Which laws?

Laws
- Law: Act 1; Year: 1999
- Year: a
  b

[1] See it (http://x.org/a).

    More.
`);
  });

  it('names an address once where the text is the address', () => {
    expect(texts('en', { answers: { q1: { text: 'http://x.org www.x.org a@x.org [b](http://x.org)' } } })).toContain(
      '\nhttp://x.org www.x.org a@x.org b (http://x.org)\n',
    );
  });

  it('sets colons as the language does', () => {
    expect(texts('fr', {})).toContain('\nLangue\u00a0: français\n');
  });

  it('marks translations of ours', () => {
    const translated = callWith([{ id: 'q1', label: '1)', text: { en: 'Why?', fr: 'Pourquoi ?' } }], {
      provenance: { languages: { en: 'official', fr: 'unofficial' }, text: { en: 'The call.' } },
    });
    const draft = draftIn('fr', { answers: { q1: { text: 'x' } } });
    expect(plainText(composeOutline(draft, translated, phrases.fr, { country: '' }))).toContain(
      'Texte officiel\u00a0: anglais.\n\n1) Pourquoi ? (traduction non officielle)\n\nx\n',
    );
  });

  it('drops control characters and keeps what ends lines', () => {
    expect(texts('en', { answers: { q1: { text: 'a\u0007b\vc\td\u0085e' } } })).toContain('\nab\nc\td\ne\n');
  });
});
