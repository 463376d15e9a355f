import { compareBytes } from "../api/words/byte-order.ts";
import { CheckedWorkloads, familyOf } from "./check-families.ts";
import { resourceName, workloadKey } from "../report/workload.ts";
import type {
  FailOn,
  FieldReport,
  NamespaceReport,
  Report,
  Result,
  ViolationReport,
  WorkloadReport,
} from "../report/report.ts";
import { summarizeWorkloads } from "../report/summary.ts";
import { distinctViolations, type WorkloadResults } from "../report/violations.ts";

/** The violations of an earlier report, by workload (workloadKey). */
export type KnownViolations = ReadonlyMap<string, KnownWorkload>;

/** A workload of an earlier report. */
interface KnownWorkload {
  readonly namespace: string;
  /** For people: `deployment.apps/web`. */
  readonly resource: string;
  /** Its faults, by the file that contains it; null for a cluster. Several files may contain the same workload. */
  readonly files: Map<string | null, Faults>;
  /** Its violations in each file, as the faults of each. Checks of one family that are about the same fields are one violation. */
  readonly violations: Map<string | null, Map<string, readonly string[]>>;
}

/** The checks and fields at fault: identity to text. A text is `privileged at containers[web].securityContext.privileged`. */
type Faults = Map<string, string>;

/** Whether a run has read a namespace or file of an earlier report. If so, a violation that it did not find is gone. */
export type Covers = (place: { readonly namespace: string; readonly file: string | null }) => boolean;

/** The violations of the workloads of a report, including those that are already accepted there. */
export function knownViolations(workloads: Iterable<WorkloadResults>): KnownViolations {
  const known = new Map<string, KnownWorkload>();
  for (const workload of workloads) {
    const faults = faultsOf(workload);
    if (faults.length === 0) continue;
    const key = workloadKey(workload);
    let earlier = known.get(key);
    if (earlier === undefined) {
      known.set(
        key,
        (earlier = {
          namespace: workload.namespace,
          resource: resourceName(workload, workload.stableName),
          files: new Map(),
          violations: new Map(),
        }),
      );
    }
    const file = fileOf(workload);
    earlier.files.set(file, new Map([...(earlier.files.get(file) ?? []), ...faults]));
    const violations = earlier.violations.get(file) ?? new Map<string, readonly string[]>();
    for (const ofOne of faultsByViolation(workload)) violations.set(ofOne.join("\n"), ofOne);
    earlier.violations.set(file, violations);
  }
  return known;
}

function fileOf({ source }: WorkloadResults): string | null {
  return source?.file.toWellFormed() ?? null;
}

/** The known faults of a workload in a file. If the file is unknown, the workload may have moved, so the faults of all its files count. */
function faultsIn(known: KnownWorkload | undefined, file: string | null): ReadonlyMap<string, string> {
  if (known === undefined) return new Map();
  return known.files.get(file) ?? new Map([...known.files.values()].flatMap((faults) => [...faults]));
}

/**
 * Makes a report in which known violations are accepted. A violation is accepted if each of its fields at fault is known, regardless of the level,
 * version, mode and value.
 *
 * @param report a report with stable paths and without accepted violations
 * @param covers which violations can be gone
 */
export function acceptKnown(report: Report, known: KnownViolations, covers: Covers): Report {
  const { failOn } = report;
  const namespaces = report.namespaces.map((namespace) => acceptNamespace(namespace, known, failOn));
  const workloads = namespaces.flatMap((namespace) => namespace.workloads);
  const counts = summarizeWorkloads(workloads);
  return {
    ...report,
    namespaces,
    accept: { accepted: counts.accepted, gone: goneFrom(known, workloads, covers, report.serverVersion) },
    summary: { ...report.summary, ...counts },
  };
}

/** The number of violations in `known` with a field at fault that `before` lacks. */
export function countAdded(known: KnownViolations, before: KnownViolations): number {
  let added = 0;
  for (const [key, { violations }] of known) {
    for (const [file, ofFile] of violations) {
      const earlier = faultsIn(before.get(key), file);
      for (const faults of ofFile.values()) if (!faults.every((fault) => earlier.has(fault))) added++;
    }
  }
  return added;
}

/** The number of checks of workloads in `known` with a field at fault that `now` lacks. The same check of a workload counts in each file. */
export function countRemoved(known: KnownViolations, now: KnownViolations): number {
  const removed = new Set<string>();
  for (const [key, { files }] of known) {
    for (const [file, faults] of files) {
      const left = faultsIn(now.get(key), file);
      for (const [fault, text] of faults) if (!left.has(fault)) removed.add(JSON.stringify([key, file, checkIn(text)]));
    }
  }
  return removed.size;
}

/** Whether all violations of a workload are known. */
export function containsAll(known: KnownViolations, workload: WorkloadResults): boolean {
  const faults = faultsIn(known.get(workloadKey(workload)), fileOf(workload));
  return faultsOf(workload).every(([fault]) => faults.has(fault));
}

/** The known violations that the run looked for and did not find. */
function goneFrom(
  known: KnownViolations,
  workloads: readonly WorkloadReport[],
  covers: Covers,
  serverVersion: string,
): string[] {
  const today = knownViolations(workloads);
  const checked = new CheckedWorkloads(workloads, serverVersion);
  const gone: string[] = [];
  for (const [key, { namespace, resource, files }] of known) {
    if (![...files.keys()].every((file) => covers({ namespace, file }))) continue;
    for (const [file, faults] of files) {
      const found = faultsIn(today.get(key), file);
      for (const [fault, text] of faults) {
        if (!found.has(fault) && checked.hasRun(key, checkIn(text))) gone.push(`${namespace} ${resource}: ${text}`);
      }
    }
  }
  return [...new Set(gone)].toSorted(compareBytes);
}

function acceptNamespace(namespace: NamespaceReport, known: KnownViolations, failOn: FailOn): NamespaceReport {
  const workloads = namespace.workloads.map((workload) => acceptWorkload(workload, known, failOn));
  return { ...namespace, workloads };
}

function acceptWorkload(workload: WorkloadReport, known: KnownViolations, failOn: FailOn): WorkloadReport {
  const faults = faultsIn(known.get(workloadKey(workload)), fileOf(workload));
  if (faults.size === 0) return workload;
  const accept = (violation: ViolationReport): ViolationReport => {
    const isKnown = (field: FieldReport): boolean => faults.has(faultOf(violation.check, field));
    const news = violation.fields.filter((field) => !isKnown(field));
    if (news.length === 0 && violation.fields.length > 0) return { ...violation, accepted: true };
    // A format that shows one place shows the first field, so that must be a new one.
    return { ...violation, fields: [...news, ...violation.fields.filter(isKnown)] };
  };
  const acceptResult = (result: Result): Result => {
    const violations = result.violations.map(accept);
    // A result without open violations has no sentences.
    const isOpen = violations.some(({ accepted }) => !accepted);
    return { ...result, violations, sentences: isOpen ? result.sentences : [] };
  };
  const results = workload.results.map(acceptResult);
  const otherResults = workload.otherResults.map(acceptResult);
  return { ...workload, results, otherResults, violations: distinctViolations(results, workload.source, failOn) };
}

function faultsOf({ results }: WorkloadResults): [fault: string, text: string][] {
  return results.flatMap(({ violations }) =>
    violations.flatMap(({ check, fields }) =>
      fields.map((field): [string, string] => [
        faultOf(check, field),
        `${check} at ${field.stablePath}`.toWellFormed(),
      ]),
    ),
  );
}

/** The identities of the faults of each violation, sorted. */
function faultsByViolation({ results }: WorkloadResults): string[][] {
  return results.flatMap(({ violations }) =>
    violations.map(({ check, fields }) => [...new Set(fields.map((field) => faultOf(check, field)))].toSorted()),
  );
}

/** The check in the text of a fault. */
function checkIn(text: string): string {
  return text.slice(0, text.indexOf(" "));
}

/** The identity of a fault. A document contains no lone surrogates, so an identity must not contain any either. */
function faultOf(check: string, { stablePath }: FieldReport): string {
  return `${familyOf(check)} at ${stablePath}`.toWellFormed();
}
