/** The two versions of a draft: what the full one marks, what the public one never held, and what goes with the email. */
import { describe, expect, it } from 'vitest';
import { composeEmail, documentFileName } from '../../src/domain/email.ts';
import type { Publication } from '../../src/domain/draft.ts';
import { composeOutline, type Inline, type Outline } from '../../src/domain/outline.ts';
import type { Signatory } from '../../src/domain/signatory.ts';
import { plainText } from '../../src/domain/text.ts';
import { attachedVersions, confidentialityOf, publicDraft, type Version } from '../../src/domain/versions.ts';
import { callWith, draftIn, phrases, solidarity } from './drafts.ts';

type Filled = NonNullable<Parameters<typeof draftIn>[1]>;

const RIVAGES = {
  name: 'Rivages solidaires',
  country: 'SN',
  contact: 'Awa Ndiaye',
  email: 'awa@rivages.example.org',
  website: 'https://rivages.example.org',
} as const;
const withheld = (more: Partial<Publication['withheld']>): Partial<Publication> => ({
  choice: 'part',
  withheld: { organisation: false, contact: false, signatories: [], ...more },
});

const outlineOf = (filled: Filled, version: Version, language: 'en' | 'fr' | 'es' = 'en'): Outline =>
  composeOutline(draftIn(language, filled), solidarity, phrases[language], { version, country: 'Senegal' });
const inlinesOf = (outline: Outline): Inline[] =>
  [...outline.sections.flatMap(({ blocks }) => blocks), ...outline.footnotes.flat()].flatMap((block) =>
    block.kind === 'paragraph' ? block.inlines : [],
  );
/** The words that are marked as confidential. */
const markedIn = (outline: Outline): string[] =>
  inlinesOf(outline).flatMap((one) => {
    const runs = one.kind === 'run' ? [one] : one.kind === 'link' ? one.runs : [];
    return runs.filter(({ confidential }) => confidential).map(({ text }) => text);
  });

describe('the full version', () => {
  it.each([
    ['They came [[at *night*]] and left.', ['[[at ', 'night', ']]']],
    ['One.\n\n[[Two.\n\nThree.]] Four.', ['[[Two.', 'Three.]]']],
    ['One.[^1] [[Two\n\n[^1]: Three', ['[[Two', 'Three']],
    ['One ]] two', ['One ]]']],
    ['A \\*b\\* [[c \\*d\\*]] e', ['[[c *d*]]']],
    ['See [the [[secret]] page](https://example.org/x).', ['the [[secret]] page']],
  ])('marks the passages of %j', (text, expected) => {
    expect(markedIn(outlineOf({ answers: { q9: { text } } }, 'full'))).toEqual(expected);
  });

  it('marks a whole answer, in brackets', () => {
    const outline = outlineOf(
      { answers: { q9: { text: 'One.[^1]\n\nTwo.\n\n[^1]: Three.', confidential: true } } },
      'full',
    );
    expect(markedIn(outline).join('|')).toBe('[[Confidential answer, not to be published:|One.|Two. ]]|[[ Three. ]]');
    const listed = outlineOf({ answers: { q9: { text: 'One.\n\n- two\n- three', confidential: true } } }, 'full');
    expect(plainText(listed)).toMatch(/- three \]\]/);
  });

  it('says at its head what it holds, and says nothing where nothing is confidential', () => {
    const { notice } = outlineOf({ answers: { q9: { text: 'a [[b]]' } } }, 'full');
    expect(notice).toMatchObject({ version: 'full', text: phrases.en('outline.notice.full') });
    expect(outlineOf({ answers: { q9: { text: '[a] [b]' } } }, 'full')).not.toHaveProperty('notice');
  });
});

describe('the public version', () => {
  it.each(['en', 'fr', 'es'] as const)(
    'says that something was withheld in the language of the draft: %s',
    (language) => {
      const answers = { q5: { text: 'qzx', confidential: true }, q9: { text: 'a [[qzx]] b' } };
      const outline = outlineOf({ answers }, 'public', language);
      const text = plainText(outline);
      expect(text).not.toMatch(/qzx|\[\[|\uFDD0/);
      expect(text).toContain(`a ${phrases[language]('outline.withheld')} b`);
      expect(text.split(phrases[language]('outline.withheld'))).toHaveLength(4);
    },
  );

  it('does not tell what a confidential answer was', () => {
    const of = (answer: object): Outline => outlineOf({ answers: { q5: { confidential: true, ...answer } } }, 'public');
    const full = of({ text: 'A long story.[^1]\n\n- a list\n\n[^1]: x', finished: true });
    expect(of({ declined: { reason: 'We fear.' } })).toEqual(full);
    expect(of({ text: 'Short' })).toEqual(full);
    expect(of({ text: '' })).toEqual(outlineOf({}, 'public'));
  });

  it('withholds the organisation wherever it is named', () => {
    const text = 'Rivages  solidaires, of RIVAGES SOLIDAIRES (see https://rivages.example.org/about), Awa Ndiaye.';
    const filled = { organisation: RIVAGES, publication: withheld({ organisation: true }), answers: { q9: { text } } };
    const outline = outlineOf(filled, 'public');
    expect(plainText(outline)).not.toMatch(/rivages|awa|ndiaye|senegal/i);
    expect(outline.author).toBe(phrases.en('outline.author'));
    const draft = draftIn('en', filled);
    for (const version of ['full', 'public'] as const) {
      expect(documentFileName(draft, solidarity, phrases.en, version)).not.toMatch(/rivages/i);
    }
  });

  it('withholds contacts alone', () => {
    const filled = { organisation: RIVAGES, publication: withheld({ contact: true }) };
    const text = plainText(outlineOf(filled, 'public'));
    expect(text).toContain('Rivages solidaires');
    expect(text).not.toMatch(/awa/i);
    expect(plainText(outlineOf(filled, 'full'))).toContain('Contact person: [[Awa Ndiaye]]');
  });

  it('lists signatories that are withheld last, by no name', () => {
    const one = (id: string, name: string): Signatory => ({
      ...{ id, name, kind: 'submitting', country: 'ML', status: 'special' },
      ...{ contact: 'Moussa', email: `${id}@example.org` },
    });
    const draft = draftIn('en', { organisation: RIVAGES, publication: withheld({ signatories: ['bbbbbbbbbb'] }) });
    const list = [one('bbbbbbbbbb', 'Aurore'), one('cccccccccc', 'Zénith')];
    const joint = { ...draft, signatories: { value: { approval: 'none' as const, list }, revision: 1 } };
    const outline = composeOutline(joint, solidarity, phrases.en, {
      version: 'public',
      country: '',
      countryName: () => 'Mali',
    });
    expect(outline.signatories?.groups[1]?.list).toEqual([
      { name: 'Zénith', country: 'Mali', status: 'special consultative status' },
      { name: phrases.en('outline.withheld'), country: '', status: '' },
    ]);
    expect(JSON.stringify(publicDraft(joint))).not.toMatch(/Aurore|bbbbbbbbbb|Moussa/);
  });

  it('holds nothing where everything is confidential', () => {
    const publication = { choice: 'confidential' as const };
    const text = plainText(
      outlineOf({ organisation: RIVAGES, publication, answers: { q9: { text: 'qzx' } } }, 'public'),
    );
    expect(text).not.toMatch(/qzx|rivages|awa/i);
  });
});

describe('what goes with the email', () => {
  const marked = (publication: Partial<Publication>): Filled => ({
    organisation: RIVAGES,
    publication,
    answers: { q9: { text: 'a [[b]]' } },
  });
  const oneFile = callWith([{ id: 'q1', label: '1)', text: { en: 'What?' } }], {
    attachments: { value: 'forbidden' },
  });

  it.each<[Partial<Publication>, readonly Version[], readonly Version[]]>([
    [{}, ['full', 'public'], ['full']],
    [{ attach: 'both' }, ['full', 'public'], ['full']],
    [{ attach: 'full' }, ['full'], ['full']],
    [{ attach: 'public' }, ['public'], ['public']],
    [{ choice: 'confidential', attach: 'both' }, ['full'], ['full']],
  ])('with %j', (publication, several, one) => {
    const draft = draftIn('en', marked(publication));
    expect(attachedVersions(draft, solidarity)).toEqual(several);
    expect(attachedVersions(draft, oneFile)).toEqual(one);
  });

  it('is the document alone where nothing is marked', () => {
    const draft = draftIn('en', { answers: { q9: { text: 'a' } }, publication: { attach: 'both' } });
    expect(confidentialityOf(draft)).toBe('none');
    expect(attachedVersions(draft, solidarity)).toEqual(['full']);
    expect(documentFileName(draft, solidarity, phrases.en, 'full')).toMatch(/_submission\.docx$/);
  });

  it('is named in the text, with the sentence on publication', () => {
    const draft = draftIn('en', marked({ choice: 'public' }));
    const outline = outlineOf(marked({ choice: 'public' }), 'full');
    const attached = [
      { version: 'full', fileName: 'f.docx', words: 2 },
      { version: 'public', fileName: 'p.docx', words: 2 },
    ] as const;
    const { text } = composeEmail(draft, solidarity, outline, attached, phrases.en);
    expect(text).toContain('Attached: f.docx (full version');
    expect(text).toContain('Attached: p.docx (public version');
    expect(text).toContain(phrases.en('outline.statement.part'));
    expect(text).toContain(phrases.en('email.notThis'));
    expect(text).toContain('Email: awa@rivages.example.org');
  });

  it('leaves out of the email, too, what the public version withholds, where that goes alone', () => {
    const publication = { ...withheld({ organisation: true }), attach: 'public' as const };
    const draft = draftIn('en', marked(publication));
    const outline = outlineOf(marked(publication), 'public');
    const email = composeEmail(
      draft,
      solidarity,
      outline,
      [{ version: 'public', fileName: 'p.docx', words: 2 }],
      phrases.en,
    );
    expect(JSON.stringify(email)).not.toMatch(/rivages|awa|senegal|\uFDD0/i);
    expect(email.replyTo).toBeNull();
  });
});
