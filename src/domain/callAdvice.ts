/**
 * What is worth a second look in a questionnaire file that can be served: translations that are missing, words that a
 * value does not bear out, ids that changed since an earlier version. Says what to do and stops nothing; what stops a
 * file is `ruleFaults.ts`, `wording.ts` and `deadlineFaults.ts`. Pure.
 */
import type { Text } from './language.ts';
import type { QuestionNode } from './nodes.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { fold } from './reader/characters.ts';
import { datesIn } from './reader/dates.ts';
import { FIGURE } from './reader/numbers.ts';
import { packs } from './reader/packs/all.ts';
import type { Pack } from './reader/packs/pack.ts';
import { textsOf, type WordingFault } from './wording.ts';

type Path = WordingFault['path'];

/** `earlier`: the version that drafts were started with so far, where there is one. In the order of the rules. */
export function callAdvice(questionnaire: Questionnaire, earlier: Questionnaire | null): WordingFault[] {
  return [
    ...textAdvice(questionnaire),
    ...translationAdvice(questionnaire),
    ...wordAdvice(questionnaire),
    ...(earlier === null ? [] : sinceAdvice(questionnaire, earlier)),
  ];
}

function textAdvice({ provenance }: Questionnaire): WordingFault[] {
  if (Object.keys(provenance.text).length > 0) return [];
  return [
    {
      path: ['provenance'],
      message:
        'add the whole text of the call (provenance.text): pages vanish, and wordings cannot be compared without it',
    },
  ];
}

/** A text that lacks a language which the file has a status for. */
function translationAdvice(questionnaire: Questionnaire): WordingFault[] {
  const languages = Object.keys(questionnaire.provenance.languages);
  const official = new Set(officialLanguages(questionnaire));
  return textsOf(questionnaire).flatMap(([path, text]) => {
    if (text === null || path[0] === 'subject') return [];
    const missing = languages.filter((language) => !Object.hasOwn(text, language));
    if (missing.length === 0) return [];
    const what = missing.map((language) => (official.has(language) ? `${language} (official)` : language)).join(', ');
    return [{ path, message: `this text is missing in ${what}` }];
  });
}

/** Values that their own words speak against. */
function wordAdvice(questionnaire: Questionnaire): WordingFault[] {
  const { deadlines, channels, subject, length } = questionnaire;
  return [
    ...deadlines.flatMap(({ wording, date }, index) => dateAdvice(['deadlines', index], wording, date)),
    ...dateAdvice(['opening'], questionnaire.opening.wording, questionnaire.opening.value),
    ...channels.flatMap((channel, index) =>
      channel.kind === 'email' && channel.wording !== null
        ? mailboxAdvice(['channels', index], channel.wording, channel.to)
        : [],
    ),
    ...(subject.kind === 'exact' && subject.wording !== null && subject.value !== null
      ? subjectAdvice(subject.wording, subject.value)
      : []),
    ...(length.value ?? []).flatMap(({ maximum, minimum, wording }, index) =>
      [maximum, minimum].flatMap((amount) =>
        amountAdvice(['length', 'value', index], wording ?? length.wording, amount),
      ),
    ),
  ];
}

function dateAdvice(path: Path, wording: Text | null, date: string | null): WordingFault[] {
  if (wording === null || date === null) return [];
  return Object.entries(wording).flatMap(([language, words]) => {
    const pack = packOf(language);
    const readings = pack === null ? [] : datesIn(fold(words), pack).flatMap((mention) => mention.readings);
    if (readings.length === 0 || readings.includes(date)) return [];
    const [first = ''] = readings;
    return [{ path: [...path, 'wording', language], message: `these words say ${first}, and the date is ${date}` }];
  });
}

function mailboxAdvice(path: Path, wording: Text, to: readonly string[]): WordingFault[] {
  return Object.entries(wording).flatMap(([language, words]) => {
    const said = words.toLowerCase();
    if (!said.includes('@')) return [];
    return to
      .filter((address) => !said.includes(address.toLowerCase()))
      .map((address) => ({
        path: [...path, 'wording', language],
        message: `"${address}" does not stand in these words`,
      }));
  });
}

function subjectAdvice(wording: Text, value: Text): WordingFault[] {
  return Object.entries(value).flatMap(([language, line]) => {
    const words = wording[language];
    if (words === undefined || words.includes(line)) return [];
    return [{ path: ['subject', 'value', language], message: 'this subject does not stand in the wording beside it' }];
  });
}

/** A limit whose number none of the words names. */
function amountAdvice(path: Path, wording: Text | null, amount: number | null): WordingFault[] {
  if (wording === null || amount === null) return [];
  return Object.entries(wording).flatMap(([language, words]) => {
    const pack = packOf(language);
    const named = pack === null ? [] : amountsIn(fold(words), pack);
    if (named.length === 0 || named.includes(amount)) return [];
    return [{ path, message: `the wording (${language}) says ${named.join(', ')}, and not ${amount}` }];
  });
}

function amountsIn(words: string, pack: Pack): number[] {
  const figures = [...words.matchAll(new RegExp(`(?<![\\d.])(?:${FIGURE})(?![\\d.]*\\d)`, 'g'))].map(([figure]) =>
    Number(figure.replace(/\D/g, '')),
  );
  const spelled = words.split(/[^a-z]+/).flatMap((word) => pack.numbers[word] ?? []);
  return [...figures, ...spelled];
}

function packOf(language: string): Pack | null {
  const main = language.split('-')[0] ?? '';
  return Object.hasOwn(packs, main) ? packs[main as keyof typeof packs] : null;
}

/** What would happen to drafts that were started with the earlier version. */
function sinceAdvice(questionnaire: Questionnaire, earlier: Questionnaire): WordingFault[] {
  const before = nodesIn(earlier.questions, ['questions']);
  const now = nodesIn(questionnaire.questions, ['questions']);
  const kept = new Set(now.map(({ node }) => node.id));
  const advice = now.flatMap(({ node, path }): WordingFault[] => {
    if (before.some((one) => one.node.id === node.id)) return [];
    const same = before.find((one) => !kept.has(one.node.id) && isSameText(one.node.text, node.text));
    if (same === undefined) return [];
    const message = `this question was "${same.node.id}" in version ${earlier.version}: keep that id, or its answers are set apart`;
    return [{ path: [...path, 'id'], message }];
  });
  const moved = now.flatMap(({ node, path }): WordingFault[] => {
    const old = before.find((one) => one.node.id === node.id);
    const other = before.find((one) => one.node.id !== node.id && isSameText(one.node.text, node.text));
    if (old === undefined || other === undefined || isSameText(old.node.text, node.text)) return [];
    const message = `"${node.id}" was another question in version ${earlier.version}; this one was "${other.node.id}"`;
    return [{ path: [...path, 'id'], message }];
  });
  const gone = before
    .filter(({ node }) => !kept.has(node.id) && !now.some((one) => isSameText(one.node.text, node.text)))
    .map(({ node }) => ({
      path: ['questions'],
      message: `"${node.id}" of version ${earlier.version} is no longer asked: its answers will be shown apart`,
    }));
  const isChanged = JSON.stringify({ ...questionnaire, version: 0 }) !== JSON.stringify({ ...earlier, version: 0 });
  const version =
    isChanged && questionnaire.version <= earlier.version
      ? [{ path: ['version'], message: `raise the version to ${earlier.version + 1}: the file has changed since` }]
      : [];
  return [...version, ...advice, ...moved, ...gone];
}

function nodesIn(nodes: readonly QuestionNode[], path: Path): { node: QuestionNode; path: Path }[] {
  return nodes.flatMap((node, index) => [
    { node, path: [...path, index] },
    ...nodesIn(node.children, [...path, index, 'children']),
  ]);
}

function isSameText(a: Text | null, b: Text | null): boolean {
  return a !== null && b !== null && Object.entries(a).some(([language, words]) => b[language] === words);
}
