/**
 * The texts of an archive that people read without any program: what the files are, every text of a question, comments,
 * the record, reference texts. In the language of the draft; times in UTC, to the minute. Pure.
 */
import { ACTIONS } from './audit.ts';
import { answerSchema, type Answer } from './answer.ts';
import type { ArchivedDraft, ArchivedRecord, ArchivedText, Saved } from './archive.ts';
import { sourceInlines } from './citationStyle.ts';
import { ended } from './citing.ts';
import { dayInGeneva } from './front.ts';
import { wordedIn, type Language, type Say, type Text } from './language.ts';
import { labelOf, type PlacedQuestion } from './places.ts';
import { officialLanguages, questionOf, questionsOf, type Questionnaire } from './questionnaire.ts';
import { sourcesSchema } from './source.ts';
import { blocksText } from './text.ts';
import { writtenOut } from './written.ts';

/** What the texts are written with: an archive, its questionnaires, and phrases of the draft's language. */
export interface Telling {
  readonly archive: ArchivedDraft;
  /** That of the draft first, then those that it was moved on from. */
  readonly versions: readonly Questionnaire[];
  readonly language: Language;
  readonly say: Say;
  readonly countryName: (code: string) => string;
}

const RULE = '─'.repeat(72);

/** "2024-02-01 09:00 UTC". */
const moment = (iso: string): string => `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;

/** The label of a link. */
function labelled({ archive, say }: Pick<Telling, 'archive' | 'say'>, by: string | null): string {
  const link = archive.links.find(({ name }) => name === by);
  return link === undefined || link.label === '' ? say('archives.files.nobody') : link.label;
}

const heading = (title: string): string => `${title}\n${'='.repeat(Math.min(72, title.length))}`;

/** `files`: the names of those that are there, as `archives.files.readme` calls them, with what each holds. */
export function readme(
  { archive, versions, language, say }: Telling,
  files: readonly (readonly [name: string, phrase: string])[],
): string {
  const [call] = versions;
  const organisation = archive.parts.organisation?.value as { readonly name?: string } | undefined;
  const of = {
    name: organisation?.name?.trim() || say('contents.unnamed'),
    call: call === undefined ? '' : (wordedIn(call.shortTitle, language, officialLanguages(call))?.text ?? ''),
    when: dayInGeneva(new Date(archive.draft.changedAt), language),
  };
  return `${[
    heading(say('archives.files.readme.title')),
    say('archives.files.readme.of', of),
    say('archives.files.readme.confidential'),
    heading(say('archives.files.readme.files')),
    files.map(([name, phrase]) => `${name}\n    ${say(`archives.files.readme.${phrase}`)}`).join('\n'),
    heading(say('archives.files.readme.bringIn')),
    say('archives.files.readme.how', { link: say('archives.bring.link') }),
  ].join('\n\n')}\n`;
}

/** The question with this id, in the newest version that asks it, and that version. */
function asked({ versions }: Telling, id: string): readonly [PlacedQuestion, Questionnaire] | null {
  for (const version of versions) {
    const placed = questionOf(version, id);
    if (placed !== undefined) return [placed, version];
  }
  return null;
}

function wordingOf(telling: Telling, id: string): string {
  const found = asked(telling, id);
  if (found === null) return telling.say('archives.files.noQuestion', { id });
  const [{ node }, version] = found;
  const words = wordedIn(node.text ?? {}, telling.language, officialLanguages(version))?.text ?? id;
  const label = labelOf(node);
  return label === null ? words : `${label} ${words}`;
}

/** Ids of the questions that were answered, in the order of the call; those that it asks no more come last. */
export function answeredIn({ archive, versions }: Telling): readonly string[] {
  const order = versions.flatMap((version) => questionsOf(version).map(({ node }) => node.id));
  const ids = [...new Set([...order, ...Object.keys(archive.answers)])];
  return ids.filter((id) => Object.hasOwn(archive.answers, id));
}

/** What stands over the texts of a question. */
export const historyHead = (telling: Telling, id: string): string => `${wordingOf(telling, id)}\n`;

/** One text of a question, with when it was saved and by whom. */
export function historyEntry(telling: Telling, id: string, { revision, savedAt, by, value }: Saved): string {
  const { say } = telling;
  const line = say('archives.files.saved', { number: revision, when: moment(savedAt), by: labelled(telling, by) });
  const answer = answerSchema.safeParse(value).data;
  return `\n${RULE}\n${line}\n${RULE}\n\n${answer === undefined ? JSON.stringify(value, null, 2) : written(telling, id, answer)}\n`;
}

function written(telling: Telling, id: string, answer: Answer): string {
  const found = asked(telling, id);
  if (found === null) return answer.text;
  const { say, language, countryName } = telling;
  const worded = (text: Text) => wordedIn(text, language, officialLanguages(found[1]));
  return writtenOut(found[0].node, answer, { say, worded, countryName });
}

/** "" where nobody said anything. */
export function commentsText(telling: Telling): string {
  const { say } = telling;
  return telling.archive.threads
    .map(({ question, resolved, comments }) => {
      const state =
        resolved === null
          ? say('archives.files.open')
          : say(`archives.files.${resolved.adopted ? 'adopted' : 'settled'}`, {
              when: moment(resolved.at),
              by: labelled(telling, resolved.by),
            });
      const said = comments.map(
        ({ kind, text, by, at }) =>
          `${moment(at)} · ${labelled(telling, by)}${kind === 'proposal' ? ` · ${say('archives.files.proposal')}` : ''}\n\n${text}\n`,
      );
      return [RULE, wordingOf(telling, question), state, RULE, '', ...said].join('\n');
    })
    .join('\n');
}

const COLUMNS = ['number', 'when', 'who', 'role', 'what', 'about', 'count'] as const;

/** The rows of a table: its heading, then the entries of all records, the oldest first. */
export function auditRows({ archive, say }: Pick<Telling, 'archive' | 'say'>): readonly (readonly string[])[] {
  const entries = [...archive.earlierRecords, archive.audit].flatMap((record) => record.entries);
  return [
    COLUMNS.map((column) => say(`archives.files.columns.${column}`)),
    ...entries.map((one) => auditRow(one, say)),
  ];
}

function auditRow(
  { number, at, role, label, action, subject, about, count }: ArchivedRecord['entries'][number],
  say: Say,
) {
  return [
    String(number),
    moment(at).replace(' UTC', ''),
    role === null ? say('archives.files.program') : label,
    role === null ? '' : say(`links.roles.${role}`),
    actionPhrase(action, say),
    about === '' ? (subject ?? '') : about,
    count === null ? '' : String(count),
  ];
}

/** What was done, in words; an action that this program does not know stays as it is called. */
export function actionPhrase(action: string, say: Say): string {
  return (ACTIONS as readonly string[]).includes(action) ? say(`audit.actions.${action}`) : action;
}

/** The sources in the style of footnotes, each under the key that answers cite it by; "" where there are none. */
export function sourcesText({ archive, language, say }: Telling): string {
  const { items = [] } = sourcesSchema.safeParse(archive.parts.sources?.value).data ?? {};
  return items
    .map((source) => {
      const inlines = ended(sourceInlines({ language, say }, source, ''));
      const text = blocksText([{ kind: 'paragraph', inlines }], language);
      return `@${source.key}\n    ${source.confidential ? `[[${text}]]` : text}\n`;
    })
    .join('\n');
}

/** A reference text as it was read. */
export function referenceText({ title, excerpts }: ArchivedText): string {
  let over = '';
  const pieces = excerpts.map(({ headings, lines }) => {
    const here = headings.join(' › ');
    const head = here === over || here === '' ? '' : `\n${heading(here)}\n\n`;
    over = here;
    return `${head}${lines.join('\n\n')}\n`;
  });
  return `${heading(title)}\n\n${pieces.join('\n')}`;
}
