/**
 * What was found in the places of a worksheet, before it is an answer: texts as light Markdown, boxes, rows. It travels
 * with the form of the preview, so it is data and no more. Pure.
 */
import { z } from 'zod';

export const foundPlaceSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('text'), text: z.string() }),
  z.object({
    kind: z.literal('boxes'),
    /** By option, as far as its line was found; null: its words stood there without a box. */
    ticked: z.record(z.string(), z.boolean().nullable()),
    details: z.record(z.string(), z.string()),
  }),
  /** By field. Blank rows are left out. A choice with several ticks has the ids of all, one a line. */
  z.object({ kind: z.literal('rows'), rows: z.array(z.record(z.string(), z.string())) }),
]);
export type FoundPlace = z.infer<typeof foundPlaceSchema>;
export type FoundRow = Readonly<Record<string, string>>;

/** A text that stands in no place. */
export const pieceSchema = z.object({
  text: z.string(),
  /** The question that it stands next to; null: none. */
  near: z.string().nullable(),
});
export type Piece = z.infer<typeof pieceSchema>;

export const sheetFoundSchema = z.object({
  /** Whether it is a worksheet of ours, made of this call. A document of others has texts and nothing else. */
  own: z.boolean(),
  /** Of an own sheet: by question, the revision of the answer that it was taken with. 0 where it has none. */
  revisions: z.record(z.string(), z.number().int().min(0)),
  places: z.record(z.string(), foundPlaceSchema),
  pieces: z.array(pieceSchema),
});
export type SheetFound = z.infer<typeof sheetFoundSchema>;
