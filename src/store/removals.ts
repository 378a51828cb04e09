/**
 * Removal in the cellar: a draft and everything that hangs on it, out of every table, out of memory, and out of the files
 * of the database. Who may remove one, and what is kept elsewhere, is not known here.
 */
import type { RemovalStore } from '../domain/removal.ts';
import type { Database } from './database.ts';
import type { PartsMemory } from './memory.ts';
import { forgetUnheld } from './ownCalls.ts';
import { textOf } from './reminderRows.ts';

/** Every table of a draft points to it, or to a table that does, and goes with it: `on delete cascade`. */
export function removalStore(database: Database, memory: PartsMemory): RemovalStore {
  return {
    async removeDraft(draft, unless) {
      let deletion = database.builder.deleteFrom('drafts').where('id', '=', draft);
      if (unless !== undefined) {
        const { changedAt, submittedAt, keepUntil, warnedAt } = unless;
        const seen = { submitted_at: submittedAt, keep_until: keepUntil, warned_at: warnedAt };
        deletion = deletion.where('changed_at', '=', changedAt.toISOString());
        for (const [column, at] of Object.entries(seen) as [keyof typeof seen, Date | null][]) {
          deletion = at === null ? deletion.where(column, 'is', null) : deletion.where(column, '=', textOf(at));
        }
      }
      const { numAffectedRows = 0n } = await database.run(deletion);
      if (numAffectedRows === 0n) return false;
      memory.forget(draft);
      await database.write(forgetUnheld);
      return true;
    },

    scrub: () => database.scrub(),
  };
}
