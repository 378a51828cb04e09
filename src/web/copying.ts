/**
 * The text of each question to copy into an online form: plain text, one block for each field. The public version unless
 * the full one is asked for: forms often publish what they are given.
 */
import type { Express } from 'express';
import { frontText, printed, type Outline } from '../domain/outline.ts';
import { blocksText, sourcesText } from '../domain/text.ts';
import { confidentialityOf, type Version } from '../domain/versions.ts';
import { otherChannels } from '../domain/channels.ts';
import type { Parts } from './app.ts';
import { openDesk } from './desk.ts';
import { outlineOf } from './outlines.ts';
import { sendPage, shown } from './page.ts';
import { route } from './paths.ts';

export function copyingRoutes(app: Express, parts: Parts): void {
  app.get(route.copying, async (request, response) => {
    const desk = await openDesk(parts, request, 'read');
    const { draft, questionnaire, visit } = desk;
    const hasTwo = confidentialityOf(draft) === 'part';
    const version: Version = hasTwo && request.query['version'] !== 'full' ? 'public' : 'full';
    const outline = outlineOf(parts, desk, version);
    sendPage(parts, request, response, 'copying/show', {
      id: draft.record.id,
      title: shown(questionnaire, questionnaire.shortTitle, visit.language),
      version,
      hasTwo,
      draftLanguage: draft.record.language,
      front: outline.front.map((entry) => ({ id: entry.id, label: entry.label, text: frontText(entry) })),
      answers: answersIn(outline),
      footnotes: outline.footnotes
        .map((blocks, index) => `[${index + 1}] ${blocksText(blocks, outline.language)}`)
        .join('\n'),
      sources: outline.sources === undefined ? '' : sourcesText(outline.sources, outline.language),
      channels: otherChannels(questionnaire).filter(({ kind }) => kind === 'form' || kind === 'portal'),
    });
  });
}

/** What was answered, with the wording over it whether the document prints that or not. */
function answersIn(outline: Outline): readonly object[] {
  return printed({ sections: outline.sections })
    .filter(({ kind, state }) => kind === 'question' && state !== 'not-started')
    .map(({ id, label, text, language, blocks }) => ({
      id,
      label,
      wording: text,
      language,
      text: blocksText(blocks, outline.language),
    }));
}
