/**
 * fast-check with the seed of this run, and fewer runs in the fast lane. Property tests import it instead of the package, so that
 * `npm test` has the same few inputs each time, and `npm run test:conformance` has many new ones.
 */
import * as fc from "fast-check";
import { repeats, SEED } from "./seed.ts";

const DEFAULT_RUNS = 100;

fc.configureGlobal({ seed: SEED });

export * from "fast-check";

/** fast-check's `assert`; `numRuns` is the number of the conformance lane. */
export const assert = ((property: fc.IRawProperty<unknown>, parameters: fc.Parameters<unknown> = {}) =>
  fc.assert(property, { ...parameters, numRuns: repeats(parameters.numRuns ?? DEFAULT_RUNS) })) as typeof fc.assert;
