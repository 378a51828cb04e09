/**
 * Approvals in the cellar: every yes and no that was ever given to a text of a draft. Rows are added and never changed.
 * Who may give one, and which one counts, is not asked here.
 */
import { sql, type Selectable } from 'kysely';
import type { Approval, ApprovalStore } from '../domain/approval.ts';
import { noteOf } from '../domain/audit.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { labelPlace } from './links.ts';
import { precompile } from './precompile.ts';
import type { ApprovalRow } from './schema.ts';
import type { Place, Seal } from './seal.ts';

/**
 * Where the words of an approval are kept. Who decided what about which text is part of it: a row in which somebody
 * changed one of these does not open.
 */
export const approvalPlace = ({
  id,
  draft,
  signatory,
  decision,
  hash,
}: Pick<ApprovalRow, 'id' | 'draft' | 'signatory' | 'decision' | 'hash'>): Place => [
  'approvals',
  ...[draft, id, signatory, decision, hash],
];

type Sealed = Pick<Approval, 'words' | 'revisions'>;
type Found = Selectable<ApprovalRow> & { readonly label: Uint8Array | null };

export function approvalStore(database: Database, seal: Seal, auditor: Auditor): ApprovalStore {
  const ofDraft = precompile((slot: { draft: string }) =>
    database.builder
      .selectFrom('approvals')
      .leftJoin('links', 'links.id', 'approvals.link')
      .where('approvals.draft', '=', slot.draft)
      .selectAll('approvals')
      .select('links.label')
      .orderBy('approvals.number', 'desc'),
  );

  const insert = (row: Omit<ApprovalRow, 'number'>) =>
    database.builder
      .insertInto('approvals')
      .values((value) => ({
        ...row,
        number: value
          .selectFrom('approvals')
          .where('draft', '=', row.draft)
          .select(({ fn, lit }) => sql<number>`${fn.coalesce(fn.max('number'), lit(0))} + 1`.as('next')),
      }))
      .onConflict((conflict) => conflict.columns(['draft', 'number']).doNothing());

  const approvalOf = (row: Found): Approval => {
    const { words, revisions } = seal.openValue(approvalPlace(row), row.sealed) as Sealed;
    return {
      id: row.id,
      draft: row.draft,
      signatory: row.signatory,
      decision: row.decision,
      hash: row.hash,
      revisions,
      words,
      link: row.link,
      by: row.label === null ? '' : (seal.openValue(labelPlace(row.draft, row.link), row.label) as string),
      at: new Date(row.at),
    };
  };

  return {
    async addApproval({ words, revisions, at, ...given }) {
      const { id, draft, signatory, decision, hash, link } = given;
      const row = { id, draft, signatory, decision, hash, link, at: at.toISOString() };
      const sealed = seal.sealValue(approvalPlace(row), { words, revisions } satisfies Sealed);
      // Of two at once on PostgreSQL one finds its number taken, and takes the next.
      await database.write(async (db) => {
        while ((await db.executeQuery(insert({ ...row, sealed }))).numAffectedRows === 0n);
        await auditor.append(db, draft, [noteOf(decision, signatory)], { link, at });
      });
    },

    async approvals(draft) {
      const { rows } = await database.read((db) => db.executeQuery(ofDraft({ draft })));
      return rows.map(approvalOf);
    },
  };
}
