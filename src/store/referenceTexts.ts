/**
 * Reference texts in the cellar: their names and contents sealed, each bound to its draft; and what browsers offer of
 * them to their other drafts. Which session may do so is not asked here. Searches nothing.
 */
import type { Kysely, Selectable } from 'kysely';
import { noteOf } from '../domain/audit.ts';
import type { Excerpt } from '../domain/excerpt.ts';
import type { FileKind } from '../domain/reading.ts';
import {
  CHARACTERS_MAX,
  TEXTS_MAX,
  type AddedText,
  type NewText,
  type ReferenceText,
  type ReferenceTextStore,
} from '../domain/referenceText.ts';
import type { Auditor } from './auditor.ts';
import type { Database } from './database.ts';
import type { ReferenceTextRow, Tables } from './schema.ts';
import type { Place, Seal } from './seal.ts';

export const textNamePlace = (draft: string, id: string): Place => ['reference_texts', draft, id, 'name'];
export const textPlace = (draft: string, id: string): Place => ['reference_texts', draft, id];

/** What its list shows; opened without the content, which is long. */
interface Label {
  readonly name: string;
  readonly kind: FileKind;
}

type Listed = Omit<Selectable<ReferenceTextRow>, 'sealed'> & { readonly offered: string | null };

/** `max`: of one draft. */
export function referenceTextStore(
  database: Database,
  seal: Seal,
  auditor: Auditor,
  max = { texts: TEXTS_MAX, characters: CHARACTERS_MAX },
): ReferenceTextStore {
  const textOf = (row: Listed): ReferenceText => ({
    ...(seal.openValue(textNamePlace(row.draft, row.id), row.label) as Label),
    id: row.id,
    draft: row.draft,
    language: row.language,
    addedAt: new Date(row.added_at),
    characters: row.characters,
    offered: row.offered !== null,
  });

  /** All columns but the content, and whether this session offers it. */
  const listed = (db: Kysely<Tables>, session: string) =>
    db
      .selectFrom('reference_texts as texts')
      .leftJoin('text_offers as offers', (join) =>
        join.onRef('offers.text', '=', 'texts.id').on('offers.session', '=', session),
      )
      .select(['texts.id', 'texts.draft', 'texts.language', 'texts.added_at', 'texts.characters', 'texts.label'])
      .select('offers.session as offered')
      .orderBy('texts.added_at')
      .orderBy('texts.id');

  /** The id of a text of the draft with the same content; null where it has none. Only those of the same length are opened. */
  async function sameText(db: Kysely<Tables>, { draft, characters, excerpts }: NewText): Promise<string | null> {
    const rows = await db
      .selectFrom('reference_texts')
      .select(['id', 'sealed'])
      .where('draft', '=', draft)
      .where('characters', '=', characters)
      .orderBy('added_at')
      .execute();
    const content = JSON.stringify(excerpts);
    const same = rows.find(
      ({ id, sealed }) => JSON.stringify(seal.openValue(textPlace(draft, id), sealed)) === content,
    );
    return same?.id ?? null;
  }

  const rowOf = ({ id, draft, name, kind, language, addedAt, characters, excerpts }: NewText): ReferenceTextRow => ({
    ...{ id, draft, language, characters },
    added_at: addedAt.toISOString(),
    label: seal.sealValue(textNamePlace(draft, id), { name, kind } satisfies Label),
    sealed: seal.sealValue(textPlace(draft, id), excerpts),
  });

  return {
    addText(text, link): Promise<AddedText> {
      const row = rowOf(text);
      return database.write(
        async (db): Promise<AddedText> => {
          const state = await lock(db, text.draft);
          if (state !== 'open') return state;
          const there = await sameText(db, text);
          if (there !== null) return { there };
          const kept = await sumOf(db, text.draft);
          if (kept.texts >= max.texts || kept.characters + text.characters > max.characters) return 'full';
          await db.insertInto('reference_texts').values(row).execute();
          await auditor.append(db, text.draft, [noteOf('text-added')], { link, at: text.addedAt });
          return 'added';
        },
        (outcome) => outcome === 'added',
      );
    },

    async textsOf(draft, session) {
      const rows = await database.read((db) => listed(db, session).where('texts.draft', '=', draft).execute());
      return rows.map(textOf);
    },

    async wholeText(draft, id, session) {
      const row = await database.read((db) =>
        listed(db, session)
          .where('texts.draft', '=', draft)
          .where('texts.id', '=', id)
          .select('texts.sealed')
          .executeTakeFirst(),
      );
      if (row === undefined) return null;
      return { ...textOf(row), excerpts: seal.openValue(textPlace(draft, id), row.sealed) as readonly Excerpt[] };
    },

    removeText(draft, id, { link, at }) {
      return database.write(
        async (db) => {
          if ((await lock(db, draft)) !== 'open') return false;
          const removal = db.deleteFrom('reference_texts').where('draft', '=', draft).where('id', '=', id);
          if ((await removal.executeTakeFirst()).numDeletedRows === 0n) return false;
          await auditor.append(db, draft, [noteOf('text-removed')], { link, at });
          return true;
        },
        (removed) => removed,
      );
    },

    async offerText(draft, id, session, offered) {
      await database.write(async (db) => {
        if (!offered) {
          await db.deleteFrom('text_offers').where('session', '=', session).where('text', '=', id).execute();
          return;
        }
        const text = db.selectFrom('reference_texts').select('id').where('draft', '=', draft).where('id', '=', id);
        const known = await text.executeTakeFirst();
        const begun = await db.selectFrom('sessions').select('id').where('id', '=', session).executeTakeFirst();
        if (known === undefined || begun === undefined) return;
        await db
          .insertInto('text_offers')
          .values({ session, text: id })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      });
    },

    async offeredTexts(session, drafts) {
      if (drafts.length === 0) return [];
      const rows = await database.read((db) =>
        listed(db, session).where('texts.draft', 'in', drafts).where('offers.session', 'is not', null).execute(),
      );
      return rows.map(textOf);
    },
  };
}

/** Keeps others from changing the draft until the end of the transaction: two that come together count each other. */
async function lock(db: Kysely<Tables>, draft: string): Promise<'open' | 'submitted' | 'gone'> {
  const locked = await db
    .updateTable('drafts')
    .set(({ ref }) => ({ revision: ref('revision') }))
    .where('id', '=', draft)
    .where('submitted_at', 'is', null)
    .executeTakeFirst();
  if (locked.numUpdatedRows > 0n) return 'open';
  const found = await db.selectFrom('drafts').select('id').where('id', '=', draft).executeTakeFirst();
  return found === undefined ? 'gone' : 'submitted';
}

async function sumOf(db: Kysely<Tables>, draft: string): Promise<{ texts: number; characters: number }> {
  const sum = await db
    .selectFrom('reference_texts')
    .where('draft', '=', draft)
    .select((value) => [value.fn.countAll().as('texts'), value.fn.sum('characters').as('characters')])
    .executeTakeFirst();
  return { texts: Number(sum?.texts ?? 0), characters: Number(sum?.characters ?? 0) };
}
