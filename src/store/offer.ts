/**
 * The questionnaires on offer while the program runs: the files of a folder, looked at again and again, because systems
 * tell of changes late or not at all. A file is served once it is whole and right; while it is wrong, its last right
 * state stays served, and no file stops another. What a file says is `questionnaires.ts`.
 */
import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { Offer } from '../domain/callIndex.ts';
import type { FileProblem, KeptQuestionnaire } from '../domain/questionnaire.ts';
import { lookInto, stateOf, sumIn, watchFolder } from './folderLook.ts';
import { bytesIn, folderProblem, hashOf, idProblem, parseBytes } from './questionnaires.ts';
import type { Reading, Readings } from './readings.ts';
import { settling } from './settling.ts';
import { wholesBy } from './wholes.ts';

export interface OfferOptions {
  readonly readings: Readings;
  /** Is told of each problem once for each state of a file. */
  readonly report: (problem: FileProblem) => void;
  /** How often the folder is looked at, in milliseconds. What the system tells of is looked at sooner. */
  readonly everyMs?: number;
  /** How long a file must have stayed as it is before it is read, in milliseconds: it may be half written. */
  readonly settleMs?: number;
}

/** An offer that follows its files until it is closed. */
export interface LiveOffer extends Offer {
  /** Resolves when every file that was there at the start has been read. */
  readonly ready: Promise<void>;
  close(): void;
}

const EVERY_MS = 5_000;
const SETTLE_MS = 1_000;
/** From when the system tells of a change to the look. */
const SOON_MS = 100;
/** Files without a reading that the start waits for: more than most operators have. Others are read while it runs. */
const FIRST_FILES = 30;
/** Of those, as many are put on offer together: the index of all calls is built anew each time. */
const PUT_FILES = 100;
/** Whole questionnaires kept at hand. */
const WHOLES_MAX = 100;

interface Known {
  /** The state in which the file was read last (`Look`). */
  readonly state: string;
  /** What it said when it was last right; null: it never was. */
  readonly reading: Reading | null;
}

/** Serves what is known of the folder when this returns, and goes on reading and looking. Never throws. */
export function offerQuestionnaires(folder: string, options: OfferOptions): LiveOffer {
  const { readings, report, everyMs = EVERY_MS, settleMs = SETTLE_MS } = options;
  const known = new Map<string, Known>();
  const unread = new Set<string>();
  const changes = settling(settleMs);
  const told = new Set<string>();
  let byCall: ReadonlyMap<string, Reading> = new Map();
  let heads: readonly KeptQuestionnaire[] = [];
  let isClosed = false;
  let next: { readonly timer: NodeJS.Timeout; readonly at: number } | null = null;

  const whole = wholesBy((reading) => {
    const questionnaire = readings.whole(reading);
    if (questionnaire !== null) return { hash: reading.kept.hash, questionnaire };
    // What was kept of it is gone. Its file says the same, unless that has changed too.
    const file = [...known].find(([, { reading: other }]) => other === reading)?.[0] ?? '';
    const bytes = bytesIn(file);
    const { questionnaire: again } = Buffer.isBuffer(bytes) ? parseBytes(file, bytes) : { questionnaire: null };
    if (again === null || hashOf(again) !== reading.kept.hash) return null;
    readings.keep(reading.bytes, again);
    return { hash: reading.kept.hash, questionnaire: again };
  }, WHOLES_MAX);

  /** Puts on offer what the files say now. Of two files with one id the first is served. */
  function put(): void {
    const offered = new Map<string, Reading>();
    for (const file of [...known.keys()].sort()) {
      const reading = known.get(file)?.reading ?? null;
      if (reading === null) continue;
      const { id } = reading.kept.questionnaire;
      const twin = `${file} ${reading.bytes}`;
      if (!offered.has(id)) offered.set(id, reading);
      else if (!told.has(twin)) report(idProblem(file, id));
      if (offered.get(id) !== reading) told.add(twin);
    }
    byCall = offered;
    heads = [...offered.values()].map(({ kept }) => kept);
  }

  const save = (): void => readings.save([...known.values()].flatMap(({ reading }) => reading ?? []));

  function read(file: string, state: string, bytes: Buffer | FileProblem): void {
    unread.delete(file);
    const before = known.get(file)?.reading ?? null;
    if (!Buffer.isBuffer(bytes)) {
      report(bytes);
      known.set(file, { state, reading: before });
      return;
    }
    const sum = sumOf(bytes);
    const again = readings.find(sum);
    if (again !== undefined) {
      known.set(file, { state, reading: again });
      return;
    }
    const { questionnaire, problems } = parseBytes(file, bytes);
    problems.forEach(report);
    known.set(file, { state, reading: questionnaire === null ? before : readings.keep(sum, questionnaire) });
  }

  function begin(): void {
    const { files, failure } = lookInto(folder);
    if (failure !== null) report(folderProblem(folder, failure));
    let left = FIRST_FILES;
    for (const [file, state] of files) {
      const sum = sumIn(file);
      const again = sum === null ? undefined : readings.find(sum);
      if (again !== undefined) known.set(file, { state, reading: again });
      else if (left === 0) unread.add(file);
      else {
        left -= 1;
        read(file, state, bytesIn(file));
      }
    }
    put();
  }

  /** A file at a time, so that nobody who asks for a page waits for more than one. */
  async function readRest(): Promise<void> {
    let count = 0;
    for (const file of [...unread]) {
      await setImmediate();
      if (isClosed) return;
      const state = stateOf(file);
      if (state === null) unread.delete(file);
      else read(file, state, bytesIn(file));
      count += 1;
      if (count % PUT_FILES === 0) put();
    }
    if (count > 0) put();
    save();
  }

  /** Reads what has changed and settled. */
  async function follow(): Promise<void> {
    const { files, failure } = lookInto(folder);
    // A folder that cannot be read for a moment takes no call away.
    if (failure !== null) return;
    const gone = [...known.keys()].filter((file) => !files.has(file) && changes.hasSettled(file, 'gone'));
    for (const file of gone) known.delete(file);
    const changed = [...files].filter(([file, state]) =>
      known.get(file)?.state === state ? changes.forget(file) : changes.hasSettled(file, state),
    );
    for (const [file, state] of changed) {
      await setImmediate();
      const bytes = bytesIn(file);
      // Written to again while it was read: the next look sees it.
      if (stateOf(file) === state) read(file, state, bytes);
    }
    changes.forgetAllBut((file) => files.has(file) || known.has(file));
    if (gone.length + changed.length === 0) return;
    put();
    save();
  }

  /** Looks after this time, or sooner where that is planned already: a folder that changes all the time is looked at too. */
  function look(inMs: number): void {
    const at = performance.now() + inMs;
    if (isClosed || (next !== null && next.at <= at)) return;
    if (next !== null) clearTimeout(next.timer);
    const timer = setTimeout(() => {
      void follow().then(() => {
        next = null;
        look(changes.isEmpty() ? everyMs : settleMs);
      });
    }, inMs);
    next = { timer: timer.unref(), at };
  }

  begin();
  const ready = readRest().then(() => look(everyMs));
  const watcher = watchFolder(folder, () => next !== null && look(Math.min(SOON_MS, everyMs)));

  const current = (call: string): KeptQuestionnaire | undefined => {
    const reading = byCall.get(call);
    return reading === undefined ? undefined : whole(reading);
  };
  return {
    ready,
    heads: () => heads,
    unread: () => unread.size,
    all: () => [...byCall.keys()].flatMap((call) => current(call) ?? []),
    current,
    close() {
      isClosed = true;
      if (next !== null) clearTimeout(next.timer);
      watcher.close();
    },
  };
}

const sumOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
