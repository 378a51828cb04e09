/**
 * The style sheet and the script: served from memory under an address that changes with their bytes, for ever cacheable.
 */
import express, { type Express } from 'express';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { hashOf } from './secrets.ts';

const TYPES: Readonly<Record<string, string>> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  svg: 'image/svg+xml',
};

/** Two steps under the most: a sixth of the time, at the start of the program, for six bytes more in a hundred. */
const BROTLI = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

export interface Assets {
  /** The address of a file of `public/`, such as "style.css". */
  address(file: string): string;
  serve(app: Express): void;
}

/** Reads and compresses `folder` once. Throws, with what to do, where it has not been built. */
export function readAssets(folder: string): Assets {
  let names: string[];
  try {
    names = readdirSync(folder);
  } catch (error) {
    throw new Error('public/ is missing: run "npm run build" first', { cause: error });
  }
  const files = new Map(
    names.map((name) => {
      const bytes = readFileSync(join(folder, name));
      const type = TYPES[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';
      const address = `/assets/${hashOf(bytes).slice(0, 10)}/${name}`;
      return [name, { address, type, bytes, br: brotliCompressSync(bytes, BROTLI), gzip: gzipSync(bytes) }];
    }),
  );
  const byAddress = new Map([...files.values()].map((file) => [file.address, file]));
  return {
    address: (name) => files.get(name)?.address ?? `/assets/missing/${name}`,
    serve: (app) => {
      const router = express.Router();
      router.get('/:hash/:name', (request, response, next) => {
        const file = byAddress.get(`/assets/${request.params.hash}/${request.params.name}`);
        if (file === undefined) return next();
        const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
        response.set({
          'Content-Type': file.type,
          'Cache-Control': 'public, max-age=31536000, immutable',
          Vary: 'Accept-Encoding',
        });
        if (encoding === 'br' || encoding === 'gzip') response.set('Content-Encoding', encoding);
        response.end(encoding === 'br' ? file.br : encoding === 'gzip' ? file.gzip : file.bytes);
      });
      app.use('/assets', router);
      // Browsers ask for it on the neutral page, which names no icon.
      app.get('/favicon.ico', (_request, response) => void response.status(204).end());
    },
  };
}
