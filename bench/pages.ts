/**
 * The pages of a signed-in writer, against a bare Express and EJS page of the same bytes.
 */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { alternate, printLine, printNote, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { makeFolder, startBarePages, startProgram } from './servers.ts';
import { startWriter } from './writers.ts';

export const ROUNDS = Number(process.env['BENCH_ROUNDS'] ?? 5);

export async function pages(): Promise<void> {
  const folder = makeFolder();
  const program = await startProgram(join(folder, 'data'));
  const writer = await startWriter(program.url);
  await writer.fill();
  const addresses = { question: `${writer.draft}/questions/q1`, contents: writer.draft };
  const files: Record<string, string> = {};
  for (const [name, path] of Object.entries(addresses)) {
    files[name] = join(folder, `${name}.html`);
    writeFileSync(files[name], await textAt(program.url + path, writer.headers));
  }
  const bare = await startBarePages(files);
  printTitle(`pages, ${CONNECTIONS} connections`);
  for (const [name, path] of Object.entries(addresses)) {
    const [bytes, bareBytes] = await Promise.all([
      textAt(program.url + path, writer.headers),
      textAt(`${bare.url}/${name}`, {}),
    ]);
    if (bytes !== bareBytes) throw new Error(`the bare ${name} page has other bytes`);
    const runs = await alternate<'ours' | 'peer', Load>(ROUNDS, {
      ours: () => load(program.url, { visitors: readers(path, writer.headers), status: 200 }),
      peer: () => load(bare.url, { visitors: readers(`/${name}`, {}), status: 200 }),
    });
    const size = `${Math.round(Buffer.byteLength(bytes) / 1000)} kB`;
    const of = (figure: keyof Load): { ours: number[]; peer: number[] } => ({
      ours: runs.ours.map((run) => run[figure]),
      peer: runs.peer.map((run) => run[figure]),
    });
    printLine({ what: `${name} page (${size}), answers`, ...of('perSecond'), unit: '/s', aim: '≥ 0.7' });
    printLine({ what: `${name} page, p99`, ...of('p99Ms'), unit: 'ms', aim: '≤ 1.5' });
  }
  printNote('peer: Express and EJS alone, the same bytes, no database, no session, no log');
  await Promise.all([program.stop(), bare.stop()]);
  rmSync(folder, { recursive: true, force: true });
}

/** The text of a page. Throws where it is answered with anything but 200. */
export async function textAt(url: string, headers: Readonly<Record<string, string>>): Promise<string> {
  const answer = await fetch(url, { headers });
  if (answer.status !== 200) throw new Error(`${url} was answered with ${answer.status}`);
  return answer.text();
}
