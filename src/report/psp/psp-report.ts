/** The value that every output of `kubectl pss from-psp` reads. Like the report of an audit, it is plain data. */
import type { Level } from "../../api/level.ts";
import type { ReportScope } from "../scope/report-scope.ts";
import type { Note, ReportSource, Unreadable } from "../report.ts";

/** The migration of a cluster from PodSecurityPolicy to the levels of the Pod Security Standards. */
export interface PspMigration {
  readonly kind: "PodSecurityPolicyMigration";
  readonly source: ReportSource;
  /** The time at which it was complete, in RFC 3339; absent with `--no-timestamp`. */
  readonly generatedAt?: string;
  /** The namespaces that it covers. */
  readonly scope: ReportScope;
  /** The versions of the standards that each level was evaluated at: `v1.24`, `v1.37`. */
  readonly versions: readonly string[];
  /** Sorted by the bytes of their names, which is the order in which the API server tries them. */
  readonly policies: readonly PolicyReport[];
  /** Sorted by name. */
  readonly namespaces: readonly MigratedNamespace[];
  readonly steps: readonly MigrationStep[];
  readonly notes: readonly Note[];
  readonly unreadable: readonly Unreadable[];
}

/** The levels of a PodSecurityPolicy. */
export interface PolicyLevels {
  /** The strictest level that every pod meets which the policy admits without a change, apart from its gaps. */
  readonly letter: Level;
  /** The same if SELinux options and AppArmor profiles that the policy does not restrict are not used. */
  readonly spirit: Level;
  /** The fields that keep the policy from the restricted level, in the order of the mapping. */
  readonly limits: readonly LimitingField[];
}

/** A field that keeps a policy from a level. */
export interface LimitingField {
  /** The field of `spec`, or the annotation. */
  readonly field: string;
  /** The values that do. */
  readonly values: readonly string[];
  /** The strictest level of this field. */
  readonly letter: Level;
  readonly spirit: Level;
}

/** A PodSecurityPolicy. */
export interface PolicyReport extends Pick<PolicyLevels, "limits"> {
  readonly name: string;
  /** The levels; null if the admission plugin cannot use the policy. */
  readonly letter: Level | null;
  readonly spirit: Level | null;
  /** Why the admission plugin cannot use it, so that it admits no pod; null if it can. */
  readonly fault: string | null;
  readonly mutations: readonly MutatingField[];
  readonly gaps: readonly PolicyGap[];
  /** The number of pods in the scope that it admitted. */
  readonly pods: number;
  /** The bindings that grant its use, sorted. They are listed, not evaluated. */
  readonly grants: readonly Grant[];
}

/** A field of a policy that changes pods. */
export interface MutatingField {
  readonly field: string;
  /** The fields that it sets in pods that do not set them: `runAsNonRoot: true`. Without the policy, pods no longer get them. */
  readonly sets: string;
}

/** A difference between a policy and the levels that no field of the policy shows. */
export interface PolicyGap {
  readonly code: GapCode;
  /** The checks that reject a pod which the policy admits; empty for any check. */
  readonly checks: readonly string[];
  readonly text: string;
}

/** The codes of gaps. */
export const GAP_CODES = [
  "run-as-non-root-unset",
  "overridden-pod-field",
  "probes-and-lifecycle",
  "ephemeral-containers",
  "seccomp-conflict",
] as const;

export type GapCode = (typeof GAP_CODES)[number];

/** A binding that grants the use of a policy. */
export interface Grant {
  readonly binding: RbacRef;
  readonly role: RbacRef;
  /** `Group system:authenticated`, `ServiceAccount shop/default`. */
  readonly subjects: readonly string[];
  /** Whether the role grants the use of every policy. */
  readonly everyPolicy: boolean;
}

/** A role or a binding. */
export interface RbacRef {
  readonly kind: string;
  /** Null for an object of the whole cluster. */
  readonly namespace: string | null;
  readonly name: string;
}

/** A namespace. */
export interface MigratedNamespace {
  readonly name: string;
  readonly pods: number;
  /** The policies that admitted its pods, sorted by name; `spirit` is null if the policy was not read or cannot be used. */
  readonly used: readonly { readonly policy: string; readonly pods: number; readonly spirit: Level | null }[];
  /** The strictest level that its pods and templates meet now. */
  readonly meets: Level;
  /** The strictest level that they meet once the templates have the fields that policies set; null without a recommendation. */
  readonly recommended: Level | null;
  /** Why there is no recommendation: something in it could not be read, or nothing runs in it; null if there is one. */
  readonly unknown: "unread" | "empty" | null;
  /** The level that it enforces now; null without a valid label. */
  readonly enforced: Level | null;
  /** The workloads with pods that differ from their template, sorted. */
  readonly changed: readonly ChangedWorkload[];
}

/** A workload with pods that differ from its template. */
export interface ChangedWorkload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  /** The number of its pods that were compared. */
  readonly pods: number;
  readonly changes: readonly TemplateChange[];
  /** The strategic merge patch, as JSON, that gives its template the fields that policies set; null if there are none, or if its template cannot change. */
  readonly patch: string | null;
}

/** A field of a pod that differs from its template. */
export interface TemplateChange {
  /** The name of the container; null for a field of the pod. */
  readonly container: string | null;
  readonly field: string;
  /** The value of the pod as JSON; null if the pod does not have the field. */
  readonly value: string | null;
  /** The policy and its field that explain the change; null if something else changed it. */
  readonly by: { readonly policy: string; readonly field: string } | null;
}

/** A step of the migration. Nothing runs it. */
export interface MigrationStep {
  /** The number of the step, from 0. */
  readonly number: string;
  readonly title: string;
  readonly why: string;
  readonly commands: readonly string[];
}
