/**
 * The questionnaire files that are shipped: the founding call, to the letter, and the example of the folder's page.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Ask, AskOf } from '../src/domain/asks.ts';
import { questionOf, questionsOf, type Questionnaire } from '../src/domain/questionnaire.ts';
import { parseQuestionnaire, readQuestionnaires } from '../src/store/questionnaires.ts';

const ROOT = join(import.meta.dirname, '..');
const FOLDER = join(ROOT, 'questionnaires');
/** The text of the call as it was found, outside the repository: there only where the project is worked on. */
const SEED = join(ROOT, '../shared/seeds/003_3277e6bede6b5b5b.txt');
const LANGUAGES = ['en', 'es', 'fr'];

const collapse = (text: string): string => text.replace(/\s+/g, ' ').trim();

let call: Questionnaire;
beforeAll(() => {
  const found = readQuestionnaires(FOLDER).questionnaires.current('ie-solidarity-hrc56');
  if (found === undefined) throw new Error('the founding call is not served');
  call = found.questionnaire;
});

function ask<Kind extends Ask['kind']>(question: string, id: string, kind: Kind): AskOf<Kind> {
  const found = questionOf(call, question)?.node.asks.find((candidate) => candidate.id === id);
  if (found?.kind !== kind) throw new Error(`${question} has no ${kind} "${id}"`);
  return found as AskOf<Kind>;
}

/** Every text by language in the questionnaire, with its path. */
function textsIn(value: unknown, path = ''): [path: string, text: Readonly<Record<string, string>>][] {
  if (typeof value !== 'object' || value === null) return [];
  const entries = Object.entries(value) as [string, unknown][];
  const isText =
    entries.length > 0 && entries.every(([key, words]) => /^[a-z]{2}$/.test(key) && typeof words === 'string');
  if (isText && path !== '.provenance.languages') return [[path, value as Record<string, string>]];
  return entries.flatMap(([key, inner]) => textsIn(inner, `${path}.${key}`));
}

describe('the folder', () => {
  it('has no problems', () => {
    expect(readQuestionnaires(FOLDER).problems).toEqual([]);
  });

  it('has a page whose example is right, and whose problems look as they do', () => {
    const page = readFileSync(join(FOLDER, 'README.md'), 'utf8');
    const example = /```yaml\n([^]*?)```/.exec(page)?.[1] ?? '';
    const shown = (source: string): string[] =>
      parseQuestionnaire('questionnaires/example-call.yaml', source).problems.map(
        ({ file, line, column, rule, message }) => `${file}:${line}:${column}: ${rule}: ${message}`,
      );
    expect(example).toContain('id: example-call');
    expect(shown(example)).toEqual([]);
    const printed = [
      ...shown(example.replace('date: 2024-03-01', 'date: 1 March').replace('kind: email', 'kind: mail')),
      ...shown(example.replace('2024-01-05 }', "2024-01-05, text: 'By 1 March 2024. What has helped you?' }")).slice(
        0,
        1,
      ),
    ];
    expect(printed).toHaveLength(3);
    expect(page).toContain(printed.join('\n'));
  });
});

describe('the founding call', () => {
  it.skipIf(!existsSync(SEED))('holds the whole text of the call as it was found', () => {
    expect(collapse(call.provenance.text['fr'] ?? '')).toBe(collapse(readFileSync(SEED, 'utf8')));
  });

  it('is official in French alone', () => {
    expect(call.provenance.languages).toEqual({ fr: 'official', en: 'unofficial', es: 'unofficial' });
    expect(Object.keys(call.provenance.text)).toEqual(['fr']);
  });

  it('is, in French, paragraph by paragraph, the text of the call', () => {
    const { background, heading, provenance } = call;
    const paragraphs = (provenance.text['fr'] ?? '').split('\n\n');
    const questions = questionsOf(call).map(({ node }) => `${node.label} ${node.text?.['fr']}`);
    expect(paragraphs).toHaveLength(15);
    expect(paragraphs).toEqual(paragraphs.map(collapse));
    expect(background?.['fr']).toBe(paragraphs.slice(0, 3).join('\n\n'));
    expect(heading?.['fr']).toBe(paragraphs[4]);
    expect(questions).toEqual(paragraphs.slice(5));
  });

  it('keeps the slips and apostrophes of the original', () => {
    expect(questionOf(call, 'q3')?.node.text?.['fr']).toContain('dans l\u2019accès');
    expect(questionOf(call, 'q5')?.node.text?.['fr']).toContain("d'entrer dans un pays");
    expect(questionOf(call, 'q7')?.node.text?.['fr']).toMatch(/LGBTQ, etc\.\?$/);
    expect(questionOf(call, 'q8')?.node.text?.['fr']).toMatch(/ni surveillance \?$/);
    expect(questionOf(call, 'q10')?.node.text?.['fr']).toContain("à l'expert indépendant");
    expect(call.background?.['fr']).toContain('Secrétaire-général de l\u2019ONU');
  });

  it('has one subject, to the character', () => {
    expect(call.subject.kind).toBe('exact');
    expect(call.subject.value).toEqual({
      fr: 'Soumission au rapport de la 56ème session du CDH \u2013 Société civile et solidarité internationale',
    });
    for (const words of Object.values(call.subject.wording ?? {})) expect(words).toContain(call.subject.value?.['fr']);
  });

  it('states what the call states, and leaves the rest unset', () => {
    expect(call.deadlines).toMatchObject([
      { id: 'main', date: '2024-02-15', relation: 'before', time: null, zone: null, basis: null, strictness: null },
    ]);
    expect(call.channels).toMatchObject([{ kind: 'email', to: ['hrc-ie-solidarity@un.org'], cc: [] }]);
    expect(call.answerLanguages.value).toEqual(['en', 'fr', 'es']);
    expect(call.publication.value).toMatchObject({ default: 'public', choice: 'opt-out' });
    expect(call.destination.value?.[0]?.session).toBe('56');
    const { opening, emailBody, length, fileTypes, attachments, consent, period, provenance } = call;
    for (const rule of [opening, emailBody, length, fileTypes, attachments, consent, period]) {
      expect(rule).toEqual({ wording: null, value: null, force: 'binding' });
    }
    expect([provenance.address, provenance.retrieved]).toEqual([null, null]);
  });

  it('speaks English, French and Spanish everywhere but in the subject and the text as found', () => {
    const short = textsIn(call).filter(([, text]) => Object.keys(text).sort().join() !== LANGUAGES.join());
    expect(short.map(([path]) => path).sort()).toEqual(['.provenance.text', '.subject.value']);
    expect(textsIn(call).length).toBeGreaterThan(100);
  });

  it('spaces our own French with no-break spaces and curly apostrophes', () => {
    const ours = textsIn(call).filter(([path]) => /\.(help|label|options)\./.test(`${path}.`));
    expect(ours.length).toBeGreaterThan(60);
    const careless = ours.filter(([, { fr }]) => /[^\u00A0][:;?!»]|«[^\u00A0]|'/.test(fr ?? ''));
    expect(careless.map(([path]) => path)).toEqual([]);
  });
});

describe('its questions', () => {
  it('are ten, as printed, with help beside each', () => {
    const nodes = questionsOf(call).map(({ node }) => node);
    expect(nodes.map(({ id, label }) => [id, label])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`q${index + 1}`, `${index + 1})`]),
    );
    for (const { help } of nodes) expect(help?.prompts.length).toBeGreaterThanOrEqual(2);
  });

  it('are answered in the ways that their words ask for', () => {
    expect(questionsOf(call).map(({ node }) => node.asks.map(({ kind }) => kind).join(' '))).toEqual([
      'choice',
      'choice',
      'ticks choice',
      'rows',
      'rows choice ticks',
      'choice ticks',
      'choice ticks',
      'choice',
      '',
      'recommendations',
    ]);
  });

  it('quote themselves where they are split, in every language', () => {
    const split = questionsOf(call).filter(({ node }) => node.asks.length > 1);
    expect(split.map(({ node }) => node.id)).toEqual(['q3', 'q5', 'q6', 'q7']);
    for (const { node } of split) {
      for (const { wording } of node.asks) {
        for (const language of LANGUAGES)
          expect(node.text?.[language]).toContain(wording?.[language] ?? '(no wording)');
      }
    }
  });

  it('list the ten reprisals of the fifth in the order of the call', () => {
    const forms = ask('q5', 'forms', 'ticks');
    expect(forms.options.map(({ text }) => text['fr'])).toEqual([
      'Surveillance',
      'Refus de financement',
      'Intimidation',
      'Représailles',
      'Fermeture',
      'Poursuites',
      'Sanctions',
      'Restriction du droit de quitter un pays',
      'Restriction du droit d\u2019entrer dans un pays',
      'Attaque',
    ]);
    const bracket = (forms.wording?.['fr'] ?? '').replaceAll("'", '\u2019').toLowerCase();
    const places = forms.options.map(({ text }) => bracket.indexOf(text['fr']?.toLowerCase().split(' ').at(-1) ?? ''));
    expect(places.every((place) => place >= 0)).toBe(true);
  });

  it('list the grounds of the seventh, each a word of the call but the last', () => {
    const grounds = ask('q7', 'grounds', 'ticks');
    expect(grounds.options).toHaveLength(11);
    const words = grounds.wording?.['fr']?.toLowerCase() ?? '';
    for (const { text } of grounds.options.slice(0, -1)) expect(words).toContain(text['fr']?.toLowerCase());
  });

  it('warn where an answer can put people at risk', () => {
    const flags = Object.fromEntries(questionsOf(call).map(({ node }) => [node.id, node.flags]));
    expect(flags['q5']).toEqual(['sensitive', 'personal-data', 'sources']);
    expect(flags['q10']).toEqual(['recommendations']);
    expect(flags['q4']).toEqual(['sources']);
    for (const { node } of questionsOf(call)) {
      if (node.flags.includes('personal-data')) expect(Object.keys(node.help?.warning ?? {})).toHaveLength(3);
    }
  });
});
