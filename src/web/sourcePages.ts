/**
 * The pages of the sources: the list with the form that adds one, and the page that changes one. Answers no request.
 */
import type { Request, Response } from 'express';
import { citationMark } from '../domain/citation.ts';
import { sourceInlines } from '../domain/citationStyle.ts';
import { may } from '../domain/link.ts';
import type { PlacedQuestion } from '../domain/places.ts';
import { EMPTY_SOURCE, OWN_KINDS, SOURCE_KINDS, SOURCES_MAX, type Source } from '../domain/source.ts';
import type { SourceForm } from '../domain/sourceForm.ts';
import { questionsCiting } from '../domain/whereCited.ts';
import type { Parts } from './app.ts';
import { questionsAt, type Desk } from './desk.ts';
import { sendPage, shown } from './page.ts';
import { to } from './paths.ts';
import { hashOf } from './secrets.ts';
import { dayIn, GENEVA } from './times.ts';

/**
 * Stands for a source in addresses and on its pages: keys are made of names, and browsers remember where they were.
 * Always the same for the same source of a draft.
 */
export const handleOf = (draft: string, key: string): string => hashOf(`${draft} source ${key}`).slice(0, 10);

type Typed = Pick<SourceForm, 'typed' | 'problems'>;

export interface ListFilled {
  readonly form?: Typed;
  /** `stale`: somebody changed the list meanwhile; `gone`: the one meant was taken away; `place`: of a citation. */
  readonly problem?: 'stale' | 'gone' | 'place' | 'full';
  /** The question that sources are chosen for. */
  readonly placed?: PlacedQuestion | undefined;
  /** What was typed as the place in a source. */
  readonly typedPlace?: { readonly handle: string; readonly place: string };
}

/** What the fields of a source need. */
const fieldValues = ({ visit }: Desk): object => ({
  kinds: SOURCE_KINDS,
  ownKinds: OWN_KINDS,
  today: dayIn(visit.now, visit.language, visit.zone ?? GENEVA),
});

/** The questions that cite each source, as links. */
export function citedLinks(desk: Desk): (key: string) => readonly { href: string; label: string }[] {
  const { draft, visit } = desk;
  const citing = questionsCiting(draft, questionsAt(desk));
  return (key) =>
    (citing.get(key) ?? []).map(({ node, number }) => ({
      href: to.question(draft.record.id, node.id),
      label: visit.say('question.title', { number }),
    }));
}

/** A source as the document prints it. */
const printedSource = ({ draft, sayDraft }: Desk, source: Source): object[] =>
  sourceInlines({ language: draft.record.language, say: sayDraft }, source, '');

export function showSources(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  { placed, ...filled }: ListFilled,
  status = 200,
): void {
  const { draft, questionnaire, visit, role } = desk;
  const { value, revision } = draft.sources;
  const { id, submittedAt, language } = draft.record;
  const citedBy = citedLinks(desk);
  const asked = placed === undefined ? null : { id: placed.node.id, number: placed.number };
  const values = {
    id,
    title: shown(questionnaire, questionnaire.shortTitle, visit.language),
    items: value.items.map((source) => ({
      ...source,
      handle: handleOf(id, source.key),
      mark: citationMark([{ key: source.key, place: '' }]),
      inlines: printedSource(desk, source),
      cited: citedBy(source.key),
    })),
    listed: value.listed,
    revision,
    asked,
    draftLanguage: language,
    form: { typed: EMPTY_SOURCE, problems: [] },
    problem: null,
    typedPlace: null,
    ...filled,
    max: SOURCES_MAX,
    ...fieldValues(desk),
    mayWrite: may(role, 'write') && submittedAt === null,
    here: to.sourcesFor(id, asked?.id ?? ''),
    // The address of a page that shows what was typed takes posts only.
    noSwitch: status !== 200,
  };
  sendPage(parts, request, response, 'sources/index', values, status);
}

export interface OneFilled {
  readonly source: Source;
  readonly form: Typed;
  readonly revision: number;
  /** What somebody else saved in the meantime. */
  readonly theirs?: Source;
  /** The id of the question that sources are chosen for; "": none. */
  readonly question: string;
}

export function showSource(
  parts: Parts,
  request: Request,
  response: Response,
  desk: Desk,
  filled: OneFilled,
  status = 200,
): void {
  const { id, submittedAt, language } = desk.draft.record;
  const { source, question } = filled;
  const handle = handleOf(id, source.key);
  const values = {
    id,
    theirs: null,
    ...filled,
    handle,
    mark: citationMark([{ key: source.key, place: '' }]),
    inlines: printedSource(desk, source),
    draftLanguage: language,
    cited: citedLinks(desk)(source.key),
    ...fieldValues(desk),
    mayWrite: submittedAt === null,
    here: to.sourceFor(id, handle, question),
    formId: 'form',
  };
  sendPage(parts, request, response, 'sources/show', values, status);
}
