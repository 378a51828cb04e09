/**
 * How often each link of a draft saved or said something: counts of rows, without opening a single text.
 */
import type { ActivityStore } from '../domain/coalition.ts';
import type { Database } from './database.ts';

export function activityStore(database: Database): ActivityStore {
  return {
    async activity(draft) {
      const counted = (table: 'revisions' | 'comments') =>
        database.read((db) =>
          db
            .selectFrom(table)
            .where('draft', '=', draft)
            .select(['link', (value) => value.fn.countAll().as('count')])
            .groupBy('link')
            .execute(),
        );
      const [saved, comments] = await Promise.all([counted('revisions'), counted('comments')]);
      const found = new Map<string, { saved: number; comments: number }>();
      const of = (link: string): { saved: number; comments: number } => {
        const known = found.get(link) ?? { saved: 0, comments: 0 };
        found.set(link, known);
        return known;
      };
      for (const { link, count } of saved) of(link).saved = Number(count);
      for (const { link, count } of comments) of(link).comments = Number(count);
      return [...found].map(([link, counts]) => ({ link, ...counts }));
    },
  };
}
