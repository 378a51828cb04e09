/**
 * The languages that answers may be in, in order of preference. Languages of documents, of interpretation and of people
 * are none.
 */
import { labelledValues, type Page } from './page.ts';
import { allOf, everywhere, groupOf, ofPack, says } from './patterns.ts';
import { type Field, fieldOf, type Found, type Span } from './proposal.ts';

const OFFICIAL = ['ar', 'zh', 'en', 'fr', 'ru', 'es'];

interface Named extends Span {
  readonly code: string;
}

export function answerLanguagesOf(page: Page): Field<readonly string[]> {
  const labelled = labelledValues(page, 'languages').flatMap(({ label, value }) => {
    const found = listIn(page, value, true);
    return found === null ? [] : [{ ...found, spans: [{ start: label.start, end: value.end }] }];
  });
  const said = page.sentences.flatMap((sentence) => {
    const { cues, otherwise } = page.pack.answers;
    const spoken = says(page.pack.contribution, sentence.said) || says(page.pack.send, sentence.said);
    if (!spoken && !isListAlone(page, sentence.folded)) return [];
    const listed = listIn(page, sentence, isListAlone(page, sentence.folded));
    if (listed === null) return [];
    const cued = says(cues, sentence.said);
    if (!cued && listed.value.length < 2) return [];
    const found = cued ? listed : { ...listed, certainty: 'likely' as const };
    const doubtful = says(
      otherwise,
      sentence.folded.slice(0, Math.max(0, (found.spans[0]?.start ?? 0) - sentence.start)).slice(-60),
    );
    return [doubtful ? { ...found, certainty: 'unsure' as const } : found];
  });
  const all = [...labelled, ...said].sort(
    (a, b) => Number(a.certainty === 'unsure') - Number(b.certainty === 'unsure'),
  );
  const good = all.filter(({ certainty }) => certainty !== 'unsure');
  const sets = new Set(good.map(({ value }) => value.toSorted().join(' ')));
  if (sets.size > 1) {
    // "In English … ; if possible in French too": the longest list that holds the others.
    const longest = good.toSorted((a, b) => b.value.length - a.value.length)[0];
    const holds =
      longest !== undefined && good.every(({ value }) => value.every((code) => longest.value.includes(code)));
    if (!holds) return fieldOf(all.map((one) => ({ ...one, certainty: 'unsure' as const })));
    return fieldOf([{ ...longest, certainty: 'likely' }, ...all.filter((one) => one !== longest)]);
  }
  return fieldOf(all);
}

const ALONE_MAX = 120;

/** "English, French or Spanish.", and nothing else. */
function isListAlone(page: Page, folded: string): boolean {
  if (folded.length > ALONE_MAX) return false;
  const { names, joints } = page.pack.answers;
  const alone = ofPack(page.pack, 'languages alone', () => {
    const name = `(?:${Object.values(names).join('|')})`;
    return new RegExp(`^${name}(?:(?:[ ,;/|&]|(?<![a-z])(?:${joints.join('|')})(?![a-z])){1,12}${name}){1,12}[. ]*$`);
  });
  return alone.test(folded);
}

/** The languages named in a part of the text; those after "preferably" come first. */
function listIn(page: Page, span: Span, labelled: boolean): Found<readonly string[]> | null {
  const { answers } = page.pack;
  const folded = page.folded.slice(span.start, span.end);
  const official = allOf(everywhere(answers.official), folded)[0];
  const names = namesIn(page, folded, labelled || official !== undefined);
  if (names.length === 0 && official === undefined) return null;
  const preferred = allOf(everywhere(answers.preferred), folded)[0];
  const first =
    preferred === undefined ? [] : names.filter(({ start }) => start > preferred.index && start - preferred.index < 80);
  const codes = new Set([
    ...(first.length > 0 && official !== undefined ? first : names).map(({ code }) => code),
    ...(official === undefined ? [] : OFFICIAL),
  ]);
  const ordered =
    preferred !== undefined && official === undefined
      ? [...new Set([...first.map(({ code }) => code), ...codes])]
      : [...codes];
  const places = [
    ...names,
    ...(official === undefined ? [] : [{ start: official.index, end: official.index + official[0].length }]),
  ];
  const start = Math.min(...places.map((place) => place.start));
  const end = Math.max(...places.map((place) => place.end));
  const lead = /(?:^|[^a-z])((?:in|en) )$/.exec(folded.slice(Math.max(0, start - 4), start))?.[1]?.length ?? 0;
  return {
    value: ordered,
    certainty: labelled || names.length > 1 || official !== undefined ? 'sure' : 'likely',
    spans: [{ start: span.start + start - lead, end: span.start + end }],
  };
}

/** Names after "in", and those that follow them in a list; behind a label all count. */
function namesIn(page: Page, folded: string, all: boolean): Named[] {
  const { answers } = page.pack;
  const pattern = ofPack(page.pack, 'languages', () => {
    const groups = Object.entries(answers.names).map(([code, names]) => `(?<${code}>${names})`);
    return new RegExp(`(?<![a-z])(?:${groups.join('|')})(?![a-z-])`, 'g');
  });
  const before = ofPack(
    page.pack,
    'languages in',
    () =>
      new RegExp(
        `(?<![a-z])(?:${answers.in.join('|')}|(?:${page.pack.contribution.join('|')}) ?:) ?(?:either |l'|el |le |the |both )?$`,
      ),
  );
  const joints = ofPack(
    page.pack,
    'languages joints',
    () => new RegExp(`^(?:[ ,;/|&()-]|(?<![a-z])(?:${answers.joints.join('|')})(?![a-z])){1,12}$`),
  );
  const found: Named[] = [];
  for (const match of allOf(pattern, folded)) {
    const code = groupOf(match);
    if (code === undefined) continue;
    const start = match.index;
    const last = found.at(-1);
    const joined = last !== undefined && joints.test(folded.slice(last.end, start));
    if (all || joined || before.test(folded.slice(Math.max(0, start - 80), start)))
      found.push({ code, start, end: start + match[0].length });
  }
  return found;
}
