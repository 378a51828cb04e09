/**
 * Holds the house to its design: who may import whom, that every file says what it is for, that views and code ask only
 * for phrases that exist in all languages, and that the repository speaks of the project alone.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LANGUAGES } from '../src/domain/language.ts';

const root = resolve(import.meta.dirname, '..');

function filesIn(folder: string, ending: string): string[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)));
}

const sources = filesIn('src', '.ts');
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** What a file imports: paths relative to the root for our own, names for packages. */
function importsOf(file: string): string[] {
  const found = [
    ...read(file).matchAll(/^(?:import|export)(?:\s[^'";=()]*?\sfrom)?\s+'([^']+)'|\bimport\('([^']+)'\)/gm),
  ].map(([, named, lazy]) => named ?? lazy ?? '');
  return found.map((name) => (name.startsWith('.') ? relative(root, resolve(root, dirname(file), name)) : name));
}

/** Folder → what it may import: our own folders, and the technology that it hides. */
const MAY: Readonly<Record<string, RegExp>> = {
  'src/domain': /^(src\/domain\/|zod$|luxon$|mdast|micromark|diff$|libphonenumber-js\/min$)/,
  'src/store': /^(src\/domain\/|node:|kysely(\/|$)|pg$|zod$|yaml$)/,
  'src/mail': /^(src\/domain\/|node:|nodemailer|zod$)/,
  'src/docx': /^(src\/domain\/|node:|docx$|fflate$)/,
  'src/odt': /^(src\/domain\/|fflate$)/,
  'src/zipping': /^(src\/domain\/|fflate$)/,
  'src/reading': /^(src\/domain\/|node:|yauzl$|fast-xml-parser$|parse5$|unpdf$|chardet$)/,
  'src/search': /^(src\/domain\/|node:timers\/promises$|minisearch$|@orama\/stemmers\/)/,
  'src/calendar': /^(src\/domain\/|ical-generator$)/,
  'src/web':
    /^(src\/domain\/|src\/phrases\.ts$|node:|express$|multer$|ejs$|helmet$|compression$|csv-parse\/sync$|csv-stringify\/sync$|cookie$|i18n-iso-countries|prom-client$)/,
  'src/browser': /^src\/domain\/words\.ts$/,
};
const own = (folder: string): RegExp => new RegExp(`^${folder}/`);

describe('the house', () => {
  it.each(Object.entries(MAY))('%s imports only what it may', (folder, may) => {
    const files = sources.filter((file) => file.startsWith(`${folder}/`));
    expect(files.length).toBeGreaterThan(0);
    const strangers = files.flatMap((file) =>
      importsOf(file)
        .filter((name) => !may.test(name) && !own(folder).test(name))
        .map((name) => `${file} imports ${name}`),
    );
    expect(strangers).toEqual([]);
  });

  it('keeps the domain free of clock, chance, environment and disk', () => {
    const impure =
      /\b(Date\.now\(|new Date\(\)|DateTime\.(now|local|utc)\(|Math\.random|process\.(env|argv|cwd)|console\.\w+\(|setTimeout\(|from 'node:)/;
    const found = sources.filter((file) => file.startsWith('src/domain/') && impure.test(read(file)));
    expect(found).toEqual([]);
  });

  it('reads the environment at the doors alone', () => {
    const found = sources.filter((file) => /process\.env/.test(read(file)));
    expect(found.sort()).toEqual(['src/cli.ts', 'src/serve.ts']);
  });

  it('hands its ports to ringing', () => {
    const helpers = ['ringing', 'replanning', 'sending', 'sweeping'].map((name) => `src/${name}.ts`);
    const may = /^src\/(domain\/|phrases\.ts$|replanning\.ts$|sending\.ts$|sweeping\.ts$)/;
    expect(helpers.flatMap((file) => importsOf(file).filter((name) => !may.test(name)))).toEqual([]);
  });

  it('keeps comments out of whatever leaves the program', () => {
    const readers = sources.filter((file) => importsOf(file).includes('src/domain/comment.ts'));
    const [store, web] = [
      ['cellar', 'comments', 'schema'],
      ['app', 'comments', 'threads'],
    ];
    expect(readers.sort()).toEqual([
      ...store.map((file) => `src/store/${file}.ts`),
      ...web.map((file) => `src/web/${file}.ts`),
    ]);
  });

  it('opens every file with what it is for', () => {
    const files = [...sources, ...filesIn('test', '.ts'), ...filesIn('bench', '.ts')];
    expect(files.filter((file) => !/^(#!.*\n)?\/\*\*/.test(read(file)))).toEqual([]);
  });

  it('escapes whatever a view prints, but for what is rendered already', () => {
    const raw =
      /<%-(?!\s*(?:it\.partial\(|it\.proof|it\.body|it\.wording\.|it\.calls|choice\(|tag|translations\(|times\(|input\(|o \+ it\.escape|block\.ordered|'\\n'))/;
    const found = filesIn('views', '.ejs').filter((file) => raw.test(read(file)));
    expect(found).toEqual([]);
  });
});

type Tree = { readonly [key: string]: string | Tree };

function keysOf(tree: Tree, prefix = ''): string[] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === 'string' ? [prefix + key] : keysOf(value, `${prefix}${key}.`),
  );
}

describe('the phrases', () => {
  const locales = Object.fromEntries(
    LANGUAGES.map((language) => [language, JSON.parse(read(`locales/${language}.json`)) as Tree]),
  );
  const keys = keysOf(locales['en'] ?? {});
  const withoutCount = new Set(keys.map((key) => key.replace(/_(one|many|other)$/, '')));

  it.each(LANGUAGES)('has the same keys in %s, none of them empty', (language) => {
    expect(keysOf(locales[language] ?? {}).sort()).toEqual([...keys].sort());
    const phrases = JSON.stringify(locales[language]);
    expect(phrases).not.toContain('""');
  });

  it.each(LANGUAGES)('asks for the same values in %s', (language) => {
    const values = (key: string, locale: string): string[] => {
      const phrase = key.split('.').reduce<unknown>((tree, part) => (tree as Tree)[part], locales[locale]) as string;
      return [...phrase.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).sort();
    };
    const different = keys.filter((key) => String(values(key, language)) !== String(values(key, 'en')));
    expect(different).toEqual([]);
  });

  it('exists for everything that pages and code say', () => {
    const asked = [...filesIn('views', '.ejs'), ...sources].flatMap((file) =>
      [...read(file).matchAll(/\b(?:say|sayDraft|sayText|translate)\(\s*'([\w.-]+)'(?=[,)\s])/g)].map(
        ([, key = '']) => key,
      ),
    );
    // A key that ends in a full stop is put together with a state or a name: something must begin with it.
    const exists = (key: string): boolean =>
      key.endsWith('.') ? keys.some((one) => one.startsWith(key)) : withoutCount.has(key);
    expect(asked.length).toBeGreaterThan(100);
    expect([...new Set(asked)].filter((key) => !exists(key))).toEqual([]);
  });

  it('sets French with no-break spaces before double marks', () => {
    expect(
      keysOf(locales['fr'] ?? {}).filter((key) => {
        const phrase = key.split('.').reduce<unknown>((tree, part) => (tree as Tree)[part], locales['fr']) as string;
        return / [:;?!»]|« /.test(phrase);
      }),
    ).toEqual([]);
  });
});
