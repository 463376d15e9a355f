/**
 * fast-check with the seed of this run. Property tests import it in place of the package, so that `npm test` has the same inputs each time
 * and `npm run test:conformance` has new ones.
 */
import * as fc from "fast-check";
import { SEED } from "./seed.ts";

fc.configureGlobal({ seed: SEED });

export * from "fast-check";
