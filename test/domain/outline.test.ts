/** The outline of a draft: its order, its phrases in three languages, structured answers as prose, and footnotes. */
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/domain/draft.ts';
import { composeOutline, printed, type Outline, type Section } from '../../src/domain/outline.ts';
import type { Questionnaire } from '../../src/domain/questionnaire.ts';
import { callWith, draftIn, phrases, solidarity } from './drafts.ts';
import { inlinesIn, sketch } from './sketch.ts';

const outlineOf = (draft: Draft, questionnaire: Questionnaire = solidarity, country = ''): Outline =>
  composeOutline(draft, questionnaire, phrases[draft.record.language], { country });

function sectionOf(outline: Outline, id: string): Section {
  const section = outline.sections.find((candidate) => candidate.id === id);
  if (section === undefined) throw new Error(`no section ${id}`);
  return section;
}

const shown = (outline: Outline, id: string): string => sketch(sectionOf(outline, id).blocks);
const front = (outline: Outline): Record<string, string> =>
  Object.fromEntries(outline.front.map(({ id, value }) => [id, value]));

describe('the front', () => {
  it('says who asks, who answers and when, and leaves out what was not given', () => {
    const draft = draftIn('fr', {
      organisation: { name: 'Réseau des femmes du fleuve', country: 'SN', kind: 'ngo', contact: 'Aïssata Sow' },
      changedAt: new Date('2024-01-31T23:30:00Z'),
    });
    const outline = outlineOf(draft, solidarity, 'Sénégal');
    expect(outline.author).toBe('Réseau des femmes du fleuve');
    expect(outline.title).toBe(solidarity.title['fr']);
    expect(outline.heading).toBe(solidarity.heading?.['fr']);
    expect(front(outline)).toEqual({
      issuer: "Experte indépendante sur les droits de l'homme et la solidarité internationale, Mme Cecilia M. Bailliet",
      destination: "rapport thématique qui sera présenté à la 56e session du Conseil des droits de l'homme",
      organisation: 'Réseau des femmes du fleuve',
      country: 'Sénégal',
      kind: 'Organisation non gouvernementale',
      language: 'français',
      date: '1er février 2024',
      contact: 'Aïssata Sow',
    });
    expect(outline.front.every(({ label }) => label !== '' && !label.includes('.'))).toBe(true);
  });

  it('carries no name of an organisation that has given none', () => {
    expect(outlineOf(draftIn('en')).author).toBe(phrases.en('outline.author'));
    expect(front(outlineOf(draftIn('en')))['date']).toBe('1 February 2024');
    expect(front(outlineOf(draftIn('es')))['date']).toBe('1 de febrero de 2024');
  });

  it('names all who ask, and the organ and session where the call has no words for them', () => {
    const call = callWith([{ id: 'q1', text: { en: 'Why?' } }], {
      issuers: [{ name: { en: 'Working Group' } }, { name: { en: 'Special Rapporteur' }, holder: 'Ms Doe' }],
      destination: { value: { organ: 'General Assembly', session: '79' } },
    });
    expect(front(outlineOf(draftIn('en'), call))).toMatchObject({
      issuer: 'Working Group; Special Rapporteur, Ms Doe',
      destination: 'General Assembly, 79',
    });
  });
});

describe('the publication statement', () => {
  const statement = (outline: Outline): string => sketch(outline.statement);

  it.each(['public', 'confidential'] as const)('says the choice: %s', (choice) => {
    const draft = draftIn('es', { publication: { choice, declined: 'mark' } });
    expect(statement(outlineOf(draft))).toBe(phrases.es(`outline.statement.${choice}`));
  });

  it('says the rule of the call, in its words, where nothing was chosen', () => {
    const words = solidarity.publication.wording?.['fr'];
    expect(statement(outlineOf(draftIn('fr')))).toBe(
      `${phrases.fr('outline.statement.notChosen.public')} ¶ L’appel indique\u00a0: «\u00a0${words}\u00a0»`,
    );
    expect(statement(outlineOf(draftIn('en')))).toMatch(/ ¶ The call says: “.*” \(unofficial translation\)$/);
  });

  it('says that the call states no rule', () => {
    const call = callWith([{ id: 'q1', text: { en: 'Why?' } }]);
    expect(statement(outlineOf(draftIn('en'), call))).toBe(phrases.en('outline.statement.notChosen.unstated'));
  });
});

describe('the sections', () => {
  it('are the questions in the draft’s language, and mark translations of ours', () => {
    const french = outlineOf(draftIn('fr'));
    expect(french.sections.map(({ label }) => label)).toEqual(solidarity.questions.map(({ label }) => label));
    expect(sectionOf(french, 'q8')).toMatchObject({ language: 'fr', unofficial: null, level: 1, state: 'not-started' });
    expect(french.translationNote).toBeNull();

    const spanish = outlineOf(draftIn('es'));
    expect(sectionOf(spanish, 'q8')).toMatchObject({ language: 'es', unofficial: 'traducción no oficial' });
    expect(sectionOf(spanish, 'q8').text).toBe(solidarity.questions[7]?.text?.['es']);
    expect(spanish.translationNote).toMatch(/francés\.$/);
  });

  it('fall back on an official language, and say which', () => {
    const call = callWith([{ id: 'q1', text: { en: 'Why?' } }]);
    const outline = outlineOf(draftIn('es'), call);
    expect(sectionOf(outline, 'q1')).toMatchObject({ text: 'Why?', language: 'en', unofficial: null });
    expect(outline.translationNote).toBeNull();
  });

  const tree = callWith([
    { id: 'part-a', kind: 'heading', text: { en: 'Part A' } },
    { id: 'note', kind: 'note', text: { en: 'For all.' } },
    {
      id: 'group',
      label: '1.',
      text: { en: 'On water:' },
      children: [
        { id: 'a', label: 'a)', text: { en: 'Who?' } },
        { id: 'b', label: 'b)', text: { en: 'Where?' } },
      ],
    },
    { id: 'part-b', kind: 'heading', text: { en: 'Part B' } },
    { id: 'bare', children: [{ id: 'c', text: { en: 'When?' } }] },
  ]);

  it('keep the tree of the call', () => {
    expect(outlineOf(draftIn('en'), tree).sections.map(({ kind, id, level }) => `${level} ${kind} ${id}`)).toEqual([
      '1 heading part-a',
      '1 note note',
      '1 heading group',
      '2 question a',
      '2 question b',
      '1 heading part-b',
      '2 question c',
    ]);
  });

  it.each([
    [[], []],
    [['b'], ['part-a', 'note', 'group', 'b']],
    [['c'], ['part-b', 'c']],
    [
      ['a', 'b', 'c'],
      ['part-a', 'note', 'group', 'a', 'b', 'part-b', 'c'],
    ],
  ])('are printed with the headings over them: %j', (answered, expected) => {
    const answers = Object.fromEntries(answered.map((id) => [id, { text: 'x' }]));
    expect(printed(outlineOf(draftIn('en', { answers }), tree)).map(({ id }) => id)).toEqual(expected);
  });

  it('count the words that are printed', () => {
    const answers = {
      q1: { text: 'one two[^1]\n\n[^1]: three' },
      q2: { text: 'kept but declined', declined: { reason: 'four words of reason' } },
      q10: {
        values: { recommendations: { kind: 'recommendations' as const, items: [{ to: 'a', what: 'b c', by: '' }] } },
      },
    };
    const outline = outlineOf(draftIn('fr', { answers }));
    expect(outline.sections.filter(({ words }) => words > 0).map(({ id, words }) => [id, words])).toEqual([
      ['q1', 3],
      ['q10', 3],
    ]);
    expect(outline.words).toBe(6);
  });
});

describe('a declined question', () => {
  const declined = (reason: string, mark: 'mark' | 'omit'): Outline =>
    outlineOf(
      draftIn('en', {
        publication: { choice: '', declined: mark },
        answers: { q5: { text: 'secret', declined: { reason } } },
      }),
    );

  it('says so where the writer wants that said', () => {
    expect(shown(declined('', 'mark'), 'q5')).toBe('The organisation chose not to answer this question.');
    expect(shown(declined('For *safety*.\n\nSee [^1].\n\n[^1]: x', 'mark'), 'q5')).toBe(
      'The organisation chose not to answer this question. Reason: For <i>safety</i>. ¶ See {1}.',
    );
    expect(printed(declined('', 'mark')).map(({ id }) => id)).toEqual(['q5']);
  });

  it('is left out where the writer wants that, and is still in the outline', () => {
    expect(sectionOf(declined('why', 'omit'), 'q5')).toMatchObject({ state: 'declined', blocks: [], words: 0 });
    expect(printed(declined('why', 'omit'))).toEqual([]);
  });

  it('never prints its text', () => {
    expect(JSON.stringify(declined('why', 'mark'))).not.toContain('secret');
  });
});

describe('structured answers', () => {
  it('a choice alone is a word, before the text', () => {
    const answers = {
      q1: { text: 'With *others*.', values: { networks: { kind: 'choice' as const, choice: 'yes', details: '' } } },
    };
    expect(shown(outlineOf(draftIn('fr', { answers })), 'q1')).toBe('Oui. ¶ With <i>others</i>.');
  });

  it('a choice with details is led in by its label', () => {
    const access = (choice: string | null, details: string) => ({
      q3: { values: { access: { kind: 'choice' as const, choice, details } } },
    });
    const of = (choice: string | null, details: string): string =>
      shown(outlineOf(draftIn('fr', { answers: access(choice, details) })), 'q3');
    expect(of('yes', '')).toBe('<b>Limites d’accès\u00a0:</b> Oui.');
    expect(of('yes', 'Depuis **2021**.')).toBe('<b>Limites d’accès\u00a0:</b> Oui. Depuis <b>2021</b>.');
    expect(of(null, 'Parfois.')).toBe('<b>Limites d’accès\u00a0:</b> Parfois.');
    expect(of('no', 'a\n\nb')).toBe('<b>Limites d’accès\u00a0:</b> Non. ¶ a ¶ b');
    expect(of('no', '- a\n- b')).toBe('<b>Limites d’accès\u00a0:</b> Non. ¶ ul[a; b]');
    expect(of('toujours', '')).toBe('<b>Limites d’accès\u00a0:</b> toujours.');
  });

  it('ticks are a list in the call’s order, each with its details', () => {
    const answers = {
      q3: {
        values: {
          access: { kind: 'choice' as const, choice: 'unsure', details: '' },
          media: {
            kind: 'ticks' as const,
            ticked: ['other', 'digital-platforms', 'media'],
            details: { media: 'Radio *Fulbe*', other: 'a\n\n- b', 'digital-platforms': '' },
          },
        },
      },
    };
    expect(shown(outlineOf(draftIn('es', { answers })), 'q3')).toBe(
      '<b>Medios y plataformas que utiliza:</b> ¶ ul[Medios de comunicación: Radio <i>Fulbe</i>; Plataformas digitales; Otros: a ¶ ul[b]] ¶ ' +
        '<b>Límites de acceso:</b> No lo sabemos.',
    );
  });

  it('the text of a tick that was taken away is kept and not printed', () => {
    const answers = { q3: { values: { media: { kind: 'ticks' as const, ticked: [], details: { media: 'gone' } } } } };
    const outline = outlineOf(draftIn('en', { answers }));
    expect(sectionOf(outline, 'q3')).toMatchObject({ state: 'in-progress', blocks: [] });
    expect(printed(outline)).toEqual([]);
  });

  it('rows are a table, their cells on lines', () => {
    const row = { name: 'Ley **12**', effect: 'a\n\n- b\n- c\n\n3. d', unknown: 'x' };
    const answers = { q4: { values: { initiatives: { kind: 'rows' as const, rows: [row, { year: '1999.' }] } } } };
    expect(shown(outlineOf(draftIn('en', { answers })), 'q4')).toBe(
      'table(Laws, policies and initiatives)[Law, policy or initiative | Year | What it does; ' +
        'Ley <b>12</b> |  | a⏎• b⏎• c⏎3. d;  | 1999. | ]',
    );
  });

  it('recommendations are numbered, with whatever there is of each', () => {
    const item = (to: string, what: string, by: string) => ({ to, what, by });
    const items = [
      item('the *Government*:', 'Repeal the law.', 'June 2025'),
      item('', 'Act.', ''),
      item('States', '', ''),
      item('States', '- a\n- b', '2026'),
      item('', '', 'soon'),
    ];
    const answers = { q10: { values: { recommendations: { kind: 'recommendations' as const, items } } } };
    expect(shown(outlineOf(draftIn('en', { answers })), 'q10')).toBe(
      'ol1[<b>To the </b><b><i>Government</i></b><b>:</b> Repeal the law. <i>(timeline: June 2025)</i>; Act.; ' +
        '<b>To States</b>; <b>To States:</b> ¶ ul[a; b] ¶ <i>(timeline: 2026)</i>; <i>(timeline: soon)</i>]',
    );
  });

  it('footnotes of every field are numbered in reading order over the whole outline', () => {
    const note = (name: string): string => `${name}[^1]\n\n[^1]: note ${name}`;
    const answers = {
      q3: {
        text: `${note('f')}\n\nf again[^1]`,
        values: {
          access: { kind: 'choice' as const, choice: 'no', details: note('e') },
          media: {
            kind: 'ticks' as const,
            ticked: ['media', 'other'],
            details: { media: note('b'), other: note('d') },
          },
        },
      },
      q1: { text: note('a') },
      q4: { values: { initiatives: { kind: 'rows' as const, rows: [{ name: note('g'), effect: note('h') }] } } },
      q9: { declined: { reason: note('i') } },
      q10: {
        text: note('m'),
        values: {
          recommendations: {
            kind: 'recommendations' as const,
            items: [{ to: note('j'), what: note('k'), by: note('l') }],
          },
        },
      },
    };
    const outline = outlineOf(draftIn('fr', { answers }));
    const calls = outline.sections.flatMap(({ blocks }) =>
      inlinesIn(blocks).flatMap((inline) => (inline.kind === 'footnote' ? [inline.number] : [])),
    );
    expect(calls).toEqual([1, 2, 3, 4, 5, 5, 6, 7, 8, 9, 10, 11, 12]);
    expect(outline.footnotes.map(sketch)).toEqual('a b d e f g h i j k l m'.split(' ').map((name) => `note ${name}`));
  });
});
