/**
 * Questionnaires in the cellar, by their hash: the exact text that each draft was started with, kept for ever.
 * They are public and not encrypted. The files of the calls on offer now are `questionnaires.ts`.
 */
import { questionnaireSchema, type Questionnaire, type QuestionnaireStore } from '../domain/questionnaire.ts';
import type { Database } from './database.ts';

/** Parsed questionnaires kept at hand; far more calls than are open at any time. */
const AT_HAND_MAX = 200;

/** What is kept once stays as it is, and the same hash gives the same value each time. */
export function snapshotStore(database: Database): QuestionnaireStore {
  const atHand = new Map<string, Questionnaire>();

  function remember(hash: string, questionnaire: Questionnaire): Questionnaire {
    const [oldest] = atHand.keys();
    if (oldest !== undefined && atHand.size >= AT_HAND_MAX) atHand.delete(oldest);
    atHand.set(hash, questionnaire);
    return questionnaire;
  }

  return {
    async keepQuestionnaire({ hash, questionnaire }) {
      if (atHand.has(hash)) return;
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
      return row === undefined ? null : remember(hash, questionnaireSchema.parse(JSON.parse(row.body)));
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
