/**
 * The submission itself as a paper, for the formats that are made of papers: the same words in the same order as its Word
 * document. Adds nothing of its own. Pure.
 */
import { frontText, printed, type FrontEntry, type Inline, type Outline, type Section } from './outline.ts';
import type { Body, Line, LineRole, Paper, Piece } from './paper.ts';
import { signatoryLine, type SignatoryList } from './signatoryList.ts';
import type { SourceList } from './sourceList.ts';
import { bold, paragraph, plain } from './strokes.ts';

export function outlinePaper(outline: Outline): Paper {
  const { language, author, changedAt, footnotes, notice, layout, signatories } = outline;
  return {
    kind: 'submission',
    ...(notice === undefined ? {} : { notice }),
    ...{ language, author, changedAt, footnotes },
    title: outline.title,
    pieces: [
      ...line('kicker', outline.kicker),
      ...line('title', outline.title),
      ...outline.front.map(frontLine),
      ...(signatories === undefined || signatories.place === 'end' ? [] : signatoryPieces(signatories)),
      ...body('statement', outline.statement),
      ...line('note', outline.translationNote ?? ''),
      ...(outline.heading === null ? [] : [{ kind: 'heading', level: 1, label: null, text: outline.heading } as const]),
      ...sectionPieces(outline),
      ...(signatories?.place === 'end' ? signatoryPieces(signatories) : []),
      ...(outline.sources === undefined ? [] : sourcePieces(outline.sources)),
    ],
    ...(layout === undefined ? {} : { layout }),
  };
}

const line = (role: LineRole, text: string): readonly Line[] =>
  text.trim() === '' ? [] : [{ kind: 'line', role, inlines: [plain(text)] }];
const body = (role: Body['role'], blocks: Body['blocks']): readonly Body[] =>
  blocks.length === 0 ? [] : [{ kind: 'body', role, blocks }];

/** Only some entries hold line ends. */
function frontLine(entry: FrontEntry): Line {
  const marks = entry.confidential ? { confidential: true as const } : {};
  const inlines = frontText(entry)
    .split('\n')
    .flatMap((text, index): Inline[] => [
      ...(index === 0 ? [] : [{ kind: 'break' } as const]),
      ...(text === '' ? [] : [{ ...plain(text), ...marks }]),
    ]);
  return { kind: 'line', role: 'front', label: entry.label, inlines };
}

/** The sentence, and the list, unless that is a footnote: then the sentence calls it. */
function signatoryPieces({ sentence, groups, place }: SignatoryList): readonly Piece[] {
  const said: Inline[] = [plain(sentence), ...(place === 'footnote' ? [{ kind: 'footnote', number: 1 } as const] : [])];
  return [
    ...body('text', [{ kind: 'paragraph', inlines: said }]),
    ...(place === 'footnote' ? [] : groups).map(({ kind, heading, list }) => ({
      kind: 'names' as const,
      heading,
      numbered: kind !== 'lead',
      list: list.map((one) => ({
        text: signatoryLine(one),
        ...(one.confidential ? { confidential: true as const } : {}),
      })),
    })),
  ];
}

/** Headings go down one level at a time, and questions stand under the heading over them, as in the Word document. */
function sectionPieces(outline: Outline): readonly Piece[] {
  const above: number[] = outline.heading === null ? [] : [rank({ kind: 'heading', level: 1 })];
  return printed(outline).flatMap((section): Piece[] => {
    const { kind, label, text, blocks } = section;
    if (kind === 'note') return [...noteLine(section), ...body('text', blocks)];
    while ((above.at(-1) ?? -1) >= rank(section)) above.pop();
    above.push(rank(section));
    const level = Math.min(6, Math.max(above.length, kind === 'question' ? 2 : 1));
    const heading: Piece = {
      ...{ kind: 'heading', level, label, text },
      ...(section.language === outline.language ? {} : { language: section.language }),
      ...(section.unofficial === null ? {} : { mark: section.unofficial }),
    };
    return [...(`${label ?? ''}${text}`.trim() === '' ? [] : [heading]), ...body('text', blocks)];
  });
}

const rank = ({ kind, level }: Pick<Section, 'kind' | 'level'>): number => level * 2 + (kind === 'question' ? 1 : 0);

function noteLine({ label, text, unofficial }: Section): readonly Line[] {
  const mark = unofficial === null ? '' : ` [${unofficial}]`;
  return line('note', `${label === null || label === '' ? text : `${label} ${text}`}${mark}`);
}

function sourcePieces({ heading, groups }: SourceList): readonly Piece[] {
  const entries = groups.flatMap((group) => [
    ...(group.heading === null ? [] : [paragraph([bold(group.heading)])]),
    ...group.entries,
  ]);
  return [
    { kind: 'heading', level: 1, label: null, text: heading },
    { kind: 'body', role: 'sources', blocks: entries },
  ];
}
