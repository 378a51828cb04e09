/**
 * A calendar as a file: what its entries hold, and the port of whoever writes it. An entry keeps its `uid` for ever;
 * when its content changes its `sequence` rises, so that a calendar replaces it. Pure; holds no clock.
 */

interface Entry {
  /** ASCII, the same for ever. */
  readonly uid: string;
  /** A whole number, rising by one with each version. */
  readonly sequence: number;
  /** When this version was made, by its own record: never the moment of the request. */
  readonly stampedAt: Date;
  /** Texts may hold line breaks and any sign. */
  readonly title: string;
  readonly text: string | null;
  /** Where to read more: an address of this program. */
  readonly address: string | null;
}

/** The end of something. */
export interface EndEntry extends Entry {
  /** The first moment that is too late. The entry is the minute before it, so that no calendar shows it a day late. */
  readonly end: Date;
  /** When it rings: whole days before. */
  readonly alarmDays: readonly number[];
}

/** Something to do on a day: the whole day, wherever the reader is. */
export interface DayEntry extends Entry {
  /** ISO date. */
  readonly day: string;
  /** When it rings: at nine in the morning, so many days before. */
  readonly alarmDays: readonly number[];
}

export type CalendarEntry = EndEntry | DayEntry;

export interface Calendar {
  /** What made it, as calendars keep it on record: it must not say more than the entries do. */
  readonly maker: string;
  /** What a program that fetches it again and again calls it, and how often it should ask; null: a file to keep. */
  readonly feed: { readonly name: string; readonly hours: number } | null;
  readonly entries: readonly CalendarEntry[];
}

/** Gives an iCalendar file (RFC 5545) to publish: METHOD:PUBLISH, times in UTC, lines ended by CR LF. */
export type WriteCalendar = (calendar: Calendar) => string;

/** What a calendar file says its version was made at: the day that the call was read, a second later each version. */
export function stampOf({ version, provenance }: { version: number; provenance: { retrieved: string | null } }): Date {
  return new Date(Date.parse(provenance.retrieved ?? '2000-01-01') + version * 1000);
}
