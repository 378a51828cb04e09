/**
 * The look for due reminders among 1,000,000 planned ones and among 10,000, on both databases: the cost must grow with
 * what is due, not with what is planned. The cellar itself is asked, without the web.
 */
import type { Cellar } from '../src/store/cellar.ts';
import { openCellar } from '../src/store/cellar.ts';
import { later, startDraft } from '../test/store/cast.ts';
import { GROUNDS, type Ground } from '../test/store/ground.ts';
import { confirmed } from '../test/store/reminding.ts';
import { alternate, printLine, printNote, printTitle } from './figures.ts';

const FEW = 10_000;
const MANY = 1_000_000;
/** What is due at one moment, and what one process takes at once. */
const DUE = 50;
const BELLS = ['30', '14', '7', '3', '1', '0'];
const ROUNDS = 15;
/** In one turn. */
const LOOKS = 100;

const DUE_AT = later(1_000);
const NOTHING_DUE_AT = later(999);

/** What the two databases word differently. Planned moments are spread over four weeks, one a minute. */
const WORDINGS = {
  SQLite: {
    before: '',
    numbers: (count: number) =>
      `with recursive numbers (n) as (select 0 union all select n + 1 from numbers where n < ${count - 1})`,
    moment: `strftime('%Y-%m-%dT%H:%M:00.000Z', '2026-03-03 00:00', (n % 40000) || ' minutes')`,
    bytes: `x'00'`,
  },
  PostgreSQL: {
    // The rows are right by their making: to look up a million keys twice would only take time.
    before: 'set session_replication_role = replica;',
    numbers: (count: number) => `with numbers (n) as (select generate_series(0, ${count - 1}))`,
    moment: `to_char(timestamp '2026-03-03' + (n % 40000) * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI":00.000Z"')`,
    bytes: String.raw`'\x00'::bytea`,
  },
} as const;

/** Adds other people's reminders behind the cellar's back: six to a subscription, two subscriptions to a draft. */
async function fill(ground: Ground, name: keyof typeof WORDINGS, planned: number): Promise<void> {
  const { before, numbers, moment, bytes } = WORDINGS[name];
  const subscriptions = Math.ceil(planned / BELLS.length);
  const drafts = Math.ceil(subscriptions / 2);
  const at = `'2026-03-01T10:00:00.000Z'`;
  const deadline = `'2026-04-01T10:00:00.000Z'`;
  const add = (table: string, columns: string, count: number, values: string): Promise<unknown> =>
    ground.query(`${before} insert into ${table} (${columns}) ${numbers(count)} select ${values} from numbers`);
  const kind = `case n % 6 ${BELLS.map((days, index) => `when ${index} then 'bell-${days}'`).join(' ')} end`;
  await add(
    'drafts',
    'id, call, questionnaire, language, started_at, changed_at, revision',
    drafts,
    `'d' || n, 'civic-space', (select hash from questionnaires), 'en', ${at}, ${at}, 1`,
  );
  await add(
    'links',
    'id, draft, role, hash, label, created_at',
    drafts,
    `'l' || n, 'd' || n, 'owner', 'h' || n, ${bytes}, ${at}`,
  );
  await add(
    'subscriptions',
    'id, draft, link, hash, asked_at, confirmed_at, deadline_at, sealed',
    subscriptions,
    `'s' || n, 'd' || (n / 2), 'l' || (n / 2), 'h' || n, ${at}, ${at}, ${deadline}, ${bytes}`,
  );
  await add(
    'reminders',
    'id, subscription, draft, kind, deadline_at, rings_at, next_at, state, tries',
    planned,
    `'r' || n, 's' || (n / 6), 'd' || (n / 12), ${kind}, ${deadline}, ${moment}, ${moment}, 'planned', 0`,
  );
}

interface Stocked {
  readonly ground: Ground;
  readonly cellar: Cellar;
  /** Makes due again what was claimed. */
  readonly rewind: () => Promise<unknown>;
}

async function stocked({ name, begin }: (typeof GROUNDS)[number], planned: number): Promise<Stocked> {
  const ground = await begin();
  const cellar = await openCellar(ground.settings);
  const draft = await startDraft(cellar);
  for (let index = 0; index < DUE; index += 1) await confirmed(cellar, [['bell-3', DUE_AT]], draft);
  await fill(ground, name, planned);
  await ground.query('analyze');
  const rewind = (): Promise<unknown> =>
    ground.query(`update reminders set state = 'planned', lease_until = null, tries = 0 where state = 'claimed'`);
  return { ground, cellar, rewind };
}

/** Milliseconds that one of `count` looks takes. */
async function timed(count: number, look: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  for (let index = 0; index < count; index += 1) await look();
  return (performance.now() - startedAt) / count;
}

const MEASURES: readonly { readonly what: string; readonly ms: (stock: Stocked) => Promise<number> }[] = [
  { what: 'look, nothing due', ms: ({ cellar }) => timed(LOOKS, () => cellar.claimDue(NOTHING_DUE_AT, DUE)) },
  { what: `look, ${DUE} due`, ms: ({ cellar }) => timed(LOOKS, () => expectDue(cellar.due(DUE_AT, DUE))) },
  {
    what: `claim of ${DUE}`,
    async ms({ cellar, rewind }) {
      const ms = await timed(1, () => expectDue(cellar.claimDue(DUE_AT, DUE)));
      await rewind();
      return ms;
    },
  },
  { what: 'when the next is due', ms: ({ cellar }) => timed(LOOKS, () => cellar.nextDue()) },
];

async function expectDue(look: Promise<readonly unknown[]>): Promise<void> {
  const { length } = await look;
  if (length !== DUE) throw new Error(`${length} reminders are due, and should be ${DUE}`);
}

export async function reminders(): Promise<void> {
  for (const ground of GROUNDS) {
    const startedAt = performance.now();
    const few = await stocked(ground, FEW);
    const many = await stocked(ground, MANY);
    const seconds = (performance.now() - startedAt) / 1000;
    printTitle(`${MANY} planned reminders against ${FEW}, ${ground.name}`);
    for (const { what, ms } of MEASURES) {
      const runs = await alternate(ROUNDS, { few: () => ms(few), many: () => ms(many) });
      printLine({ what, ours: runs.many, peer: runs.few, unit: 'ms', aim: '≤ 1.5' });
    }
    printNote(`the rows were made in ${seconds.toFixed(0)} s`);
    for (const {
      cellar,
      ground: { end },
    } of [few, many])
      await cellar.close().then(end);
  }
}
