/**
 * Retention in the cellar: until when drafts are kept, and whether their removal was announced. When that is due is not
 * known here.
 */
import type { Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { Kept, Retention, RetentionStore } from '../domain/retention.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { dateOf, literally, plan, textOf, type ReminderRows } from './reminderRows.ts';
import type { DraftRow } from './schema.ts';

export const retentionOf = (row: Pick<Selectable<DraftRow>, 'keep_until' | 'warned_at'>): Retention => ({
  keepUntil: dateOf(row.keep_until),
  warnedAt: dateOf(row.warned_at),
});

const COLUMNS = ['id', 'started_at', 'changed_at', 'submitted_at', 'keep_until', 'warned_at'] as const;

const keptOf = (row: Pick<Selectable<DraftRow>, (typeof COLUMNS)[number]>): Kept => ({
  id: row.id,
  startedAt: new Date(row.started_at),
  changedAt: new Date(row.changed_at),
  submittedAt: dateOf(row.submitted_at),
  ...retentionOf(row),
});

export function retentionStore(database: Database, rows: ReminderRows, auditor: Auditor): RetentionStore {
  /** Notices that have not left. */
  const withdraw = (draft: string) =>
    database.builder
      .deleteFrom('reminders')
      .where('draft', '=', draft)
      .where('kind', '=', 'removal')
      .where('state', '=', literally('planned'));

  return {
    draftedCalls() {
      return database.read((db) =>
        db
          .selectFrom('drafts')
          .select(['call', 'questionnaire'])
          .distinct()
          .orderBy('call')
          .orderBy('questionnaire')
          .execute(),
      );
    },

    async keptDrafts(call, questionnaire, startedBy, after, limit) {
      const found = await database.read((db) =>
        db
          .selectFrom('drafts')
          .select(COLUMNS)
          .where('call', '=', call)
          .where('questionnaire', '=', questionnaire)
          .where('id', '>', after)
          .where((where) =>
            where.or([where('started_at', '<=', startedBy.toISOString()), where('warned_at', 'is not', null)]),
          )
          .orderBy('id')
          .limit(limit)
          .execute(),
      );
      return found.map(keptOf);
    },

    warn({ id, changedAt, submittedAt, keepUntil }, now, notices) {
      return database.write(async (db) => {
        let warning = db
          .updateTable('drafts')
          .set({ warned_at: now.toISOString() })
          .where('id', '=', id)
          .where('warned_at', 'is', null)
          .where('changed_at', '=', changedAt.toISOString());
        for (const [column, at] of [
          ['submitted_at', submittedAt],
          ['keep_until', keepUntil],
        ] as const) {
          warning = at === null ? warning.where(column, 'is', null) : warning.where(column, '=', textOf(at));
        }
        if ((await warning.executeTakeFirst()).numUpdatedRows === 0n) return false;
        await plan(db, notices.map(rows.reminderRow));
        await auditor.append(db, id, [noteOf('removal-announced')], { at: now });
        return true;
      });
    },

    async unwarn(draft) {
      await database.write(async (db) => {
        await db.updateTable('drafts').set({ warned_at: null }).where('id', '=', draft).execute();
        await db.executeQuery(withdraw(draft));
      });
    },

    keepUntil(draft, until, by) {
      return database.write(async (db) => {
        const kept = await db
          .updateTable('drafts')
          .set({ keep_until: until.toISOString(), warned_at: null })
          .where('id', '=', draft)
          .executeTakeFirst();
        await db.executeQuery(withdraw(draft));
        await auditor.append(db, draft, [noteOf('kept-longer')], by ?? { at: new Date() });
        return kept.numUpdatedRows > 0n;
      });
    },
  };
}
