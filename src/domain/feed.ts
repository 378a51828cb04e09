/**
 * A feed: the secret address from which a calendar program fetches the deadline and the plan of one draft. It shows days
 * and the names of steps, never a text. Pure.
 */
import { z } from 'zod';
import { languageSchema } from './language.ts';

/** How a feed is worded; sealed at rest together with its token. */
export const feedWishSchema = z.object({
  language: languageSchema,
  /** Whether it names neither the call nor the organisation nor what the steps are for. */
  neutral: z.boolean(),
});
export type FeedWish = z.infer<typeof feedWishSchema>;

export interface Feed {
  readonly id: string;
  readonly draft: string;
  /** The link by which the person came in: a feed ends with it. One feed a link and draft. */
  readonly link: string;
  readonly wish: FeedWish;
  /** Secret of the address. Sealed at rest, so that its owner can read it again. */
  readonly token: string;
  readonly madeAt: Date;
}

export interface FeedStore {
  /** Makes the feed of a link, in place of the one before. `hash` is that of its token. */
  makeFeed(feed: Feed, hash: string): Promise<void>;
  /** By the hash of its token; null where it, or the link of its person, has ended at `now`. */
  feedByHash(hash: string, now: Date): Promise<Feed | null>;
  feedOf(draft: string, link: string): Promise<Feed | null>;
  /** False: there was none. */
  endFeed(draft: string, link: string, now?: Date): Promise<boolean>;
}
