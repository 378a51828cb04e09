/**
 * Archives in the cellar: a draft as a whole, out and in. Who may take one, and what is packed of it, is not known here.
 */
import type { ArchiveStore, EarlierValue } from '../domain/archiving.ts';
import { archivedValue } from '../domain/archive.ts';
import type { QuestionnaireStore } from '../domain/questionnaire.ts';
import { archiveIn, earlierRecordsOf } from './archiveReading.ts';
import { bringIn } from './archiveWriting.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import { partPlace } from './parts.ts';
import type { Seal } from './seal.ts';

/** `byHash`: reads and remembers the questionnaires of all calls. */
export function archiveStore(
  database: Database,
  seal: Seal,
  auditor: Auditor,
  byHash: QuestionnaireStore['questionnaireByHash'],
): ArchiveStore {
  return {
    archiveOf: (draft) => archiveIn(database, seal, byHash, draft),

    async earlierValues(draft, key, { after, before }, limit) {
      const rows = await database.read((db) =>
        db
          .selectFrom('revisions')
          .selectAll()
          .where('draft', '=', draft)
          .where('key', '=', key)
          .where('revision', '>', after)
          .where('revision', '<', before)
          .orderBy('revision')
          .limit(limit)
          .execute(),
      );
      return rows.map(({ revision, saved_at: savedAt, link, sealed }): EarlierValue => ({
        key,
        revision,
        savedAt: new Date(savedAt),
        link,
        value: archivedValue(key, seal.openValue(partPlace(draft, key, revision), sealed)),
      }));
    },

    bringInDraft: (brought) => bringIn(database, seal, auditor, brought),

    earlierRecords: (draft) => database.read((db) => earlierRecordsOf({ db, seal, draft })),
  };
}
