/**
 * A process of its own that rings until nothing is due, to be killed in the middle; and the draft that it rings for.
 * Run as: node ringer.ts SETTINGS_JSON SMTP_URL MOMENT
 */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { deadlinesOf } from '../src/domain/deadline.ts';
import { questionnaireSchema, type KeptQuestionnaire } from '../src/domain/questionnaire.ts';
import { questionOfAddress, type Reminder, type Subscription } from '../src/domain/reminder.ts';
import { createLetterbox } from '../src/mail/letterbox.ts';
import { readPhrases } from '../src/phrases.ts';
import { createRinger } from '../src/ringing.ts';
import { openCellar, type Cellar, type CellarSettings } from '../src/store/cellar.ts';
import { newId, newToken } from '../src/web/secrets.ts';

export const RUNG_CALL: KeptQuestionnaire = {
  hash: 'c'.repeat(64),
  questionnaire: questionnaireSchema.parse({
    id: 'estuary',
    provenance: { languages: { en: 'official' }, text: { en: 'The call, by 14 March 2026.' } },
    title: { en: 'The estuary' },
    shortTitle: { en: 'The estuary' },
    issuers: [{ name: { en: 'Special Rapporteur' } }],
    deadlines: [{ wording: { en: 'by 14 March 2026' }, date: '2026-03-14', relation: 'by' }],
    questions: [{ id: 'q1', label: '1)', text: { en: 'What has changed?' } }],
  }),
};
export const ASKED_AT = new Date('2026-03-01T09:00:00Z');
export const RINGS_AT = new Date('2026-03-07T09:00:00Z');
const DEADLINE = deadlinesOf(RUNG_CALL.questionnaire)[0]!.instant;

/** One draft, and as many people who wait for one bell, due at RINGS_AT. */
export async function planMany(cellar: Cellar, count: number): Promise<{ draft: string; ids: readonly string[] }> {
  const begun = await beginDraft(cellar);
  const ids = await Promise.all(Array.from({ length: count }, (_, index) => planOne(cellar, begun, index)));
  return { draft: begun.draft, ids };
}

/** Somebody asks at this very moment: the question is due. */
export async function askNow(cellar: Cellar): Promise<void> {
  const subscription = { ...asking(await beginDraft(cellar), 0), askedAt: new Date() };
  await cellar.subscribe(subscription, randomUUID(), questionOfAddress(subscription, newId));
}

interface Begun {
  readonly draft: string;
  readonly link: string;
}

async function beginDraft(cellar: Cellar): Promise<Begun> {
  const [draft, link, session] = [newId(), newId(), randomUUID()];
  await cellar.keepQuestionnaire(RUNG_CALL);
  await cellar.beginSession(session, ASKED_AT, DEADLINE);
  const record = {
    id: draft,
    call: RUNG_CALL.questionnaire.id,
    questionnaire: RUNG_CALL.hash,
    language: 'en',
    startedAt: ASKED_AT,
    changedAt: ASKED_AT,
    revision: 1,
    submittedAt: null,
    follows: null,
  } as const;
  await cellar.startDraft(record, {}, { link, label: 'Awa', hash: randomUUID(), session });
  return { draft, link };
}

const asking = ({ draft, link }: Begun, index: number): Subscription => ({
  id: newId(),
  draft,
  link,
  wish: { address: `reader${index}@mail.example`, language: 'en', zone: 'Africa/Dakar', hour: 9, neutral: false },
  token: newToken(),
  askedAt: ASKED_AT,
  confirmedAt: null,
  deadlineAt: null,
  ended: null,
});

/** Gives the id of the bell. */
async function planOne(cellar: Cellar, begun: Begun, index: number): Promise<string> {
  const subscription = asking(begun, index);
  const question = questionOfAddress(subscription, newId);
  const bell: Reminder = {
    ...question,
    id: newId(),
    kind: 'bell-7',
    deadlineAt: DEADLINE,
    ringsAt: RINGS_AT,
    nextAt: RINGS_AT,
  };
  await cellar.subscribe(subscription, randomUUID(), question);
  await cellar.confirm(subscription.id, ASKED_AT, DEADLINE, [bell]);
  return bell.id;
}

/** Rings at `moment`, with a clock that goes on from there, until nothing is due. */
export async function ringThrough(settings: CellarSettings, smtpUrl: string, moment: Date): Promise<void> {
  const startedAt = Date.now();
  const store = await openCellar(settings);
  const mailer = createLetterbox({ smtpUrl, from: { name: '', address: 'desk@sender.example' } });
  const ringer = createRinger({
    store,
    mailer,
    press: null,
    retentionDays: 180,
    questionnaires: { all: () => [RUNG_CALL], current: () => RUNG_CALL },
    phrases: readPhrases(join(import.meta.dirname, '..')),
    baseUrl: () => 'https://desk.example',
    clock: () => new Date(moment.getTime() + Date.now() - startedAt),
    newId,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
  });
  await ringer.ring();
  mailer.close();
  await store.close();
}

const [settings, smtpUrl, moment] = process.argv.slice(2);
if (import.meta.main && settings !== undefined && smtpUrl !== undefined && moment !== undefined) {
  await ringThrough(JSON.parse(settings) as CellarSettings, smtpUrl, new Date(moment));
}
