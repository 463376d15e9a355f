/** The names of workloads in a report. */
import { groupKindOf, groupOf } from "../workloads/owners.ts";
import type { WorkloadReport } from "./report.ts";

/** kubectl's word for an object without a name. */
const UNKNOWN = "<unknown>";

/** The name of an object, or kubectl's word for none. */
export function shownName(name: string): string {
  return name === "" ? UNKNOWN : name;
}

/** `Deployment/web` */
export function titleOf({ kind, name }: Pick<WorkloadReport, "kind" | "name">): string {
  return `${kind}/${shownName(name)}`;
}

/** `deployment.apps/web`, as kubectl's `-o name` has it. */
export function resourceName({ kind, apiVersion }: Pick<WorkloadReport, "kind" | "apiVersion">, name: string): string {
  const group = groupOf(apiVersion);
  return `${kind.toLowerCase()}${group === "" ? "" : `.${group}`}/${shownName(name)}`;
}

/** `Deployment.apps/web`, and `Pod./web` in the core group: a part of the fingerprints in SARIF, which must not change. */
export function kindGroupName({ kind, apiVersion, stableName }: WorkloadReport): string {
  return `${kind}.${groupOf(apiVersion)}/${stableName}`;
}

/** Identifies a workload as the API server does, regardless of the version in its apiVersion. */
export function workloadKey({
  namespace,
  apiVersion,
  kind,
  stableName,
}: Pick<WorkloadReport, "namespace" | "apiVersion" | "kind" | "stableName">): string {
  return JSON.stringify([namespace, groupKindOf({ apiVersion, kind }), stableName].map((text) => text.toWellFormed()));
}
