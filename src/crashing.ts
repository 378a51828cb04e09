/**
 * What the program says when something went wrong that nobody caught. Messages of errors are not printed: they may hold
 * what people typed. Names, codes and places in our files are enough to find the fault. A helper of the doors.
 */
import { AppError, placesOf, SettingError } from './domain/errors.ts';

const FRAMES_MAX = 12;

/** One error in words that hold nothing but our own. */
export function described(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is no error was thrown';
  const { code } = error as { readonly code?: unknown };
  // Messages of our own errors are known to hold nothing that a person typed.
  const own = error instanceof AppError || error instanceof SettingError ? `: ${error.message}` : '';
  const named = typeof code === 'string' && /^[\w-]{1,60}$/.test(code) ? ` (${code})` : '';
  return [`${nameOf(error)}${named}${own}`, ...placesOf(error, FRAMES_MAX)].join('\n    ');
}

/** Names are words of programs, unless somebody made one up. */
const nameOf = ({ name }: Error): string => (/^\w{1,60}$/.test(name) ? name : 'Error');

/**
 * From now on: a promise that nobody waited for costs one request, and is told; an error that nobody caught ends the
 * program, because nobody knows what state it left, and whoever supervises it starts it again.
 */
export function guardProcess(tell: (text: string) => void = (text) => void process.stderr.write(`${text}\n`)): void {
  process.on('unhandledRejection', (reason) => tell(`nobody waited for what failed: ${described(reason)}`));
  process.on('uncaughtException', (error) => {
    tell(`the program ends, because nobody caught this: ${described(error)}`);
    process.exit(1);
  });
}
