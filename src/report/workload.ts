/** The part of a report about one workload: plain data, like the whole report (report.ts). Also the names and the order of workloads. */
import type { Level } from "../api/level.ts";
import type { Mode } from "../api/mode.ts";
import { compareBytes } from "../api/words/byte-order.ts";
import type { PodPlace } from "../api/words/checks/change-words.ts";
import { groupKindOf, groupOf } from "../workloads/identity.ts";
import { isTemplateKind, podPathOf } from "../workloads/pod-template.ts";
import type { Source } from "../workloads/object.ts";
import type { Acceptance, AcceptanceAnnotation } from "./acceptance.ts";
import type { FieldReport } from "./field.ts";
import type { ClusterPatch } from "./fix/cluster-patch.ts";
import type { FixedWorkload } from "./fix/fix-report.ts";

/** An object with a pod template, or a bare Pod. */
export interface WorkloadReport {
  readonly kind: string;
  readonly apiVersion: string;
  readonly namespace: string;
  /** The object's name; if it has none, its generateName followed by `*`; otherwise empty. */
  readonly name: string;
  /**
   * The name with `*` instead of the part that a controller, a kubelet or the API server has appended: `web-*`. The name itself if nothing was
   * appended, and in a lint without stable paths.
   */
  readonly stableName: string;
  /** The number of its running pods: 1 for a bare Pod, 0 for a template in a file. */
  readonly pods: number;
  /** The wanted number of pods (`spec.replicas`); null if its kind has no such number, or it was not read. */
  readonly replicas: number | null;
  /** Whether it is a mirror pod, which the kubelet runs from a file regardless of the API server's answer. */
  readonly static: boolean;
  /** Its place in a file; null in a cluster. */
  readonly source: Source | null;
  /** Whether it makes no more pods, and none of its pods runs: nothing of it is judged. False in a lint, which judges objects as if created now. */
  readonly finished: boolean;
  /** The rejection of its new pods at this moment by Pod Security Admission, as the cluster reports it; null if there is none. */
  readonly rejection: ReportedRejection | null;
  readonly exempt: { readonly by: "namespace" | "user" | "runtimeClass"; readonly value: string } | null;
  /** The verdicts that a mode or `--level` asks for; none for an exempt object. */
  readonly results: readonly Result[];
  /** The verdicts at baseline:latest and restricted:latest that are not in `results`, so that each report has both. */
  readonly otherResults: readonly Result[];
  /** Each distinct violation of `results` once, including accepted ones (distinctViolations of violations.ts). */
  readonly violations: readonly DistinctViolation[];
  /** The part that the change of a dry run makes worse; absent in other reports. */
  readonly newPart?: NewPart;
  /** The fields that can set any field of its pods, and that are not judged: `spec.podSpecPatch`; absent without any. */
  readonly unjudged?: readonly string[];
  /** The annotations of this program that it has; absent without any, and in a cluster. */
  readonly annotations?: readonly AcceptanceAnnotation[];
  /** The edits of its manifest that let it meet its level, in a lint; absent if they were not asked for, or it needs none. */
  readonly fix?: FixedWorkload;
  /** The patch of a workload of a cluster; absent if patches were not asked for, or it meets its levels. */
  readonly patch?: ClusterPatch;
  /** Whether enforce rejects its next pod now, and admits it after the change of a dry run; absent in other reports. */
  readonly noLongerRejected?: boolean;
}

/** A rejection of a workload's new pods that was observed in a cluster. */
export interface ReportedRejection {
  /** The API server's message about a pod, byte for byte: `pods "web-6d9f-" is forbidden: violates PodSecurity …`. */
  readonly message: string;
  /** A condition of the workload, or of its ReplicaSet; or an Event. */
  readonly from: "condition" | "event";
  /** The time of the last rejection, in RFC 3339; absent if it is not known. */
  readonly lastSeen?: string;
}

/** The part of a workload that a change of labels makes worse. */
export interface NewPart {
  /** The results without violations, and those with new ones: their modes are only the new ones (`newIn`). */
  readonly results: readonly Result[];
  /** Each distinct violation of these results once. */
  readonly violations: readonly DistinctViolation[];
}

/** A violation of a workload. Equal violations of several levels, or of the template and its pods, are one, since they need one fix. */
export interface DistinctViolation {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** The template that violates; absent for a workload with one template. Violations of two templates need two fixes. */
  readonly template?: string;
  /** The reason for which it does not count; null if a result that contains it does not accept it. */
  readonly accepted: Acceptance | null;
  /** Whether it makes the exit code 1 (`Report.failOn`). */
  readonly fails: boolean;
  /**
   * The modes in which it counts, in the order of MODES; empty if only `--level` asks for it. Modes and levels are those of the results that do not accept it; if it
   * is accepted, those of all results.
   */
  readonly modes: readonly Mode[];
  /** The levels that forbid it: `restricted:latest`. */
  readonly levels: readonly string[];
  /** The modes in which the change makes it worse; only in a dry run. */
  readonly newIn: readonly Mode[];
  /** The fields of the first result that counts. Those of a template and of its pods differ only in their paths. */
  readonly fields: readonly FieldReport[];
  /** The line of the first field in its file, or otherwise of the workload; 0 in a cluster. */
  readonly line: number;
}

/** The verdict of one level at one version on a workload. */
export interface Result {
  /** The object that was judged: the template, or pods. */
  readonly subject: "template" | "pods";
  /** The path of the template in its object; absent for the nine kinds, and for a custom resource whose kind has one template. */
  readonly template?: string;
  readonly pods: number;
  /** The name of the first pod, if pods were judged. */
  readonly pod: string | null;
  readonly level: Level;
  readonly version: string;
  /** The modes in which this level and version are in force. */
  readonly modes: readonly Mode[];
  /** Whether `--level` asks for this level and version. */
  readonly requested: boolean;
  /** The modes of `modes` in which the change makes this worse; only in a dry run. */
  readonly newIn: readonly Mode[];
  readonly allowed: boolean;
  /** The API server's text after `violates PodSecurity "LEVEL:VERSION": `, byte for byte; empty when allowed. */
  readonly message: string;
  /**
   * The API server's sentences about it, complete and unescaped. Results whose violations are all accepted, repetitions of the template's sentences, and results that were
   * read from a document have none. In a dry run only the results of the new part have sentences.
   */
  readonly sentences: readonly Sentence[];
  readonly violations: readonly ViolationReport[];
  /** The SCCs of OpenShift that changed all running pods: these meet the level, so the template, which does not, blocks nothing. Absent otherwise. */
  readonly scc?: string | undefined;
}

/** A sentence of the API server about a workload: `Warning: would violate PodSecurity "restricted:latest": …`. */
export interface Sentence {
  /** The mode of the sentence; null with `--level`. */
  readonly mode: Mode | null;
  readonly text: string;
}

/** A violation of a check in one result. */
export interface ViolationReport {
  readonly check: string;
  readonly reason: string;
  readonly detail: string;
  /** The template of its result; absent where that has none. */
  readonly template?: string;
  /** The reason for which it does not count, which is that of its first field; null if one of `fields` is not accepted. */
  readonly accepted: Acceptance | null;
  readonly fields: readonly FieldReport[];
}

/** kubectl's word for an object without a name. */
const UNKNOWN = "<unknown>";

/** The name of an object; kubectl's word where it has none. */
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

/** Identifies a workload as the API server does, whatever the version of its apiVersion. */
export function workloadKey({
  namespace,
  apiVersion,
  kind,
  stableName,
}: Pick<WorkloadReport, "namespace" | "apiVersion" | "kind" | "stableName">): string {
  return JSON.stringify([namespace, groupKindOf({ apiVersion, kind }), stableName].map((text) => text.toWellFormed()));
}

/** By file, document and line; what is about no file comes first. */
export function compareSources(a: Source | null, b: Source | null): number {
  if (a === null || b === null) return Number(a !== null) - Number(b !== null);
  return compareBytes(a.file, b.file) || a.document - b.document || a.line - b.line;
}

type Ordered = Pick<WorkloadReport, "kind" | "name" | "source" | "apiVersion">;

/** By kind, then name, then source; two groups may have a kind of one name. */
export function compareWorkloads(a: Ordered, b: Ordered): number {
  return (
    compareBytes(a.kind, b.kind) ||
    compareBytes(a.name, b.name) ||
    compareSources(a.source, b.source) ||
    compareBytes(a.apiVersion, b.apiVersion)
  );
}

/**
 * Whether the enforced policy rejects the next pod of a workload, or the cluster reports that it rejects its pods. The template decides, if it was read:
 * pods of an earlier template, or that a webhook changed, say nothing about the next one, except if OpenShift changed them (`scc`). A kubelet runs a static pod regardless of the answer, and a
 * PodTemplate or a template of another project makes no pods.
 */
export function isRejectedNow({
  static: isStatic,
  results,
  rejection,
  ...object
}: Pick<WorkloadReport, "apiVersion" | "kind" | "static" | "results" | "rejection">): boolean {
  if (rejection !== null) return true;
  if (isStatic || isTemplateKind(object)) return false;
  const enforced = results.filter(({ modes }) => modes.includes("enforce"));
  const templates = enforced.filter(({ subject }) => subject === "template");
  return (templates.length > 0 ? templates : enforced).some(({ allowed, scc }) => !allowed && scc === undefined);
}

/**
 * The object that has the fields of the whole pod, for the changes that fix a violation: the workload, or its pods if only they violate. The template
 * of a custom resource can be anywhere in it.
 *
 * @param results those in which the violation can be
 */
export function podPlaceOf(
  workload: Pick<WorkloadReport, "apiVersion" | "kind">,
  results: readonly Result[],
  violation: Pick<DistinctViolation, "check" | "detail">,
): PodPlace {
  const path = podPathOf(workload);
  if (path?.length === 0) return { path };
  const isInTemplate = results.some(
    ({ subject, violations }) =>
      subject === "template" &&
      violations.some(({ check, detail }) => check === violation.check && detail === violation.detail),
  );
  if (!isInTemplate) return { noun: "pod" };
  return path === undefined ? { noun: "pod template" } : { path };
}

/** Whether some fields of a violation are accepted, and others not. */
export function isPartlyAccepted({
  accepted,
  fields,
}: {
  readonly accepted: Acceptance | null;
  readonly fields: readonly FieldReport[];
}): boolean {
  return accepted === null && fields.some((field) => field.accepted !== undefined);
}
