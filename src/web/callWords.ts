/**
 * The rules of a call as words, one text each: what two versions of a call are compared by. Shows nothing itself.
 */
import { wordedIn, type Text } from '../domain/language.ts';
import type { CallRule } from '../domain/newerVersion.ts';
import { officialLanguages, type Questionnaire } from '../domain/questionnaire.ts';

type Words = (text: Text | null) => string;

/** What the call says of a rule, in its own words; "" where it says nothing. */
export function ruleWords(questionnaire: Questionnaire, rule: CallRule): string {
  const officials = officialLanguages(questionnaire);
  const words: Words = (text) => (text === null ? '' : (wordedIn(text, officials[0] ?? 'en', officials)?.text ?? ''));
  return linesOf(questionnaire, rule, words)
    .filter((line) => line !== '')
    .join('\n');
}

function linesOf(call: Questionnaire, rule: CallRule, words: Words): readonly string[] {
  switch (rule) {
    case 'title':
    case 'background':
    case 'objectives':
    case 'heading':
      return [words(call[rule])];
    case 'issuers':
      return call.issuers.map(({ name }) => words(name));
    case 'deadlines':
      return call.deadlines.map(({ label, wording }) => [words(label), words(wording)].filter(Boolean).join(': '));
    case 'channels':
      return call.channels.flatMap((channel) => [
        words(channel.wording),
        channel.kind === 'email' ? [...channel.to, ...channel.cc].join(', ') : (channel.address ?? ''),
      ]);
    case 'subject':
      return [words(call.subject.wording), words(call.subject.value)];
    case 'emailSentences':
    case 'tasks':
    case 'hints':
      return call[rule].map(({ text }) => words(text));
    case 'addressees':
      return [words(call.addressees.wording), ...(call.addressees.value ?? []).map(({ label }) => words(label))];
    case 'length':
      return [words(call.length.wording), ...(call.length.value ?? []).map(({ wording }) => words(wording))];
    default:
      return [words(call[rule].wording)];
  }
}
