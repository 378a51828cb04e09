/**
 * A draft with something in every table that can hold something of a draft, for tests that must forget none of them; and
 * what of it stands in a database, found by looking at the database itself.
 */
import { randomUUID } from 'node:crypto';
import type { Cellar } from '../../src/store/cellar.ts';
import { addReviewer, answer, HOUR_MS, KEPT, NOW, startDraft, submissionOf, type Started } from './cast.ts';
import type { Ground } from './ground.ts';
import { confirmed } from './reminding.ts';

/** What was typed into it: long enough to need pages of its own. */
export const LONG = 'A sentence about the river and those who live by it. '.repeat(400);

export interface Everything extends Started {
  /** Ids, and hashes of tokens, that stand in rows of this draft alone. */
  readonly names: readonly string[];
  readonly address: string;
}

/** `submitted`: with a submission and a delivery. */
export async function fillEverything(cellar: Cellar, submitted = true): Promise<Everything> {
  const started = await startDraft(cellar, { q1: answer('An earlier text.'), organisation: { name: 'Les Amis' } });
  const { record, link, hash, change } = started;
  const draft = record.id;
  await cellar.savePart(change(1, LONG), NOW);
  const address = `bruno-${randomUUID()}@example.org`;
  const reviewer = await addReviewer(cellar, draft, { address }, randomUUID());
  const [comment, reply, approval, feed] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()];
  const said = { draft, question: 'q1', thread: comment, base: 1, link: reviewer.link.id, at: NOW };
  await cellar.addComment({ ...said, id: comment, kind: 'proposal', text: LONG });
  await cellar.addComment({ ...said, id: reply, kind: 'comment', text: 'No.' });
  await cellar.moveDraft({ draft, from: { questionnaire: KEPT.hash, revision: 2 }, to: KEPT, changes: {}, link }, NOW);
  const yes = { id: approval, draft, signatory: 'lead', decision: 'approved' as const, hash: 'c'.repeat(64) };
  await cellar.addApproval({ ...yes, revisions: { q1: 2 }, words: 'Yes.', link, at: NOW });
  await cellar.deviceKey(draft, link);
  const text = randomUUID();
  const excerpts = [{ headings: ['The river'], lines: [LONG], pages: null }];
  const about = { name: 'A study', kind: 'text' as const, language: 'en' as const, characters: LONG.length };
  await cellar.addText({ id: text, draft, ...about, addedAt: NOW, excerpts }, link);
  await cellar.offerText(draft, text, started.session, true);
  const own = `own-${randomUUID().replaceAll('-', '').slice(0, 10)}`;
  await cellar.bringIn({ ...KEPT.questionnaire, id: own }, started.session, NOW);
  await cellar.makeFeed(
    { id: feed, draft, link, wish: { language: 'en', neutral: true } as never, token: randomUUID(), madeAt: NOW },
    randomUUID(),
  );
  const { subscription, bells, hash: asked } = await confirmed(cellar, [['bell-3', NOW]], started);
  for (const { reminder } of await cellar.claimDue(NOW, 50)) {
    await cellar.settle(reminder.id, { kind: 'sent', reply: '250 Taken' }, NOW);
  }
  const delivery = randomUUID();
  if (submitted) await submit(cellar, draft, delivery);
  const names = [draft, link, hash, reviewer.link.id, reviewer.hash, comment, reply, approval, feed, asked, text];
  const sent = submitted ? [delivery] : [];
  return { ...started, address, names: [...names, subscription.id, ...bells.map(({ id }) => id), ...sent] };
}

async function submit(cellar: Cellar, draft: string, delivery: string): Promise<void> {
  await cellar.freeze(submissionOf(draft, 3), Buffer.from(`A whole document. ${LONG}`), Buffer.from(`Public. ${LONG}`));
  const fresh = { id: delivery, by: 'smtp' as const, startedAt: NOW, finishedAt: null, outcome: null };
  await cellar.beginDelivery(draft, fresh, HOUR_MS);
  await cellar.finishDelivery(delivery, { kind: 'sent', reply: '250 Taken' }, NOW);
}

/** Every table of the database, with its columns, as the database says. */
export async function tablesOf(
  ground: Ground,
): Promise<ReadonlyMap<string, readonly { name: string; type: string }[]>> {
  const isPostgres = ground.settings.databaseUrl !== null;
  const rows = await ground.query(
    isPostgres
      ? `select table_name as "table", column_name as "column", data_type as "type" from information_schema.columns
         where table_schema = current_schema()`
      : `select m.name as "table", c.name as "column", lower(c.type) as "type"
         from sqlite_schema as m, pragma_table_info(m.name) as c where m.type = 'table'`,
  );
  const tables = new Map<string, { name: string; type: string }[]>();
  for (const { table, column, type } of rows as readonly Record<string, string>[]) {
    tables.set(table!, [...(tables.get(table!) ?? []), { name: column!, type: type! }]);
  }
  return tables;
}

/** All rows of all tables, cell by cell. */
export async function cellsOf(ground: Ground): Promise<readonly { readonly at: string; readonly cell: unknown }[]> {
  const cells: { at: string; cell: unknown }[] = [];
  for (const table of (await tablesOf(ground)).keys()) {
    for (const row of await ground.query(`select * from "${table}"`)) {
      for (const [column, cell] of Object.entries(row)) cells.push({ at: `${table}.${column}`, cell });
    }
  }
  return cells;
}

/** Every sealed value in the database, by its column. */
export async function sealedIn(ground: Ground): Promise<readonly { readonly at: string; readonly sealed: Buffer }[]> {
  return (await cellsOf(ground)).flatMap(({ at, cell }) =>
    cell instanceof Uint8Array ? [{ at, sealed: Buffer.from(cell) }] : [],
  );
}
