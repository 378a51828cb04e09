/**
 * The calendar of a draft as calendar programs fetch it, each draft once in a while and all of them at full hours:
 * against the deadline of the call as a file, which asks no database and holds one entry.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { CALL } from './material.ts';
import { ROUNDS, textAt } from './pages.ts';
import { makeFolder, startProgram } from './servers.ts';
import { startWriters, type Writer } from './writers.ts';

/** More drafts than connections, so that no draft is asked for all the time. */
const DRAFTS = 4 * CONNECTIONS;

export async function feeds(): Promise<void> {
  const folder = makeFolder();
  const program = await startProgram(join(folder, 'data'));
  const writers = await startWriters(program.url, DRAFTS);
  const paths = await Promise.all(writers.map((writer) => makeFeed(program.url, writer)));
  const deadline = `/calls/${CALL}/deadline.ics`;
  const [feed, file] = await Promise.all([
    textAt(program.url + (paths[0] ?? ''), {}),
    textAt(program.url + deadline, {}),
  ]);

  printTitle(`calendars of ${DRAFTS} drafts, ${CONNECTIONS} connections`);
  const runs = await alternate<'ours' | 'peer', Load>(ROUNDS, {
    ours: () => load(program.url, { visitors: inTurn(paths), status: 200 }),
    peer: () => load(program.url, { visitors: readers(deadline, {}), status: 200 }),
  });
  const of = (figure: keyof Load): { ours: number[]; peer: number[] } => ({
    ours: runs.ours.map((run) => run[figure]),
    peer: runs.peer.map((run) => run[figure]),
  });
  const size = (text: string): string => `${(Buffer.byteLength(text) / 1000).toFixed(1)} kB`;
  printLine({ what: `calendar of a draft (${size(feed)}), answers`, ...of('perSecond'), unit: '/s', aim: '≥ 500 /s' });
  printLine({ what: 'calendar of a draft, p99', ...of('p99Ms'), unit: 'ms', aim: '' });
  printNote(`peer: the deadline of the call as a file (${size(file)}), one entry, no database`);
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}

/** Makes the feed of a writer; the path from which it is fetched. */
async function makeFeed(url: string, { draft, headers }: Writer): Promise<string> {
  const answer = await fetch(`${url}${draft}/feed`, { method: 'POST', redirect: 'manual', headers: { ...headers } });
  if (answer.status !== 303) throw new Error(`POST ${draft}/feed was answered with ${answer.status}`);
  const path = /\/feeds\/[0-9a-z]{32}\/calendar\.ics/.exec(await textAt(`${url}${draft}/reminders`, headers))?.[0];
  if (path === undefined) throw new Error('the page shows no address of a calendar');
  return path;
}

/** Connections that each go round all the paths, from a place of their own on. */
function inTurn(paths: readonly string[]) {
  const requests = paths.map((path) => ({ method: 'GET' as const, path }));
  return Array.from({ length: CONNECTIONS }, (_, connection) => {
    let place = Math.floor((connection * requests.length) / CONNECTIONS);
    return {
      next: () => {
        place = (place + 1) % requests.length;
        return requests[place] ?? { method: 'GET' as const, path: '/' };
      },
    };
  });
}
