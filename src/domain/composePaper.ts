/**
 * Composes the papers beside the submission: what a writer chose and typed, in the order in which each kind of paper
 * reads. Of the public version the texts are redacted first (`paperTexts`, `publicDraft`), and composed then. Pure.
 */
import { Citations } from './citing.ts';
import { sayWithheld, WITHHELD } from './confidentiality.ts';
import type { Draft } from './draft.ts';
import { wordedIn, type Say } from './language.ts';
import type { OutlineOptions, VersionNotice } from './outline.ts';
import type { Paper } from './paper.ts';
import { paperPieces, type Setting } from './paperPieces.ts';
import type { PaperKind } from './papers.ts';
import { paperTexts } from './paperTexts.ts';
import { Footnotes } from './prose.ts';
import { officialLanguages, type Questionnaire } from './questionnaire.ts';
import { confidentialityOf, publicDraft, withheldFields, type Version } from './versions.ts';

/** How each kind looks: a summary fits a page, a statement is read from at arm's length. Sizes in points. */
const LOOKS = {
  summary: { size: 11, spacing: 1.05, margin: 22 },
  letter: { size: 11, spacing: 1.15, margin: 25 },
  statement: { size: 16, spacing: 1.5, margin: 25 },
} as const;

/**
 * The paper in one version, the public one unless said otherwise. Of a draft of which everything is confidential there is
 * no public version: then nothing that was typed stands in it. `say` speaks the draft's language.
 */
export function composePaper(
  draft: Draft,
  questionnaire: Questionnaire,
  say: Say,
  kind: PaperKind,
  options: OutlineOptions,
): Paper {
  const version = options.version ?? 'public';
  const texts = paperTexts(draft, questionnaire, kind);
  const open = compose(draft, publicDraft(texts), questionnaire, say, kind, { ...options, version: 'public' });
  const full = compose(draft, texts, questionnaire, say, kind, { ...options, version: 'full' });
  const notice = noticeOf(draft, say, version, hidesSomething(open, say) || JSON.stringify(full).includes(MARKED));
  const paper = version === 'public' ? open : full;
  const noticed = notice === null ? paper : { ...paper, notice };
  return version === 'public' ? sayWithheld(noticed, say('outline.withheld')) : noticed;
}

/** As JSON has the runs and names that a full version marks. */
const MARKED = '"confidential":true';

/** Sources that are withheld have a phrase of their own. */
function hidesSomething(open: Paper, say: Say): boolean {
  const shown = JSON.stringify(open);
  return shown.includes(WITHHELD) || shown.includes(say('sources.printed.withheld'));
}

/** Said only where the other version of this paper says something else. */
function noticeOf(draft: Draft, say: Say, version: Version, isTwofold: boolean): VersionNotice | null {
  const isWhole = confidentialityOf(draft) === 'whole';
  if (!isWhole && !isTwofold) return null;
  const text = isWhole ? say('papers.print.notice') : say(`outline.notice.${version}`, { withheld: WITHHELD });
  return { version, text, short: say(`outline.notice.short.${isWhole ? 'whole' : version}`) };
}

function compose(
  whole: Draft,
  draft: Draft,
  questionnaire: Questionnaire,
  say: Say,
  kind: PaperKind,
  options: OutlineOptions,
): Paper {
  const { version = 'public', countryName = () => '', country } = options;
  const { language, changedAt } = draft.record;
  const { name } = draft.organisation.value;
  const isShown = draft.organisation.value.country === whole.organisation.value.country;
  const setting: Setting = {
    ...{ draft, version, questionnaire, say, countryName, language, whole },
    country: isShown ? country : '',
    worded: (text) => wordedIn(text, language, officialLanguages(questionnaire)),
    answerable: new Set(),
    footnotes: new Footnotes(new Citations({ language, say }, draft.sources.value.items)),
  };
  const call = setting.worded(questionnaire.title)?.text ?? '';
  const isNamed = name.trim() !== '' && !withheldFields(whole).has('name');
  return {
    kind,
    language,
    title: `${say(`papers.print.${kind}`)} – ${call}`,
    author: isNamed ? name.trim() : say('outline.author'),
    pieces: paperPieces(setting, kind, call),
    footnotes: setting.footnotes.all,
    changedAt,
    layout: {
      ...{ font: null, justified: null, numberedParagraphs: null, numberedPages: null, paper: null },
      ...LOOKS[kind],
    },
  };
}
