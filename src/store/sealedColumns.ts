/**
 * Every column of the cellar that holds sealed values, and the place that each value is bound to: for whoever has to open
 * all of them. Opens nothing. A test holds this list against the columns of the database.
 */
import { approvalPlace } from './approvals.ts';
import { entryPlace, headPlace } from './auditor.ts';
import { commentPlace } from './comments.ts';
import { deviceKeyPlace } from './deviceKeys.ts';
import { feedPlace } from './feeds.ts';
import { CHECK } from './keys.ts';
import { addressPlace, labelPlace } from './links.ts';
import { ownPlace } from './ownCalls.ts';
import { partPlace } from './parts.ts';
import { textNamePlace, textPlace } from './referenceTexts.ts';
import { reminderReplyPlace, subscriptionPlace } from './reminderRows.ts';
import type { ApprovalRow, Tables } from './schema.ts';
import type { Place } from './seal.ts';
import { deliveryReplyPlace, documentPlace, publicPlace, recordPlace } from './submissions.ts';

/** A row: of these columns those that its key and its place name, and the value itself. */
export interface SealedRow extends Pick<ApprovalRow, 'id' | 'draft' | 'signatory' | 'decision' | 'hash'> {
  readonly key: string;
  readonly revision: number;
  readonly number: number;
  readonly call: string;
  readonly question: string;
  readonly sealed_value: Uint8Array;
}
type Column = Exclude<keyof SealedRow, 'sealed_value'>;

/** A column of sealed values: by what its rows are told apart, and where each value is kept. */
export interface SealedColumn {
  readonly table: keyof Tables;
  readonly column: string;
  readonly key: readonly Column[];
  /** Columns beside the key that the place needs. */
  readonly more?: readonly Column[];
  readonly place: (row: SealedRow) => Place;
}

/** Every column that holds sealed values. The check of the key comes last: only then is everything done. */
export const SEALED_COLUMNS: readonly SealedColumn[] = [
  { table: 'links', column: 'label', key: ['id'], more: ['draft'], place: (row) => labelPlace(row.draft, row.id) },
  {
    ...{ table: 'links', column: 'address', key: ['id'], more: ['draft'] },
    place: (row) => addressPlace(row.draft, row.id),
  },
  {
    ...{ table: 'links', column: 'device_key', key: ['id'], more: ['draft'] },
    place: (row) => deviceKeyPlace(row.draft, row.id),
  },
  {
    ...{ table: 'revisions', column: 'sealed', key: ['draft', 'key', 'revision'] },
    place: (row) => partPlace(row.draft, row.key, row.revision),
  },
  { table: 'submissions', column: 'record', key: ['id'], more: ['draft'], place: (row) => recordPlace(row.draft) },
  { table: 'submissions', column: 'document', key: ['id'], more: ['draft'], place: (row) => documentPlace(row.draft) },
  {
    ...{ table: 'submissions', column: 'public_document', key: ['id'], more: ['draft'] },
    place: (row) => publicPlace(row.draft),
  },
  { table: 'deliveries', column: 'reply', key: ['id'], place: (row) => deliveryReplyPlace(row.id) },
  {
    ...{ table: 'subscriptions', column: 'sealed', key: ['id'], more: ['draft'] },
    place: (row) => subscriptionPlace(row.draft, row.id),
  },
  { table: 'reminders', column: 'reply', key: ['id'], place: (row) => reminderReplyPlace(row.id) },
  { table: 'feeds', column: 'sealed', key: ['id'], more: ['draft'], place: (row) => feedPlace(row.draft, row.id) },
  {
    ...{ table: 'comments', column: 'sealed', key: ['id'], more: ['draft', 'question'] },
    place: (row) => commentPlace(row.draft, row.question, row.id),
  },
  {
    ...{ table: 'approvals', column: 'sealed', key: ['id'], more: ['draft', 'signatory', 'decision', 'hash'] },
    place: approvalPlace,
  },
  { table: 'audits', column: 'sealed', key: ['draft'], place: (row) => headPlace(row.draft) },
  {
    ...{ table: 'audit_entries', column: 'label', key: ['draft', 'number'] },
    place: (row) => entryPlace(row.draft, row.number),
  },
  {
    table: 'own_versions',
    column: 'sealed',
    key: ['hash'],
    more: ['call'],
    place: (row) => ownPlace(row.call, row.hash),
  },
  {
    ...{ table: 'reference_texts', column: 'label', key: ['id'], more: ['draft'] },
    place: (row) => textNamePlace(row.draft, row.id),
  },
  {
    ...{ table: 'reference_texts', column: 'sealed', key: ['id'], more: ['draft'] },
    place: (row) => textPlace(row.draft, row.id),
  },
  { table: 'keycheck', column: 'sealed', key: ['id'], place: () => CHECK },
];
