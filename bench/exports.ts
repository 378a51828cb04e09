/**
 * Exports of a submission of 2,500 words: the press against three peers, an unchanged draft again, and what eight
 * exports at once do to the pages.
 */
import { rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { bytesOf } from '../src/docx/bytes.ts';
import { documentOf } from '../src/docx/document.ts';
import { createPress } from '../src/docx/press.ts';
import { EMPTY_ANSWER } from '../src/domain/answer.ts';
import { NO_CHECKS } from '../src/domain/checks/aside.ts';
import { NO_CONSENTS } from '../src/domain/consent.ts';
import { EMPTY_PUBLICATION, type Draft } from '../src/domain/draft.ts';
import { EMPTY_FRONT } from '../src/domain/frontMatter.ts';
import { EMPTY_ORGANISATION } from '../src/domain/organisation.ts';
import { EMPTY_SCOPE } from '../src/domain/scope.ts';
import { EMPTY_SENDING, NOTHING_DONE } from '../src/domain/sending.ts';
import { composeOutline, type Outline } from '../src/domain/outline.ts';
import { NO_PAPERS } from '../src/domain/papers.ts';
import { EMPTY_PLAN } from '../src/domain/plan.ts';
import { NO_SIGNATORIES } from '../src/domain/signatory.ts';
import { NO_SOURCES } from '../src/domain/source.ts';
import { readPhrases } from '../src/phrases.ts';
import { readQuestionnaires } from '../src/store/questionnaires.ts';
import { alternate, percentile, printLine, printNote, printTitle } from './figures.ts';
import { steadily } from './load.ts';
import { answerOf, CALL, ORGANISATION, QUESTIONS } from './material.ts';
import { ROUNDS } from './pages.ts';
import { bareDocx, fromHtml, fromTemplate, templateFor } from './peers/documents.ts';
import { makeFolder, startProgram } from './servers.ts';
import { startWriter, startWriters } from './writers.ts';

const ROOT = resolve(import.meta.dirname, '..');
const DOCUMENTS_A_TURN = 10;
const PAGES_A_SECOND = 200;
const EXPORTS_AT_ONCE = 8;

function outline(): Outline {
  const { questionnaires } = readQuestionnaires(join(ROOT, 'questionnaires'));
  const kept = questionnaires.current(CALL);
  if (kept === undefined) throw new Error('the founding call is missing');
  const now = new Date('2026-11-21T12:00:00Z');
  const draft: Draft = {
    record: {
      id: '0123456789',
      call: CALL,
      questionnaire: kept.hash,
      language: 'en',
      startedAt: now,
      changedAt: now,
      revision: 12,
      submittedAt: null,
      follows: null,
    },
    organisation: { value: { ...EMPTY_ORGANISATION, ...ORGANISATION }, revision: 1 },
    publication: { value: EMPTY_PUBLICATION, revision: 0 },
    plan: { value: EMPTY_PLAN, revision: 0 },
    signatories: { value: NO_SIGNATORIES, revision: 0 },
    consents: { value: NO_CONSENTS, revision: 0 },
    checks: { value: NO_CHECKS, revision: 0 },
    front: { value: EMPTY_FRONT, revision: 0 },
    sending: { value: EMPTY_SENDING, revision: 0 },
    checklist: { value: NOTHING_DONE, revision: 0 },
    scope: { value: EMPTY_SCOPE, revision: 0 },
    papers: { value: NO_PAPERS, revision: 0 },
    sources: { value: NO_SOURCES, revision: 0 },
    outside: {},
    answers: Object.fromEntries(
      QUESTIONS.map((question) => [question, { value: { ...EMPTY_ANSWER, text: answerOf(question) }, revision: 1 }]),
    ),
  };
  return composeOutline(draft, kept.questionnaire, readPhrases(ROOT).en, { country: 'Ireland' });
}

/** Milliseconds a document, over a turn of several. */
async function timed(make: () => unknown): Promise<number> {
  const startedAt = performance.now();
  for (let count = 0; count < DOCUMENTS_A_TURN; count += 1) await make();
  return (performance.now() - startedAt) / DOCUMENTS_A_TURN;
}

export async function exports(): Promise<void> {
  const paper = outline();
  const template = await templateFor();
  const runs = await alternate<'ours' | 'docx' | 'docxtemplater' | 'htmlToDocx', number>(ROUNDS * 2, {
    ours: () => timed(() => bytesOf(documentOf(paper), paper)),
    docx: () => timed(() => bareDocx(paper)),
    docxtemplater: () => timed(() => fromTemplate(template, paper)),
    htmlToDocx: () => timed(() => fromHtml(paper)),
  });
  printTitle(`exports of ${paper.words} words`);
  const line = (what: string, peer: readonly number[], aim: string): void =>
    printLine({ what, ours: runs.ours, peer, unit: 'ms', aim });
  line('document, against the bare docx package', runs.docx, '≤ 1.3');
  line('document, against docxtemplater', runs.docxtemplater, '< 1');
  line('document, against html-to-docx', runs.htmlToDocx, '< 1');

  const press = createPress();
  await press.press('kept', () => paper);
  const again = await Promise.all(Array.from({ length: ROUNDS }, () => timed(() => press.press('kept', () => paper))));
  printLine({ what: 'unchanged draft again, from the press', ours: again, unit: 'ms', aim: '< 1 ms' });
  await press.close();
  await pagesMeanwhile();
}

/** The contents page at a steady rate, with and without eight exports under way, each of a draft that just changed. */
async function pagesMeanwhile(): Promise<void> {
  const folder = makeFolder();
  const program = await startProgram(join(folder, 'data'));
  const reader = await startWriter(program.url);
  await reader.fill();
  const exporters = await startWriters(program.url, EXPORTS_AT_ONCE);
  const visit = async (): Promise<number> =>
    percentile(await steadily(program.url + reader.draft, reader.headers, PAGES_A_SECOND), 0.99);
  let exported = 0;
  const busy = async (): Promise<number> => {
    let going = true;
    const exporting = exporters.map(async (writer) => {
      while (going) {
        const { path = '', headers, body } = writer.next();
        const init = {
          method: 'POST',
          redirect: 'manual',
          headers: headers as Record<string, string>,
          body: String(body),
        };
        writer.answered?.((await fetch(program.url + path, init as RequestInit)).status);
        await (await fetch(`${program.url}${writer.draft}/document.docx`, { headers: writer.headers })).arrayBuffer();
        exported += 1;
      }
    });
    const result = await visit();
    going = false;
    await Promise.all(exporting);
    return result;
  };
  const runs = await alternate<'ours' | 'peer', number>(ROUNDS, { ours: busy, peer: visit });
  printLine({
    what: `page p99 at ${PAGES_A_SECOND}/s while eight exports run, against none`,
    ...runs,
    unit: 'ms',
    aim: '≤ 2',
  });
  printNote(`${exported} documents of drafts that had just changed were pressed meanwhile`);
  await program.stop();
  rmSync(folder, { recursive: true, force: true });
}
