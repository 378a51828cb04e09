/**
 * Thirty-two writers on one draft, each with a link of their own: they look at a question, change their own paragraph of
 * it and save, while the others do the same; against as many writers who each have a draft to themselves. Counts what
 * was put together, what met, and what was lost.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer } from '../src/domain/answer.ts';
import { openCellar, type Cellar } from '../src/store/cellar.ts';
import { hashOf, newId, newToken } from '../src/web/secrets.ts';
import { alternate, median, percentile, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS } from './load.ts';
import { QUESTIONS } from './material.ts';
import { ROUNDS } from './pages.ts';
import { makeFolder, startProgram } from './servers.ts';
import { startWriter } from './writers.ts';

const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 3);

const PARAGRAPHS = Array.from(
  { length: CONNECTIONS },
  (_, index) => `Paragraph ${index}: forty-two associations on both sides of the border answer in their own words.`,
);
const BEGINNING = ['Title of the answer.', ...PARAGRAPHS].join('\n\n');

/** One browser on one draft. */
interface Seat {
  readonly url: string;
  readonly draft: string;
  readonly cookie: string;
  readonly number: number;
}

/** What one round of saving came to. */
interface Round {
  readonly perSecond: number;
  readonly p99Ms: number;
  /** Saves that were put together with those of others, and saves that met another one; of all saves. */
  readonly merged: number;
  readonly met: number;
}

interface Kept {
  readonly draft: string;
  readonly question: string;
  readonly mark: string;
}

async function post(url: string, cookie: string, fields: Readonly<Record<string, string>>): Promise<Response> {
  const answer = await fetch(url, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie },
    body: new URLSearchParams(fields),
  });
  await answer.arrayBuffer();
  if (answer.status !== 303 && answer.status !== 409) throw new Error(`a save was answered with ${answer.status}`);
  return answer;
}

/** A draft in which all questions are begun, and a seat at it for each of `numbers`, by a link of its own. */
async function seatsAt(url: string, cellar: Cellar, numbers: readonly number[]): Promise<Seat[]> {
  const { draft, headers } = await startWriter(url);
  const owner = headers['cookie'] ?? '';
  for (const question of QUESTIONS) {
    await post(`${url}${draft}/questions/${question}`, owner, { text: BEGINNING, revision: '0' });
  }
  const id = draft.split('/').at(-1) ?? '';
  const ends = { expiresAt: null, usedAt: null, revokedAt: null };
  return Promise.all(
    numbers.map(async (number) => {
      const token = newToken();
      const link = {
        id: newId(),
        draft: id,
        role: 'writer' as const,
        label: `Organisation ${number}`,
        signatory: null,
      };
      await cellar.addLink({ ...link, address: null, createdAt: new Date(), ...ends }, hashOf(token), null);
      const entered = await post(`${url}/links/${token}`, '', {});
      const cookie = entered.headers.getSetCookie().find((one) => one.startsWith('session='));
      return { url, draft, number, cookie: cookie?.split(';')[0] ?? '' };
    }),
  );
}

/** Looks, changes its own paragraph, saves, again and again: `choose` says on which question. */
async function write(seat: Seat, until: number, choose: () => string, kept: Kept[]) {
  const { url, draft, cookie, number } = seat;
  const times: number[] = [];
  let [merged, met] = [0, 0];
  while (performance.now() < until) {
    const question = choose();
    const address = `${url}${draft}/questions/${question}`;
    const page = await (await fetch(address, { headers: { cookie } })).text();
    const revision = /name="revision" value="(\d+)"/.exec(page)?.[1] ?? '';
    const text = /<textarea[^>]*id="text"[^>]*>\n?([\s\S]*?)<\/textarea>/.exec(page)?.[1] ?? '';
    const mark = newId();
    const changed = text.replace(new RegExp(`^Paragraph ${number}:.*$`, 'm'), `Paragraph ${number}: as ${mark} says.`);
    if (changed === text) throw new Error('a paragraph is lost');
    const startedAt = performance.now();
    const answer = await post(address, cookie, { text: changed, revision, stay: 'yes' });
    times.push(performance.now() - startedAt);
    if (answer.status === 409) met += 1;
    else kept.push({ draft: draft.split('/').at(-1) ?? '', question, mark });
    if (answer.headers.get('location')?.includes('merged=') === true) merged += 1;
  }
  return { times, merged, met };
}

async function round(seats: readonly Seat[], choose: () => string, kept: Kept[]): Promise<Round> {
  const startedAt = performance.now();
  const until = startedAt + SECONDS * 1000;
  const all = await Promise.all(seats.map((seat) => write(seat, until, choose, kept)));
  const times = all.flatMap((each) => each.times);
  const shareOf = (figure: 'merged' | 'met'): number =>
    all.reduce((sum, each) => sum + each[figure], 0) / Math.max(1, times.length);
  return {
    perSecond: times.length / ((performance.now() - startedAt) / 1000),
    p99Ms: percentile(times, 0.99),
    merged: shareOf('merged'),
    met: shareOf('met'),
  };
}

/** Acknowledged texts that are neither in an answer nor in its history. */
async function lossesAmong(cellar: Cellar, kept: readonly Kept[]): Promise<number> {
  const texts = new Map<string, string>();
  let losses = 0;
  for (const { draft, question, mark } of kept) {
    const place = `${draft} ${question}`;
    const known =
      texts.get(place) ?? (await cellar.history(draft, question)).map(({ value }) => (value as Answer).text).join('\n');
    texts.set(place, known);
    if (!known.includes(mark)) losses += 1;
  }
  return losses;
}

const anyQuestion = (): string => QUESTIONS[Math.floor(Math.random() * QUESTIONS.length)] ?? '';

export async function together(): Promise<void> {
  const folder = makeFolder();
  const dataDir = join(folder, 'data');
  const program = await startProgram(dataDir);
  const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
  const numbers = PARAGRAPHS.map((_, index) => index);
  const shared = await seatsAt(program.url, cellar, numbers);
  const alone: Seat[] = [];
  for (const number of numbers) alone.push(...(await seatsAt(program.url, cellar, [number])));

  const kept: Kept[] = [];
  printTitle(`${CONNECTIONS} writers on one draft, who look and save in turn`);
  for (const [what, choose] of [
    [`any of ${QUESTIONS.length} questions`, anyQuestion],
    ['all of them one question', () => 'q1'],
  ] as const) {
    const runs = await alternate<'ours' | 'peer', Round>(ROUNDS, {
      ours: () => round(shared, choose, kept),
      peer: () => round(alone, choose, kept),
    });
    const of = (figure: keyof Round): { ours: number[]; peer: number[] } => ({
      ours: runs.ours.map((run) => run[figure]),
      peer: runs.peer.map((run) => run[figure]),
    });
    printLine({ what: `${what}: saves`, ...of('perSecond'), unit: '/s', aim: '≥ 0.5' });
    printLine({ what: `${what}: save, p99`, ...of('p99Ms'), unit: 'ms', aim: '' });
    const percent = (figure: 'merged' | 'met'): string => `${(100 * median(of(figure).ours)).toFixed(1)} %`;
    printNote(`${what}: ${percent('merged')} of the saves put together with others, ${percent('met')} met another one`);
  }
  printNote(
    `acknowledged texts ${kept.length}, lost ${await lossesAmong(cellar, kept)}; peer: a draft for each writer`,
  );
  await cellar.close();
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
