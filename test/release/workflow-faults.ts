/** Checks the dependencies of a workflow's steps that neither actionlint nor a step's own script can check. */
import { matchesGlob } from "node:path";
import type { Job, Step, Workflow } from "./workflow-steps.ts";

type Jobs = Workflow["jobs"];

const inputsOf = ({ with: inputs = {} }: Step): Readonly<Record<string, string | undefined>> =>
  Object.fromEntries(Object.entries(inputs).map(([name, value]) => [name, String(value)]));
const uses = ({ uses: action = "" }: Step, name: string): boolean => action.startsWith(`actions/${name}@`);

/** The jobs that have ended when a job starts. */
function before(jobs: Jobs, name: string): readonly string[] {
  const needs = [jobs[name]?.needs ?? []].flat();
  return [...new Set([...needs, ...needs.flatMap((each) => before(jobs, each))])];
}

/** The artifacts that a job uploads, each with its step's paths; a job with a matrix uploads one for each row. */
function uploadsOf({ steps, strategy }: Job): readonly (readonly [name: string, paths: readonly string[]])[] {
  const rows = strategy?.matrix.include ?? [{}];
  return steps
    .filter((step) => uses(step, "upload-artifact"))
    .flatMap((step) => {
      const { name = "", path = "" } = inputsOf(step);
      const [, key = "", value] = /^matrix\.(\w+) == '([^']*)'$/.exec(step.if ?? "") ?? [];
      const chosen = rows.filter((row: Readonly<Record<string, string>>) => value === undefined || row[key] === value);
      const names = chosen.map((row: Readonly<Record<string, string>>) =>
        name.replaceAll(/\$\{\{ matrix\.(\w+) \}\}/g, (_, each: string) => row[each] ?? ""),
      );
      return [...new Set(names)].map((each) => [each, path.trim().split("\n")] as const);
    });
}

/** The artifacts that each download of a job takes. */
export function downloadsOf(jobs: Jobs, name: string): readonly string[] {
  const there = before(jobs, name).flatMap((job) => (jobs[job] === undefined ? [] : uploadsOf(jobs[job])));
  const downloads = jobs[name]?.steps.filter((step) => uses(step, "download-artifact")) ?? [];
  return downloads.flatMap((step) => {
    const { name: exact, pattern = "*" } = inputsOf(step);
    return there
      .map(([each]) => each)
      .filter((each) => (exact === undefined ? matchesGlob(each, pattern) : each === exact));
  });
}

/** Faults of the artifacts that jobs pass to others. */
export function artifactFaults(jobs: Jobs): readonly string[] {
  const faults: string[] = [];
  const all = Object.entries(jobs).flatMap(([job, each]) => uploadsOf(each).map(([name]) => [name, job] as const));
  for (const [name, job] of all) {
    if (all.some((other) => other[0] === name && other[1] !== job)) faults.push(`${job}: another job uploads ${name}`);
    if (!Object.keys(jobs).some((each) => downloadsOf(jobs, each).includes(name)))
      faults.push(`${job}: no job takes ${name}`);
  }
  for (const [job, { steps }] of Object.entries(jobs)) {
    for (const [index, step] of steps.entries()) {
      const inputs = inputsOf(step);
      if (uses(step, "upload-artifact")) {
        const { "if-no-files-found": missing, overwrite } = inputs;
        if (missing !== "error") faults.push(`${job}: ${inputs["name"]} may be empty`);
        if (overwrite !== "true") faults.push(`${job}: ${inputs["name"]} cannot be uploaded in a second attempt`);
      }
      if (!uses(step, "download-artifact")) continue;
      const what = inputs["name"] ?? inputs["pattern"];
      const taken = downloadsOf({ ...jobs, [job]: { ...jobs[job], steps: [step] } as Job }, job);
      if (taken.length === 0) faults.push(`${job}: no job before it uploads ${what}`);
      const glob = inputs["pattern"];
      if (glob === undefined) continue;
      for (const [name] of all) {
        if (matchesGlob(name, glob) && !taken.includes(name)) faults.push(`${job}: ${name} may not be there yet`);
      }
      // Other matches are downloaded as well: the next step must compare them with the expected ones.
      if (
        inputs["merge-multiple"] !== undefined ||
        !(steps[index + 1]?.run ?? "").startsWith("node release/gather.ts ")
      ) {
        faults.push(`${job}: no step looks what ${what} brings`);
      }
    }
  }
  return faults;
}

const TOKEN = "${{ github.token }}";
const isLogin = ({ run = "", env = {} }: Step): boolean =>
  /^docker login ghcr\.io .*<<<"\$TOKEN"$/m.test(run) && env["TOKEN"] === TOKEN;
const pushes = ({ run = "" }: Step): boolean => /--push\b|docker push|docker:\/\//.test(run);

/** The permissions that a step needs, and its other missing requirements. */
function needsOf(step: Step, earlier: readonly Step[]): { scopes: readonly string[]; faults: readonly string[] } {
  const { run = "", env = {} } = step;
  const inputs = inputsOf(step);
  const faults: string[] = [];
  const scopes: string[] = [];
  const usesGh = /(?<![\w./-])gh [a-z]/.test(run);
  if (usesGh && (env["GH_TOKEN"] !== TOKEN || env["GH_REPO"] !== "${{ github.repository }}"))
    faults.push("gh has no token");
  if (/\bgh release create\b/.test(run)) scopes.push("contents");
  if (/\bnpm publish\b.*--provenance/.test(run)) scopes.push("id-token");
  if (pushes(step)) scopes.push("packages");
  if (uses(step, "attest")) scopes.push("id-token", "attestations");
  const pushesAttestation = inputs["push-to-registry"] === "true";
  if (pushesAttestation) scopes.push("packages", "artifact-metadata");
  if (uses(step, "attest") && inputs["subject-name"] !== undefined && !pushesAttestation) {
    faults.push("the image's attestation is not beside it");
  }
  if ((pushes(step) || pushesAttestation) && !earlier.some(isLogin)) faults.push("it pushes, and has not logged in");
  return { scopes, faults };
}

/** Faults of the tokens, logins and permissions of jobs: a missing one, or an unused permission. */
export function credentialFaults(jobs: Jobs): readonly string[] {
  return Object.entries(jobs).flatMap(([job, { steps, permissions = {} }]) => {
    const needed = steps.map((step, index) => needsOf(step, steps.slice(0, index)));
    const scopes = new Set(needed.flatMap(({ scopes: each }) => each));
    const given = Object.keys(permissions).filter((scope) => permissions[scope] === "write");
    const reads = steps.some((step) => uses(step, "checkout")) && permissions["contents"] === undefined;
    return [
      ...needed.flatMap(({ faults }) => faults),
      ...[...scopes].filter((scope) => !given.includes(scope)).map((scope) => `may not write ${scope}`),
      ...given.filter((scope) => !scopes.has(scope)).map((scope) => `has no use for writing ${scope}`),
      ...(reads ? ["may not read what it checks out"] : []),
    ].map((fault) => `${job}: ${fault}`);
  });
}

/**
 * Faults of the attestations of the files of a release.
 *
 * @param files all released files, by path
 */
export function attestationFaults({ steps }: Job, tag: string, files: readonly string[]): readonly string[] {
  const end = steps.findIndex(({ run = "" }) => /\bgh release create\b/.test(run));
  const attestations = steps.slice(0, end).flatMap((step) => {
    if (!uses(step, "attest")) return [];
    const { "subject-path": subjects = "", "sbom-path": sbom } = inputsOf(step);
    const globs = subjects.trim().split("\n");
    const covered = files.filter((file) => globs.some((glob) => matchesGlob(file, glob)));
    return [{ covered, sbom: sbom?.replaceAll("${{ github.ref_name }}", tag) }];
  });
  const archives = files.filter((file) => /\.(?:tar\.gz|zip)$/.test(file));
  const isAll = (covered: readonly string[], all: readonly string[]): boolean => covered.join("\n") === all.join("\n");
  return [
    ...(attestations.some(({ covered, sbom }) => sbom === undefined && isAll(covered, files))
      ? []
      : ["no step attests where all of it comes from"]),
    ...(attestations.some(
      ({ covered, sbom }) => sbom?.endsWith(".cdx.json") && files.includes(sbom) && isAll(covered, archives),
    )
      ? []
      : ["no step attests what the executables are made of"]),
  ];
}
