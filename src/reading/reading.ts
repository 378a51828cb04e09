/** What the reader of one kind of file gives back. */
import type { Notice, TextBlock } from '../domain/reading.ts';

export interface Reading {
  /** In reading order, notes last. */
  readonly blocks: readonly TextBlock[];
  readonly title: string | null;
  readonly notices: readonly Notice[];
}
