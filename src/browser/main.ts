/**
 * The only script: makes pages nicer and is never needed. Counts words as they are typed, copies, shows times in the
 * reader's own zone, and warns before unsaved text is left. Stores nothing and asks no server for anything: what
 * saves (`autosave.ts`), searches (`searching.ts`) and leaves at once (`leaving.ts`) is in files of its own.
 */
import { countWords } from '../domain/words.ts';
import { addAutosave } from './autosave.ts';
import { dropArrived } from './deviceCopy.ts';
import { addLeaving } from './leaving.ts';
import { addSearching } from './searching.ts';

const LOCALES: Readonly<Record<string, string>> = { en: 'en-GB', fr: 'fr-FR', es: 'es-ES' };

function countAsTyped(): void {
  const shown = document.querySelector<HTMLElement>('[data-words]');
  const text = document.querySelector<HTMLTextAreaElement>('#text');
  const form = document.querySelector<HTMLFormElement>('#form');
  if (shown === null || text === null || form === null) return;
  const { one = '', many = '' } = shown.dataset;
  // What else the answer prints (rows, details) is counted by the server; only the difference in the text is added.
  const elsewhere = Number.parseInt(shown.textContent.replace(/\D/g, '') || '0', 10) - countWords(text.value);
  let waiting = 0;
  text.addEventListener('input', () => {
    window.clearTimeout(waiting);
    waiting = window.setTimeout(() => {
      const count = Math.max(0, countWords(text.value) + elsewhere);
      shown.textContent = (count === 1 ? one : many).replace('{count}', String(count));
    }, 200);
  });
}

function addCopyButtons(): void {
  if (!('clipboard' in navigator)) return;
  const { sayCopy: copy = 'Copy', sayCopied: copied = 'Copied' } = document.documentElement.dataset;
  for (const source of document.querySelectorAll<HTMLElement>('[data-copy]')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain-button copy';
    button.textContent = copy;
    button.addEventListener('click', () => {
      const text = source instanceof HTMLTextAreaElement ? source.value : source.textContent;
      void navigator.clipboard.writeText(text).then(() => {
        button.textContent = copied;
      });
    });
    source.after(' ', button);
  }
}

/** Adds to each text of an answer a button that puts brackets round what is selected, or takes them away. */
function addMarkButtons(): void {
  const label = document.querySelector<HTMLFormElement>('form[data-mark]')?.dataset['mark'];
  if (label === undefined) return;
  for (const text of document.querySelectorAll<HTMLTextAreaElement>('form[data-mark] textarea')) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'plain-button mark-passage';
    button.textContent = `[[ ]] ${label}`;
    button.addEventListener('click', () => markPassage(text));
    text.before(button);
  }
}

function markPassage(text: HTMLTextAreaElement): void {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const chosen = value.slice(start, end);
  const isMarked = chosen.startsWith('[[') && chosen.endsWith(']]');
  text.setRangeText(isMarked ? chosen.slice(2, -2) : `[[${chosen}]]`, start, end, 'select');
  // Without a selection the writer goes on between the brackets.
  if (chosen === '') text.setSelectionRange(start + 2, start + 2);
  text.focus();
  text.dispatchEvent(new Event('input', { bubbles: true }));
}

/** Adds the time on the reader's own clock where the page does not have it already. */
function showOwnTimes(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === 'Europe/Zurich' || document.querySelector('[data-reader]') !== null) return;
  for (const time of document.querySelectorAll<HTMLTimeElement>('time[data-deadline], time[data-instant]')) {
    const { language = 'en', zoneLabel, label } = time.dataset;
    const at = new Date(time.dateTime);
    const words = zoneLabel === undefined ? momentIn(language, at) : deadlineIn(language, at, time.dataset);
    const line = document.createElement('span');
    line.className = 'quiet';
    const colon = language === 'fr' ? '\u00a0:' : ':';
    line.textContent = `${zoneLabel ?? label ?? ''}${colon} ${words} (${zone})`;
    time.after(document.createElement('br'), line);
  }
}

const momentIn = (language: string, at: Date): string =>
  new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'full', timeStyle: 'short' }).format(at);

/** A deadline is the first moment that is too late: at midnight, that is the end of the day before. */
function deadlineIn(language: string, end: Date, phrases: DOMStringMap): string {
  const midnight = end.getHours() === 0 && end.getMinutes() === 0;
  const day = new Intl.DateTimeFormat(LOCALES[language], { dateStyle: 'full' });
  const hour = new Intl.DateTimeFormat(LOCALES[language], { timeStyle: 'short' });
  const phrase = (midnight ? phrases['endOfDay'] : phrases['atHour']) ?? '{day}, {hour}';
  return phrase.replace('{day}', day.format(midnight ? end.getTime() - 1 : end)).replace('{hour}', hour.format(end));
}

/** Sending one form loses what was typed in the others: that, too, is worth a warning. Leaving at once is not held up. */
function warnOfUnsavedText(): void {
  const forms = document.querySelectorAll<HTMLFormElement>('form[data-unsaved]');
  const changed = new Set<EventTarget>();
  let sent: EventTarget | null = null;
  for (const form of forms) {
    // What stands in a form where two texts met is saved nowhere yet.
    if (form.dataset['changed'] !== undefined) changed.add(form);
    form.addEventListener('input', () => changed.add(form));
    form.addEventListener('kept', () => changed.delete(form));
  }
  document.addEventListener('submit', ({ target }) => {
    sent = target;
  });
  window.addEventListener('beforeunload', (event) => {
    const leaving = sent instanceof HTMLFormElement && sent.dataset['atOnce'] !== undefined;
    if (!leaving && [...changed].some((form) => form !== sent)) event.preventDefault();
    sent = null;
  });
}

/** Proposes the zone of the reader's clock where none was chosen. "UTC" is what browsers say that tell nobody. */
function proposeOwnZone(): void {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (zone === 'UTC') return;
  for (const select of document.querySelectorAll<HTMLSelectElement>('select[data-own-zone]')) {
    if ([...select.options].some(({ value }) => value === zone)) select.value = zone;
  }
}

/** Puts the text of a chosen file into a box, where it can be read before it is sent. Excel still writes Windows-1252. */
function readChosenFiles(): void {
  for (const input of document.querySelectorAll<HTMLInputElement>('input[data-into]')) {
    const box = document.querySelector<HTMLTextAreaElement>(`#${input.dataset['into'] ?? ''}`);
    const group = input.closest<HTMLElement>('[hidden]');
    if (box === null || group === null) continue;
    group.hidden = false;
    input.addEventListener('change', () => {
      void input.files?.[0]?.arrayBuffer().then((bytes) => {
        box.value = textIn(bytes);
        box.focus();
      });
    });
  }
}

function textIn(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** A second click on a slow line sends nothing twice. */
function calmDoubleClicks(): void {
  document.addEventListener('submit', (event) => {
    const { submitter } = event;
    if (!(submitter instanceof HTMLButtonElement) || submitter.dataset['preventDoubleClick'] === undefined) return;
    // It waits for a save under way, and is sent after that.
    if (event.defaultPrevented) return;
    if (submitter.dataset['sent'] !== undefined) return event.preventDefault();
    submitter.dataset['sent'] = 'yes';
    window.setTimeout(() => delete submitter.dataset['sent'], 3_000);
  });
}

/** The error summary is where a screen reader should begin. */
function focusErrorSummary(): void {
  const summary = document.querySelector<HTMLElement>('.govuk-error-summary');
  if (summary === null) return;
  summary.tabIndex = -1;
  summary.focus();
}

addLeaving();
dropArrived();
addAutosave();
countAsTyped();
addCopyButtons();
addMarkButtons();
addSearching();
showOwnTimes();
proposeOwnZone();
warnOfUnsavedText();
readChosenFiles();
calmDoubleClicks();
focusErrorSummary();
