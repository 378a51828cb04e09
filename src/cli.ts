/**
 * The other door: one job and out. `call check FILE…` looks at questionnaire files and says what is wrong, and where.
 */
import { readFileSync } from 'node:fs';
import { parseQuestionnaire } from './store/questionnaires.ts';

const USAGE = `Usage:
  npm run call -- check FILE…    look at questionnaire files; the exit status is 1 when something is wrong
`;

function check(files: readonly string[]): number {
  let wrong = 0;
  for (const file of files) {
    const { problems } = parseQuestionnaire(file, readFileSync(file, 'utf8'));
    for (const { line, column, rule, message } of problems) {
      wrong += 1;
      process.stdout.write(`${file}:${line}:${column}: ${rule}: ${message}\n`);
    }
  }
  if (wrong === 0) process.stdout.write(files.length === 1 ? 'The file is in order.\n' : 'The files are in order.\n');
  return wrong === 0 ? 0 : 1;
}

const [noun, verb, ...files] = process.argv.slice(2);
if (noun === 'call' && verb === 'check' && files.length > 0) {
  process.exitCode = check(files);
} else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
