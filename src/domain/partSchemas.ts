/**
 * The form of every part of a draft that is no answer, by its key: for whoever takes parts in from outside. Whether a part
 * is put to use, and how, is `assemble` of `draft.ts`.
 */
import { checksSchema } from './checks/aside.ts';
import { consentsSchema } from './consent.ts';
import { publicationSchema } from './draft.ts';
import { frontSchema } from './frontMatter.ts';
import { organisationSchema } from './organisation.ts';
import { papersSchema } from './papers.ts';
import { planSchema } from './plan.ts';
import { scopeSchema } from './scope.ts';
import { checklistSchema, sendingSchema } from './sending.ts';
import { signatoriesSchema } from './signatory.ts';
import { sourcesSchema } from './source.ts';

/** By key, in the order in which archives hold them. A test holds the keys against `RESERVED_IDS` of `nodes.ts`. */
export const PART_SCHEMAS = {
  organisation: organisationSchema,
  scope: scopeSchema,
  front: frontSchema,
  publication: publicationSchema,
  signatories: signatoriesSchema,
  sources: sourcesSchema,
  papers: papersSchema,
  consents: consentsSchema,
  checks: checksSchema,
  plan: planSchema,
  sending: sendingSchema,
  checklist: checklistSchema,
} as const;
