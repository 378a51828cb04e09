/**
 * Who seems to be named: found in three languages, and left alone where it is an office, an organisation or a place. The
 * texts of the seeds and of the founding call are ordinary prose, and must give few findings.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPeople } from '../../../src/domain/checks/people.ts';
import { scanText } from '../../../src/domain/checks/scan.ts';
import { officialLanguages } from '../../../src/domain/questionnaire.ts';
import { solidarity } from '../drafts.ts';

const all = (text: string) => findPeople(text, () => false);
const surely = (text: string): string[] =>
  all(text)
    .filter(({ weak }) => weak !== true)
    .map(({ words }) => words);
const perhaps = (text: string): string[] =>
  all(text)
    .filter(({ weak }) => weak === true)
    .map(({ words }) => words);

describe('names of people', () => {
  it.each([
    // By a name that people are given
    ['On 4 June, Amina Diallo left for Nairobi.', 'Amina Diallo'],
    ['Jean-Pierre Mukendi préside notre bureau.', 'Jean-Pierre Mukendi'],
    ['Hablamos con Juan Carlos Pérez de la Cruz en mayo.', 'Juan Carlos Pérez de la Cruz'],
    ['NDIAYE Awa a signé.', 'NDIAYE Awa'],
    ['Signé : Moussa SOW.', 'Moussa SOW'],
    ['Then **Peter** O’Brien came.', 'Peter** O’Brien'],
    ['We met Fatima’s sister and Nour al-Hassan’s lawyer.', 'Nour al-Hassan'],
    // By a title or a role
    ['Mr. Khan and others signed.', 'Mr. Khan'],
    ['Mme Traoré a porté plainte.', 'Mme Traoré'],
    ['M. Diop est absent.', 'M. Diop'],
    ['Habló con doña Remedios.', 'Remedios'],
    ['La journaliste Xhevdet Përparimi enquête.', 'Xhevdet Përparimi'],
    ['The lawyer Tlotlo Kgosidintsi defends them.', 'Tlotlo Kgosidintsi'],
    ['L’avocat Me Ousmane Kane le défend.', 'Me Ousmane Kane'],
    ['Son frère Karim est parti.', 'Karim'],
    // By what is said after the name
    ['Xhevdet Përparimi, 34 ans, habite ici.', 'Xhevdet Përparimi'],
    ['Su hija Lucía, de 12 años, vio todo.', 'Lucía'],
    ['Tlotlo Kgosidintsi was arrested at night.', 'Tlotlo Kgosidintsi'],
    ['Xhevdet Përparimi a été arrêté.', 'Xhevdet Përparimi'],
    ['Zhanna Nemtsova told us so.', 'Zhanna Nemtsova'],
  ])('are found in “%s”', (text, name) => {
    expect(surely(text)).toEqual([name]);
  });

  it('are guessed where nothing else explains two words', () => {
    expect(perhaps('In June, Tlotlo Kgosidintsi joined the march.')).toEqual(['Tlotlo Kgosidintsi']);
    expect(perhaps('Ensuite, Amina a raconté sa nuit.')).toEqual(['Amina']);
  });

  it.each([
    'President Joe Biden and the Secretary-General, António Guterres, met.',
    'Le Premier ministre Ousmane Sonko a répondu.',
    'La Alta Comisionada para los Derechos Humanos, Michelle Bachelet, vino.',
    'The Nelson Mandela Rules and the Rosa Luxemburg Foundation.',
    'Rue Jean Jaurès, boulevard de Blaise Diagne, la Fondation Abbé Pierre, calle José Martí.',
    'En San José de Apartadó y en Santa Rosa de Osos.',
    'El Colectivo de Abogados José Alvear Restrepo.',
    'Amnesty International was founded in 1961; Human Rights Watch said so.',
    'In Buenos Aires, Burkina Faso, Hong Kong and Sierra Leone.',
    'La Loi Informatique et Libertés, le Code pénal, l’Union Africaine.',
    'We thank Save the Children USA and Doctors Without Borders.',
    'See A/HRC/56/57 and the Universal Periodic Review.',
    'We were there. The Ministry did not reply. Our Network did.',
    'https://example.org/Awa-Ndiaye',
  ])('are not found in “%s”', (text) => {
    const { seen } = scanText(text, 'SN');
    expect(seen.filter(({ kind }) => kind === 'person')).toEqual([]);
  });

  it('are few in ordinary prose', () => {
    const [language = 'fr'] = officialLanguages(solidarity);
    expect(surely(solidarity.provenance.text[language] ?? '')).toEqual(['Mme Cecilia M. Bailliet']);
    const texts = [
      solidarity.background?.['en'] ?? '',
      solidarity.background?.['es'] ?? '',
      ...solidarity.questions.flatMap(({ text, help }) => [
        ...Object.values(text ?? {}),
        ...Object.values(help?.answer ?? {}),
      ]),
    ];
    expect(texts.join('\n\n').split(/\s+/).length).toBeGreaterThan(2_000);
    const found = texts.flatMap(all).map(({ words }) => words);
    expect(found.filter((words) => !words.includes('Bailliet'))).toEqual([]);
  });

  const seeds = '/work/shared/seeds';
  it.runIf(existsSync(seeds))('are few in what organisations have written', () => {
    const texts = readdirSync(seeds).map((file) => readFileSync(join(seeds, file), 'utf8'));
    const found = texts.flatMap(all).map(({ words }) => words);
    expect(found).toEqual(['Cecilia M. Bailliet']);
  });

  it('stand where they say, whatever the text', () => {
    const piece = fc.constantFrom(
      'Awa',
      'Ndiaye',
      'M.',
      'Me',
      'Dr',
      'de la',
      ', 34 ans',
      '[[',
      ']]',
      '\n',
      ' ',
      '**',
      '’',
      'É',
    );
    fc.assert(
      fc.property(
        fc.array(fc.oneof(piece, fc.string({ unit: 'binary', maxLength: 4 })), { maxLength: 40 }),
        (parts) => {
          const text = parts.join(' ');
          for (const { start, end, words } of all(text)) expect(text.slice(start, end)).toBe(words);
        },
      ),
      { numRuns: 500 },
    );
  });
});
