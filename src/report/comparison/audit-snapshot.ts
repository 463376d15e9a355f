import type { Level } from "../../api/level.ts";
import type { NamespacePolicy, NamespaceReport } from "../report.ts";
import type { WorkloadResults } from "../violations.ts";
import { isRejectedNow, workloadKey } from "../workload.ts";
import type { ComparedWorkload } from "./comparison.ts";

/** The facts about an audit that can be compared with those of another one. */
export type AuditSnapshot = ReadonlyMap<string, NamespaceSnapshot>;

/** A namespace of an audit. */
export interface NamespaceSnapshot {
  readonly readyFor: Level | null;
  /** Null if its labels could not be read. */
  readonly enforce: Level | null;
  /** Null if its labels could not be read. */
  readonly policy: NamespacePolicy | null;
  /** By workload (workloadKey). */
  readonly rejected: ReadonlyMap<string, ComparedWorkload>;
  /** By workload, family of the check, and stable path. */
  readonly faults: ReadonlyMap<string, Fault>;
}

/** A field that violates. */
export interface Fault {
  readonly workload: ComparedWorkload;
  readonly check: string;
  readonly stablePath: string;
}

/** A namespace with its workloads, from a report or from the document of an earlier one. */
export interface AuditedNamespace {
  readonly namespace: Pick<NamespaceReport, "name" | "readyFor" | "policy">;
  readonly workloads: Iterable<WorkloadResults>;
}

/**
 * Gathers the facts about an audit, workload by workload. Names are well-formed, since a document contains no lone surrogates.
 *
 * @param familyOf a check, or the one that it replaces at another level. A field that violates both counts once
 */
export function snapshotOf(namespaces: Iterable<AuditedNamespace>, familyOf: (check: string) => string): AuditSnapshot {
  const snapshot = new Map<string, NamespaceSnapshot>();
  for (const { namespace, workloads } of namespaces) {
    const rejected = new Map<string, ComparedWorkload>();
    const faults = new Map<string, Fault>();
    for (const workload of workloads) {
      const key = workloadKey(workload);
      const named = nameOf(workload);
      if (isRejectedNow(workload)) rejected.set(key, named);
      for (const [check, stablePath] of faultsOf(workload)) {
        const family = familyOf(check);
        const fault = JSON.stringify([key, family, stablePath]);
        // The looser of both checks says more.
        if (check === family || !faults.has(fault)) faults.set(fault, { workload: named, check, stablePath });
      }
    }
    const { name, readyFor, policy } = namespace;
    snapshot.set(name.toWellFormed(), { readyFor, enforce: policy?.enforce.level ?? null, policy, rejected, faults });
  }
  return snapshot;
}

function nameOf({ apiVersion, kind, namespace, stableName }: WorkloadResults): ComparedWorkload {
  return {
    apiVersion: apiVersion.toWellFormed(),
    kind: kind.toWellFormed(),
    namespace: namespace.toWellFormed(),
    name: stableName.toWellFormed(),
  };
}

/** The checks and fields that violate baseline or restricted at `latest`: every audit has these results, whatever the labels are. */
function faultsOf({ results, otherResults }: WorkloadResults): (readonly [check: string, stablePath: string])[] {
  return [...results, ...otherResults]
    .filter(({ version }) => version === "latest")
    .flatMap(({ violations }) =>
      violations.flatMap(({ check, fields }) =>
        fields.length === 0
          ? [[check, ""] as const]
          : fields.map(({ stablePath }) => [check, stablePath.toWellFormed()] as const),
      ),
    );
}
