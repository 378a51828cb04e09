/**
 * From the form of a call back to a questionnaire: what was changed replaces what was there, everything else is kept, and
 * what cannot be read is said with the field that it stands in. Pure.
 */
import { formOf, isBlank, languageOf, type CallForm, type ListName, type Row, type Worded } from './callForm.ts';
import { RESERVED_IDS } from './nodes.ts';
import { questionnaireSchema, type Questionnaire } from './questionnaire.ts';
import { dateSchema } from './stated.ts';

/** Something to set right. `field` is the name of an input; `phrase` stands in `locales/` under `newCall.problems`. */
export interface FormProblem {
  readonly field: string;
  readonly phrase: string;
}

export type Edited =
  | { readonly questionnaire: Questionnaire; readonly problems: readonly [] }
  | { readonly questionnaire: null; readonly problems: readonly FormProblem[] };

type Json = Record<string, unknown>;

/** `base`: what the form was made of. `id` and `version` are those of the result. */
export function editedCall(base: Questionnaire, form: CallForm, id: string, version: number): Edited {
  const problems = problemsOf(form);
  if (problems.length > 0) return { questionnaire: null, problems };
  const editing = new Editing(base, form);
  const parsed = questionnaireSchema.safeParse({ ...editing.result(), id, version });
  if (parsed.success) return { questionnaire: parsed.data, problems: [] };
  const fields = new Set(parsed.error.issues.map(({ path }) => fieldAt(path)));
  return { questionnaire: null, problems: [...fields].map((field) => ({ field, phrase: phraseFor(field) })) };
}

const isDate = (text: string): boolean => dateSchema.safeParse(text).success;
const isAddress = (text: string): boolean => /^[^\s@,]+@[^\s@,]+\.[^\s@,]+$/.test(text);
const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$|^midnight$|^noon$/;
const TAG = /^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$/;
const ID = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const listed = (text = ''): string[] =>
  text
    .split(/[,;\n]/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** What can be told without the rest of the questionnaire. */
function problemsOf({ single, lists }: CallForm): FormProblem[] {
  const problems: FormProblem[] = [];
  const check = (right: boolean, field: string, phrase: string): void => {
    if (!right) problems.push({ field, phrase });
  };
  const has = (name: string): boolean => (single[name] ?? '') !== '';
  check(has('title'), 'title', 'title');
  check(TAG.test(single['language'] ?? ''), 'language', 'language');
  check(!has('address') || /^https?:\/\/\S+\.\S+$/.test(single['address'] ?? ''), 'address', 'address');
  for (const name of ['opening', 'periodFrom', 'periodTo'])
    check(!has(name) || isDate(single[name] ?? ''), name, 'date');
  check(single['subjectKind'] === 'none' || has('subject') || !has('subjectKind'), 'subject', 'subject');
  check(!/\n/.test(single['subject'] ?? ''), 'subject', 'subjectLine');
  check(
    listed(single['answerLanguages']).every((tag) => TAG.test(languageTag(tag))),
    'answerLanguages',
    'languages',
  );
  check(
    listed(single['fileTypes']).every((type) => endingOf(type) !== null),
    'fileTypes',
    'fileTypes',
  );
  check(
    listed(single['addressees']).every((group) => ID.test(group)),
    'addressees',
    'addressees',
  );
  lists.deadlines.forEach((row, at) => {
    if (isBlank('deadlines', row)) return;
    const field = (name: string): string => `deadlines.${at}.${name}`;
    check(row['words'] !== '', field('words'), 'words');
    check(row['date'] === '' || isDate(row['date'] ?? ''), field('date'), 'date');
    check(row['time'] === '' || TIME.test(row['time'] ?? ''), field('time'), 'time');
    check(row['days'] === '' || /^[1-9]\d{0,3}$/.test(row['days'] ?? ''), field('days'), 'number');
    check(row['date'] === '' || row['days'] === '', field('days'), 'either');
  });
  lists.channels.forEach((row, at) => {
    if (isBlank('channels', row)) return;
    const addresses = listed(row['to']);
    check(
      row['kind'] !== 'email' || (addresses.length > 0 && addresses.every(isAddress)),
      `channels.${at}.to`,
      'mailbox',
    );
    check(row['copies'] === '' || /^[1-9]\d{0,2}$/.test(row['copies'] ?? ''), `channels.${at}.copies`, 'number');
  });
  lists.limits.forEach((row, at) => {
    if (isBlank('limits', row)) return;
    const numbers = [row['maximum'] ?? '', row['minimum'] ?? ''];
    check(
      numbers.every((text) => text === '' || numberIn(text) !== null),
      `limits.${at}.maximum`,
      'number',
    );
    check(
      numbers.some((text) => text !== ''),
      `limits.${at}.maximum`,
      'number',
    );
  });
  lists.tasks.forEach((row, at) => {
    if (isBlank('tasks', row)) return;
    check(row['text'] !== '', `tasks.${at}.text`, 'task');
    check(row['date'] === '' || isDate(row['date'] ?? ''), `tasks.${at}.date`, 'date');
  });
  lists.issuers.forEach((row, at) =>
    check(isBlank('issuers', row) || row['name'] !== '', `issuers.${at}.name`, 'issuer'),
  );
  const asked = lists.questions.filter(
    (row) => row['text'] !== '' && row['kind'] !== 'heading' && row['kind'] !== 'note',
  );
  check(asked.length > 0, lists.questions.length > 0 ? 'questions.0.text' : 'add-questions', 'questions');
  return problems;
}

/** "3,000", "3 000" and "3.000" are three thousand; "2.5" and "2,5" are two and a half. */
function numberIn(text: string): number | null {
  const bare = text.replace(/(\d)[\s.,’'](?=\d{3}(?!\d))/g, '$1').replace(',', '.');
  const number = Number(bare);
  return bare !== '' && Number.isFinite(number) && number > 0 ? number : null;
}

const ENDINGS: Readonly<Record<string, string>> = {
  word: 'docx',
  'ms word': 'docx',
  'microsoft word': 'docx',
  text: 'txt',
  excel: 'xlsx',
};

/** The ending of a type as people write it: "Word", ".pdf". Null for what is none. */
export function endingOf(type: string): string | null {
  const small = type.toLowerCase().replace(/^\./, '');
  const ending = ENDINGS[small] ?? small;
  return /^[a-z0-9]{1,8}$/.test(ending) ? ending : null;
}

const LANGUAGE_NAMES: Readonly<Record<string, string>> = {
  ...{ english: 'en', anglais: 'en', inglés: 'en', french: 'fr', français: 'fr', francés: 'fr' },
  ...{ spanish: 'es', espagnol: 'es', español: 'es', arabic: 'ar', arabe: 'ar', árabe: 'ar' },
  ...{ chinese: 'zh', chinois: 'zh', chino: 'zh', russian: 'ru', russe: 'ru', ruso: 'ru', portuguese: 'pt' },
};

/** The code of a language as people write it. */
const languageTag = (name: string): string => LANGUAGE_NAMES[name.toLowerCase()] ?? name;

/** The inputs that a path of the schema belongs to. */
function fieldAt(path: readonly PropertyKey[]): string {
  const [first = '', second] = path.map(String);
  if (first === 'provenance') return second === 'address' ? 'address' : 'language';
  if (first === 'length') return 'limits.0.maximum';
  if (first === 'questions') return 'questions.0.text';
  if (first === 'deadlines') return `deadlines.${second ?? 0}.${path[2] === 'zone' ? 'zone' : 'date'}`;
  if (first === 'channels') return `channels.${second ?? 0}.to`;
  const names: Readonly<Record<string, string>> = {
    destination: 'organ',
    publication: 'publicationDefault',
    period: 'periodFrom',
  };
  return names[first] ?? first;
}

const phraseFor = (field: string): string => (field.endsWith('.zone') ? 'zone' : 'unreadable');

class Editing {
  private readonly base: Json;
  private readonly before: CallForm;
  private readonly form: CallForm;
  private readonly language: string;

  constructor(base: Questionnaire, form: CallForm) {
    this.form = form;
    this.before = formOf(base);
    this.language = form.single['language'] ?? 'en';
    const former = languageOf(base);
    const moved = former === this.language ? base : relabelled(base, former, this.language);
    this.base = moved as Json;
  }

  result(): Json {
    const { single } = this.form;
    const text = (name: string): unknown => this.text(single[name] ?? '', this.base[name]);
    const provenance = this.base['provenance'] as Json;
    const shortTitle = single['shortTitle'] === '' ? single['title'] : single['shortTitle'];
    return {
      ...this.base,
      provenance: { ...provenance, address: single['address'] || null },
      title: text('title'),
      shortTitle: this.text(shortTitle ?? '', this.base['shortTitle']),
      kind: single['kind'],
      background: text('background'),
      heading: text('heading'),
      issuers: this.rows('issuers', (row, entry) => ({
        ...entry,
        name: this.text(row['name'], entry['name']),
        holder: this.text(row['holder'], entry['holder']),
        body: row['body'],
      })),
      deadlines: this.deadlines(),
      channels: this.rows('channels', (row, entry) => this.channel(row, entry)),
      tasks: this.rows('tasks', (row, entry, at) => ({
        id: `task-${at + 1}`,
        ...entry,
        text: this.text(row['text'], entry['text']),
        date: row['date'] || null,
      })),
      ...this.rules(),
      questions: this.questions(),
    };
  }

  /** The text as it was where nobody changed it, translations and all; otherwise in the language of the call alone. */
  private text(value = '', before: unknown = null): unknown {
    const known = before as Readonly<Record<string, string>> | null | undefined;
    if (value !== '' && (known?.[this.language] ?? Object.values(known ?? {})[0]) === value) return known;
    return value === '' ? null : { [this.language]: value };
  }

  private rules(): Json {
    const { single, lists } = this.form;
    const of = (name: string): string => single[name] ?? '';
    const lengthChanged =
      JSON.stringify(lists.limits) !== JSON.stringify(this.before.lists.limits) ||
      this.form.words.length !== this.before.words.length;
    return {
      ...this.rule('destination', ['organ', 'session'], () =>
        of('organ') === '' ? null : [{ organ: of('organ'), session: of('session') || null }],
      ),
      ...this.rule('opening', ['opening'], () => of('opening') || null),
      ...this.subject(),
      ...this.rule('answerLanguages', ['answerLanguages'], () => some(listed(of('answerLanguages')).map(languageTag))),
      ...(lengthChanged ? { length: this.worded('length', some(this.limits()), {}) } : {}),
      ...this.rule('fileTypes', ['fileTypes'], (value) => {
        const accepted = listed(of('fileTypes')).flatMap((type) => endingOf(type) ?? []);
        return accepted.length === 0 ? null : { ...value, accepted };
      }),
      ...this.rule('publication', ['publicationDefault', 'publicationChoice'], (value) =>
        of('publicationDefault') + of('publicationChoice') === ''
          ? null
          : { ...value, default: of('publicationDefault') || null, choice: of('publicationChoice') || null },
      ),
      ...this.addressees(),
      ...this.rule('attachments', ['attachments'], (value) =>
        of('attachments') === '' ? null : { ...value, use: of('attachments') },
      ),
      ...this.rule('consent', ['consent'], () => of('consent') || null),
      ...this.rule('period', ['periodFrom', 'periodTo'], () =>
        of('periodFrom') + of('periodTo') === ''
          ? null
          : { from: of('periodFrom') || null, to: of('periodTo') || null },
      ),
    };
  }

  /** A rule that nobody changed stays to the last comma. */
  private rule(name: Worded, fields: readonly string[], valueOf: (before: Json) => unknown): Json {
    const same =
      this.form.words[name] === this.before.words[name] &&
      fields.every((field) => this.form.single[field] === this.before.single[field]);
    if (same) return {};
    const before = (this.base[name] as { readonly value?: unknown }).value;
    const value = valueOf(
      typeof before === 'object' && before !== null && !Array.isArray(before) ? (before as Json) : {},
    );
    return { [name]: this.worded(name, value, this.base[name] as Json) };
  }

  /** A value without words of the call is our reading. */
  private worded(name: Worded, value: unknown, rule: Json): Json {
    const words = value === null ? '' : this.form.words[name];
    const force = value === null ? 'binding' : words === '' ? 'inferred' : (rule['force'] ?? 'binding');
    return { wording: this.text(words, rule['wording']), value, force };
  }

  private subject(): Json {
    const { single, words } = this.form;
    const kind = single['subject'] === '' ? 'none' : single['subjectKind'] === 'none' ? 'exact' : single['subjectKind'];
    const before = this.base['subject'] as Json;
    const same = single['subject'] === this.before.single['subject'] && kind === this.before.single['subjectKind'];
    if (same) return {};
    const value = this.text(single['subject']);
    return {
      subject: { ...before, kind, value, wording: this.text(value === null ? '' : words.subject, before['wording']) },
    };
  }

  private addressees(): Json {
    const known = new Map(
      ((this.base['addressees'] as { value: readonly { id: string }[] | null }).value ?? []).map((one) => [
        one.id,
        one,
      ]),
    );
    return this.rule('addressees', ['addressees'], () =>
      some(listed(this.form.single['addressees']).map((id) => known.get(id) ?? { id, label: null })),
    );
  }

  private limits(): unknown[] {
    const before = (this.base['length'] as { value: readonly Json[] | null }).value ?? [];
    return this.form.lists.limits
      .filter((row) => !isBlank('limits', row))
      .map((row) => ({
        ...before[Number(row['at'] || -1)],
        unit: row['unit'],
        maximum: numberIn(row['maximum'] ?? ''),
        minimum: numberIn(row['minimum'] ?? ''),
        when: row['when'] === '' ? null : { signed: row['when'] },
      }));
  }

  private deadlines(): unknown[] {
    const taken = new Set<unknown>();
    return this.rows('deadlines', (row, entry, at) => {
      const wanted = typeof entry['id'] === 'string' ? entry['id'] : at === 0 ? 'main' : `deadline-${at + 1}`;
      let id = wanted;
      for (let turn = 2; taken.has(id); turn += 1) id = `${wanted}-${turn}`;
      taken.add(id);
      const relative = entry['relative'] as Json | null | undefined;
      return {
        ...entry,
        id,
        wording: this.text(row['words'], entry['wording']),
        date: row['date'] || null,
        relation: row['relation'] || null,
        time: row['time'] || null,
        zone: row['zone'] || null,
        relative: row['days'] === '' ? null : { before: null, ...relative, days: Number(row['days']) },
        basis: row['basis'] || null,
        strictness: row['strictness'] || null,
        label: this.text(row['label'], entry['label']),
      };
    });
  }

  private channel(row: Row, entry: Json): Json {
    const { use = 'main', force = 'binding' } = entry;
    const shared = { kind: row['kind'], use, force, wording: this.text(row['words'], entry['wording']) };
    if (row['kind'] !== 'email')
      return { ...shared, address: row['to'] || null, copies: row['copies'] === '' ? null : Number(row['copies']) };
    const mail = entry['kind'] === 'email' ? entry : {};
    return { ...mail, ...shared, to: listed(row['to']) };
  }

  /** The entries of a list, each with what was there before under the changes. */
  private rows(
    list: Exclude<ListName, 'limits' | 'questions'>,
    entryOf: (row: Row, before: Json, at: number) => Json,
  ): Json[] {
    const before = this.base[list] as readonly Json[];
    return this.form.lists[list]
      .filter((row) => !isBlank(list, row))
      .map((row, at) => entryOf(row, before[Number(row['at'] === '' ? -1 : row['at'])] ?? {}, at));
  }

  private questions(): unknown[] {
    const known = new Map<string, Json>();
    const walk = (nodes: readonly Json[]): void => {
      for (const node of nodes) {
        known.set(String(node['id']), node);
        walk(node['children'] as readonly Json[]);
      }
    };
    walk(this.base['questions'] as readonly Json[]);
    const ids = new Set<string>([...known.keys(), ...RESERVED_IDS]);
    const roots: Json[] = [];
    const path: Json[] = [];
    const used = new Set<string>();
    for (const row of this.form.lists.questions) {
      if (isBlank('questions', row)) continue;
      const at = row['at'] ?? '';
      const before = used.has(at) ? undefined : known.get(at);
      const id = before === undefined ? newIdIn(ids) : at;
      ids.add(id);
      used.add(id);
      const children: Json[] = [];
      const node = {
        ...before,
        id,
        kind: row['kind'],
        label: row['label'] || null,
        text: this.text(row['text'], before?.['text']),
        children,
      };
      const depth = Math.min(Number(row['depth']) || 0, path.length);
      path.length = depth;
      const above = path.at(-1);
      if (above === undefined) roots.push(node);
      else (above['children'] as Json[]).push(node);
      path.push(node);
    }
    return roots;
  }
}

const some = <Entry>(entries: readonly Entry[]): readonly Entry[] | null => (entries.length === 0 ? null : entries);

/** An id that no question has had: answers are kept by it. */
function newIdIn(ids: ReadonlySet<string>): string {
  let number = ids.size;
  while (ids.has(`n${number}`)) number += 1;
  return `n${number}`;
}

/** The same value with its texts of one language in another. */
function relabelled(value: unknown, from: string, to: string): unknown {
  if (Array.isArray(value)) return value.map((one) => relabelled(one, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key === from ? to : key, relabelled(inner, from, to)]),
  );
}
