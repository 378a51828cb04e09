/**
 * Submissions in the cellar: what was frozen before anything left, and the tries to deliver it.
 * Sends nothing, and derives no state: that is `deliveryState` in the domain.
 */
import type { Kysely, Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import { kindOf } from '../domain/channels.ts';
import type { SendOutcome } from '../domain/email.ts';
import { AppError } from '../domain/errors.ts';
import type { Delivery, Submission, SubmissionStore } from '../domain/submission.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import type { DeliveryRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

export const recordPlace = (draft: string): Place => ['submissions', draft, 'record'];
export const documentPlace = (draft: string): Place => ['submissions', draft, 'document'];
export const publicPlace = (draft: string): Place => ['submissions', draft, 'public_document'];
export const deliveryReplyPlace = (id: string): Place => ['deliveries', id, 'reply'];

/** A submission as JSON gives it back: its two dates are text. */
type Frozen = Omit<Submission, 'submittedAt' | 'outline'> & {
  readonly submittedAt: string;
  readonly outline: Omit<Submission['outline'], 'changedAt'> & { readonly changedAt: string };
};

export function submissionStore(database: Database, seal: Seal, auditor: Auditor): SubmissionStore {
  const outcomeColumns = (id: string, outcome: SendOutcome | null, finishedAt: Date | null) => ({
    finished_at: finishedAt?.toISOString() ?? null,
    outcome: outcome?.kind ?? null,
    reply: outcome === null ? null : seal.sealValue(deliveryReplyPlace(id), outcome.reply),
  });
  const deliveryOf = (row: Selectable<DeliveryRow>): Delivery => ({
    id: row.id,
    by: row.route,
    startedAt: new Date(row.started_at),
    finishedAt: row.finished_at === null ? null : new Date(row.finished_at),
    outcome:
      row.outcome === null || row.reply === null
        ? null
        : { kind: row.outcome, reply: seal.openValue(deliveryReplyPlace(row.id), row.reply) as string },
  });

  return {
    freeze(submission, document, publicDocument = null, by) {
      const row = {
        id: submission.id,
        draft: submission.draft,
        submitted_at: submission.submittedAt.toISOString(),
        revision: submission.revision,
        record: seal.sealValue(recordPlace(submission.draft), submission),
        document: seal.seal(documentPlace(submission.draft), document),
        public_document: publicDocument === null ? null : seal.seal(publicPlace(submission.draft), publicDocument),
      };
      return database.write(async (db) => {
        const froze = await db
          .updateTable('drafts')
          .set({ submitted_at: row.submitted_at })
          .where('id', '=', row.draft)
          .where('revision', '=', row.revision)
          .where('submitted_at', 'is', null)
          .executeTakeFirst();
        if (froze.numUpdatedRows === 0n) return whyNot(db, row.draft);
        await db.insertInto('submissions').values(row).execute();
        await auditor.append(db, row.draft, [noteOf('submitted')], by ?? { at: submission.submittedAt });
        return 'frozen';
      });
    },

    async submissionOf(draft) {
      const [row, deliveries] = await Promise.all([
        database.read((db) =>
          db.selectFrom('submissions').select('record').where('draft', '=', draft).executeTakeFirst(),
        ),
        database.read((db) => triesOf(db, draft)),
      ]);
      if (row === undefined) return null;
      const submission = thaw(seal.openValue(recordPlace(draft), row.record) as Frozen);
      return { submission, deliveries: deliveries.map(deliveryOf) };
    },

    async documentOf(draft, version = 'full') {
      const column = version === 'full' ? 'document' : 'public_document';
      const place = version === 'full' ? documentPlace(draft) : publicPlace(draft);
      const row = await database.read((db) =>
        db.selectFrom('submissions').select(`${column} as bytes`).where('draft', '=', draft).executeTakeFirst(),
      );
      return row === undefined || row.bytes === null ? null : seal.open(place, row.bytes);
    },

    async beginDelivery(draft, delivery, leaseMs, by) {
      const columns = outcomeColumns(delivery.id, delivery.outcome, delivery.finishedAt);
      const lease = new Date(delivery.startedAt.getTime() - leaseMs).toISOString();
      const claimed = await database.write(async (db) => {
        const tries = await triesOf(db, draft);
        const barred = tries.some(
          ({ outcome, started_at, route }) =>
            kindOf(route) === kindOf(delivery.by) && (outcome === 'sent' || (outcome === null && started_at > lease)),
        );
        if (barred || !(await isSubmitted(db, draft))) return false;
        const inserted = await db
          .insertInto('deliveries')
          .values({
            id: delivery.id,
            draft,
            // Two claims that saw the same tries want the same number: the second one gets nothing.
            number: tries.length + 1,
            route: delivery.by,
            started_at: delivery.startedAt.toISOString(),
            ...columns,
          })
          .onConflict((conflict) => conflict.columns(['draft', 'number']).doNothing())
          .executeTakeFirst();
        if (inserted.numInsertedOrUpdatedRows === 0n) return false;
        const doer = by ?? { at: delivery.startedAt };
        await auditor.append(db, draft, [noteOf('delivery-begun', delivery.by)], doer);
        return true;
      });
      return claimed ? delivery : null;
    },

    async finishDelivery(id, outcome, now) {
      await database.write(async (db) => {
        const [finished] = await db
          .updateTable('deliveries')
          .set(outcomeColumns(id, outcome, now))
          .where('id', '=', id)
          .returning(['draft', 'route'])
          .execute();
        if (finished === undefined) throw new AppError('not-found', 'no such delivery');
        await auditor.append(db, finished.draft, [noteOf(`delivery-${outcome.kind}`, finished.route)], { at: now });
      });
    },
  };
}

async function whyNot(db: Kysely<Tables>, draft: string): Promise<'stale' | 'already'> {
  const row = await db.selectFrom('drafts').select('submitted_at').where('id', '=', draft).executeTakeFirst();
  if (row === undefined) throw new AppError('not-found', 'no such draft');
  return row.submitted_at === null ? 'stale' : 'already';
}

const triesOf = (db: Kysely<Tables>, draft: string): Promise<Selectable<DeliveryRow>[]> =>
  db.selectFrom('deliveries').selectAll().where('draft', '=', draft).orderBy('number').execute();

async function isSubmitted(db: Kysely<Tables>, draft: string): Promise<boolean> {
  const row = await db.selectFrom('submissions').select('id').where('draft', '=', draft).executeTakeFirst();
  return row !== undefined;
}

const thaw = (frozen: Frozen): Submission => ({
  ...frozen,
  submittedAt: new Date(frozen.submittedAt),
  outline: { ...frozen.outline, changedAt: new Date(frozen.outline.changedAt) },
});
