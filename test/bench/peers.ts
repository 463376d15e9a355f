import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deployments } from "./manifests.ts";
import type { Candidate, Measured } from "./candidate.ts";
import { measure } from "./measure.ts";
import { ours, type Form } from "./ours.ts";
import { availablePeers } from "./peers/available.ts";
import { type Peer } from "./peers/peer.ts";
import { printTable } from "./table.ts";

const SIZES = [1, 1000, 10_000];
/** The size for the goal against the compiled library. */
const LIBRARY_SIZE = 1000;
/** The size for the goal against js-yaml, which only parses. */
const READ_SIZE = 10_000;

const LOAD_ALL =
  'const { readFileSync } = require("node:fs"); const { loadAll } = require("js-yaml"); loadAll(readFileSync(process.argv[1], "utf8"));';

/** Measures files of Deployments against other programs that judge them. */
export async function benchPeers(directory: string, forms: readonly Form[]): Promise<void> {
  const peers = await availablePeers();
  for (const count of SIZES) {
    const file = join(directory, `deployments-${count}.yaml`);
    writeFileSync(file, deployments(count));
    const measured = await measure(candidatesFor(file, count, peers, forms));
    const size = (statSync(file).size / 1e6).toFixed(count === 1 ? 4 : 1);
    console.log(
      `\n${count} ${count === 1 ? "Deployment" : "Deployments"}, ${size} MB, at --level restricted. ${agreement(measured)}`,
    );
    printTable(measured);
  }
}

/** A sentence with the number of violations, on which all programs that count them agree. */
function agreement(measured: readonly Measured[]): string {
  const counts = measured.filter(({ violations }) => violations !== undefined);
  const names = counts.map(({ candidate: { name } }) => name);
  return `The same ${counts[0]?.violations} violations are found by: ${names.join("; ")}`;
}

/** The number of violations in the summary of lint's table, if each of them is an error. */
export function violationsOfLint(output: string): number {
  return Number(/^(\d+) errors? in /m.exec(output)?.[1]);
}

function candidatesFor(
  file: string,
  count: number,
  peers: readonly Peer[],
  forms: readonly Form[],
): readonly Candidate[] {
  const others = peers.map((peer) => peer.candidate([file], count));
  const against = peers.flatMap(({ name, isLibrary }) => {
    if (!isLibrary) return [{ peer: name, atMost: 1 }];
    return [{ peer: name, ...(count === LIBRARY_SIZE ? { atMost: 2 } : {}) }];
  });
  const reads = count === READ_SIZE;
  const loadAll = { name: "js-yaml loadAll", program: process.execPath, args: ["-e", LOAD_ALL, file] };
  const linted = forms.map((form) =>
    ours(form, ["lint", "--level", "restricted", file], {
      name: `lint ${count}`,
      exitCode: 1,
      violations: violationsOfLint,
      against: reads ? [...against, { peer: loadAll.name, atMost: 0.9 }] : against,
    }),
  );
  if (!reads) return [...others, ...linted];
  const inJson = forms.map((form) =>
    ours(form, ["lint", "--level", "restricted", "-o", "json", file], {
      name: `lint -o json ${count}`,
      exitCode: 1,
      violations: (output) => JSON.parse(output).summary.violations,
      against: [{ peer: loadAll.name }],
    }),
  );
  return [...others, loadAll, ...linted, ...inJson];
}
