/**
 * The records of drafts as they are read: line by line, together with the saves that the history knows of; and looked
 * over from end to end. Adding to them is `auditor.ts`.
 */
import { sql, type Selectable } from 'kysely';
import { verifyChain, type AuditEntry, type AuditLine, type AuditStore, type FoundEntry } from '../domain/audit.ts';
import { NOTED_PARTS } from '../domain/savedNotes.ts';
import { EARLIER_RECORDS } from './archiveReading.ts';
import { entryPlace, mac, openHead, openLabel, type Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import type { AuditEntryRow } from './schema.ts';
import type { Seal } from './seal.ts';

/** Drafts that were started before that were never noted; see `migrations.ts`. */
const MIGRATION = '006-audit';

type EntryRow = Selectable<AuditEntryRow>;

/** A row of either kind: `key` and `revision` are those of a save, `number` and what follows it of an entry. */
type LineRow = Omit<EntryRow, 'draft' | 'previous' | 'hash' | 'label' | 'number'> & {
  readonly number: number | null;
  readonly key: string | null;
  readonly revision: number | null;
  readonly label: Uint8Array | null;
};

export function auditStore(database: Database, seal: Seal, auditor: Auditor): AuditStore {
  const entryOf = (row: LineRow, draft: string, number: number): AuditEntry => ({
    number,
    at: new Date(row.at),
    link: row.link,
    role: row.role,
    label: row.label === null ? '' : (openLabel(seal, entryPlace(draft, number), row.label) ?? ''),
    action: row.action,
    subject: row.subject,
    count: row.count,
  });

  function lineOf(row: LineRow, draft: string): AuditLine {
    const { number, key, revision } = row;
    if (number !== null) return { kind: 'entry', entry: entryOf(row, draft, number) };
    const link = row.link ?? '';
    const label = row.label === null ? '' : (openLabel(seal, labelPlace(draft, link), row.label) ?? '');
    const { role } = row;
    return { kind: 'save', save: { key: key ?? '', revision: revision ?? 0, at: new Date(row.at), link, role, label } };
  }

  const foundOf = (row: EntryRow): FoundEntry => ({
    ...row,
    at: new Date(row.at),
    label: openLabel(seal, entryPlace(row.draft, row.number), row.label),
  });

  return {
    note: (draft, note, by) => database.write((db) => auditor.append(db, draft, [note], by)),

    async auditLines(draft, offset, limit) {
      const query = linesOf(draft, offset, limit);
      const { rows } = await database.read((db) => query.execute(db));
      return rows.map((row) => lineOf(row, draft));
    },

    async verifyAudit(draft) {
      // One statement, so that the end and the entries are of one moment.
      const rows = await database.read((db) =>
        db
          .selectFrom('drafts')
          .leftJoin('audits', 'audits.draft', 'drafts.id')
          .leftJoin('audit_entries as entry', 'entry.draft', 'drafts.id')
          .where('drafts.id', '=', draft)
          .selectAll('entry')
          .select(['drafts.started_at', 'audits.sealed'])
          .orderBy('entry.number')
          .execute(),
      );
      const [first] = rows;
      if (first === undefined) return null;
      const entries = rows.filter((row): row is typeof row & EntryRow => row.number !== null).map(foundOf);
      if (first.sealed === null && entries.length === 0 && first.started_at < (await recordedSince())) {
        return { kind: 'whole', count: 0, hash: '' };
      }
      return verifyChain(draft, entries, first.sealed === null ? null : openHead(seal, draft, first.sealed), mac);
    },

    async auditedDrafts(after, limit) {
      const rows = await database.read((db) =>
        db.selectFrom('drafts').select('id').where('id', '>', after).orderBy('id').limit(limit).execute(),
      );
      return rows.map(({ id }) => id);
    },
  };

  /** The moment from which every draft has a record. */
  async function recordedSince(): Promise<string> {
    const query = sql<{ timestamp: string }>`select timestamp from kysely_migration where name = ${MIGRATION}`;
    return (await database.read((db) => query.execute(db))).rows[0]?.timestamp ?? '';
  }
}

/**
 * Both kinds in one order. Of parts whose every save is noted, the history speaks only for the time before there was a
 * record.
 */
const linesOf = (draft: string, offset: number, limit: number) => sql<LineRow>`
  select number, null as key, null as revision, at, link, role, action, subject, count, label
    from audit_entries where draft = ${draft}
  union all
  select null, revisions.key, revisions.revision, revisions.saved_at, revisions.link, links.role, null, null, null, links.label
    from revisions left join links on links.id = revisions.link and links.draft = revisions.draft
    where revisions.draft = ${draft} and (revisions.key not in (${sql.join([...NOTED_PARTS, EARLIER_RECORDS])}) or revisions.saved_at <
      (select coalesce(min(at), '9') from audit_entries where draft = ${draft}))
  order by at desc, number desc nulls first, revision desc, key limit ${limit} offset ${offset}`;
