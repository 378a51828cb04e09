/**
 * Where what is written of the answers goes: an organ, its session, the year.
 */
import { fold } from './characters.ts';
import { labelledValues, type Page, type Sentence } from './page.ts';
import { ordinalOf, ordinalSource } from './numbers.ts';
import { allOf, ofPack, says } from './patterns.ts';
import { type DestinationProposal, type Field, fieldOf, type Found, type Span } from './proposal.ts';

/** The session of a committee that issues the call, where no report goes to another organ. */
export function sessionOf(page: Page, body: string, spans: readonly Span[]): Field<DestinationProposal> {
  const name = fold(body);
  const pattern = ofPack(
    page.pack,
    'session alone',
    () =>
      new RegExp(
        `(?<![a-z0-9/])(?<ordinal>${ordinalSource(page.pack)}) ?(?:\\(\\d{1,3}[a-z]{0,3}\\) )?(?:${page.pack.session.join('|')})(?![a-z])`,
        'g',
      ),
  );
  const found = page.sentences.flatMap((sentence): Found<DestinationProposal>[] =>
    allOf(pattern, sentence.folded).flatMap((match): Found<DestinationProposal>[] => {
      const session = ordinalOf(match.groups?.['ordinal'] ?? '', page.pack);
      if (session === null || says(page.pack.past, sentence.folded)) return [];
      const start = sentence.start + match.index;
      const inTitle = spans.some((span) => span.start <= start && start < span.end);
      const named = sentence.folded.includes(name) || sentence.block < TOP;
      const value = { organ: body, session: String(session), year: null };
      const certainty = inTitle || named ? 'likely' : 'unsure';
      return [{ value, certainty, spans: [{ start, end: start + match[0].length }] }];
    }),
  );
  // Two sessions are two things that happen, and nobody knows which one the answers are for.
  const sessions = new Set(found.map(({ value }) => value.session));
  const inTitle = found.filter(({ spans: [span] }) =>
    spans.some(({ start, end }) => span !== undefined && start <= span.start && span.start < end),
  );
  const chosen = inTitle.length > 0 ? [...inTitle, ...found.filter((one) => !inTitle.includes(one))] : found;
  const clear = sessions.size === 1 || inTitle.length > 0;
  return fieldOf(
    (clear ? chosen : chosen.map((one) => ({ ...one, certainty: 'unsure' as const }))).toSorted(
      (a, b) => Number(a.certainty === 'unsure') - Number(b.certainty === 'unsure'),
    ),
  );
}

/** Blocks at the top of a paper, where its session is printed alone. */
const TOP = 6;

export function destinationOf(page: Page, titleEnd: number): Field<DestinationProposal> {
  const purposes = labelledValues(page, 'purpose');
  const found = page.sentences.flatMap((sentence) => {
    const purpose = purposes.some(({ value }) => value.start <= sentence.start && sentence.start < value.end);
    return destinationsIn(page, sentence, purpose || sentence.end <= titleEnd);
  });
  return fieldOf(settled(found));
}

interface Weighed {
  readonly found: Found<DestinationProposal>;
  readonly weight: number;
}

function destinationsIn(page: Page, sentence: Sentence, prominent: boolean): Weighed[] {
  const { organs, session, reportTo, past } = page.pack;
  const any = ofPack(
    page.pack,
    'organs',
    () => new RegExp(`(?<![a-z])(?:${Object.values(organs).join('|')})(?![a-z])`),
  );
  if (!any.test(sentence.folded)) return [];
  const patterns = ofPack(page.pack, 'destination', () => {
    const organ = Object.entries(organs)
      .map(([name, source]) => `(?<${groupOf(name)}>${source})`)
      .join('|');
    const ordinal = `(?<ordinal>${ordinalSource(page.pack)})`;
    const sessions = `(?:${session.join('|')})s?`;
    const between =
      "[ ,(]{0,2}(?:(?:of|the|de|la|le|du|des|del|at|its|in|a|au|en|su|sa|on|un|united|nations|to|lors|unies|unidas|naciones|l'|d'|dans|ante|el|para|pour|und) ?){0,6}";
    return new RegExp(
      `(?<![a-z])(?:${ordinal} ?(?:\\(\\d{1,3}[a-z]{0,3}\\) )?${sessions}${between}(?:${organ})|(?:${organ})(?:'s)?[ ,(]{0,2}${between}${ordinal} ?(?:\\(\\d{1,3}[a-z]{0,3}\\) )?${sessions}|(?:${organ}) ?(?<digits>\\d{2,3})(?!\\d)|(?:${organ}))(?![a-z])`,
      'g',
    );
  });
  return allOf(patterns, sentence.folded).flatMap((match): Weighed[] => {
    const groups = match.groups ?? {};
    const name = Object.keys(organs).find((one) => groups[groupOf(one)] !== undefined);
    if (name === undefined) return [];
    const printed = groups['ordinal'] ?? groups['digits'];
    const number = printed === undefined ? null : ordinalOf(printed, page.pack);
    const tail = sentence.folded.slice(match.index + match[0].length, match.index + match[0].length + 60);
    const year = /^[^.;]{0,40}?(?<![a-z0-9/])(20\d{2})(?!\d)/.exec(tail)?.[1];
    const before = sentence.folded.slice(0, match.index);
    const announced = prominent || says(reportTo, before.slice(-140));
    const done = says(past, before.slice(-90)) || /\d\/\d/.test(tail.slice(0, 24));
    if (number === null) {
      const ahead = sessionAhead(page, sentence, match, any);
      if (ahead !== null) return [{ found: { ...ahead, value: { ...ahead.value, organ: name } }, weight: 1 }];
    }
    if (number === null && !(announced && year !== undefined && !done)) return [];
    const value = {
      organ: name,
      session: number === null ? null : String(number),
      year: year === undefined ? null : Number(year),
    };
    const certainty = done ? 'unsure' : announced ? (number === null ? 'likely' : 'sure') : 'unsure';
    const span = { start: sentence.start + match.index, end: sentence.start + match.index + match[0].length };
    return [
      {
        found: { value, certainty, spans: [span] },
        weight: (done ? 4 : 0) + (announced ? 0 : 2) + (number === null ? 1 : 0),
      },
    ];
  });
}

const AHEAD_MAX = 220;

/** "…requested by the Council, to be presented at its sixtieth session": the session is that of the organ before it. */
function sessionAhead(
  page: Page,
  { folded, start }: Sentence,
  organ: RegExpExecArray,
  any: RegExp,
): Found<DestinationProposal> | null {
  const pattern = ofPack(
    page.pack,
    'its session',
    () =>
      new RegExp(
        `(?<![a-z])(?:(?:its|sa|leur|su|votre) |\\()(?<ordinal>${ordinalSource(page.pack)}) ?(?:\\(\\d{1,3}[a-z]{0,3}\\) )?(?:${page.pack.session.join('|')})(?![a-z])`,
      ),
  );
  const from = organ.index + organ[0].length;
  const tail = folded.slice(from, from + AHEAD_MAX);
  const match = pattern.exec(tail);
  if (match === null) return null;
  const between = tail.slice(0, match.index);
  const session = ordinalOf(match.groups?.['ordinal'] ?? '', page.pack);
  if (
    session === null ||
    any.test(between) ||
    (!match[0].startsWith('(') && !says(page.pack.reportTo, between.slice(-80)))
  )
    return null;
  const spans = [{ start: start + organ.index, end: start + from + match.index + match[0].length }];
  return { value: { organ: '', session: String(session), year: null }, certainty: 'likely', spans };
}

const groupOf = (name: string): string => name.replaceAll(/[^A-Za-z]/g, '_');

/** Mentions of one session are one; two sessions of equal weight are two reports, of which the first comes first. */
function settled(found: readonly Weighed[]): Found<DestinationProposal>[] {
  const kept = new Map<string, Weighed>();
  for (const one of found.toSorted((a, b) => a.weight - b.weight)) {
    const { value } = one.found;
    const key = `${value.organ} ${value.session ?? ''}`;
    const known = kept.get(key);
    if (known === undefined) kept.set(key, one);
    else {
      const year = known.found.value.year ?? value.year;
      kept.set(key, {
        ...known,
        found: {
          ...known.found,
          value: { ...known.found.value, year },
          spans: [...known.found.spans, ...one.found.spans],
        },
      });
    }
  }
  const all = [...kept.values()];
  const best = all[0];
  const rivals = all.filter(({ weight, found: { value } }) => weight === best?.weight && value.session !== null);
  return all.map(({ found: one }) =>
    rivals.length > 1 && one.certainty === 'sure' ? { ...one, certainty: 'likely' } : one,
  );
}
