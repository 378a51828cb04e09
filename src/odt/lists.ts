/** The styles of lists: bullets, numbers, and the numbers of names. Must not know what is listed. */
import { mm } from './measures.ts';
import { element, type Attributes } from './xml.ts';

/** Names of list styles, and how many levels they have. */
export const BULLETS = 'Bullets';
export const NUMBERS = 'Numbers';
export const NAMES_NUMBERS = 'Names_20_Numbers';
const LEVELS = Array.from({ length: 10 }, (_, index) => index + 1);
const SIGNS = ['•', '–', '▪'] as const;

function levelPlace(level: number, step: number): string {
  const place = { 'text:list-level-position-and-space-mode': 'label-alignment' };
  const indent = { 'text:label-followed-by': 'listtab', ...hanging(level * step, step) };
  return element('style:list-level-properties', place, element('style:list-level-label-alignment', indent));
}
const hanging = (left: number, by: number): Attributes => ({
  'text:list-tab-stop-position': mm(left),
  'fo:text-indent': mm(-by),
  'fo:margin-left': mm(left),
});

const numbered = (name: string, step: number): string =>
  element(
    'text:list-style',
    { 'style:name': name, 'style:display-name': name.replaceAll('_20_', ' ') },
    LEVELS.map((level) =>
      element(
        'text:list-level-style-number',
        { 'text:level': level, 'style:num-format': '1', 'style:num-suffix': '.' },
        levelPlace(level, step),
      ),
    ).join(''),
  );

/** All of them. */
export const LISTS =
  element(
    'text:list-style',
    { 'style:name': BULLETS },
    LEVELS.map((level) =>
      element(
        'text:list-level-style-bullet',
        { 'text:level': level, 'text:bullet-char': SIGNS[(level - 1) % SIGNS.length] },
        levelPlace(level, 8),
      ),
    ).join(''),
  ) +
  numbered(NUMBERS, 8) +
  numbered(NAMES_NUMBERS, 7);
