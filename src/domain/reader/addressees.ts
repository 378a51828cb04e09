/**
 * Whom a call is addressed to: groups by id, where a sentence invites them.
 */
import { namesIn } from './issuerNames.ts';
import { bodyOf, foldedOf, type Page } from './page.ts';
import { allOf, groupOf, ofPack, says } from './patterns.ts';
import { type Field, fieldOf, type Found, type Span } from './proposal.ts';
import { languageOf } from './tongue.ts';

/** Fewer than this are mentioned in passing. */
const GROUPS_MIN = 2;
const ITEMS_MAX = 16;
const ITEM_LEAD = 24;

/** `asked`: whether a block is one of the questions, which may name any group. */
export function addresseesOf(page: Page, asked: (block: number) => boolean): Field<readonly string[]> {
  const lists = page.sentences.flatMap((sentence) => {
    if (asked(sentence.block)) return [];
    const heading = /[^.?!]{1,80}\? ?$/.exec(sentence.said.slice(0, -sentence.folded.length))?.[0] ?? '';
    const under = `${headingOver(page, sentence.block)} ${heading}`;
    const who = WHO.test(headingOver(page, sentence.block));
    const invites = who || says(page.pack.invites, sentence.folded) || says(page.pack.invites, under);
    if (!invites || (page.languages.length > 1 && languageOf(sentence.folded, page.languages) !== page.languages[0]))
      return [];
    const names = namesIn(page);
    // "Independent Expert", "Committee on the Rights of the Child": who asks is not asked.
    const groups = oneList(
      groupsIn(page, sentence).filter(
        (group) => !names.some(({ start, end }) => start <= group.start && group.end <= end),
      ),
    );
    const items = /(?:[:?]|^[^.;!]{1,60})$/.test(sentence.folded.trimEnd())
      ? itemsBelow(page, sentence.block, asked)
      : [];
    const all = items.length >= GROUPS_MIN ? [...groups, ...items] : groups;
    const asks =
      who ||
      says(page.pack.invites, under) ||
      [page.pack.contribution, page.pack.send].some((words) => says(words, sentence.folded) || says(words, under));
    return all.length >= (asks ? GROUPS_MIN : GROUPS_MIN + 1) ? [{ all, asks }] : [];
  });
  const ranked = lists.toSorted((a, b) => Number(b.asks) - Number(a.asks) || b.all.length - a.all.length);
  const found = ranked.map(({ all, asks }): Found<readonly string[]> => {
    const ids = [...new Set(all.map(({ id }) => id))];
    const span = { start: Math.min(...all.map(({ start }) => start)), end: Math.max(...all.map(({ end }) => end)) };
    return { value: ids, certainty: asks ? 'likely' : 'unsure', spans: [span] };
  });
  return fieldOf(found);
}

/** "Who?", over the groups, in all languages. */
const WHO = /^[¿ ]{0,2}(?:who|qui|quienes?) ?\??$/;

/** More words than this between two groups end the list: what follows speaks of them in another way. */
const GAP_MAX = 55;

/** The longest run of groups that follow each other closely; of equal ones the first. */
function oneList(groups: readonly Group[]): readonly Group[] {
  const runs: Group[][] = [];
  for (const group of groups) {
    const last = runs.at(-1);
    if (last !== undefined && group.start - (last.at(-1)?.end ?? 0) <= GAP_MAX) last.push(group);
    else runs.push([group]);
  }
  return runs.toSorted((a, b) => b.length - a.length)[0] ?? [];
}

const HEADING_MAX = 60;

/** "Who can submit", on a line of its own over a paragraph. */
function headingOver(page: Page, index: number): string {
  const above = page.blocks[index - 1];
  const ends = above === undefined ? '' : page.text.charAt(above.end - 1);
  return above === undefined || above.end - above.start > HEADING_MAX || /[.;!,]/.test(ends)
    ? ''
    : foldedOf(page, above);
}

interface Group extends Span {
  readonly id: string;
}

/** The groups named in a part of the text, in its order; "international and regional organizations" are two. */
export function groupsIn(page: Page, span: Span): Group[] {
  const { groups } = page.pack;
  const pattern = ofPack(page.pack, 'groups', () => {
    const named = Object.entries(groups).map(([id, source]) => `(?<${id.replaceAll('-', '_')}>${source})`);
    return new RegExp(`(?<![a-z])(?:${named.join('|')})(?![a-z])`, 'g');
  });
  const folded = foldedOf(page, span);
  return allOf(pattern, folded).flatMap((match): Group[] => {
    const id = groupOf(match)?.replaceAll('_', '-');
    if (id === undefined) return [];
    const here = { start: span.start + match.index, end: span.start + match.index + match[0].length };
    const both = new RegExp(`^(?:${groups['regional-organisations'] ?? '(?!)'})$`).test(match[0]);
    if (id === 'international-organisations' && both)
      return [
        { id, ...here },
        { id: 'regional-organisations', ...here },
      ];
    return [{ id, ...here }];
  });
}

function itemsBelow(page: Page, block: number, asked: (block: number) => boolean): Group[] {
  const found: Group[] = [];
  for (let index = block + 1; index <= block + ITEMS_MAX; index += 1) {
    const item = page.blocks[index];
    if (item === undefined || asked(index) || item.labels.length === 0 || item.end - item.start > 200) break;
    // An item that names a group names it first.
    const groups = groupsIn(page, bodyOf(item));
    if ((groups[0]?.start ?? Infinity) <= item.body + ITEM_LEAD) found.push(...groups);
  }
  return found;
}
