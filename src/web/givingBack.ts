/**
 * What a form held that could not be taken, as it is given back: every field, so that it can be sent again from the page
 * that says why, also after its writer was let in anew. Decides nothing about why a form was not taken.
 */
import type { Request } from 'express';
import type { FormBody } from '../domain/answer.ts';
import { DRAFT_ID } from '../domain/draft.ts';
import { safeBack, to } from './paths.ts';
import { bodyOf } from './saving.ts';

/** Fields that say how a form is to be read, and were not typed by anybody. */
const UNTYPED = new Set([
  'revision',
  'version',
  'proof',
  'back',
  'whole',
  'kind',
  'thread',
  'after',
  'hash',
  'revisions',
  'previewed',
  'finding',
  'found',
  'step',
]);
/** Fields that are chosen, on every form that has them: what they send is an id or a word of ours. */
const CHOSEN = new Set(['from', 'of', 'question', 'take', 'messages', 'recommendations', 'restored', 'term', 'role']);
/** The same of an answer, by the end of the name; where what was sent is an id. */
const CHOSEN_IN_ANSWER = /^[^.]+\.(?:choice|ticked)$/;
const ID = /^[a-z0-9-]{1,100}$/;
/** The same of a worksheet that was brought back, by the beginning; ids of other forms may begin so. */
const CHOSEN_OF_SHEET = /^(?:seen|take|choice|piece)\./;
/** What the way back in adds to a form: never part of what was typed. */
const OUR_OWN = new Set(['proof', 'code', 'again']);

/** Boxes that are shown at once; what is beyond them goes along unseen. */
const SHOWN_MAX = 500;

/** A field of a form. Names are ours; values are the writer's own. */
export interface GivenField {
  readonly name: string;
  readonly value: string;
}

export interface GivenBack {
  /** Where the form is to be sent again. */
  readonly action: string;
  /** Texts that somebody typed, the longest first. */
  readonly typed: readonly GivenField[];
  /** All else that the form held. */
  readonly others: readonly GivenField[];
  /** What was read of a worksheet is among it. */
  readonly sheet: boolean;
}

/** The form of this request. Null where nobody typed or chose anything, or where a file came along, which nobody can resend. */
export function givenBack(request: Request): GivenBack | null {
  if (request.method !== 'POST' || request.is('multipart/form-data') !== false) return null;
  return dividedForm(bodyOf(request), safeBack(request.originalUrl));
}

/** The form that came along with a code, to be sent again to its page of a draft; null: none did. */
export function carriedBack(body: FormBody): (GivenBack & { readonly draft: string }) | null {
  const { again } = body;
  const [, draft = ''] = /^\/drafts\/([^/?]+)\//.exec(safeBack(again)) ?? [];
  if (typeof again !== 'string' || !DRAFT_ID.test(draft)) return null;
  const form = dividedForm(body, safeBack(again));
  return form === null ? null : { ...form, draft };
}

/** Whether a form belongs to a draft, so that a code or a link may open its page again. */
export const isOfDraft = ({ action }: GivenBack): boolean => action.startsWith(to.draft(''));

function dividedForm(body: FormBody, action: string): GivenBack | null {
  const fields = fieldsIn(body).filter(({ name }) => !OUR_OWN.has(name));
  const sheet = isSheet(fields);
  if (!sheet && !fields.some(({ name, value }) => !UNTYPED.has(name) && value !== '')) return null;
  const shown = new Set(typedIn(fields));
  return { action, typed: [...shown], others: fields.filter((field) => !shown.has(field)), sheet };
}

/** Everything that was typed in this request, for a page that can only show it. */
export function typedTexts(request: Request): readonly string[] {
  return request.method === 'POST' ? typedIn(fieldsIn(bodyOf(request))).map(({ value }) => value) : [];
}

const fieldsIn = (body: FormBody): GivenField[] =>
  Object.entries(body).flatMap(([name, values]) => [values ?? []].flat().map((value) => ({ name, value })));

const isSheet = (fields: readonly GivenField[]): boolean => fields.some(({ name }) => name === 'found');

/** What a box that is ticked sends was chosen, and is no text. */
function typedIn(fields: readonly GivenField[]): GivenField[] {
  const sheet = isSheet(fields);
  const isChosen = ({ name, value }: GivenField): boolean =>
    value === 'yes' ||
    value === 'no' ||
    CHOSEN.has(name) ||
    (CHOSEN_IN_ANSWER.test(name) && ID.test(value)) ||
    (sheet && CHOSEN_OF_SHEET.test(name));
  return fields
    .filter((field) => !UNTYPED.has(field.name) && field.value.trim() !== '' && !isChosen(field))
    .sort((a, b) => b.value.length - a.value.length)
    .slice(0, SHOWN_MAX);
}
