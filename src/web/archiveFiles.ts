/**
 * The files of an archive, put together for packing: what people read first, then what programs read. Nothing here asks
 * who may take one.
 */
import type { ArchivedDraft, Saved } from '../domain/archive.ts';
import { draftOf, type PackedFile } from '../domain/archiving.ts';
import {
  answeredIn,
  auditRows,
  commentsText,
  historyEntry,
  historyHead,
  readme,
  referenceText,
  sourcesText,
  type Telling,
} from '../domain/archiveTexts.ts';
import type { Draft } from '../domain/draft.ts';
import { AppError } from '../domain/errors.ts';
import { composeOutline, type Outline } from '../domain/outline.ts';
import type { Questionnaire } from '../domain/questionnaire.ts';
import { sourcesSchema } from '../domain/source.ts';
import { plainText } from '../domain/text.ts';
import { confidentialityOf, type Version } from '../domain/versions.ts';
import type { Parts } from './app.ts';
import { earlierTexts, writtenHistory, type HistoryOf } from './archiveHistory.ts';
import { tableFile } from './csv.ts';

/** Everything that the files are made of. */
interface Making extends HistoryOf {
  readonly telling: Telling;
}

/** The archive of a draft as one zip. Throws `not-found` where the draft is gone. */
export async function zipOf(parts: Parts, id: string): Promise<Uint8Array> {
  const made = await parts.store.archiveOf(id);
  if (made === null) throw new AppError('not-found');
  const telling = tellingOf(parts, made.archive);
  const files = await filesOf({ parts, id, made, telling });
  const zip = await parts.packFiles(files, new Date(made.archive.draft.changedAt));
  // Removed while it was packed, its history would have ended early.
  if ((await parts.store.draftById(id)) === null) throw new AppError('not-found');
  return zip;
}

function tellingOf(parts: Parts, archive: ArchivedDraft): Telling {
  const { language, questionnaire: hash } = archive.draft;
  const current = archive.questionnaires.filter((one) => one.hash === hash);
  // The latest of the others first.
  const others = archive.questionnaires.filter((one) => one.hash !== hash).toReversed();
  return {
    archive,
    versions: [...current, ...others].map(({ questionnaire }) => questionnaire),
    language,
    say: parts.phrases[language],
    countryName: (code) => parts.countries.name(code, language),
  };
}

/** A file, and the phrase that says in README.txt what it holds. */
type Told = Pick<PackedFile, 'name' | 'pieces'> & { readonly phrase: string };

/** Texts are made when their file's turn comes: others have theirs in between. */
async function filesOf(making: Making): Promise<readonly PackedFile[]> {
  const { parts, made, telling } = making;
  const { archive } = made;
  const [call] = telling.versions;
  if (call === undefined) throw new AppError('internal', 'a draft has lost the questionnaire that it was started with');
  const history = writtenHistory(making);
  const told: readonly Told[] = [
    ...(await documentFiles(making, call)),
    ...historyFiles(making),
    ...(archive.threads.length === 0 ? [] : [fileOf('comments.txt', 'comments', () => asText(commentsText(telling)))]),
    ...(hasSources(archive) ? [fileOf('sources.txt', 'sources', () => asText(sourcesText(telling)))] : []),
    ...archive.texts.map((text) =>
      fileOf(`reference-texts/${text.name}.txt`, 'texts', () => asText(referenceText(text))),
    ),
    fileOf('audit.csv', 'audit', () => tableFile(auditRows(telling))),
    fileOf('questionnaire.yaml', 'questionnaire', () => parts.writeQuestionnaire(call)),
    { name: 'history.jsonl', phrase: 'archive', pieces: history.lines() },
    // Behind the history, since it states what that holds.
    fileOf('archive.json', 'archive', () => `${JSON.stringify({ ...archive, history: history.stated() }, null, 1)}\n`),
  ];
  const listed = [...new Map(told.map(({ name, phrase }) => [folderOf(name), phrase])).entries()];
  return [
    { name: 'README.txt', pieces: [asText(readme(telling, listed))] },
    ...told.map(({ name, pieces }) => ({ name, pieces, dense: name.endsWith('.docx') })),
  ];
}

const fileOf = (name: string, phrase: string, make: () => string): Told => ({ name, phrase, pieces: once(make) });

function* once(make: () => string): Generator<string> {
  yield make();
}

const hasSources = ({ parts }: ArchivedDraft): boolean =>
  (sourcesSchema.safeParse(parts.sources?.value).data?.items.length ?? 0) > 0;

async function documentFiles(making: Making, call: Questionnaire): Promise<readonly Told[]> {
  const { parts, made, id } = making;
  const { submission } = made.archive;
  const draft = draftOf(made.archive, id);
  const outline = outlineFrom(parts, draft, call, 'full');
  const hasPublic = submission === null ? confidentialityOf(draft) === 'part' : submission.publicDocument !== null;
  const full = await documentFrom(making, draft, 'full', () => outline);
  const shown = hasPublic
    ? [await documentFrom(making, draft, 'public', () => outlineFrom(parts, draft, call, 'public'))]
    : [];
  return [
    { name: 'document.docx', phrase: 'document', pieces: [full] },
    ...shown.map((bytes) => ({ name: 'document-public.docx', phrase: 'public', pieces: [bytes] })),
    fileOf('document.txt', 'text', () => asText(plainText(outline))),
  ];
}

/** As the list of files names it: a folder stands for all that is in it. */
const folderOf = (name: string): string => name.replace(/\/.*$/, '/');

/** For whatever people open such files with: some take text without this mark for something else, or need both signs. */
const asText = (text: string): string => (text === '' ? '' : `\ufeff${text.replaceAll('\n', '\r\n')}`);

export function outlineFrom(parts: Parts, draft: Draft, call: Questionnaire, version: Version): Outline {
  const { language } = draft.record;
  const countryName = (code: string): string => parts.countries.name(code, language);
  const country = countryName(draft.organisation.value.country);
  return composeOutline(draft, call, parts.phrases[language], { version, country, countryName });
}

/** What was frozen; before that, what the press has made of this revision already, or makes now. */
async function documentFrom(
  { parts, id }: Making,
  { record }: Draft,
  version: Version,
  outline: () => Outline,
): Promise<Uint8Array> {
  if (record.submittedAt === null) return parts.press.press(`${id}/${record.revision}/${version}`, outline);
  const frozen = await parts.store.documentOf(id, version);
  if (frozen === null) throw new AppError('internal', 'a submission has lost its document');
  return frozen;
}

/** One file for each question, every text of it in its order. */
function historyFiles(making: Making): readonly Told[] {
  return answeredIn(making.telling).map((id, at) => ({
    name: `history/${String(at + 1).padStart(2, '0')}-${id.slice(0, 60)}.txt`,
    phrase: 'history',
    pieces: textsOf(making, id),
  }));
}

async function* textsOf(making: Making, id: string): AsyncGenerator<string> {
  const { telling, made } = making;
  yield asText(historyHead(telling, id));
  const entry = (saved: Saved): string => asText(historyEntry(telling, id, saved)).slice(1);
  const newest = made.archive.answers[id];
  if (newest === undefined) return;
  for await (const earlier of earlierTexts(making, id, newest.revision)) yield entry(earlier);
  yield entry(newest);
}
