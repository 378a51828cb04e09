/**
 * A bare page: Express and EJS as their guides show them, in production mode, with no database, no session and no log.
 * The page has the bytes of the file that it is given: its markup is written as it is, each of its texts is escaped.
 */
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import express from 'express';

interface Piece {
  readonly markup: string;
  readonly text: string;
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', '#34': '"', '#39': "'" };

/** Cuts a page into markup and the text after it, with the escapes of the text undone. */
function piecesOf(html: string): Piece[] {
  const pieces: Piece[] = [];
  let markup = '';
  for (const [token] of html.matchAll(/<[^>]*>|[^<]+/g)) {
    if (token.startsWith('<') || token.trim() === '') markup += token;
    else {
      pieces.push({ markup, text: token.replace(/&(lt|gt|amp|#34|#39);/g, (_, name: string) => ENTITIES[name] ?? '') });
      markup = '';
    }
  }
  return [...pieces, { markup, text: '' }];
}

const app = express();
app.set('views', join(import.meta.dirname));
app.set('view engine', 'ejs');
for (const [name, file] of Object.entries(JSON.parse(process.argv[2] ?? '{}') as Record<string, string>)) {
  const pieces = piecesOf(readFileSync(file, 'utf8'));
  app.get(`/${name}`, (_request, response) => response.render('page', { pieces }));
}
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);
});
process.on('SIGTERM', () => process.exit(0));
