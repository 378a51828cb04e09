/**
 * What the checks found in a draft, as pages show it: gathered by kind, the same words on one line, each with links to
 * where it stands. Takes the moment from the visit.
 */
import { isAside, isAsideable, openOf } from '../domain/checks/aside.ts';
import { checkDraft, type Checked } from '../domain/checks/check.ts';
import type { Finding, Kind, Severity } from '../domain/checks/finding.ts';
import type { Limit } from '../domain/limit.ts';
import { may } from '../domain/link.ts';
import { scopedTo, scopeOf } from '../domain/scope.ts';
import type { Ask } from '../domain/asks.ts';
import type { Desk } from './desk.ts';
import { amountOf, languageName } from './limits.ts';
import { to } from './paths.ts';
import { periodRule } from './ruleWords.ts';
import { handleOf } from './sourcePages.ts';

/** The findings of people who seem to be named that nobody has set aside, but for mere guesses. */
export const namedPeople = (desk: Desk): readonly Finding[] =>
  openOf(checksOf(desk).findings, desk.draft.checks.value).filter(
    ({ kind, severity }) => kind === 'person' && severity === 'ask',
  );

/** The same as lines. */
export const peopleLines = (desk: Desk): readonly Line[] =>
  heapsOf(desk, namedPeople(desk), null).flatMap(({ lines }) => lines);

const known = new WeakMap<Desk, Checked>();

export function checksOf(desk: Desk): Checked {
  let checked = known.get(desk);
  if (checked === undefined) {
    const { draft, questionnaire, call, visit } = desk;
    checked = checkDraft(draft, questionnaire, visit.now, call);
    known.set(desk, checked);
  }
  return checked;
}

/** A form that was not taken. */
export interface Refused {
  readonly problem: 'none' | 'changed' | 'reason';
  readonly kind: Kind | null;
  readonly ids: readonly string[];
  readonly reason: string;
}

export interface ShownPlace {
  readonly href: string;
  readonly label: string;
}

/** Findings of one kind about the same words: one line. */
export interface Line {
  /** Ids of the findings, a line each: what a form sends back. */
  readonly ids: string;
  readonly quote: string;
  readonly places: readonly ShownPlace[];
  readonly reason: string;
  readonly ticked: boolean;
}

/** All open findings of a kind and a severity. */
interface Heap {
  readonly kind: Kind;
  /** Names the heap on the page. */
  readonly key: string;
  readonly advice: string;
  readonly source: string;
  readonly lines: readonly Line[];
  /** How many lines are not shown until others are settled. */
  readonly more: number;
  readonly asideable: boolean;
}

const LINES_MAX = 25;
const ASIDE_LINES_MAX = 200;

const STANDING: ReadonlySet<Kind> = new Set(['safety', 'file']);

/** What `views/reviews/checks.ejs` needs. Null for a draft that has been submitted. */
export function checksView(desk: Desk, refused: Refused | null): object | null {
  const { draft, role } = desk;
  if (draft.record.submittedAt !== null) return null;
  const { findings } = checksOf(desk);
  const open = openOf(findings, draft.checks.value);
  const heaps = (wanted: (finding: Finding) => boolean): readonly Heap[] => heapsOf(desk, open.filter(wanted), refused);
  const mayAside = may(role, 'write');
  const aside = findings.filter((finding) => isAside(draft.checks.value, finding));
  const asks = heaps(({ severity }) => severity === 'ask');
  const notices = heaps(({ severity, kind }) => severity === 'notice' && !STANDING.has(kind));
  return {
    asks,
    notices,
    standing: heaps(({ kind }) => STANDING.has(kind)),
    // Reasons are for those who write.
    aside: mayAside ? heapsOf(desk, aside, null, ASIDE_LINES_MAX) : [],
    asideCount: aside.length,
    mayAside,
    refused,
    refusedAt: fieldOf([...asks, ...notices], refused),
    ...summaryOf(open),
  };
}

/** The id of the field that a refused form is about. */
function fieldOf(heaps: readonly Heap[], refused: Refused | null): string {
  const heap = heaps.find(({ kind }) => kind === refused?.kind);
  if (heap === undefined) return 'checks';
  return refused?.problem === 'reason' ? `reason-${heap.key}` : `${heap.key}-0`;
}

interface Summary {
  readonly askCount: number;
  readonly noticeCount: number;
}

/** How many findings of each weight are open; what always stands there does not count. */
export const checksSummary = (desk: Desk): Summary =>
  summaryOf(openOf(checksOf(desk).findings, desk.draft.checks.value));

function summaryOf(open: readonly Finding[]): Summary {
  const count = (wanted: Severity): number =>
    open.filter(({ severity, kind }) => severity === wanted && !STANDING.has(kind)).length;
  return { askCount: count('ask'), noticeCount: count('notice') };
}

function heapsOf(
  desk: Desk,
  findings: readonly Finding[],
  refused: Refused | null,
  linesMax: number = LINES_MAX,
): readonly Heap[] {
  const { say } = desk.visit;
  const heapKey = ({ kind, severity, values, place }: Finding): string =>
    // Limits of several answers differ in what they allow.
    [kind, severity, values['unit'], values['unit'] === undefined ? null : place.part].filter(Boolean).join('-');
  return [...Map.groupBy(findings, heapKey)].flatMap(([key, heap]) => {
    const [first] = heap;
    if (first === undefined) return [];
    const lines = [...Map.groupBy(heap, lineKey).values()].map((twins) => lineOf(desk, twins, refused));
    return [
      {
        kind: first.kind,
        key,
        advice: say(first.advice, amountsOf(desk, heap)),
        source: say(`checks.sources.${first.source.by}`),
        lines: lines.slice(0, linesMax),
        more: Math.max(0, lines.length - linesMax),
        asideable: isAsideable(first),
      },
    ];
  });
}

/** "2,600 words", "2,500 words", names of fields and of languages: what the advice of a heap says. */
function amountsOf({ questionnaire, visit }: Desk, heap: readonly Finding[]): Readonly<Record<string, string>> {
  const { say, language } = visit;
  const list = (names: readonly string[]): string => new Intl.ListFormat(language).format(names);
  const { unit, count, bound, fields, field } = heap[0]?.values ?? {};
  if (heap[0]?.kind === 'period') return { period: (periodRule({ questionnaire, visit }).values ?? []).join('') };
  if (unit !== undefined) {
    const amount = (number: unknown): string => amountOf({ unit: unit as Limit['unit'] }, Number(number), visit);
    return { amount: amount(count), allowed: amount(bound) };
  }
  if (fields !== undefined) {
    return {
      fields: list(
        String(fields)
          .split(' ')
          .map((name) => say(`organisation.fields.${name}`)),
      ),
    };
  }
  if (field !== undefined) return { fields: list(heap.map(({ values }) => say(`outline.front.${values['field']}`))) };
  const accepted = questionnaire.answerLanguages.value ?? [];
  return { accepted: list(accepted.map((tag) => languageName(tag, language))) };
}

/** The same name in three answers is one line with three places; what quotes nothing stands by itself. */
const lineKey = ({ id, quote }: Finding): string => (quote === '' ? id : quote.toLowerCase());

function lineOf(desk: Desk, twins: readonly Finding[], refused: Refused | null): Line {
  const { aside } = desk.draft.checks.value;
  const [first] = twins;
  const reasons = twins.map(({ id }) => (Object.hasOwn(aside, id) ? (aside[id]?.reason ?? '') : ''));
  return {
    ids: twins.map(({ id }) => id).join('\n'),
    quote: first?.quote ?? '',
    places: twins.map((finding) => placeOf(desk, finding)),
    reason: [...new Set(reasons.filter((reason) => reason !== ''))].join(' · '),
    ticked: twins.some(({ id }) => refused?.ids.includes(id) === true),
  };
}

/** Where a finding leads, and what to call it. */
export function placeOf({ draft, questionnaire, visit }: Desk, { place }: Finding): ShownPlace {
  const { say } = visit;
  const id = draft.record.id;
  const { part, field } = place;
  const placed = scopedTo(questionnaire, scopeOf(draft)).byId.get(part);
  if (placed !== undefined) {
    const label = say('question.title', { number: placed.number });
    return { href: to.question(id, part) + anchorOf(field, placed.node.asks), label };
  }
  const pages: Readonly<Record<string, ShownPlace>> = {
    scope: { href: to.scope(id), label: say('scope.title') },
    email: { href: to.email(id), label: say('email.title') },
    front: { href: to.front(id) + anchorOf(field, []), label: say('front.title') },
    signatories: { href: to.signatories(id), label: say('signatories.title') },
    consents: { href: to.consents(id), label: say('consents.title') },
    organisation: { href: to.organisation(id) + anchorOf(field, []), label: say('organisation.title') },
    publication: { href: to.publication(id), label: say('publication.title') },
    plan: { href: to.plan(id), label: say('plan.title') },
    sources: {
      href: to.sources(id) + (field === null ? '' : `#source-${handleOf(id, field)}`),
      label: say('sources.title'),
    },
  };
  return pages[part] ?? { href: to.draft(id), label: say('contents.title') };
}

/** The id that a form field has on its page. */
function anchorOf(field: string | null, asks: readonly Ask[]): string {
  if (field === null) return '';
  const [ask = '', ...rest] = field.split('.');
  const isTicks = asks.some(({ id, kind }) => id === ask && kind === 'ticks');
  return `#${[ask, ...rest, ...(isTicks ? ['details'] : [])].join('-')}`;
}
