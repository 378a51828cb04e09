/**
 * Findings about sources: citations that name none, sources that nothing cites, pages of the web without the day on which
 * they were looked at, and people whose words are cited by their names. Pure.
 */
import type { Answer } from '../answer.ts';
import { citationsIn } from '../citation.ts';
import { webAddress } from '../citationStyle.ts';
import { answerTo, type Draft } from '../draft.ts';
import type { QuestionNode } from '../nodes.ts';
import type { Questionnaire } from '../questionnaire.ts';
import { questionsFor, scopeOf } from '../scope.ts';
import { sourceOf } from '../source.ts';
import { citationsOf } from '../whereCited.ts';
import { findingOf, type Finding } from './finding.ts';
import { isKnown, type Known } from './known.ts';
import { scanText } from './scan.ts';
import { holds } from './spans.ts';
import { printedTexts } from './texts.ts';

/** What looks like a citation: also one that was mistyped. A passage may hold one that nobody closed. */
const LIKE_CITATION = /(?<!\\)\[@[a-z0-9][^[\]\n]{0,120}(?:\](?!\()|(?=\[|\n|$))/gi;

/** Citations of an answer that the document prints as they were typed. */
export function citationFindings({ id }: Pick<QuestionNode, 'id'>, answer: Answer, { sources }: Draft): Finding[] {
  return printedTexts(answer).flatMap(({ field, text }) => {
    if (!text.includes('[@')) return [];
    const fitting = citationsIn(text).filter(({ cited }) =>
      cited.every(({ key }) => sourceOf(sources.value, key) !== undefined),
    );
    return [...text.matchAll(LIKE_CITATION)]
      .filter(({ index }) => !holds(fitting, index))
      .map(({ 0: words, index }) =>
        findingOf('citation', { part: id, field, start: index, end: index + words.length, about: words, quote: words }),
      );
  });
}

/** What is to be said of the sources themselves; each leads to its place on their page. */
export function sourceFindings(draft: Draft, questionnaire: Questionnaire, known: Known): Finding[] {
  const { items } = draft.sources.value;
  if (items.length === 0) return [];
  const answers = questionsFor(questionnaire, scopeOf(draft)).map(({ node }) => answerTo(draft, node.id).value);
  const cited = new Set(answers.flatMap(citationsOf).map(({ key }) => key));
  const inPapers = JSON.stringify(draft.papers.value);
  return items.flatMap((source) => {
    const { key, kind, title, author, address, accessed, confidential } = source;
    const isCited = cited.has(key) || inPapers.includes(`@${key}`);
    const at = { part: 'sources', field: key, quote: title };
    const isUnread = kind === 'web-page' && webAddress(address) !== null && accessed === '';
    const isTold = isCited && !confidential && (kind === 'interview' || kind === 'testimony');
    return [
      ...(isTold ? peopleIn(author, key, known) : []),
      ...(isCited ? [] : [findingOf('uncited', { ...at, about: key })]),
      ...(isUnread ? [findingOf('accessed', { ...at, about: address })] : []),
    ];
  });
}

/** Whoever spoke is named in a footnote: the same question as for everybody who is named. */
function peopleIn(author: string, key: string, known: Known): Finding[] {
  return scanText(author, '')
    .seen.filter((one) => one.kind === 'person' && !isKnown(one, known))
    .map(({ words }) => findingOf('person', { part: 'sources', field: key, about: words, quote: words }));
}
