/**
 * Saves an answer while it is written: after a pause and on leaving, one save at a time and in order, by the rules of a
 * plain save. A save whose answer was lost is sent again word for word before anything newer, so that nobody is ever in
 * conflict with themselves. What cannot be saved waits, and says so. Everything works without it.
 */
import { canKeep, dropCopies, openKeeper, sayWish, wishOf, type Keeper } from './deviceCopy.ts';

/** After the last key, and at the latest while somebody goes on typing. */
const PAUSE_MS = 2_500;
const PAUSE_MAX_MS = 15_000;
const RETRY_MS = 2_000;
const RETRY_MAX_MS = 60_000;
/** How long a press of "save" waits for the save under way. */
const SETTLE_MS = 5_000;
/** What a browser sends along while a page is going away. */
const FAREWELL_MAX = 60_000;
const COPY_MS = 400;
/** A line that died while the device slept never answers: after this, and more for a long text, a save counts as lost. */
const ANSWER_MS = 45_000;
/** The slowest line that is waited for, in bytes a millisecond. */
const SLOWEST = 4;
/** After this a save that was not answered is not waited for when the device wakes up. */
const STALE_MS = 10_000;

/** The phrases of the line under the text; `{time}` stands for the hour. */
interface Sayings {
  readonly saving: string;
  readonly saved: string;
  readonly offline: string;
  readonly ended: string;
  readonly met: string;
  readonly merged: string;
  readonly refused: string;
  readonly restored: string;
}

type Told =
  | { kind: 'saved'; revision: number; brackets: string[] }
  | { kind: 'merged'; revision: number; text: string | null }
  | { kind: string };

interface Copy {
  readonly fields: [string, string][];
  /** A save that went out and was not answered. */
  readonly pending: string | null;
}

/** Codes after which trying again is of no use: the page says why when it is sent as a whole. */
const FINAL = ['met', 'submitted', 'invalid', 'too-large', 'unsupported', 'malformed', 'cross-site'];

export function addAutosave(): void {
  const form = document.querySelector<HTMLFormElement>('form[data-autosave]');
  const state = form?.querySelector<HTMLElement>('[data-autosave-state]');
  if (form == null || state == null || typeof fetch !== 'function') return;
  const saver = saverOf(form, state, JSON.parse(form.dataset['autosave'] ?? '{}') as Sayings);
  form.addEventListener('input', saver.changed);
  form.addEventListener('change', saver.changed);
  form.addEventListener('submit', saver.submitting);
  window.addEventListener('online', () => saver.awake());
  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') saver.leaving();
    else saver.awake();
  });
  // Also after a sleep in which the page itself was put away.
  window.addEventListener('pageshow', ({ persisted }) => saver.awake(persisted));
  addOffer(form, saver);
}

function saverOf(form: HTMLFormElement, state: HTMLElement, sayings: Sayings) {
  const revision = form.elements.namedItem('revision') as HTMLInputElement;
  const text = form.elements.namedItem('text') as HTMLTextAreaElement | null;
  let keeper: Keeper | null = null;
  /** Counts what was typed; `savedEdits` is how much of it the server has. */
  let edits = 0;
  let savedEdits = 0;
  let pending: { body: string; edits: number; text: string } | null = null;
  let flight: Promise<void> | null = null;
  let timer = 0;
  let dirtySince = 0;
  let retry = RETRY_MS;
  let stopped = false;
  let copying = 0;
  let calledAt = 0;
  let giveUp = (): void => undefined;

  const say = (words: string, extra: readonly string[] = []): void => {
    state.textContent = [words.replace('{time}', timeNow()), ...extra].join(' ');
  };
  const bodyNow = (): string => new URLSearchParams(new FormData(form) as unknown as Record<string, string>).toString();

  function schedule(pause: number): void {
    window.clearTimeout(timer);
    if (!stopped) timer = window.setTimeout(now, pause);
  }

  function changed(): void {
    if (edits === savedEdits) dirtySince = Date.now();
    edits += 1;
    schedule(Math.max(0, Math.min(PAUSE_MS, dirtySince + PAUSE_MAX_MS - Date.now())));
    window.clearTimeout(copying);
    copying = window.setTimeout(copy, COPY_MS);
  }

  function copy(): void {
    if (keeper === null || edits === savedEdits) return;
    void keeper.keep({ fields: fieldsOf(form), pending: pending?.body ?? null } satisfies Copy);
  }

  /** Saves what is unsaved, unless a save is under way: that one goes on with the rest when it is answered. */
  function now(): void {
    if (stopped || flight !== null || (edits === savedEdits && pending === null)) return;
    window.clearTimeout(timer);
    pending ??= { body: bodyNow(), edits, text: text?.value ?? '' };
    say(sayings.saving);
    flight = send(pending.body).then((told) => {
      flight = null;
      settle(told);
    });
  }

  async function send(body: string): Promise<Told> {
    const waiting = new AbortController();
    giveUp = () => waiting.abort();
    calledAt = Date.now();
    const patience = window.setTimeout(giveUp, ANSWER_MS + body.length / SLOWEST);
    try {
      const answered = await fetch(form.action, {
        method: 'POST',
        headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded' },
        body,
        redirect: 'error',
        keepalive: body.length < FAREWELL_MAX,
        signal: waiting.signal,
      });
      return (await answered.json()) as Told;
    } catch {
      return { kind: 'offline' };
    } finally {
      window.clearTimeout(patience);
    }
  }

  function settle(told: Told): void {
    const sent = pending;
    if (sent === null) return;
    if (told.kind === 'saved' && 'revision' in told)
      return landed(sent, told.revision, sayings.saved, 'brackets' in told ? told.brackets : []);
    if (told.kind === 'merged' && 'text' in told) return merged(sent, told.revision, told.text);
    copy();
    if (FINAL.includes(told.kind)) {
      stopped = true;
      pending = null;
      return say(told.kind === 'met' ? sayings.met : sayings.refused);
    }
    say(told.kind === 'not-found' || told.kind === 'forbidden' ? sayings.ended : sayings.offline);
    schedule(retry);
    retry = Math.min(retry * 2, RETRY_MAX_MS);
  }

  function landed(sent: { edits: number }, at: number, words: string, extra: readonly string[]): void {
    pending = null;
    retry = RETRY_MS;
    revision.value = String(at);
    savedEdits = sent.edits;
    say(words, extra);
    if (edits !== savedEdits) return schedule(PAUSE_MS);
    keeper?.drop();
    form.dispatchEvent(new Event('kept'));
  }

  /** The text of others comes in only where the writer has not typed on; until then each save starts from the same text. */
  function merged(sent: { edits: number; text: string }, at: number, together: string | null): void {
    if (together !== null && text !== null && text.value === sent.text && edits === sent.edits) {
      const caret = text.selectionStart;
      text.value = together;
      text.setSelectionRange(caret, caret);
      return landed(sent, at, sayings.merged, []);
    }
    pending = null;
    retry = RETRY_MS;
    savedEdits = sent.edits;
    say(sayings.merged);
    if (edits === savedEdits) keeper?.drop();
    else schedule(PAUSE_MS);
  }

  /** A plain save waits for the one under way, or it would meet its own writer's text. */
  function submitting(event: SubmitEvent): void {
    // One that was not answered goes first, as it was: it may stand there already.
    if (flight === null && pending !== null) now();
    window.clearTimeout(timer);
    if (flight === null) {
      keepUntilSent();
      return;
    }
    event.preventDefault();
    const { submitter } = event;
    const patience = new Promise<void>((resolve) => window.setTimeout(resolve, SETTLE_MS));
    const going = flight;
    stopped = true;
    void Promise.race([going, patience]).then(() => {
      flight = null;
      form.requestSubmit(submitter);
    });
  }

  /** The copy stays until the save has arrived: a line that drops now leaves a page of the browser, and nothing else. */
  function keepUntilSent(): void {
    copy();
    keeper?.sent();
  }

  return {
    changed,
    submitting,
    /** The line is back, or the page, perhaps after hours: what was under way then is not waited for. */
    awake(fromMemory = false) {
      stopped &&= !fromMemory;
      retry = RETRY_MS;
      if (flight !== null && Date.now() - calledAt > STALE_MS) giveUp();
      now();
    },
    leaving() {
      copy();
      now();
    },
    /** Begins to keep copies and, where one is left from before, puts it back. */
    async keepWith(opened: Keeper | null): Promise<void> {
      keeper = opened;
      const found = (await opened?.kept()) as Copy | null | undefined;
      if (found == null || edits > 0) return copy();
      if (found.pending === null && sameFields(found.fields, fieldsOf(form))) return opened?.drop();
      fill(form, found.fields);
      form.dispatchEvent(new Event('input', { bubbles: true }));
      if (found.pending !== null) pending = { body: found.pending, edits: 0, text: '' };
      say(sayings.restored);
      schedule(PAUSE_MS);
    },
    stopKeeping() {
      keeper?.drop();
      keeper = null;
    },
  };
}

/** Explains the copy, and asks, before anything is kept. */
function addOffer(form: HTMLFormElement, saver: ReturnType<typeof saverOf>): void {
  document.addEventListener('submit', ({ target }) => {
    if (!(target instanceof HTMLFormElement) || !target.action.endsWith('/exit')) return;
    saver.stopKeeping();
    dropCopies();
  });
  const offer = document.querySelector<HTMLElement>('[data-device-offer]');
  const keyAddress = form.dataset['deviceKey'];
  if (offer === null || keyAddress === undefined || !canKeep()) return;
  const show = (): void => {
    const wish = wishOf();
    offer.hidden = false;
    for (const part of offer.querySelectorAll<HTMLElement>('[data-wish]'))
      part.hidden = part.dataset['wish'] !== (wish ?? 'open');
  };
  const begin = (): void => {
    if (wishOf() === 'yes') void openKeeper(form.action, keyAddress).then(saver.keepWith);
  };
  offer.addEventListener('click', ({ target }) => {
    const said = target instanceof HTMLElement ? target.dataset['say'] : undefined;
    if (said !== 'yes' && said !== 'no') return;
    sayWish(said);
    if (said === 'no') saver.stopKeeping();
    show();
    begin();
  });
  show();
  begin();
}

const timeNow = (): string =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).format(new Date());

const fieldsOf = (form: HTMLFormElement): [string, string][] =>
  [...new FormData(form)].flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' && name !== 'proof' ? [[name, value]] : [],
  );

const sameFields = (a: readonly [string, string][], b: readonly [string, string][]): boolean => {
  const words = (fields: readonly [string, string][]): string =>
    JSON.stringify(fields.filter(([name]) => name !== 'revision'));
  return words(a) === words(b);
};

/** Puts fields back as they were. A field that the page has no more goes along unseen: the server knows what to do. */
function fill(form: HTMLFormElement, fields: readonly [string, string][]): void {
  const wanted = new Map<string, string[]>();
  for (const [name, value] of fields) wanted.set(name, [...(wanted.get(name) ?? []), value]);
  const seen = new Set<string>();
  for (const field of form.elements) {
    if (!(
      field instanceof HTMLInputElement ||
      field instanceof HTMLTextAreaElement ||
      field instanceof HTMLSelectElement
    ))
      continue;
    const values = wanted.get(field.name) ?? [];
    seen.add(field.name);
    if (field.name === 'proof' || field.name === '') continue;
    if (field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio')) {
      field.checked = values.includes(field.value);
    } else if (values[0] !== undefined) {
      field.value = values[0];
    }
  }
  for (const [name, values] of wanted) {
    if (seen.has(name)) continue;
    for (const value of values) {
      const hidden = document.createElement('input');
      hidden.type = 'hidden';
      hidden.name = name;
      hidden.value = value;
      form.append(hidden);
    }
  }
}
