/**
 * File types that answers may or may not come in.
 */
import { labelledValues, type Page, type Sentence } from './page.ts';
import { allOf, groupOf, ofPack, says } from './patterns.ts';
import { type Field, fieldOf, type FileTypesProposal, type Found } from './proposal.ts';

/** Names as calls print them, over folded text; the same in all languages. */
const TYPES: Readonly<Record<string, string>> = {
  Word: '(?:ms |microsoft )?word(?! (?:limit|count|maximum|length|for word))|\\.?docx?(?![a-z])',
  PDF: '\\.?pdf',
  RTF: '\\.?rtf',
  ODT: '\\.?odt|open ?document',
  Excel: 'excel|\\.?xlsx?',
  text: '\\.txt|plain text|txt',
};
const TYPE = new RegExp(
  `(?<![a-z0-9/])(?:${Object.entries(TYPES)
    .map(([name, source]) => `(?<${name}>${source})`)
    .join('|')})(?![a-z0-9])`,
  'g',
);

export function fileTypesOf(page: Page): Field<FileTypesProposal> {
  const labelled = labelledValues(page, 'fileTypes');
  const found = page.sentences.flatMap((sentence): Found<FileTypesProposal>[] => {
    TYPE.lastIndex = 0;
    if (!TYPE.test(sentence.folded)) return [];
    const under = labelled.some(({ value }) => value.start < sentence.end && sentence.start < value.end);
    const one = typesIn(page, sentence, under);
    return one === null ? [] : [one];
  });
  if (found.length === 0) return fieldOf([]);
  const good = found.filter(({ certainty }) => certainty !== 'unsure');
  if (good.length < 2) return fieldOf([...good, ...found.filter((one) => !good.includes(one))]);
  const accepted = [...new Set(good.flatMap(({ value }) => value.accepted))];
  const refused = [...new Set(good.flatMap(({ value }) => value.refused))];
  const same = good.every(({ value }) => value.accepted.join() === good[0]?.value.accepted.join());
  const clash = accepted.some((type) => refused.includes(type));
  return fieldOf([
    {
      value: { accepted, refused },
      certainty: clash ? 'unsure' : same ? 'sure' : 'likely',
      spans: good.flatMap(({ spans }) => spans),
    },
  ]);
}

function typesIn(page: Page, sentence: Sentence, labelled: boolean): Found<FileTypesProposal> | null {
  const { fileTypes, send, contribution } = page.pack;
  const spoken =
    labelled ||
    ((says(fileTypes.cues, sentence.folded) || allOf(TYPE, sentence.folded).length > 1) &&
      (says(send, sentence.said) || says(contribution, sentence.said)));
  if (!spoken) return null;
  const refusal = ofPack(
    page.pack,
    'refused',
    () => new RegExp(`(?<![a-z])(?:${fileTypes.refused.join('|')})(?:[a-z]{1,10} ){0,2}$`),
  );
  const accepted = new Set<string>();
  const refused = new Set<string>();
  const matches = allOf(TYPE, sentence.folded);
  // "[PDF]", "[PDF | Word]", "(PDF, 200 kB)": the type of something to download.
  const links = matches.filter(
    (match) =>
      /[[(|] ?$/.test(sentence.folded.slice(0, match.index)) &&
      /^ ?[\]|,)-]/.test(sentence.folded.slice(match.index + match[0].length)),
  );
  if (!labelled && links.length === matches.length && !says(fileTypes.formats, sentence.folded)) return null;
  const after = ofPack(
    page.pack,
    'refused after',
    () => new RegExp(`^[ )]{0,2}(?:${fileTypes.refusedAfter.join('|')})(?![a-z])`),
  );
  let last: Set<string> | null = null;
  let end = 0;
  for (const match of matches) {
    const type = groupOf(match);
    if (type === undefined) continue;
    const between = sentence.folded.slice(end, match.index);
    const listed = last === refused && /^ ?(?:,|or|and|ou|et|o|y|ni|nor|\/)? ?$/.test(between);
    const told = after.test(sentence.folded.slice(match.index + match[0].length));
    const set: Set<string> = listed || told || refusal.test(between) ? refused : accepted;
    set.add(type);
    last = set;
    end = match.index + match[0].length;
  }
  const [first] = matches;
  const closing = matches.at(-1);
  if (first === undefined || closing === undefined) return null;
  const spans = [{ start: sentence.start + first.index, end: sentence.start + closing.index + closing[0].length }];
  const certain = labelled || says(fileTypes.formats, sentence.folded);
  // "You may attach up to three PDF files": what stands beside the answer.
  const { attachments } = page.pack;
  const beside =
    !labelled &&
    says(attachments.cues, sentence.folded) &&
    (says(attachments.allowed, sentence.folded) || says(attachments.recommended, sentence.folded));
  return {
    value: { accepted: [...accepted], refused: [...refused].filter((type) => !accepted.has(type)) },
    certainty: beside ? 'unsure' : certain ? 'sure' : 'likely',
    spans,
  };
}
