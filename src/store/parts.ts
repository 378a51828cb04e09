/**
 * The parts of drafts in the cellar: the newest value of each, its history, and saving a new one.
 * Which session may do so is not asked here.
 */
import type { Selectable } from 'kysely';
import type { DraftStore, Part, PartChange, PartRevision, SaveOutcome } from '../domain/draft.ts';
import { notesOfSave } from '../domain/savedNotes.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import type { PartsMemory } from './memory.ts';
import { precompile } from './precompile.ts';
import { saver, type AlongWith } from './saving.ts';
import type { DraftRow, RevisionRow } from './schema.ts';
import type { Place, Seal } from './seal.ts';

/** The greatest integer of a column, in both databases. */
const NUMBER_MAX = 2 ** 31 - 1;

/** Where one revision of a part is kept. */
export const partPlace = (draft: string, key: string, revision: number): Place => ['revisions', draft, key, revision];

/** A draft and its parts, both as they were at one moment. */
export interface DraftWithParts {
  readonly draft: Selectable<DraftRow>;
  readonly parts: readonly Part[];
}

export interface Parts extends Pick<DraftStore, 'savePart' | 'history' | 'partRevision'> {
  /** The newest parts: from memory where it holds the revision of this row, else read together with a newer row. */
  readonly newest: (row: Selectable<DraftRow>) => Promise<DraftWithParts>;
}

export function partStore(database: Database, seal: Seal, memory: PartsMemory, auditor: Auditor): Parts {
  const query = queriesOf(database);
  const save = saver(database);

  const partOf = (row: Pick<RevisionRow, 'draft' | 'key' | 'revision' | 'saved_at' | 'sealed'>): Part => ({
    key: row.key,
    revision: row.revision,
    savedAt: new Date(row.saved_at),
    value: seal.openValue(partPlace(row.draft, row.key, row.revision), row.sealed),
  });
  const revisionOf = (row: Selectable<RevisionRow> & { readonly label: Uint8Array | null }): PartRevision => ({
    ...partOf(row),
    by: row.label === null ? '' : (seal.openValue(labelPlace(row.draft, row.link), row.label) as string),
  });

  /** Parts whose saves are deeds of their own are noted with them; for all others nothing is asked of the database. */
  function noting({ draft, key, value, link }: PartChange, at: Date): AlongWith | null {
    const notesOf = notesOfSave(key);
    if (notesOf === null) return null;
    return (db, before) => {
      const seen = before === null ? null : partOf(before).value;
      return auditor.append(db, draft, notesOf(seen, value), { link, at });
    };
  }

  return {
    async newest(row) {
      const remembered = memory.find(row.id, row.revision);
      if (remembered !== undefined) return { draft: row, parts: remembered };
      const { rows } = await database.read((db) => db.executeQuery(query.newest({ draft: row.id })));
      const [first] = rows;
      if (first === undefined) return { draft: row, parts: [] };
      const { now_revision: revision, now_questionnaire: questionnaire } = first;
      const { now_changed_at: changed_at, now_submitted_at: submitted_at } = first;
      const weighed = rows
        .filter((found): found is typeof found & RevisionRow => found.sealed !== null)
        .map((found) => ({ part: partOf(found), length: found.sealed.length }));
      return {
        draft: { ...row, revision, questionnaire, changed_at, submitted_at },
        parts: memory.keep(row.id, revision, weighed),
      };
    },

    async savePart(change, now): Promise<SaveOutcome> {
      const { draft, key, expected, value, link } = change;
      const json = JSON.stringify(value);
      const revision = expected + 1;
      const savedAt = new Date(now);
      const sealed = seal.seal(partPlace(draft, key, revision), Buffer.from(json));
      const next = { draft, key, revision, saved_at: savedAt.toISOString(), link, sealed };
      const made = await save(next, noting(change, savedAt));
      if (made.kind === 'stale') return { kind: 'stale', current: partOf(made.current) };
      if (made.kind !== 'saved') return { kind: made.kind };
      const part = { key, revision, savedAt, value: JSON.parse(json) as unknown };
      memory.amend(draft, made.draftRevision, { part, length: json.length });
      return { kind: 'saved', revision };
    },

    async history(draft, key, { before = NUMBER_MAX, limit = NUMBER_MAX } = {}) {
      const { rows } = await database.read((db) => db.executeQuery(query.history({ draft, key, before, limit })));
      return rows.map(revisionOf);
    },

    async partRevision(draft, key, revision) {
      const { rows } = await database.read((db) => db.executeQuery(query.revision({ draft, key, revision })));
      return rows[0] === undefined ? null : revisionOf(rows[0]);
    },
  };
}

function queriesOf({ builder }: Database) {
  const revisions = (slot: { draft: string; key: string }) =>
    builder
      .selectFrom('revisions')
      .leftJoin('links', 'links.id', 'revisions.link')
      .where('revisions.draft', '=', slot.draft)
      .where('revisions.key', '=', slot.key)
      .selectAll('revisions')
      .select('links.label');
  return {
    /** One statement, so that the parts and the revision of their draft are of one moment. */
    newest: precompile((slot: { draft: string }) =>
      builder
        .selectFrom('drafts')
        .leftJoin('parts', 'parts.draft', 'drafts.id')
        .leftJoin('revisions', (join) =>
          join
            .onRef('revisions.draft', '=', 'parts.draft')
            .onRef('revisions.key', '=', 'parts.key')
            .onRef('revisions.revision', '=', 'parts.revision'),
        )
        .where('drafts.id', '=', slot.draft)
        .selectAll('revisions')
        .select([
          'drafts.revision as now_revision',
          'drafts.questionnaire as now_questionnaire',
          'drafts.changed_at as now_changed_at',
          'drafts.submitted_at as now_submitted_at',
        ]),
    ),
    history: precompile((slot: { draft: string; key: string; before: number; limit: number }) =>
      revisions(slot)
        .where('revisions.revision', '<', slot.before)
        .orderBy('revisions.revision', 'desc')
        .limit(slot.limit),
    ),
    revision: precompile((slot: { draft: string; key: string; revision: number }) =>
      revisions(slot).where('revisions.revision', '=', slot.revision),
    ),
  };
}
