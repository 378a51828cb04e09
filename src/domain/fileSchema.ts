/**
 * The JSON Schema of questionnaire files, made of the zod schema: with it editors complete the names of rules and mark
 * mistakes while one types. `questionnaires/questionnaire.schema.json` is this, printed by `npm run call -- schema`.
 */
import { z } from 'zod';
import { questionnaireSchema } from './questionnaire.ts';

/** JSON Schema 2020-12 of what may be written; what only the program can check (weekdays, wordings) is not in it. */
export function fileSchema(): object {
  const schema = z.toJSONSchema(questionnaireSchema, {
    io: 'input',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  return { ...schema, title: 'A questionnaire of Aide-mémoire: one call for input' };
}
