/**
 * Under which call a draft that is brought in is kept. A questionnaire that this cellar knows by its hash is the one that
 * it says it is. Any other might be one in which somebody changed a mailbox: it is never kept under the name of a call of
 * the operator, but as a call that this browser brought in, with an id of its own.
 */
import type { Insertable } from 'kysely';
import type { BroughtIn } from '../domain/archiving.ts';
import { isOwnCall } from '../domain/ownCall.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import type { Database } from './database.ts';
import { mayUseOwn, ownPlace } from './ownCalls.ts';
import { hashOf } from './questionnaires.ts';
import type { Tables } from './schema.ts';
import type { Seal } from './seal.ts';

export interface CallRows {
  /** Id of the call under which the draft is kept. */
  readonly call: string;
  /** The hash by which a questionnaire of the archive is kept here. */
  readonly hashOf: (archived: string) => string;
  /** Whether it became a call of this browser's own. */
  readonly own: boolean;
  readonly rows: {
    readonly questionnaires: readonly Insertable<Tables['questionnaires']>[];
    readonly own_calls: readonly Insertable<Tables['own_calls']>[];
    readonly own_holders: readonly Insertable<Tables['own_holders']>[];
    readonly own_versions: readonly Insertable<Tables['own_versions']>[];
  };
}

const NO_ROWS: CallRows['rows'] = { questionnaires: [], own_calls: [], own_holders: [], own_versions: [] };

export async function callRows(database: Database, seal: Seal, brought: BroughtIn): Promise<CallRows> {
  const { archive, owner, now } = brought;
  const found = archive.questionnaires.map(({ hash, questionnaire }) => ({
    archived: hash,
    hash: hashOf(questionnaire),
    questionnaire,
  }));
  const known = await Promise.all(found.map(({ hash }) => isKnown(database, hash)));
  const call = found[0]?.questionnaire.id ?? '';
  const mayUse = !isOwnCall(call) || (await database.read((db) => mayUseOwn(db, call, owner.session, now)));
  const names = new Map(found.map(({ archived, hash }) => [archived, hash]));
  const nameOf = (archived: string): string => names.get(archived) ?? '';
  // All or none: the versions of one call belong together.
  if (mayUse && known.every(Boolean)) return { call, hashOf: nameOf, own: false, rows: NO_ROWS };

  const id = `own-${brought.newId()}`;
  const versions = found.map(({ archived, questionnaire }) => {
    const own: Questionnaire = { ...questionnaire, id };
    return { archived, hash: hashOf(own), questionnaire: own };
  });
  for (const { archived, hash } of versions) names.set(archived, hash);
  // Two that differ in nothing but their ids are one.
  const kept = [...new Map(versions.map((one) => [one.hash, one])).values()];
  const rows: CallRows['rows'] = {
    questionnaires: kept.map(({ hash, questionnaire }) => ({
      hash,
      call: id,
      version: questionnaire.version,
      body: '',
    })),
    own_calls: [{ id, hash: nameOf(archive.draft.questionnaire), changed_at: now.toISOString() }],
    own_holders: [{ session: owner.session, call: id }],
    own_versions: kept.map(({ hash, questionnaire }) => ({
      hash,
      call: id,
      sealed: seal.sealValue(ownPlace(id, hash), questionnaire),
    })),
  };
  return { call: id, hashOf: nameOf, own: true, rows };
}

async function isKnown(database: Database, hash: string): Promise<boolean> {
  const row = await database.read((db) =>
    db.selectFrom('questionnaires').select('hash').where('hash', '=', hash).executeTakeFirst(),
  );
  return row !== undefined;
}
