/**
 * Questionnaires in the cellar, by their hash: the exact text that each draft was started with, kept for ever.
 * They are public and not encrypted, but for those of calls that somebody brought in (`ownCalls.ts`). The files of the calls on offer now are `questionnaires.ts`.
 */
import { questionnaireSchema, type Questionnaire, type QuestionnaireStore } from '../domain/questionnaire.ts';
import { isOwnCall } from '../domain/ownCall.ts';
import type { Database } from './database.ts';
import { ownPlace } from './ownCalls.ts';
import type { Seal } from './seal.ts';

/** Parsed questionnaires kept at hand; far more calls than are open at any time. */
const AT_HAND_MAX = 200;

/** What is kept once stays as it is, and the same hash gives the same value each time. */
export function snapshotStore(database: Database, seal: Seal): QuestionnaireStore {
  const atHand = new Map<string, Questionnaire>();

  function remember(hash: string, questionnaire: Questionnaire): Questionnaire {
    const [oldest] = atHand.keys();
    if (oldest !== undefined && atHand.size >= AT_HAND_MAX) atHand.delete(oldest);
    atHand.set(hash, questionnaire);
    return questionnaire;
  }

  async function ownBody(hash: string): Promise<unknown> {
    const row = await database.read((db) =>
      db.selectFrom('own_versions').select(['call', 'sealed']).where('hash', '=', hash).executeTakeFirstOrThrow(),
    );
    return seal.openValue(ownPlace(row.call, hash), row.sealed);
  }

  return {
    async keepQuestionnaire({ hash, questionnaire }) {
      // Those that were brought in are kept already, and sealed.
      if (atHand.has(hash) || isOwnCall(questionnaire.id)) return;
      const { id: call, version } = questionnaire;
      const row = { hash, call, version, body: JSON.stringify(questionnaire) };
      await database.run(
        database.builder
          .insertInto('questionnaires')
          .values(row)
          .onConflict((conflict) => conflict.doNothing()),
      );
      remember(hash, questionnaire);
    },

    async questionnaireByHash(hash) {
      const known = atHand.get(hash);
      if (known !== undefined) return known;
      const row = await database.read((db) =>
        db.selectFrom('questionnaires').select('body').where('hash', '=', hash).executeTakeFirst(),
      );
      if (row === undefined) return null;
      const body: unknown = row.body === '' ? await ownBody(hash) : JSON.parse(row.body);
      return remember(hash, questionnaireSchema.parse(body));
    },

    async newestVersion(call) {
      const row = await database.read((db) =>
        db
          .selectFrom('questionnaires')
          .select((value) => value.fn.max('version').as('version'))
          .where('call', '=', call)
          .executeTakeFirst(),
      );
      return row?.version ?? 0;
    },
  };
}
