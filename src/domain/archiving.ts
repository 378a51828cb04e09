/**
 * Taking an archive of a draft, and bringing one in: the ports of the cellar, of whoever reads archives of strangers, and
 * of whoever packs files together; and what is settled about a draft that was brought in. Pure.
 */
import { PART_NAMES, type Archive, type ArchivedDraft, type ArchivedRecord, type Saved } from './archive.ts';
import type { ArchiveFault } from './archiveFaults.ts';
import { withoutGone } from './carrying.ts';
import { assemble, type Draft } from './draft.ts';
import { withinScope } from './scope.ts';
import type { Questionnaire } from './questionnaire.ts';
import { prolonged, ruledRemoval } from './retention.ts';
import { sourcesSchema } from './source.ts';
import type { Delivery, Submission } from './submission.ts';

/** An archive, and by which names it calls what has an id here. */
export interface MadeArchive {
  readonly archive: ArchivedDraft;
  readonly linkNames: ReadonlyMap<string, string>;
  readonly textNames: ReadonlyMap<string, string>;
}

/** One value out of the history of a part. */
export interface EarlierValue {
  readonly key: string;
  readonly revision: number;
  readonly savedAt: Date;
  /** Id of the link by which its writer came in. */
  readonly link: string;
  readonly value: unknown;
}

/** A line of the history of an archive, its value as JSON: nobody has to read it again before it is sealed. */
export interface EarlierJson extends Omit<EarlierValue, 'link' | 'value' | 'savedAt'> {
  readonly savedAt: string;
  /** The name of the link in the archive. */
  readonly by: string | null;
  readonly json: Uint8Array;
}

/** The documents of an archive, where it has them. */
export interface ArchivedDocuments {
  readonly full: Uint8Array | null;
  readonly public: Uint8Array | null;
}

/** An archive as it was read and checked. */
export interface ReadArchive {
  readonly kind: 'archive';
  readonly archive: Archive;
  readonly earlier: readonly EarlierJson[];
  readonly documents: ArchivedDocuments;
}

/** Why an archive was not taken in. Each has its sentence in `locales/`, under `archives.refused`. */
export const ARCHIVE_REFUSALS = [
  'nothing', // no file was chosen
  'empty',
  'too-large', // more bytes than are taken
  'not-zip',
  'encrypted',
  'no-archive', // a zip of something else
  'newer', // made by a newer program
  'damaged',
  'too-heavy', // it unpacks to more than is read
  'too-slow',
  'invalid', // `fault` says what and where
  'document', // missing, or not the one that the submission names
  'history', // missing, or not the one that archive.json states
] as const;
export type ArchiveRefusal = (typeof ARCHIVE_REFUSALS)[number];

export interface RefusedArchive {
  readonly kind: 'refused';
  readonly why: ArchiveRefusal;
  readonly fault: ArchiveFault | null;
}

/** The port: `src/reading/` reads archives with it, in a process of its own. */
export interface ArchiveReader {
  /** Rejects with AppError `unavailable` where too many files wait, or once closed; for nothing that the file holds. */
  readArchive(bytes: Uint8Array, now: Date): Promise<ReadArchive | RefusedArchive>;
}

/** A draft that is brought in, as it is kept here. */
export interface BroughtIn extends Pick<ReadArchive, 'archive' | 'earlier' | 'documents'> {
  /** Its new id. */
  readonly draft: string;
  /** The one new link, and the session that it lets in. */
  readonly owner: { readonly label: string; readonly hash: string; readonly session: string };
  /** Null where the archive has none. */
  readonly submission: Submission | null;
  readonly deliveries: readonly Delivery[];
  readonly keepUntil: Date | null;
  readonly now: Date;
  /** Ids of ten letters and digits for whatever else comes along. */
  readonly newId: () => string;
}

/** Every method may throw AppError `unavailable` or `broken-seal`. */
export interface ArchiveStore {
  /** Everything of a draft as it was at one moment, without its earlier texts. Null: there is no such draft. */
  archiveOf(draft: string): Promise<MadeArchive | null>;
  /** Values of a part whose revisions lie between the two, oldest first; `limit` at most. They never change. */
  earlierValues(
    draft: string,
    key: string,
    between: { readonly after: number; readonly before: number },
    limit: number,
  ): Promise<readonly EarlierValue[]>;
  /**
   * Keeps a draft that is brought in, and lets the session in: all or nothing, durable when it resolves. Its call is the
   * one that is known here by its hash, as far as this session may use it; otherwise it becomes a call that this session
   * brought in. `own`: so it was.
   */
  bringInDraft(brought: BroughtIn): Promise<{ readonly own: boolean }>;
  /** The records of the installations that a draft was in before, the latest last. */
  earlierRecords(draft: string): Promise<readonly ArchivedRecord[]>;
}

/**
 * The value of a part with its reference texts called otherwise: by their names in an archive, or by the ids that they get
 * here. Of all parts only the sources name any.
 */
export function withTextsNamed(key: string, value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (key !== 'sources' || names.size === 0) return value;
  const { data } = sourcesSchema.safeParse(value);
  if (data === undefined) return value;
  const items = data.items.map((source) =>
    source.text === null ? source : { ...source, text: names.get(source.text) ?? source.text },
  );
  return { ...data, items };
}

/** The newest value of each part, in the order of the archive: answers come last. */
export const savedIn = ({
  parts,
  answers,
}: Pick<Archive, 'parts' | 'answers'>): readonly (Saved & { readonly key: string })[] => [
  ...PART_NAMES.flatMap((key) => {
    const saved = parts[key];
    return saved === undefined ? [] : [{ key, ...saved }];
  }),
  ...Object.entries(answers).map(([key, saved]) => ({ key, ...saved })),
];

/** The draft of an archive, under an id of this installation. */
export function draftOf({ draft, parts, answers, questionnaires }: ArchivedDraft, id: string): Draft {
  const { questionnaire } = questionnaires.find(({ hash }) => hash === draft.questionnaire) ?? {};
  const saved = savedIn({ parts, answers });
  const assembled = assemble(
    {
      id,
      call: questionnaire?.id ?? '',
      questionnaire: draft.questionnaire,
      language: draft.language,
      startedAt: new Date(draft.startedAt),
      changedAt: new Date(draft.changedAt),
      revision: draft.revision,
      submittedAt: draft.submittedAt === null ? null : new Date(draft.submittedAt),
      follows: null,
    },
    saved.map(({ key, revision, savedAt, value }) => ({ key, revision, savedAt: new Date(savedAt), value })),
  );
  return questionnaire === undefined ? assembled : withinScope(withoutGone(assembled, questionnaire), questionnaire);
}

/** A file to be packed; its pieces are asked for one after another. */
export interface PackedFile {
  /** ASCII, with "/" between folders. */
  readonly name: string;
  readonly pieces: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
  /** Is packed already, as Word files are: not again. */
  readonly dense?: boolean;
}

/**
 * Packs files into one zip, in their order, in small steps between which others get their turn. The same files give the
 * same bytes: `day` is the only date in it, and it names no machine.
 */
export type PackFiles = (files: Iterable<PackedFile>, day: Date) => Promise<Uint8Array>;

/**
 * Until when a draft that is brought in stays: what was wished in its archive, but no longer than an owner could wish now;
 * and never shorter than that where the rule alone would soon remove it.
 */
export function stayOfBroughtIn(
  { draft }: Archive,
  call: Questionnaire,
  retentionDays: number,
  now: Date,
): Date | null {
  const longest = prolonged(retentionDays, now);
  const wished = draft.keepUntil === null ? null : new Date(draft.keepUntil);
  const kept = wished !== null && wished > longest ? longest : wished;
  const ruled = ruledRemoval(
    {
      startedAt: new Date(draft.startedAt),
      changedAt: new Date(draft.changedAt),
      submittedAt: draft.submittedAt === null ? null : new Date(draft.submittedAt),
      keepUntil: kept,
    },
    call,
    retentionDays,
  );
  return ruled < longest ? longest : kept;
}
