/**
 * The coalition page of a draft with 200 signatories, against that of one with 5: every signatory has a link, a comment
 * and an approval.
 */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Link } from '../src/domain/link.ts';
import { openCellar } from '../src/store/cellar.ts';
import { hashOf, newId } from '../src/web/secrets.ts';
import { alternate, printLine, printTitle } from './figures.ts';
import { CONNECTIONS, load, readers, type Load } from './load.ts';
import { ROUNDS } from './pages.ts';
import { makeFolder, startProgram } from './servers.ts';
import { startWriter } from './writers.ts';

const MANY = 200;
const FEW = 5;

/** Gives a draft its signatories, as many links, comments and approvals. */
async function seat(dataDir: string, draft: string, count: number): Promise<void> {
  const cellar = await openCellar({ dataDir, databaseUrl: null, secretKey: null });
  const now = new Date();
  const list = Array.from({ length: count }, (_, index) => ({
    id: newId(),
    kind: 'submitting' as const,
    name: `Organisation number ${index + 1}`,
    country: 'IE',
    contact: '',
    email: '',
    status: '',
  }));
  const [owner] = await cellar.links(draft);
  const value = { approval: 'all', list };
  await cellar.savePart({ draft, key: 'signatories', expected: 0, value, link: owner?.id ?? '' }, now);
  for (const { id, name } of list) {
    const link: Link = {
      id: newId(),
      draft,
      role: 'signatory',
      label: name,
      signatory: id,
      address: null,
      createdAt: now,
      expiresAt: null,
      usedAt: now,
      revokedAt: null,
    };
    await cellar.addLink(link, hashOf(link.id), null);
    const [comment, approval] = [newId(), newId()];
    const said = { draft, link: link.id, at: now };
    const text = 'We agree with this answer.';
    await cellar.addComment({ ...said, id: comment, thread: comment, question: 'q1', kind: 'comment', text, base: 1 });
    await cellar.addApproval({
      ...said,
      id: approval,
      signatory: id,
      decision: 'approved',
      hash: hashOf('a text'),
      revisions: {},
      words: '',
    });
  }
  await cellar.close();
}

export async function coalition(): Promise<void> {
  const folder = makeFolder();
  const dataDir = join(folder, 'data');
  const program = await startProgram(dataDir);
  const [many, few] = await Promise.all([startWriter(program.url), startWriter(program.url)]);
  const idOf = (draft: string): string => draft.split('/').at(-1) ?? '';
  await Promise.all([many.fill(), few.fill()]);
  await seat(dataDir, idOf(many.draft), MANY);
  await seat(dataDir, idOf(few.draft), FEW);
  const visit = ({ draft, headers }: typeof many): Promise<Load> =>
    load(program.url, { visitors: readers(`${draft}/coalition`, headers), status: 200 });
  const runs = await alternate<'ours' | 'peer', Load>(ROUNDS, { ours: () => visit(many), peer: () => visit(few) });
  printTitle(`coalition page, ${CONNECTIONS} connections`);
  printLine({
    what: `${MANY} signatories, against ${FEW}`,
    ours: runs.ours.map(({ perSecond }) => perSecond),
    peer: runs.peer.map(({ perSecond }) => perSecond),
    unit: '/s',
    aim: '',
  });
  printLine({
    what: `p99 with ${MANY}, against ${FEW}`,
    ours: runs.ours.map(({ p99Ms }) => p99Ms),
    peer: runs.peer.map(({ p99Ms }) => p99Ms),
    unit: 'ms',
    aim: '',
  });
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
