/**
 * Property tests draw new cases on each run, and print the seed of one that fails. Where a run must be the same as the one
 * before (`.ci/run`, or a failure to look into) FAST_CHECK_SEED says which cases.
 */
import fc from 'fast-check';

const { FAST_CHECK_SEED: seed } = process.env;
if (seed !== undefined) fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(seed) });
