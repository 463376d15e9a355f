/** The recorded answers of the admission plugin of v1.24 to some pods under some policies. The test of them needs no Go. */
import { readFileSync, writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import type { MutablePod } from "../../src/psp/changes/mutate.ts";
import type { PodSecurityPolicy } from "../../src/psp/policy.ts";
import type { Answer } from "./compared.ts";

const FILE = "test/golden/psp/answers.json.gz";

/** Pods with the API server's defaults, and the answers to all of them under each policy. */
export interface Answers {
  readonly pods: readonly MutablePod[];
  readonly policies: readonly { readonly policy: PodSecurityPolicy; readonly answers: readonly Answer[] }[];
}

/** Reads the answers. */
export function readAnswers(): Answers {
  const answers: Answers = JSON.parse(gunzipSync(readFileSync(FILE)).toString());
  return answers;
}

/** Writes the answers. */
export function writeAnswers(answers: Answers): void {
  writeFileSync(FILE, gzipSync(JSON.stringify(answers), { level: 9 }));
}
