/**
 * The organisations of a joint submission: who they are in a sentence, then each group with a numbered list in small
 * type, long lists in two columns. Knows nothing of the rest of the document.
 */
import { Paragraph } from 'docx';
import type { FileChild } from 'docx';
import { signatoryLine, type SignatoryGroup, type SignatoryList } from '../domain/signatoryList.ts';
import { numbersReference, setParagraph } from './blocks.ts';
import { CONFIDENTIAL, textRuns, type Galley } from './inlines.ts';
import { setLine } from './line.ts';
import { STYLE } from './styles.ts';
import { legibleLine } from './text.ts';

/** A stretch of the document that runs in as many columns. */
export interface Stretch {
  readonly columns: 1 | 2;
  readonly children: readonly FileChild[];
}

/** Lists of more entries than this stand in two columns. */
const ONE_COLUMN_MAX = 8;

/** The sentence with its list; where the list is a footnote, the sentence that calls it. */
export function setSignatories(galley: Galley, signatories: SignatoryList): readonly Stretch[] {
  const { sentence, groups, place } = signatories;
  if (place !== 'footnote') {
    const said = { columns: 1, children: [setLine(sentence, STYLE.body)] } as const;
    return [said, ...groups.flatMap((group) => setGroup(galley, group))];
  }
  const said = { kind: 'run', text: sentence, bold: false, italic: false } as const;
  const calling = setParagraph(galley, [said, { kind: 'footnote', number: 1 }], { style: STYLE.body });
  return [{ columns: 1, children: [calling] }];
}

/** The style sheet is the same for all documents: what only this list needs is said here. Twips. */
const SPACE = { heading: { before: 160, after: 60 }, end: { before: 30, after: 160 } };

function setGroup(galley: Galley, { kind, heading, list }: SignatoryGroup): Stretch[] {
  const entries = list.map((one) => ({ text: signatoryLine(one), confidential: one.confidential === true }));
  return setNames(galley, heading, entries, kind !== 'lead');
}

/** A heading, and names under it, one a line. */
export function setNames(
  galley: Galley,
  heading: string,
  names: readonly { readonly text: string; readonly confidential?: boolean }[],
  numbered: boolean,
): Stretch[] {
  const entries = names
    .map(({ text, confidential }) => ({ line: text, marks: confidential === true ? CONFIDENTIAL : {} }))
    .filter(({ line }) => legibleLine(line) !== '');
  const numbering = numbered ? { numbering: newNumbering(galley) } : {};
  return [
    {
      columns: 1,
      children: [
        new Paragraph({ style: STYLE.cellHeading, spacing: SPACE.heading, children: textRuns(heading, {}, false) }),
      ],
    },
    {
      columns: entries.length > ONE_COLUMN_MAX ? 2 : 1,
      children: entries.map(
        ({ line, marks }, index) =>
          new Paragraph({
            style: STYLE.cell,
            keepLines: true,
            ...numbering,
            ...(index === entries.length - 1 ? { spacing: SPACE.end } : {}),
            // The numbers stand in one column, whichever way a name runs.
            children: textRuns(line, marks, false),
          }),
      ),
    },
  ];
}

function newNumbering(galley: Galley): { reference: string; level: number; instance: number } {
  galley.levels = Math.max(galley.levels, 1);
  galley.starts.add(1);
  galley.orderedLists += 1;
  return { reference: numbersReference(1), level: 0, instance: galley.orderedLists };
}
