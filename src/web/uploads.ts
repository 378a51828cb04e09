/**
 * Forms that carry a file: read only at the addresses that take one, into memory, and within limits. The fields of such a
 * form are its body like those of any other, so that the same protections hold.
 */
import type { NextFunction, Request, RequestHandler, Response } from 'express';
import multer, { MulterError } from 'multer';
import { AppError } from '../domain/errors.ts';
import { route } from './paths.ts';

/** Of the file. What is larger is refused with the rest of the form kept. */
const FILE_BYTES_MAX = 10 * 1024 * 1024;
/** An archive of a draft holds its whole history, and its documents. */
const ARCHIVE_BYTES_MAX = 32 * 1024 * 1024;
/** Of one field: a text that somebody pasted. */
const FIELD_BYTES_MAX = 2 * 1024 * 1024;
const FIELDS_MAX = 12_000;

/** Where files come in. An upload is read before any page asks whose it is, so nothing else takes one. */
const WITH_FILES = [route.ownCalls, route.worksheet, route.texts, route.archives].map(
  (address) => new RegExp(`^${address.replace(':draft', '[0-9a-z]{10}')}$`),
);

export interface Upload {
  readonly bytes: Uint8Array;
  /** As the browser gave it: only its ending is of use, and it is kept nowhere. */
  readonly name: string;
}

const tooLarge = new WeakSet<Request>();

/** The file of a form; null: none was chosen. */
export function uploadOf(request: Request): Upload | 'too-large' | null {
  if (tooLarge.has(request)) return 'too-large';
  const { file } = request;
  return file === undefined || (file.size === 0 && file.originalname === '')
    ? null
    : { bytes: file.buffer, name: file.originalname };
}

/** Whether this is a form with files at an address that takes them. */
export const bringsFiles = (request: Request): boolean =>
  WITH_FILES.some((address) => address.test(request.path)) && request.is('multipart/form-data') !== false;

/** Reads such a form. Fails with `too-large` where more than the file is. */
export function readUpload(): RequestHandler {
  const [parseFile, parseArchive] = [parserFor(FILE_BYTES_MAX), parserFor(ARCHIVE_BYTES_MAX)];
  return (request: Request, response: Response, next: NextFunction): void => {
    const parse = request.path === route.archives ? parseArchive : parseFile;
    void parse(request, response, (error?: unknown) => {
      request.body = { ...(request.body as object | undefined) };
      if (error instanceof MulterError && error.code === 'LIMIT_FILE_SIZE') {
        tooLarge.add(request);
        return next();
      }
      if (error === undefined || error === null) return next();
      next(new AppError(error instanceof MulterError && error.code.startsWith('LIMIT') ? 'too-large' : 'malformed'));
    });
  };
}

const parserFor = (fileSize: number): RequestHandler =>
  multer({
    storage: multer.memoryStorage(),
    limits: {
      fileSize,
      files: 1,
      fields: FIELDS_MAX,
      parts: FIELDS_MAX + 1,
      fieldSize: FIELD_BYTES_MAX,
      fieldNameSize: 100,
      headerPairs: 20,
    },
  }).single('file');
