/**
 * The job `audit verify`: looks over the records of all drafts, or of some, and says of each whether it is whole. Prints
 * ids, numbers and hashes, and nothing of what the records say.
 */
import type { Config } from './config.ts';
import type { AuditStore, ChainFault, Verdict } from './domain/audit.ts';
import { openCellar } from './store/cellar.ts';

/** Drafts looked up at once. */
const PAGE = 500;

const FAULTS: Readonly<Record<ChainFault, string>> = {
  changed: 'it is not as it was written',
  missing: 'it is missing',
  cut: 'it is missing, with all that came after it',
  added: 'it was put in from outside',
  unreadable: 'it, or the end of the record, does not open',
  'begun-anew': 'from there on the record was begun anew, and nothing vouches for what stands before',
};

/** The exit status: 1 where a record is broken or a draft unknown. `drafts`: their ids; none: all of them. */
export async function verifyAudits(config: Config, drafts: readonly string[]): Promise<number> {
  const store = await openCellar(config);
  try {
    const counts = { whole: 0, wrong: 0 };
    for await (const draft of drafts.length > 0 ? drafts : allDrafts(store)) {
      const verdict = await store.verifyAudit(draft);
      process.stdout.write(`${draft}  ${told(verdict)}\n`);
      counts[verdict?.kind === 'whole' ? 'whole' : 'wrong'] += 1;
    }
    process.stdout.write(`${counts.whole} whole, ${counts.wrong} not.\n`);
    return counts.wrong === 0 ? 0 : 1;
  } finally {
    await store.close();
  }
}

async function* allDrafts(store: AuditStore): AsyncGenerator<string> {
  for (let after = ''; ;) {
    const page = await store.auditedDrafts(after, PAGE);
    yield* page;
    if (page.length < PAGE) return;
    after = page.at(-1) ?? '';
  }
}

function told(verdict: Verdict | null): string {
  if (verdict === null) return 'there is no such draft';
  if (verdict.kind === 'broken') return `broken at entry ${verdict.number}: ${FAULTS[verdict.fault]}`;
  if (verdict.count === 0) return 'whole: nothing noted yet';
  return `whole: ${verdict.count} ${verdict.count === 1 ? 'entry' : 'entries'}, ${verdict.hash}`;
}
