/**
 * Limits of length, of number and of size: maximum or minimum, for whom, and of what. A figure that no word calls a limit
 * is none.
 */
import { groupsIn } from './addressees.ts';
import { labelledValues, type Page, type Sentence, sentenceAt } from './page.ts';
import { countOf, FIGURE } from './numbers.ts';
import { allOf, ofPack, says } from './patterns.ts';
import type { CountsProposal, Found, LimitProposal, Span } from './proposal.ts';

const LIMITS_MAX = 16;
const FIGURES_MAX = 200;
const BEFORE_MAX = 70;
const AFTER_MAX = 70;
const CARRY_MAX = 90;
/** How far on what counts is told. */
const NEXT_MAX = 3;
const LENGTHS: ReadonlySet<LimitProposal['unit']> = new Set(['words', 'pages', 'characters']);

/** "Five pages for joint reports": what follows says for whom; in all languages. */
const CASE =
  /^ ?\(?(?:for|in the case|when|if|pour|dans le cas|lorsque|s'ils?|s'elles?|para|en (?:el )?caso|cuando|si|per|par|por)(?![a-z])/;

/** "or", before a figure, gives a choice and no estimate; in all languages. */
const ALTERNATIVE = /(?<![a-z])(?:or|ou|o) ?$/;

export function limitsOf(page: Page): Found<LimitProposal>[] {
  const labelled = labelledValues(page, 'limit');
  const found: Found<LimitProposal>[] = [];
  for (const [index, sentence] of page.sentences.entries()) {
    const label = labelled.find(({ value }) => value.start < sentence.end && sentence.start < value.end);
    const next = page.sentences.slice(index + 1, index + 1 + NEXT_MAX).filter(({ block }) => block === sentence.block);
    found.push(...limitsIn(page, sentence, label?.label ?? null, next));
    if (found.length >= FIGURES_MAX) break;
  }
  return settled(forGroups(page, found.slice(0, FIGURES_MAX))).slice(0, LIMITS_MAX);
}

interface Figure extends Span {
  readonly unit: LimitProposal['unit'];
  readonly count: number;
  /** The first figure of "between 500 and 1,000 words". */
  readonly low: number | null;
}

function figuresIn(page: Page, folded: string): Figure[] {
  const { limits, numbers, dates } = page.pack;
  const pattern = ofPack(page.pack, 'figures', () => {
    const words = Object.keys(numbers).sort((a, b) => b.length - a.length);
    const figure = `(?:${FIGURE})|(?:${words.join('|')})(?![a-z])`;
    const between = `(?:(?<low>${figure}) ?(?:-|${[...dates.to, ...dates.and].join('|')}) ?)?`;
    const units = Object.entries(limits.units).map(([unit, source]) => `(?<${unit}>${source})`);
    return new RegExp(
      `(?<![a-z0-9.,/])${between}(?<count>${figure}) ?(?:\\(\\d{1,6}\\) ?)?-? ?(?:[a-z0-9]{1,8}[ -]){0,2}?(?:${units.join('|')})(?![a-z])`,
      'g',
    );
  });
  return allOf(pattern, folded).flatMap((match): Figure[] => {
    const groups = match.groups ?? {};
    const unit = (Object.keys(limits.units) as LimitProposal['unit'][]).find((name) => groups[name] !== undefined);
    const count = countOf(groups['count'] ?? '', page.pack);
    const low = groups['low'] === undefined ? null : countOf(groups['low'], page.pack);
    if (unit === undefined || count === null || count === 0) return [];
    return [{ unit, count, low, start: match.index, end: match.index + match[0].length }];
  });
}

/** A figure with what stands around it in its sentence. */
interface Place {
  readonly figure: Figure;
  /** The words back to the figure before, and on to the one after. */
  readonly before: string;
  readonly after: string;
  readonly previous: Figure | undefined;
}

function placesOf({ folded }: Sentence, figures: readonly Figure[]): Place[] {
  return figures.map((figure, index) => {
    const previous = figures[index - 1];
    const next = figures[index + 1]?.start ?? folded.length;
    return {
      figure,
      previous,
      before: folded.slice(previous?.end ?? 0, figure.start),
      after: folded.slice(figure.end, Math.min(next, figure.end + AFTER_MAX)),
    };
  });
}

function limitsIn(
  page: Page,
  sentence: Sentence,
  label: Span | null,
  next: readonly Sentence[],
): Found<LimitProposal>[] {
  const figures = figuresIn(page, sentence.folded);
  const bare = figures.length === 0 && label !== null ? bareFigure(page, sentence, label) : null;
  if (bare !== null) return [bare];
  let bound: 'maximum' | 'minimum' | null = null;
  return placesOf(sentence, figures).flatMap((place): Found<LimitProposal>[] => {
    const own = boundOf(page, place);
    // "Five pages, or ten pages for joint reports": the second takes the bound of the first.
    const alike =
      place.previous !== undefined &&
      (place.figure.count > 1 || LENGTHS.has(place.previous.unit) === LENGTHS.has(place.figure.unit));
    const carried = alike && place.before.length < CARRY_MAX ? bound : null;
    bound = own ?? carried ?? (label === null ? null : 'maximum');
    return bound === null ? [] : [limitAt(page, sentence, place, bound, own !== null || label !== null, next)];
  });
}

function limitAt(
  page: Page,
  sentence: Sentence,
  place: Place,
  bound: 'maximum' | 'minimum',
  said: boolean,
  next: readonly Sentence[],
): Found<LimitProposal> {
  const { figure, before } = place;
  const ranged = figure.low !== null && figure.low < figure.count;
  const approximate = isApproximate(page, place);
  const value: LimitProposal = {
    unit: figure.unit,
    maximum: bound === 'maximum' || ranged ? figure.count : null,
    minimum: ranged ? figure.low : bound === 'minimum' ? figure.count : null,
    scope: scopeOf(page, place),
    condition: conditionOf(page, place),
    addressee: null,
    counts: countsOf(page, place, next),
    approximate,
  };
  const start = sentence.start + figure.start - cueLength(page, before, bound);
  return {
    value,
    certainty: approximate || !said ? 'likely' : 'sure',
    spans: [{ start, end: sentence.start + figure.end }],
  };
}

function boundOf(page: Page, { figure, before, after }: Place): 'maximum' | 'minimum' | null {
  if (figure.low !== null) return 'maximum';
  const { limits } = page.pack;
  const words = before.slice(-BEFORE_MAX).trimEnd();
  const least = near(page, 'minimum').exec(words);
  const most = near(page, 'maximum').exec(words);
  if (least !== null && (most === null || least.index >= most.index)) return 'minimum';
  if (most !== null) return 'maximum';
  const close = after.slice(0, 24);
  if (says(limits.minimumAfter, close)) return 'minimum';
  return says(limits.maximumAfter, close) ? 'maximum' : null;
}

/** "Not exceed", with at most three words between it and the figure. */
const near = (page: Page, bound: 'maximum' | 'minimum'): RegExp =>
  ofPack(page.pack, `near ${bound}`, () => {
    const words = page.pack.limits[bound].join('|');
    return new RegExp(`(?<![a-z])(?:${words})(?: [a-z']{1,14}){0,3} ?[(:]?$`);
  });

/** How far before the figure its "not exceed" begins. */
function cueLength(page: Page, before: string, bound: 'maximum' | 'minimum'): number {
  const words = before.slice(-BEFORE_MAX);
  const match = near(page, bound).exec(words.trimEnd());
  return match === null ? 0 : words.length - match.index;
}

/** "2,500 words (about five pages)", "approx. 15 pages": the second figure explains the first. */
function isApproximate(page: Page, { figure, previous, before, after }: Place): boolean {
  const words = page.pack.limits.approximately.join('|');
  const about = ofPack(page.pack, 'about', () => new RegExp(`(?<![a-z])(?:${words})[ (]{0,2}(?:[a-z]{1,3} )?$`));
  const approximately = about.test(before.slice(-24));
  if (previous === undefined) return approximately && !ALTERNATIVE.test(before.slice(-6));
  const behind = ofPack(page.pack, 'about after', () => new RegExp(`^ (?:${words})(?![a-z])`));
  if (behind.test(after.slice(0, 24)) && /\(/.test(before.slice(-4)) && previous.unit !== figure.unit) return true;
  if (approximately && !ALTERNATIVE.test(before.slice(-6)) && previous.unit !== figure.unit) return true;
  const gloss = previous.unit !== figure.unit && LENGTHS.has(previous.unit) && LENGTHS.has(figure.unit);
  return gloss && figure.unit !== 'words' && before.length <= 40 && (/^ ?[(,/–-]? ?\(?$/.test(before) || approximately);
}

function scopeOf(page: Page, { figure, before, after }: Place): LimitProposal['scope'] {
  if (figure.unit === 'files' || figure.unit === 'megabytes') return 'whole';
  const { limits } = page.pack;
  const words = before.slice(-BEFORE_MAX);
  if (says(limits.answer, `${words} ${after.slice(0, 40)}`)) return 'answer';
  // "A 300-word summary".
  const of = /^[ -](?:long )?([a-z]{4,20})/.exec(after)?.[1] ?? '';
  return says(limits.part, words) || says(limits.part, of) ? 'part' : 'whole';
}

function conditionOf(page: Page, { before, after }: Place): LimitProposal['condition'] {
  const { limits } = page.pack;
  const clause = after.split(/[,;.]/)[0] ?? '';
  const told = CASE.test(clause);
  for (const words of told ? [clause] : [before.slice(-90), clause]) {
    const joint = says(limits.joint, words);
    if (joint !== says(limits.individual, words)) return joint ? 'joint' : 'individual';
  }
  return null;
}

const UNSAID: CountsProposal = { footnotes: null, annexes: null, cover: null, questions: null };

/** "…, footnotes included", "(excluding annexes)", and what the next sentence says of the same. */
function countsOf(page: Page, { figure, after }: Place, following: readonly Sentence[]): CountsProposal {
  if (!LENGTHS.has(figure.unit)) return UNSAID;
  const { document } = page.pack;
  const next = following.find(({ folded }) => figuresIn(page, folded).length === 0);
  const words = [after, next?.folded ?? ''];
  const found = { ...UNSAID };
  for (const clause of words.flatMap((part) => part.split(/[.;]/))) {
    const out = says(document.uncounted, clause);
    // "Not included" holds "included" too.
    const state = out ? 'excluded' : says(document.counted, clause) ? 'included' : null;
    if (state === null) continue;
    for (const part of PARTS) {
      if (new RegExp(`(?<![a-z])(?:${document.parts[part]})(?![a-z])`).test(clause)) found[part] = state;
    }
  }
  return found;
}

const PARTS = ['footnotes', 'annexes', 'cover', 'questions'] as const;

const BARE = new RegExp(`^(?:${FIGURE})$`);

/** "Word limit: 1,500": the label names the unit. */
function bareFigure(page: Page, sentence: Sentence, label: Span): Found<LimitProposal> | null {
  const from = Math.max(label.end, sentence.start);
  const folded = page.folded
    .slice(from, sentence.end)
    .trim()
    .replace(/[ .]+$/, '');
  if (!BARE.test(folded)) return null;
  const names = page.folded.slice(label.start, label.end);
  const units = (Object.entries(page.pack.limits.units) as [LimitProposal['unit'], string][]).filter(([, source]) =>
    new RegExp(`(?<![a-z])(?:${source})(?![a-z])`).test(names),
  );
  const count = countOf(folded, page.pack);
  const [only] = units;
  if (only === undefined || units.length > 1 || count === null) return null;
  return {
    value: {
      unit: only[0],
      maximum: count,
      minimum: null,
      scope: 'whole',
      condition: null,
      addressee: null,
      counts: UNSAID,
      approximate: false,
    },
    certainty: 'sure',
    spans: [{ start: label.start, end: sentence.end }],
  };
}

const GROUP_REACH = 110;

/** "States: 5 pages; NGOs: 3 pages": where several limits of one kind clash, each is for the one group beside it. */
function forGroups(page: Page, found: readonly Found<LimitProposal>[]): Found<LimitProposal>[] {
  const rivals = (one: Found<LimitProposal>): boolean =>
    found.some((other) => other.value.maximum !== one.value.maximum && kindOfLimit(other) === kindOfLimit(one));
  const groups = found.map((one, index) => {
    const [span] = one.spans;
    if (span === undefined || one.value.condition !== null || !rivals(one)) return null;
    const previous = found[index - 1]?.spans[0]?.end ?? 0;
    const sentence = sentenceAt(page, span.start)?.start ?? 0;
    const before = { start: Math.max(previous, sentence, span.start - GROUP_REACH), end: span.end };
    const ids = new Set(groupsIn(page, before).map(({ id }) => id));
    return ids.size === 1 ? ([...ids][0] ?? null) : null;
  });
  const told = new Set(groups.filter((id) => id !== null));
  return found.map((one, index) => {
    const addressee = groups[index] ?? null;
    if (addressee === null || told.size < 2) return one;
    return { ...one, certainty: 'likely', value: { ...one.value, addressee } };
  });
}

const kindOfLimit = ({ value }: Found<LimitProposal>): string =>
  [value.unit, value.scope, value.condition, value.addressee, value.approximate, value.minimum === null].join(' ');

const merged = (first: CountsProposal, second: CountsProposal): CountsProposal => ({
  footnotes: first.footnotes ?? second.footnotes,
  annexes: first.annexes ?? second.annexes,
  cover: first.cover ?? second.cover,
  questions: first.questions ?? second.questions,
});

/** One limit said twice is one; two different ones for the same thing are both unsure. */
function settled(found: readonly Found<LimitProposal>[]): Found<LimitProposal>[] {
  const kept = new Map<string, Found<LimitProposal>>();
  for (const one of found) {
    const { value } = one;
    const key = [kindOfLimit(one), value.maximum, value.minimum].join(' ');
    const known = kept.get(key);
    kept.set(
      key,
      known === undefined
        ? one
        : {
            ...known,
            value: { ...known.value, counts: merged(known.value.counts, value.counts) },
            certainty: known.certainty === 'sure' ? 'sure' : one.certainty,
            spans: [...known.spans, ...one.spans],
          },
    );
  }
  const all = [...kept.values()];
  return all.map((one) =>
    one.value.scope !== 'part' &&
    one.value.unit !== 'files' &&
    all.some((other) => other !== one && kindOfLimit(other) === kindOfLimit(one))
      ? { ...one, certainty: 'unsure' }
      : one,
  );
}
