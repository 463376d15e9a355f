import type { FieldPath } from "../../api/field-path.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { count } from "../../api/words/plural.ts";
import { listNames, shorten } from "../../api/words/quoted.ts";
import { levelOf } from "../../report/violations.ts";
import type { NamespaceReport, Note, Result, WorkloadReport } from "../../report/report.ts";
import type { WorkloadObject } from "../../workloads/object.ts";
import { sccOf } from "../../workloads/openshift.ts";

/** A violation, in a report or of the evaluator. */
interface SettableViolation {
  readonly check: string;
  readonly fields: readonly { readonly path: string | FieldPath; readonly value?: unknown }[];
}

/** The checks of fields that security context constraints set if a pod does not (the SCCs restricted-v2 and nonroot-v2 of OpenShift 4.11). */
const SET_IF_UNSET: ReadonlySet<string> = new Set([
  "allowPrivilegeEscalation",
  "runAsNonRoot",
  "seccompProfile_restricted",
]);
/** They add capabilities to `drop`, also if the pod sets it. */
const DROPS = "capabilities_restricted";

/**
 * Whether security context constraints can end a violation: it is about fields that they set. They never change a value that a pod sets, such as
 * `privileged: true`.
 */
export function canSccEnd({ check, fields }: SettableViolation): boolean {
  if (fields.length === 0) return false;
  if (check === DROPS) return fields.every(({ path }) => isDrop(path));
  return SET_IF_UNSET.has(check) && fields.every(({ value }) => value === undefined || value === null);
}

function isDrop(path: string | FieldPath): boolean {
  return typeof path === "string" ? path.endsWith(".drop") : path.at(-1) === "drop";
}

/** The security context constraints of the running pods of a workload. */
export class PodSccs {
  /** Undefined until a pod has one. */
  #names: Set<string> | undefined;
  #isEvery = true;

  /** Adds a running pod. */
  add(pod: Pick<WorkloadObject, "metadata">): void {
    const name = sccOf(pod.metadata);
    if (name === undefined) this.#isEvery = false;
    else (this.#names ??= new Set()).add(name);
  }

  /** Their names, if each running pod has one; undefined if any has none, and without pods. */
  get names(): string | undefined {
    if (!this.#isEvery || this.#names === undefined) return undefined;
    return [...this.#names]
      .toSorted(compareBytes)
      .map((name) => shorten(name))
      .join(", ");
  }
}

/**
 * Marks the results of a template that its pods do not share: security context constraints have changed every running pod, all of them meet the
 * level, and the template violates it only by fields that these constraints set.
 *
 * @param sccs those of the running pods; undefined if there are none
 */
export function markChangedByScc(results: readonly Result[], sccs: string | undefined): readonly Result[] {
  if (sccs === undefined || results.every(({ allowed }) => allowed)) return results;
  return results.map((result) => {
    if (result.subject !== "template" || result.allowed || !result.violations.every(canSccEnd)) return result;
    const ofPods = results.filter((other) => other.subject === "pods" && levelOf(other) === levelOf(result));
    if (ofPods.length === 0 || !ofPods.every(({ allowed }) => allowed)) return result;
    // No change of labels rejects the next pod.
    return { ...result, newIn: result.newIn.filter((mode) => mode !== "enforce"), scc: sccs };
  });
}

/** Removes the marks of markChangedByScc if the cluster reports that new pods are rejected: then they are not like the running ones. */
export function unmarkIfRejected(
  results: readonly Result[],
  rejection: WorkloadReport["rejection"],
): readonly Result[] {
  if (rejection === null || results.every(({ scc }) => scc === undefined)) return results;
  return results.map((result) => ({ ...result, scc: undefined }));
}

/** The note on templates that do not block a level because of security context constraints; none if there are no such templates. */
export function sccNotes(namespaces: readonly NamespaceReport[]): readonly Note[] {
  const changed = namespaces.map(({ name, workloads }) => ({
    name,
    workloads: workloads.filter(({ results, otherResults }) =>
      [...results, ...otherResults].some(({ scc }) => scc !== undefined),
    ).length,
  }));
  return sccNote(changed.filter(({ workloads }) => workloads > 0));
}

/** The most namespaces that a note names. */
const MOST_NAMES = 5;

/** @param changed the namespaces with such templates, and the number of their workloads */
export function sccNote(changed: readonly { readonly name: string; readonly workloads: number }[]): readonly Note[] {
  if (changed.length === 0) return [];
  const workloads = changed.reduce((total, namespace) => total + namespace.workloads, 0);
  const names = listNames(changed.map(({ name }) => name).toSorted(compareBytes), MOST_NAMES);
  const message =
    `OpenShift's security context constraints changed all running pods of ${count(workloads, "workload")} (${names}): ` +
    "these pods meet a level that their templates violate, so the templates do not block it";
  return [{ severity: "info", code: "changed-by-scc", message, source: null }];
}
