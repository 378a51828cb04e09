/** What the reader of one kind of file gives back. */
import type { Notice, RichBlock, TextBlock } from '../domain/reading.ts';

export interface Reading {
  /** In reading order, notes last. */
  readonly blocks: readonly TextBlock[];
  readonly title: string | null;
  readonly notices: readonly Notice[];
}

/** With marks. */
export interface RichReading {
  /** In reading order. */
  readonly blocks: readonly RichBlock[];
  /** By number. */
  readonly notes: readonly (readonly RichBlock[])[];
  readonly title: string | null;
  readonly notices: readonly Notice[];
}
