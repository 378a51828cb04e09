/**
 * Drafts in the cellar: starting one, and opening those that a session may open.
 * Saving and the history of their parts are in `parts.ts`.
 */
import type { Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { DraftRecord, DraftStore, OpenedDraft } from '../domain/draft.ts';
import { hourOf, lapseAt, type Role } from '../domain/link.ts';
import { idleHoursOf } from './accesses.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { copyMoves } from './moves.ts';
import { partPlace, type Parts } from './parts.ts';
import { precompile } from './precompile.ts';
import { presence } from './presence.ts';
import { retentionOf } from './retentions.ts';
import type { DraftRow } from './schema.ts';
import type { Seal } from './seal.ts';

type Openable = Selectable<DraftRow> & {
  readonly link: string;
  readonly role: Role;
  readonly signatory: string | null;
  readonly seen_at: string;
  readonly lapses_at: string | null;
  readonly expires_at: string;
};

export function draftStore(
  database: Database,
  seal: Seal,
  newest: Parts['newest'],
  auditor: Auditor,
): Pick<DraftStore, 'startDraft' | 'openDraft' | 'draftById' | 'draftsOf'> {
  const openable = openableQueries(database);
  const { note } = presence(database);
  const byId = precompile((slot: { id: string }) =>
    database.builder.selectFrom('drafts').selectAll().where('id', '=', slot.id),
  );

  /** The parts may be newer than the row: then the record says of itself what they were read with. */
  async function opened(row: Openable, renewed = false): Promise<OpenedDraft> {
    const { draft, parts } = await newest(row);
    const { role, link, signatory } = row;
    const [retention, idleHours] = [retentionOf(draft), idleHoursOf(draft)];
    return { record: recordOf(draft), retention, idleHours, role, link, signatory, renewed, parts };
  }

  return {
    async startDraft(record, values, owner) {
      const at = record.startedAt.toISOString();
      const hour = hourOf(record.startedAt).toISOString();
      const revisions = Object.entries(values).map(([key, value]) => ({
        draft: record.id,
        key,
        revision: 1,
        saved_at: at,
        link: owner.link,
        sealed: seal.sealValue(partPlace(record.id, key, 1), value),
      }));
      const link = {
        id: owner.link,
        draft: record.id,
        role: 'owner' as const,
        hash: owner.hash,
        label: seal.sealValue(labelPlace(record.id, owner.link), owner.label),
        created_at: at,
        expires_at: null,
        used_at: null,
        revoked_at: null,
        signatory: null,
        code_hash: null,
        address: null,
        address_mark: null,
        device_key: null,
      };
      await database.write(async (db) => {
        const earlier = await db
          .selectFrom('drafts')
          .select('idle_hours')
          .where('id', '=', record.follows ?? '')
          .executeTakeFirst();
        const idle = { idle_hours: earlier?.idle_hours ?? null };
        const lapses_at = lapseAt(idleHoursOf(idle), record.startedAt)?.toISOString() ?? null;
        await db
          .insertInto('drafts')
          .values({ ...rowOf(record), ...idle })
          .execute();
        await db.insertInto('links').values(link).execute();
        await db
          .insertInto('access')
          .values({ session: owner.session, draft: record.id, link: owner.link, since: at, seen_at: hour, lapses_at })
          .execute();
        if (revisions.length > 0) {
          const pointers = revisions.map(({ draft, key, revision }) => ({ draft, key, revision }));
          await db.insertInto('parts').values(pointers).execute();
          await db.insertInto('revisions').values(revisions).execute();
        }
        if (record.follows !== null) await copyMoves(db, record.follows, record.id);
        const note = noteOf(record.follows === null ? 'started' : 'started-anew');
        await auditor.append(db, record.id, [note], { link: owner.link, at: record.startedAt });
      });
    },

    async openDraft(id, session, now) {
      const query = openable.one({ draft: id, session, now: now.toISOString() });
      const { rows } = await database.read((db) => db.executeQuery(query));
      const [row] = rows;
      if (row === undefined) return null;
      const { link, seen_at: seenAt, lapses_at: lapsesAt, expires_at: expiresAt } = row;
      const seen = { session, draft: id, link, seenAt, idleHours: idleHoursOf(row), lapsesAt, expiresAt };
      const renewed = note(seen, now);
      return opened(row, renewed);
    },

    async draftById(id) {
      const { rows } = await database.read((db) => db.executeQuery(byId({ id })));
      if (rows[0] === undefined) return null;
      const { draft, parts } = await newest(rows[0]);
      return { record: recordOf(draft), parts };
    },

    async draftsOf(session, now) {
      const query = openable.all({ session, now: now.toISOString() });
      const { rows } = await database.read((db) => db.executeQuery(query));
      return Promise.all(rows.map((row) => opened(row)));
    },
  };
}

/**
 * A session opens a draft as long as nothing has ended: the session itself, the link by which it came in, and the time for
 * which it may leave this draft unused.
 */
function openableQueries({ builder }: Database) {
  const all = (slot: { session: string; now: string }) =>
    builder
      .selectFrom('access')
      .innerJoin('sessions', 'sessions.id', 'access.session')
      .innerJoin('links', 'links.id', 'access.link')
      .innerJoin('drafts', 'drafts.id', 'access.draft')
      .where('access.session', '=', slot.session)
      .where('sessions.expires_at', '>', slot.now)
      .where('links.revoked_at', 'is', null)
      .where((where) => where.or([where('links.expires_at', 'is', null), where('links.expires_at', '>', slot.now)]))
      .where((where) => where.or([where('access.lapses_at', 'is', null), where('access.lapses_at', '>', slot.now)]))
      .selectAll('drafts')
      .select([
        'access.link',
        'access.seen_at',
        'access.lapses_at',
        'sessions.expires_at',
        'links.role',
        'links.signatory',
      ]);
  return {
    one: precompile((slot: { draft: string; session: string; now: string }) =>
      all(slot).where('access.draft', '=', slot.draft),
    ),
    all: precompile((slot: { session: string; now: string }) =>
      all(slot).orderBy('drafts.changed_at', 'desc').orderBy('drafts.id'),
    ),
  };
}

const rowOf = (record: DraftRecord): DraftRow => ({
  id: record.id,
  call: record.call,
  questionnaire: record.questionnaire,
  language: record.language,
  started_at: record.startedAt.toISOString(),
  changed_at: record.changedAt.toISOString(),
  revision: record.revision,
  submitted_at: record.submittedAt?.toISOString() ?? null,
  follows: record.follows,
  keep_until: null,
  warned_at: null,
  idle_hours: null,
});

const recordOf = (row: Selectable<DraftRow>): DraftRecord => ({
  id: row.id,
  call: row.call,
  questionnaire: row.questionnaire,
  language: row.language,
  startedAt: new Date(row.started_at),
  changedAt: new Date(row.changed_at),
  revision: row.revision,
  submittedAt: row.submitted_at === null ? null : new Date(row.submitted_at),
  follows: row.follows,
});
