/**
 * Dates with what stands around them: the hour and the zone, whether the words say "before", "by" or "on", and what the
 * sentence speaks of. Judges nothing: `deadlines.ts`, `opening.ts` and `period.ts` choose among these.
 */
import { type DateMention, datesIn } from './dates.ts';
import { hoursIn, zonesIn } from './hours.ts';
import { labelledValues, type Page, type Sentence } from './page.ts';
import type { Pack } from './packs/pack.ts';
import { atEnd, ofPack, says } from './patterns.ts';
import type { Span, StatedTime } from './proposal.ts';

export interface Moment {
  readonly mention: DateMention;
  readonly sentence: Sentence;
  /** The folded words of the sentence before the date and after it, up to the neighbouring dates. */
  readonly before: string;
  readonly after: string;
  readonly relation: StatedTime['relation'];
  readonly time: StatedTime['time'];
  readonly zone: StatedTime['zone'];
  /** The words name a zone that several places use. */
  readonly zoneDoubtful: boolean;
  /** From the relation to the last of hour, zone and "at the latest". */
  readonly words: Span;
  /** The label that the date is the value of, by its kind. */
  readonly label: { readonly kind: 'deadline' | 'opening' | 'noise'; readonly span: Span } | null;
}

const AROUND_MAX = 160;
const CLOSE = 45;

/** Words that are taken away between a relation and its date. */
const TURNS_MAX = 8;

/** Every date of the text, in order, with what stands around it. */
export function momentsOf(page: Page): Moment[] {
  const labels = labelsByPlace(page);
  return page.sentences.flatMap((sentence) => {
    const dates = datesIn(sentence.folded, page.pack).filter((date) => isDate(page, sentence, date));
    return dates.map((date, index) => momentOf(page, sentence, dates, index, date, labels));
  });
}

/** "5 may be" is no date. */
function isDate(page: Page, sentence: Sentence, date: DateMention): boolean {
  if (date.readings.length > 0) return true;
  return !/\d\s+may$|^may\s+\d/.test(page.text.slice(sentence.start + date.start, sentence.start + date.end));
}

function labelsByPlace(page: Page): ReadonlyMap<number, NonNullable<Moment['label']>> {
  const found = new Map<number, NonNullable<Moment['label']>>();
  for (const kind of ['noise', 'opening', 'deadline'] as const) {
    for (const { label, value } of labelledValues(page, kind)) found.set(value.start, { kind, span: label });
  }
  return found;
}

function momentOf(
  page: Page,
  sentence: Sentence,
  dates: readonly DateMention[],
  index: number,
  date: DateMention,
  labels: ReadonlyMap<number, NonNullable<Moment['label']>>,
): Moment {
  const { folded } = sentence;
  const previous = dates[index - 1]?.end ?? 0;
  const next = dates[index + 1]?.start ?? folded.length;
  const from = Math.max(previous, date.start - AROUND_MAX);
  const to = Math.min(next, date.end + AROUND_MAX);
  const before = folded.slice(from, date.start);
  const after = folded.slice(date.end, to);
  const hour = hourBeside(folded, page.pack, previous, next, date);
  const zone = zoneBeside(page, sentence, date, hour, next);
  const bare = withoutHour(before, hour, from, page.pack);
  const stated = refusedAfter(bare, sentence, page.pack) ?? relationOf(bare, after, page.pack);
  const relation = { ...stated, value: stated.value ?? relationOfHour(folded, date, hour, page.pack) };
  const words = {
    start:
      sentence.start +
      Math.min(relation.start === null ? date.start : from + relation.start, hour?.start ?? date.start, date.start),
    end: sentence.start + Math.max(date.end + relation.after, hour?.end ?? 0, zone?.end ?? 0),
  };
  return {
    mention: { ...date, start: date.start + sentence.start, end: date.end + sentence.start },
    sentence,
    before,
    after,
    relation: relation.value,
    time: hour?.time ?? null,
    zone: zone?.zone ?? null,
    zoneDoubtful: zone !== null && zone.zone === null,
    words,
    label: labelOf(sentence, labels),
  };
}

/** The label belongs to all dates of the value's first sentence. */
function labelOf(sentence: Sentence, labels: ReadonlyMap<number, NonNullable<Moment['label']>>): Moment['label'] {
  for (let at = sentence.start; at < sentence.start + AROUND_MAX && at < sentence.end; at += 1) {
    const label = labels.get(at);
    if (label !== undefined) return label;
  }
  return null;
}

type Beside = Span & { readonly time: string };

function hourBeside(folded: string, pack: Pack, previous: number, next: number, date: DateMention): Beside | null {
  const from = Math.max(previous, date.start - CLOSE);
  const to = Math.min(next, date.end + CLOSE);
  const found = hoursIn(folded.slice(from, to), pack)
    .map((hour) => ({ ...hour, start: hour.start + from, end: hour.end + from }))
    .filter(({ start, end }) => end <= date.start || start >= date.end);
  const [first, second] = found;
  // "18:00 (6 p.m.)" says one hour twice; two different ones say none.
  if (first !== undefined && second !== undefined && first.time !== second.time) {
    return first.end <= date.start && second.start >= date.end ? first : null;
  }
  return first === undefined ? null : { ...first, end: Math.max(first.end, second?.end ?? 0) };
}

function zoneBeside(
  page: Page,
  sentence: Sentence,
  date: DateMention,
  hour: Beside | null,
  next: number,
): (Span & { zone: string | null }) | null {
  const from = Math.min(hour?.start ?? date.start, date.start);
  const to = Math.min(Math.max(hour?.end ?? 0, date.end) + CLOSE, Math.max(next, date.end));
  const text = page.text.slice(sentence.start + from, sentence.start + to);
  const zones = zonesIn(text, sentence.folded.slice(from, to), page.pack);
  const [zone] = zones;
  if (zone === undefined) return null;
  const certain = zones.every((other) => other.zone === zone.zone) || /\(/.test(text.slice(zone.end, zones[1]?.start));
  return { start: from + zone.start, end: from + zone.end, zone: certain ? zone.zone : null };
}

/** The words before a date with an hour and its zone blanked out: "before 18:00 CET on". */
function withoutHour(before: string, hour: Beside | null, from: number, pack: Pack): string {
  if (hour === null || hour.end > from + before.length) return before;
  const start = hour.start - from;
  const end = hour.end - from;
  if (start < 0) return before;
  const tail = before.slice(end);
  const zone = tail.length <= CLOSE && !says(pack.deadline.by, tail) && !says(pack.deadline.before, tail) ? '' : tail;
  const on = zone === '' && atEnd(pack.deadline.on).test(tail) ? '' : zone;
  return `${before.slice(0, start).trimEnd()}${on}`;
}

interface Relation {
  readonly value: StatedTime['relation'];
  /** Where it starts in the words before the date; null where it stands after, or nowhere. */
  readonly start: number | null;
  /** How much of the words after the date belongs to it. */
  readonly after: number;
}

/** Articles, weekdays and the end of the day between a relation and the date. */
const fillersOf = (pack: Pack): RegExp =>
  ofPack(pack, 'fillers', () => {
    const fillers = [...pack.deadline.fillers, ...pack.weekdays, ...pack.hours.endOfDay].join('|');
    return new RegExp(`(?:(?:^|(?<=[^a-z]))(?:${fillers})[.,]?[ ,:]{0,3})$`);
  });

function relationOf(before: string, after: string, pack: Pack): Relation {
  const { deadline } = pack;
  const closing = ofPack(
    pack,
    'latest',
    () => new RegExp(`^[^.;]{0,30}?(?<![a-z])(?:${deadline.latest.join('|')})(?![a-z])`),
  ).exec(after);
  const latest = closing === null ? 0 : closing[0].length;
  let words = before;
  let on: number | null = null;
  for (let turn = 0; turn < TURNS_MAX; turn += 1) {
    const by = atEnd(deadline.by).exec(words);
    const earlier = atEnd(deadline.before).exec(words);
    // "No later than" ends with "than", "on or before" with "before": the longest decides.
    if (by !== null && by[0].length >= (earlier?.[0].length ?? 0))
      return { value: 'by', start: by.index, after: latest };
    if (earlier !== null) return { value: 'before', start: earlier.index, after: latest };
    // "By noon on", "before midnight on": what stands before "on" decides.
    const day = atEnd(deadline.on).exec(words);
    on ??= day?.index ?? null;
    const shorter = day === null ? words.replace(fillersOf(pack), '') : words.slice(0, day.index);
    if (shorter === words) break;
    words = shorter;
  }
  if (on !== null) return { value: latest > 0 ? 'by' : 'on', start: on, after: latest };
  return { value: latest > 0 ? 'by' : null, start: null, after: latest };
}

/** "28 February, until 23:59": the hour has the relation. */
function relationOfHour(
  folded: string,
  date: DateMention,
  hour: Beside | null,
  { deadline }: Pack,
): StatedTime['relation'] {
  if (hour === null || hour.start < date.end) return null;
  const between = folded
    .slice(date.end, hour.start)
    .replace(/(?: (?:las?|les?|the))? ?$/, ' ')
    .trimEnd();
  if (atEnd(deadline.by).test(between) || atEnd(deadline.by).test(`${between} las`)) return 'by';
  return atEnd(deadline.before).test(between) ? 'before' : null;
}

/** "Submissions received after 3 May will not be considered": 3 May itself is in time. */
function refusedAfter(before: string, { folded }: Sentence, { deadline }: Pack): Relation | null {
  if (!atEnd(deadline.after).test(before) || !says(deadline.refused, folded)) return null;
  return { value: 'by', start: null, after: 0 };
}
