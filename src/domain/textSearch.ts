/**
 * Searching the reference texts of a draft: what is asked, what is found, and the port of whoever keeps the indexes
 * (`src/search/`). Pure.
 */
import type { Excerpt } from './excerpt.ts';
import type { Language } from './language.ts';

/** A reference text as it is searched. */
export interface SearchedText {
  readonly id: string;
  /** Null: none that we know the words of; then words are found as they stand. */
  readonly language: Language | null;
  readonly excerpts: readonly Excerpt[];
}

/** A stretch of a line. */
export interface MarkedRun {
  readonly text: string;
  /** Whether it is a word that was looked for. */
  readonly marked: boolean;
}

export interface FoundExcerpt {
  /** Id of the text. */
  readonly text: string;
  /** The excerpt's place in its text, counted from 1. */
  readonly number: number;
  readonly headings: readonly (readonly MarkedRun[])[];
  readonly lines: readonly (readonly MarkedRun[])[];
  readonly pages: Excerpt['pages'];
}

export interface FoundExcerpts {
  readonly count: number;
  /** Of all, the best first, those that were asked for. */
  readonly excerpts: readonly FoundExcerpt[];
}

export interface TextQuery {
  /** As somebody types it; what goes beyond `QUERY_LENGTH_MAX` is not looked for. */
  readonly words: string;
  /** How many of the best to leave out, and how many to give after those. */
  readonly from: number;
  readonly most: number;
}
export const QUERY_LENGTH_MAX = 200;

/** What is searched: the texts of one draft, by somebody. */
export interface Shelf {
  readonly draft: string;
  readonly session: string;
  /** Ids of all texts of the draft as they are now. */
  readonly texts: readonly string[];
  /** Opens those that are not in the index yet. Those that are gone meanwhile are missing. */
  open(ids: readonly string[]): Promise<readonly SearchedText[]>;
}

/** Indexes are kept in memory alone, for a while, and only so many of them; they are made when they are asked for. */
export interface TextSearch {
  /** Never throws for anything in a query; rejects as `open` does. */
  find(shelf: Shelf, query: TextQuery): Promise<FoundExcerpts>;
  /** Makes the index ready, for somebody who is about to search. Waits for nothing, and throws nothing. */
  prepare(shelf: Shelf): void;
  /** The texts of this draft have changed or are gone: nothing of them stays in memory. */
  forget(draft: string): void;
  /** A browser has left: what no other one has searched goes at once. */
  leave(session: string): void;
  /** Forgets everything. */
  close(): void;
}
