/**
 * Comments in the cellar: threads on questions, whether they are settled, and how many are open.
 * Who may write or settle one is not asked here.
 */
import type { Kysely, Selectable } from 'kysely';
import { noteOf, type Doer } from '../domain/audit.ts';
import type { Comment, CommentStore, Thread } from '../domain/comment.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { precompile } from './precompile.ts';
import type { CommentRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

/** Where the text of a comment is kept. Its question is part of it: a text that was moved to another does not open. */
export const commentPlace = (draft: string, question: string, id: string): Place => ['comments', draft, question, id];

type Found = Selectable<CommentRow> & {
  readonly label: Uint8Array | null;
  readonly resolver_label: Uint8Array | null;
};

export function commentStore(database: Database, seal: Seal, auditor: Auditor): CommentStore {
  const query = queriesOf(database);

  const labelOf = (draft: string, link: string | null, label: Uint8Array | null): string =>
    link === null || label === null ? '' : (seal.openValue(labelPlace(draft, link), label) as string);
  /** Few people say much: each label is opened once. */
  function labelsIn(rows: readonly Found[]): ReadonlyMap<string | null, string> {
    const labels = new Map<string | null, string>();
    for (const { draft, link, label, resolved_by, resolver_label } of rows) {
      if (!labels.has(link)) labels.set(link, labelOf(draft, link, label));
      if (!labels.has(resolved_by)) labels.set(resolved_by, labelOf(draft, resolved_by, resolver_label));
    }
    return labels;
  }
  const commentOf = (row: Found, labels: ReadonlyMap<string | null, string>): Comment => ({
    id: row.id,
    draft: row.draft,
    question: row.question,
    thread: row.thread,
    kind: row.kind,
    text: seal.openValue(commentPlace(row.draft, row.question, row.id), row.sealed) as string,
    base: row.base,
    link: row.link,
    by: labels.get(row.link) ?? '',
    at: new Date(row.at),
  });
  const resolutionOf = (row: Found, labels: ReadonlyMap<string | null, string>): Thread['resolved'] =>
    row.resolved_at === null
      ? null
      : { at: new Date(row.resolved_at), by: labels.get(row.resolved_by) ?? '', adopted: row.adopted === 1 };

  return {
    addComment(comment) {
      const { id, draft, question, thread, kind, base, link, at } = comment;
      const row: CommentRow = {
        ...{ id, draft, question, thread, kind, base, link },
        at: at.toISOString(),
        sealed: seal.sealValue(commentPlace(draft, question, id), comment.text),
        ...OPEN,
      };
      return database.write(
        async (db) => {
          if (thread !== id && (await firstOf(db, row)) === undefined) return false;
          const added = await db
            .insertInto('comments')
            .values(row)
            .onConflict((conflict) => conflict.column('id').doNothing())
            .executeTakeFirst();
          if (added.numInsertedOrUpdatedRows === 0n) return true;
          if (thread !== id) await resolve(db, row, OPEN);
          const note = noteOf(kind === 'proposal' ? 'proposed' : 'commented', question);
          await auditor.append(db, draft, [note], { link, at });
          return true;
        },
        (kept) => kept,
      );
    },

    async threads(draft, question) {
      const { rows } = await database.read((db) => db.executeQuery(query.threads({ draft, question })));
      // Within a millisecond the time says no order: the comment that began a thread stands first all the same.
      const replies = Map.groupBy(
        rows.filter(({ id, thread }) => id !== thread),
        ({ thread }) => thread,
      );
      const firsts = rows.filter(({ id, thread }) => id === thread);
      const labels = labelsIn(rows);
      return firsts.map((first): Thread => ({
        id: first.id,
        question,
        comments: [first, ...(replies.get(first.id) ?? [])].map((row) => commentOf(row, labels)),
        resolved: resolutionOf(first, labels),
      }));
    },

    async openThreads(draft) {
      const { rows } = await database.read((db) => db.executeQuery(query.open({ draft })));
      return new Map(rows.map(({ question, count }) => [question, Number(count)]));
    },

    resolveThread(draft, question, thread, resolution, by) {
      const where = { draft, question, thread };
      return database.write(async (db) => {
        const first = await firstOf(db, where);
        if (first === undefined) return false;
        // Who settled it first is what stands, but for a proposal that is taken over after all.
        const settled = first.resolved_at !== null && (first.adopted === 1 || resolution?.adopted !== true);
        if (resolution !== null && settled) return true;
        await resolve(db, where, resolution === null ? OPEN : settledBy(resolution));
        const doer: Doer | { at: Date } = resolution ?? by ?? { at: new Date() };
        await auditor.append(db, draft, [noteOf(resolvedAs(resolution), question)], doer);
        return true;
      });
    },
  };
}

type Resolution = Pick<CommentRow, 'resolved_at' | 'resolved_by' | 'adopted'>;
type Where = Pick<CommentRow, 'draft' | 'question' | 'thread'>;

const OPEN: Resolution = { resolved_at: null, resolved_by: null, adopted: 0 };

const resolvedAs = (resolution: { readonly adopted: boolean } | null) =>
  resolution === null ? 'thread-reopened' : resolution.adopted ? 'proposal-adopted' : 'thread-settled';

const settledBy = ({ at, link, adopted }: NonNullable<Parameters<CommentStore['resolveThread']>[3]>): Resolution => ({
  resolved_at: at.toISOString(),
  resolved_by: link,
  adopted: adopted ? 1 : 0,
});

/** The comment that began a thread; undefined where there is no such thread in this draft and question. */
const firstOf = (db: Kysely<Tables>, { draft, question, thread }: Where): Promise<Resolution | undefined> =>
  db
    .selectFrom('comments')
    .select(['resolved_at', 'resolved_by', 'adopted'])
    .where('id', '=', thread)
    .whereRef('id', '=', 'thread')
    .where('draft', '=', draft)
    .where('question', '=', question)
    .executeTakeFirst();

const resolve = async (db: Kysely<Tables>, { thread }: Where, resolution: Resolution): Promise<void> => {
  await db.updateTable('comments').set(resolution).where('id', '=', thread).execute();
};

function queriesOf({ builder }: Database) {
  return {
    threads: precompile((slot: { draft: string; question: string }) =>
      builder
        .selectFrom('comments')
        .leftJoin('links', 'links.id', 'comments.link')
        .leftJoin('links as resolvers', 'resolvers.id', 'comments.resolved_by')
        .where('comments.draft', '=', slot.draft)
        .where('comments.question', '=', slot.question)
        .selectAll('comments')
        .select(['links.label', 'resolvers.label as resolver_label'])
        .orderBy('comments.at')
        .orderBy('comments.id'),
    ),
    /** Worded as the index `comments_open` is, which holds all that it asks. */
    open: precompile((slot: { draft: string }) =>
      builder
        .selectFrom('comments')
        .where('draft', '=', slot.draft)
        .where('resolved_at', 'is', null)
        .whereRef('id', '=', 'thread')
        .select(['question', (value) => value.fn.countAll().as('count')])
        .groupBy('question'),
    ),
  };
}
