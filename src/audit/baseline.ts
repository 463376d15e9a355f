import { compareBytes } from "../policy/wording.ts";
import { groupOf } from "../workloads/owners.ts";
import type { FailOn, NamespaceReport, Report, ViolationReport, WorkloadReport } from "./report.ts";
import { summarizeWorkloads } from "./summary.ts";

/** What an earlier report holds against each workload, by what the workload is called (workloadKey). */
export type Baseline = ReadonlyMap<string, KnownWorkload>;

/** A workload of an earlier report. */
interface KnownWorkload {
  readonly namespace: string;
  /** For people: `deployment.apps/web`. */
  readonly resource: string;
  /** Where it was read; null for a cluster. Several files may hold what is the same workload to the API server. */
  readonly files: Set<string | null>;
  /** The checks and fields at fault: `privileged at containers[web].securityContext.privileged`. */
  readonly faults: Set<string>;
}

/** Whether a run has looked at what an earlier report holds from a namespace or file, so that what it did not find is gone. */
export type Covers = (place: { readonly namespace: string; readonly file: string | null }) => boolean;

/** The baseline that the workloads of a report make, be it that all or nothing in them was accepted itself. */
export function baselineOf(workloads: Iterable<WorkloadReport>): Baseline {
  const known = new Map<string, KnownWorkload>();
  for (const workload of workloads) {
    const faults = faultsOf(workload);
    if (faults.length === 0) continue;
    const file = workload.source?.file.toWellFormed() ?? null;
    const key = workloadKey(workload);
    const earlier = known.get(key);
    if (earlier === undefined) {
      const { namespace } = workload;
      known.set(key, { namespace, resource: resourceOf(workload), files: new Set([file]), faults: new Set(faults) });
      continue;
    }
    earlier.files.add(file);
    for (const fault of faults) earlier.faults.add(fault);
  }
  return known;
}

/**
 * A report in which the violations that a baseline holds are accepted: those of which each field at fault is in it, whatever the level, version,
 * mode and value.
 *
 * @param report one that identifies its fields, and accepts nothing yet
 * @param covers tells what can be gone
 */
export function applyBaseline(report: Report, baseline: Baseline, covers: Covers, failOn: FailOn): Report {
  const namespaces = report.namespaces.map((namespace) => acceptNamespace(namespace, baseline));
  const workloads = namespaces.flatMap((namespace) => namespace.workloads);
  const counts = summarizeWorkloads(workloads, failOn);
  return {
    ...report,
    namespaces,
    baseline: { accepted: counts.accepted, gone: goneFrom(baseline, baselineOf(workloads), covers) },
    summary: { ...report.summary, ...counts },
  };
}

/** How many fields at fault the first baseline holds and the second does not. */
export function countMissing(baseline: Baseline, other: Baseline): number {
  let missing = 0;
  for (const [key, { faults }] of baseline) {
    const others = other.get(key)?.faults;
    for (const fault of faults) if (others?.has(fault) !== true) missing++;
  }
  return missing;
}

/** Whether a baseline holds all that violates in a workload. */
export function holdsAll(baseline: Baseline, workload: WorkloadReport): boolean {
  const known = baseline.get(workloadKey(workload))?.faults;
  return faultsOf(workload).every((fault) => known?.has(fault) === true);
}

function goneFrom(baseline: Baseline, today: Baseline, covers: Covers): string[] {
  const gone: string[] = [];
  for (const [key, { namespace, resource, files, faults }] of baseline) {
    if (![...files].every((file) => covers({ namespace, file }))) continue;
    const found = today.get(key)?.faults;
    for (const fault of faults) if (found?.has(fault) !== true) gone.push(`${namespace} ${resource}: ${fault}`);
  }
  return gone.toSorted(compareBytes);
}

function acceptNamespace(namespace: NamespaceReport, baseline: Baseline): NamespaceReport {
  return { ...namespace, workloads: namespace.workloads.map((workload) => acceptWorkload(workload, baseline)) };
}

function acceptWorkload(workload: WorkloadReport, baseline: Baseline): WorkloadReport {
  const known = baseline.get(workloadKey(workload))?.faults;
  if (known === undefined) return workload;
  const accept = (violation: ViolationReport): ViolationReport => {
    const faults = faultsOfViolation(violation);
    const accepted = faults.length > 0 && faults.every((fault) => known.has(fault));
    return accepted ? { ...violation, accepted } : violation;
  };
  return {
    ...workload,
    results: workload.results.map((result) => ({ ...result, violations: result.violations.map(accept) })),
  };
}

function faultsOf({ results }: WorkloadReport): string[] {
  return results.flatMap(({ violations }) => violations.flatMap(faultsOfViolation));
}

/** A document cannot hold half a character, so that a baseline which was one has none. */
function faultsOfViolation({ check, fields }: ViolationReport): string[] {
  return fields.map(({ stablePath }) => `${check} at ${stablePath}`.toWellFormed());
}

/** What a workload is to the API server, whatever the version in which it was written. */
export function workloadKey({ namespace, apiVersion, kind, stableName }: WorkloadReport): string {
  return JSON.stringify([namespace, groupOf(apiVersion), kind, stableName].map((text) => text.toWellFormed()));
}

/** `deployment.apps/web`, as kubectl writes it; `<unknown>` is its word for no name. */
function resourceOf({ kind, apiVersion, stableName }: WorkloadReport): string {
  const group = groupOf(apiVersion);
  const name = stableName === "" ? "<unknown>" : stableName;
  return `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${name}`;
}
