/**
 * Reference texts: 500 pages in a draft, cut, put into an index and searched as somebody types, through the cellar; how
 * long others wait meanwhile, and what the index takes in memory.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { newText, type ReferenceText } from '../src/domain/referenceText.ts';
import type { TextSearch } from '../src/domain/textSearch.ts';
import { createDraftIndex } from '../src/search/draftIndex.ts';
import { createTextSearch } from '../src/search/searcher.ts';
import { openCellar, type Cellar } from '../src/store/cellar.ts';
import { startDraft } from '../test/store/cast.ts';
import { percentile, printLine, printNote, printTitle } from './figures.ts';

const ROOT = resolve(import.meta.dirname, '..');
const PLAN = readFileSync(join(ROOT, 'test/reading/files/plan-d-action-ue.txt'), 'utf8');
/** A page has some 310 words. */
const PAGES = 500;
const WORDS = PAGES * 310;
const TEXTS = 4;
const NOW = new Date('2024-02-10T12:00:00Z');
const TYPED = ['défenseurs des droits', 'espace civique', 'coalition', 'indépendance de la justice', 'travail forcé'];
const ROUNDS = 8;
/** A published plan has some two thousand words; longer texts have more of their own. */
const RARE_SHARE = 0.12;

/** The plan of action again and again, with words of its own in each: always the same ones. */
function longText(words: number, seed: number): string {
  let state = seed;
  const next = (below: number): number => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  const syllables = [
    'ba',
    'ce',
    'di',
    'fo',
    'gu',
    'la',
    'me',
    'ni',
    'po',
    'ru',
    'sa',
    'te',
    'vi',
    'zo',
    'tion',
    'ment',
  ];
  const rare = (): string => Array.from({ length: 2 + next(3) }, () => syllables[next(syllables.length)]).join('');
  let text = '';
  while (text.length < (words / PLAN.split(/\s+/).length) * PLAN.length) {
    text += PLAN.replace(/\p{Ll}{5,}/gu, (word) => (next(1_000) < RARE_SHARE * 1_000 ? rare() : word));
  }
  return text
    .split(/(?<=\s)/)
    .slice(0, words)
    .join('');
}

function heapBytes(): number {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  return process.memoryUsage().heapUsed;
}

export async function texts(): Promise<void> {
  const dataDir = mkdtempSync(join(tmpdir(), 'aide-memoire-bench-'));
  const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
  const search = createTextSearch();
  try {
    await measure(cellar, search);
  } finally {
    search.close();
    await cellar.close();
    rmSync(dataDir, { recursive: true });
  }
}

async function measure(cellar: Cellar, search: TextSearch): Promise<void> {
  printTitle(`texts: ${PAGES} pages of reference texts in one draft (${WORDS} words in ${TEXTS} texts)`);
  const { record, link, session } = await startDraft(cellar);
  const cutting: number[] = [];
  for (let number = 0; number < TEXTS; number += 1) {
    const text = longText(WORDS / TEXTS, number + 1);
    const blocks = text.split(/\n{2,}/).map((part) => ({ kind: 'paragraph' as const, text: part }));
    const since = performance.now();
    const place = { id: `text00000${number}`, draft: record.id, addedAt: NOW };
    const made = newText({ kind: 'text', blocks, title: null, text }, `Text ${number}`, place);
    cutting.push(performance.now() - since);
    if ((await cellar.addText(made, link)) !== 'added') throw new Error('the draft is full');
  }
  const kept = await cellar.textsOf(record.id, session);
  printLine({ what: 'cutting a text of 125 pages', ours: cutting, unit: 'ms', aim: '' });
  await building(cellar, search, kept, session);
  await searching(cellar, search, kept, session);
  await weighing(cellar, kept, session);
}

const shelfOf = (cellar: Cellar, kept: readonly ReferenceText[], session: string) => {
  const draft = kept[0]?.draft ?? '';
  return {
    draft,
    session,
    texts: kept.map(({ id }) => id),
    open: async (ids: readonly string[]) =>
      (await Promise.all(ids.map((id) => cellar.wholeText(draft, id, session)))).filter((text) => text !== null),
  };
};

async function building(cellar: Cellar, search: TextSearch, kept: readonly ReferenceText[], session: string) {
  const [times, waits]: [number[], number[]] = [[], []];
  for (let round = 0; round < 5; round += 1) {
    search.forget(kept[0]?.draft ?? '');
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const since = performance.now();
    await search.find(shelfOf(cellar, kept, session), { words: 'droits', from: 0, most: 5 });
    times.push(performance.now() - since);
    delay.disable();
    waits.push(delay.max / 1e6);
  }
  printLine({ what: 'first search: opening, indexing and finding', ours: times, unit: 'ms', aim: '' });
  printLine({ what: 'the longest that others wait meanwhile', ours: waits, unit: 'ms', aim: 'below 100' });
}

/** Every beginning of what is typed, as a script asks for it. */
async function searching(cellar: Cellar, search: TextSearch, kept: readonly ReferenceText[], session: string) {
  const times: number[] = [];
  const shelf = shelfOf(cellar, kept, session);
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const words of TYPED) {
      for (let length = 2; length <= words.length; length += 1) {
        const since = performance.now();
        await search.find(shelf, { words: words.slice(0, length), from: 0, most: 5 });
        if (round >= 0) times.push(performance.now() - since);
      }
    }
  }
  for (const [name, share] of [
    ['half', 0.5],
    ['95 of 100', 0.95],
    ['99 of 100', 0.99],
  ] as const) {
    const figure = percentile(times, share);
    printLine({ what: `searches as one types: ${name} are faster than`, ours: [figure], unit: 'ms', aim: 'below 50' });
  }
  printNote(`${times.length} searches`);
}

async function weighing(cellar: Cellar, kept: readonly ReferenceText[], session: string): Promise<void> {
  const before = heapBytes();
  const index = createDraftIndex();
  for (const { id, draft } of kept) {
    const text = await cellar.wholeText(draft, id, session);
    if (text !== null) await index.add(text);
  }
  const bytes = heapBytes() - before;
  const megabytes = (count: number): number[] => [count / 1024 / 1024];
  printLine({ what: 'the index in memory', ours: megabytes(bytes), unit: 'MB', aim: '' });
  printLine({ what: 'what it says that it takes', ours: megabytes(index.bytes), unit: 'MB', aim: 'no less' });
  printNote(`${kept.reduce((sum, { characters }) => sum + characters, 0)} characters`);
}
