/**
 * Which dates of a call are its deadlines: several, extended, counted back from a session, or none. A date whose words
 * do not agree with each other, or that two readers could read in two ways, is unsure.
 */
import { fold } from './characters.ts';
import { deadlineCues, isRow, type Cue } from './deadlineCues.ts';
import type { Moment } from './moments.ts';
import { hoursIn, zonesIn } from './hours.ts';
import { bodyOf, foldedOf, type Page, textOf, trimmed } from './page.ts';
import { allOf, atEnd, everywhere, says, whole } from './patterns.ts';
import { countOf } from './numbers.ts';
import type { Certainty, DeadlineProposal, Found, Span } from './proposal.ts';

const DEADLINES_MAX = 12;
const DATES_MAX = 60;

/** All deadlines, sure and likely ones first in the order of the text; what was brought forward or extended is in `was`. */
export function deadlinesOf(page: Page, moments: readonly Moment[]): Found<DeadlineProposal>[] {
  const cues = moments.map((moment) => ({ moment, cue: deadlineCues(page, moment) }));
  const strong = cues.filter(({ cue }) => cue.kind === 'deadline' && cue.strength === 'strong');
  const weak = cues.filter(({ cue }) => cue.kind === 'deadline' && cue.strength === 'weak');
  const chosen = (strong.length > 0 ? strong : weak).slice(0, DATES_MAX);
  const merged = mergedByDate(page, [...chosen, ...saidAgain(chosen, cues)]);
  const extended = withExtensions(page, merged);
  const judged = judgedTogether(page, extended, strong.length === 0).map((one) => withCommonHour(page, one));
  return [...judged, ...relativeDeadlines(page)].slice(0, DEADLINES_MAX);
}

interface Mention {
  readonly moment: Moment;
  readonly cue: Cue;
}

/** "No later than 21 March, noon", without a word on what for, where 21 March is known to be a deadline. */
function saidAgain(chosen: readonly Mention[], all: readonly Mention[]): Mention[] {
  const days = new Set(
    chosen.flatMap(({ moment: { mention } }) => (mention.readings.length === 1 ? mention.readings : [])),
  );
  return all
    .filter(
      ({ moment: { mention, relation }, cue }) =>
        cue.kind === 'other' &&
        (relation === 'by' || relation === 'before') &&
        mention.readings.length === 1 &&
        mention.readings.every((day) => days.has(day)),
    )
    .slice(0, DATES_MAX);
}

/** "By 15:00 (Geneva time) on the day of the deadline": for every deadline without an hour of its own. */
function withCommonHour(page: Page, found: Found<DeadlineProposal>): Found<DeadlineProposal> {
  if (found.value.time !== null) return found;
  const { deadline } = page.pack;
  for (const sentence of page.sentences) {
    if (!says(deadline.dayOf, sentence.folded)) continue;
    const [hour, ...others] = hoursIn(sentence.folded, page.pack);
    if (hour === undefined || others.length > 0) continue;
    const zones = zonesIn(textOf(page, sentence), sentence.folded, page.pack);
    const head = sentence.folded.slice(0, hour.start);
    return {
      value: {
        ...found.value,
        time: hour.time,
        zone: found.value.zone ?? zones[0]?.zone ?? null,
        relation: found.value.relation ?? (atEnd(deadline.by).test(head) ? 'by' : null),
        basis: found.value.basis ?? (says(deadline.received, head) ? 'received' : null),
      },
      certainty: found.certainty === 'sure' ? 'likely' : found.certainty,
      spans: [...found.spans, { start: sentence.start, end: sentence.end }],
    };
  }
  return found;
}

/** Mentions of one date, the one with the most to say first. */
interface Group {
  readonly key: string;
  readonly mentions: readonly { readonly moment: Moment; readonly cue: Cue }[];
}

function mergedByDate(page: Page, chosen: readonly { moment: Moment; cue: Cue }[]): Group[] {
  const groups = new Map<string, { moment: Moment; cue: Cue }[]>();
  for (const entry of chosen) {
    const { readings, start, end } = entry.moment.mention;
    const key = readings.length > 0 ? readings.join(' ') : page.folded.slice(start, end);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [entry]);
    else known.push(entry);
  }
  settleReadings(groups);
  const weight = ({ moment }: { moment: Moment }): number =>
    (moment.relation === null ? 0 : 2) + (moment.time === null ? 0 : 2) + (moment.zone === null ? 0 : 1);
  return [...groups].map(([key, mentions]) => ({ key, mentions: mentions.toSorted((a, b) => weight(b) - weight(a)) }));
}

/** "3/4/2025" beside "3 April 2025", and "3 April" beside it, mean the date that is printed in full. */
function settleReadings(groups: Map<string, { moment: Moment; cue: Cue }[]>): void {
  const full = [...groups.keys()].filter((key) => /^\d{4}-\d\d-\d\d$/.test(key));
  for (const [key, mentions] of [...groups]) {
    const meant = key.includes(' ') && /^\d{4}-/.test(key) ? full.filter((date) => key.split(' ').includes(date)) : [];
    const [only] = meant;
    if (meant.length !== 1 || only === undefined) continue;
    groups.get(only)?.push(...mentions);
    groups.delete(key);
  }
}

interface Draft {
  readonly group: Group;
  readonly proposal: DeadlineProposal;
  readonly certainty: Certainty;
  readonly spans: readonly Span[];
}

function draftOf(page: Page, group: Group): Draft {
  const { mentions } = group;
  const [best] = mentions;
  if (best === undefined) throw new RangeError('a group has mentions');
  const readings = best.moment.mention.readings;
  const relations = new Set(
    mentions.map(({ moment }) => moment.relation).filter((relation) => relation !== null && relation !== 'on'),
  );
  const times = new Set(mentions.map(({ moment }) => moment.time).filter((time) => time !== null));
  const zones = new Set(mentions.map(({ moment }) => moment.zone).filter((zone) => zone !== null));
  const [only] = readings;
  const clear =
    readings.length === 1 &&
    only !== undefined &&
    times.size < 2 &&
    !mentions.some(({ moment }) => moment.mention.weekdayDisagrees);
  const relation =
    relations.size > 1
      ? null
      : ([...relations][0] ?? mentions.find(({ moment }) => moment.relation !== null)?.moment.relation ?? null);
  const settled = clear && relations.size < 2 && zones.size < 2 && !mentions.some(({ moment }) => moment.zoneDoubtful);
  return {
    group,
    proposal: {
      date: clear ? only : null,
      relation,
      time: times.size === 1 ? ([...times][0] ?? null) : null,
      zone: zones.size === 1 ? ([...zones][0] ?? null) : null,
      relative: null,
      basis: basisOf(page, mentions),
      strictness: strictnessOf(page, mentions),
      label: null,
      readings,
      was: [],
    },
    certainty: !clear ? 'unsure' : settled && mentions.some(({ cue }) => cue.certain) ? 'sure' : 'likely',
    spans: mentions.map(({ moment }) => wordingOf(page, moment)),
  };
}

const WORDING_MAX = 120;

/** The words of a deadline: the whole line of a label with its value, else from "by" to the hour and the zone. */
function wordingOf(page: Page, moment: Moment): Span {
  if (
    moment.label !== null &&
    moment.mention.end - moment.label.span.start < WORDING_MAX &&
    moment.label.span.start < moment.words.start
  ) {
    const sameBlock = page.blocks[moment.sentence.block]?.start ?? 0;
    if (moment.label.span.start >= sameBlock) return closed(page, moment, moment.label.span.start);
  }
  return closed(page, moment, moment.words.start);
}

/** A bracket that was opened within the words is closed with them. */
function closed(page: Page, { words, sentence }: Moment, start: number): Span {
  const opened = page.text.slice(start, words.end);
  const closes = opened.lastIndexOf('(') > opened.lastIndexOf(')') && words.end < sentence.end;
  const end = closes && page.text.charAt(words.end) === ')' ? words.end + 1 : words.end;
  return trimmed(page, { start, end }, ',;:');
}

function basisOf(page: Page, mentions: Group['mentions']): DeadlineProposal['basis'] {
  return mentions.some(({ moment }) => says(page.pack.deadline.received, moment.before.slice(-160)))
    ? 'received'
    : null;
}

function strictnessOf(page: Page, mentions: Group['mentions']): DeadlineProposal['strictness'] {
  const { late, lateAllowed, soft } = page.pack.deadline;
  // "Those that come late will not be published" may still be read.
  const isLate = (folded: string): boolean =>
    says(late, folded) && (says(lateAllowed, folded) || !says(page.pack.publication.public, folded));
  if (mentions.some(({ moment }) => says(soft, moment.before.slice(-30)))) return 'soft';
  const near = new Set(mentions.flatMap(({ moment }) => [moment.sentence.block, moment.sentence.block + 1]));
  for (const { folded, block } of page.sentences) {
    if (!near.has(block) || !isLate(folded)) continue;
    return says(lateAllowed, folded) ? 'soft' : 'hard';
  }
  const elsewhere = page.sentences.find(({ folded }) => isLate(folded));
  return elsewhere === undefined ? null : says(lateAllowed, elsewhere.folded) ? 'soft' : 'hard';
}

/** Puts a date that was extended under the one that replaces it. */
function withExtensions(page: Page, groups: readonly Group[]): Draft[] {
  const drafts = groups.map((group) => draftOf(page, group));
  const dated = drafts.filter(({ proposal }) => proposal.date !== null);
  const speaks = dated.some(({ group }) => group.mentions.some(({ moment }) => speaksOfExtension(page, moment)));
  if (!speaks || dated.length < 2 || dated.length > 3) return drafts;
  const latest = dated.toSorted((a, b) => (a.proposal.date ?? '').localeCompare(b.proposal.date ?? ''));
  const current = latest.at(-1);
  if (current === undefined) return drafts;
  const former = latest.slice(0, -1);
  const was = former.map(({ proposal, spans }) => ({
    date: proposal.date ?? '',
    relation: proposal.relation,
    time: proposal.time,
    zone: proposal.zone,
    span: spans[0] ?? { start: 0, end: 0 },
  }));
  return [
    { ...current, proposal: { ...current.proposal, was } },
    ...drafts.filter((draft) => draft !== current && !former.includes(draft)),
  ];
}

function speaksOfExtension(page: Page, moment: Moment): boolean {
  const block = page.blocks[moment.sentence.block];
  const words = block === undefined ? moment.sentence.folded : foldedOf(page, block).slice(0, 600);
  return says(page.pack.deadline.extended, words) || says(page.pack.deadline.former, moment.before.slice(-60));
}

/** Several dates are several deadlines only where the words tell them apart; else nobody knows which is meant. */
function judgedTogether(page: Page, drafts: readonly Draft[], weak: boolean): Found<DeadlineProposal>[] {
  const several = drafts.filter(({ proposal }) => proposal.date !== null).length > 1;
  const labels = drafts.map((draft) => labelOf(page, draft));
  const told = !several || (labels.every((label) => label !== null) && new Set(labels).size === labels.length);
  const together = several && new Set(drafts.map(({ group }) => group.mentions[0]?.moment.sentence.block)).size === 1;
  return drafts.map(({ proposal, certainty, spans }, index): Found<DeadlineProposal> => {
    const addressed = drafts.length === 1 && drafts[0]?.group.mentions.some(({ cue }) => cue.certain) === true;
    const lowered: Certainty =
      weak && addressed
        ? 'likely'
        : weak || (several && !told && !together)
          ? 'unsure'
          : several && certainty === 'sure' && !told
            ? 'likely'
            : certainty;
    return {
      value: { ...proposal, label: several ? (labels[index] ?? null) : null },
      certainty: worse(certainty, lowered),
      spans,
    };
  });
}

const ORDER: readonly Certainty[] = ['sure', 'likely', 'unsure'];
const worse = (a: Certainty, b: Certainty): Certainty => (ORDER.indexOf(a) > ORDER.indexOf(b) ? a : b);

const LABEL_MAX = 90;

/** What tells one of several deadlines from the others: the words of its item or line before the date. */
function labelOf(page: Page, { group }: Draft): string | null {
  for (const { moment } of group.mentions) {
    const block = page.blocks[moment.sentence.block];
    if (block === undefined) continue;
    const { start, end } = bodyOf(block);
    if (moment.label?.kind === 'deadline') {
      const label = page.text.slice(moment.label.span.start, moment.label.span.end).replace(/[ :–-]+$/, '');
      if (label.length > 12 && label.length <= LABEL_MAX) return label;
    }
    const head = page.text.slice(start, moment.words.start);
    const colon = head.lastIndexOf(':');
    const words = (colon > 0 ? head.slice(0, colon) : head).trim();
    // Only an item, or a line "For States: …", names its date; a sentence speaks of it.
    const item =
      (block.labels.length > 0 || colon > 0 || (isRow(page, block) && moment.words.end >= end - 1)) &&
      end - moment.mention.end < LABEL_MAX * 2;
    const named = whole(page.pack.deadline.names).test(fold(words));
    if (item && !named && words.length > 3 && words.length <= LABEL_MAX) return words.replace(/[ ,:–-]+$/, '');
    const tail = /^ ?[:(–-] ?([^().:;]{4,80})\)?[.;]?$/.exec(page.text.slice(moment.words.end, end))?.[1];
    if (head.trim() === '' && tail !== undefined) return tail.trim();
  }
  return null;
}

/** "Eight weeks before the session": the session's date is not in the words. */
function relativeDeadlines(page: Page): Found<DeadlineProposal>[] {
  const pattern = everywhere(page.pack.deadline.relative);
  return page.sentences.flatMap((sentence): Found<DeadlineProposal>[] => {
    if (!says(page.pack.deadline.names, sentence.folded) && !says(page.pack.send, sentence.folded)) return [];
    return allOf(pattern, sentence.folded).flatMap((match): Found<DeadlineProposal>[] => {
      const { number = '', days, weeks } = match.groups ?? {};
      const count = countOf(number, page.pack);
      if (count === null || count === 0) return [];
      const total = weeks !== undefined ? count * 7 : count;
      const counted = days !== undefined || weeks !== undefined;
      return [
        {
          value: {
            date: null,
            relation: 'by',
            time: null,
            zone: null,
            relative: counted ? { days: total } : null,
            basis: says(page.pack.deadline.received, sentence.folded.slice(0, match.index)) ? 'received' : null,
            strictness: null,
            label: null,
            readings: [],
            was: [],
          },
          certainty: counted ? 'likely' : 'unsure',
          spans: [{ start: sentence.start + match.index, end: sentence.start + match.index + match[0].length }],
        },
      ];
    });
  });
}
