/**
 * Translates what SQLite, PostgreSQL and the network throw into the errors of the house.
 * The drivers' own messages and details may quote parameters, so only their codes go on, as the cause.
 */
import { AppError } from '../domain/errors.ts';

/** Primary result codes of SQLite: busy, locked, out of memory, read-only, I/O, corrupt, full, cannot open, no database. */
const SQLITE_UNAVAILABLE = new Set([5, 6, 7, 8, 10, 11, 13, 14, 26]);
/** Classes of SQLSTATE: connection, transaction rollback, lock, resources, operator intervention, system. */
const POSTGRES_UNAVAILABLE = new Set(['08', '40', '53', '55', '57', '58']);
const READ_ONLY_TRANSACTION = '25006';
/** Codes of Node for a server that cannot be reached or that went away. */
const NETWORK_CODE = /^E(?:CONN|PIPE|TIMEDOUT|NOTFOUND|AI_|HOST|NET|PROTO)/;
/** The errors without a code by which `pg` and Kysely report a lost or missing connection. */
const LOST_CONNECTION =
  /^(?:Connection terminated|timeout exceeded|Client (?:was closed|has encountered)|Postgres connection|Query read timeout|driver has already)/;

interface Coded {
  readonly code?: unknown;
  readonly errcode?: unknown;
}

/** The AppError for an error of a driver; any other error comes back as it is. */
export function translateFailure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof AppError) return error;
  const { code, errcode } = error as Error & Coded;
  if (code === 'ERR_SQLITE_ERROR' && typeof errcode === 'number') {
    return failure(SQLITE_UNAVAILABLE.has(errcode & 0xff), `SQLite ${errcode}`);
  }
  if (code === 'ERR_INVALID_STATE') return failure(true, code);
  if (typeof code === 'string' && NETWORK_CODE.test(code)) return failure(true, code);
  if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code)) {
    return failure(POSTGRES_UNAVAILABLE.has(code.slice(0, 2)) || code === READ_ONLY_TRANSACTION, `SQLSTATE ${code}`);
  }
  if (LOST_CONNECTION.test(error.message)) return failure(true, 'connection lost');
  return error;
}

function failure(unavailable: boolean, code: string): AppError {
  const cause = new Error(code);
  return unavailable
    ? new AppError('unavailable', 'the database does not answer', { cause })
    : new AppError('internal', 'the database refused a statement', { cause });
}

/** Runs `work` and translates what it throws. */
export async function translated<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw translateFailure(error);
  }
}
