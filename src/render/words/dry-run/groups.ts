import type { FailOn, NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import { count } from "../../../api/words/plural.ts";
import { modesOf, onlyNew, violatedModes, type ViolatedModes } from "./outcome.ts";

/** The pods whose admission enforce decides. */
type Kind = "next" | "bare" | "static";

/** Workloads that violate the same modes with the same consequence. */
export interface Group extends ViolatedModes {
  readonly kind: Kind;
  /** Each has only the violations that the group is about. */
  readonly workloads: readonly WorkloadReport[];
}

const NOUNS: Readonly<Record<Kind, string>> = { next: "workload", bare: "bare pod", static: "static pod" };
/**
 * The violating workloads of a namespace by the modes that they violate: first new violations, then old ones, and first those of enforce.
 *
 * @param failOn the mode whose violations fail the run
 */
export function groupsOf(namespace: NamespaceReport, failOn: FailOn): readonly Group[] {
  const modes = modesOf(namespace, failOn);
  const found = namespace.workloads
    .map((workload) => ({ workload, kind: kindOf(workload), ...violatedModes(workload, modes) }))
    .filter(({ fresh, already }) => fresh.length + already.length > 0);
  const groups = Map.groupBy(found, ({ fresh, already, kind }) => {
    const isEnforced = fresh.includes("enforce") || already.includes("enforce");
    return JSON.stringify([fresh, already, isEnforced ? kind : "next"]);
  });
  return Array.from(groups.values(), ([first, ...rest]) => {
    if (first === undefined) return [];
    const { fresh, already, kind } = first;
    return [{ fresh, already, kind, workloads: [first, ...rest].map(({ workload }) => shownPart(workload, first)) }];
  })
    .flat()
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function kindOf(workload: WorkloadReport): Kind {
  if (workload.static) return "static";
  return workload.kind === "Pod" ? "bare" : "next";
}

/** The new violations of a workload that has any, else the violations of the modes that it violates already. */
function shownPart(workload: WorkloadReport, { fresh, already }: ViolatedModes): WorkloadReport {
  if (fresh.length > 0) return onlyNew(workload);
  const violations = workload.violations.filter(({ modes }) => modes.some((mode) => already.includes(mode)));
  return { ...workload, violations };
}

function rankOf({ fresh, already, kind }: Group): number {
  const byModes = fresh.includes("enforce") ? 0 : fresh.length > 0 ? 1 : already.includes("enforce") ? 2 : 3;
  return byModes * 3 + ["next", "bare", "static"].indexOf(kind);
}

/** `new violations of enforce, warn: 2 workloads; their next pods would be rejected`. */
export function groupHeading({ fresh, already, kind, workloads }: Group): string {
  const isEnforced = fresh.includes("enforce") || already.includes("enforce");
  const known = already.length === 0 ? "" : `already violating ${already.join(", ")}`;
  const modes =
    fresh.length === 0 ? known : `new violations of ${fresh.join(", ")}${known === "" ? "" : ` (${known})`}`;
  const text = `${modes}: ${count(workloads.length, isEnforced ? NOUNS[kind] : "workload")}`;
  return isEnforced ? `${text}; ${consequenceOf(kind, fresh.includes("enforce"), workloads.length === 1)}` : text;
}

/** What enforce does to the pods of a group, which kubectl does not say. */
function consequenceOf(kind: Kind, isNew: boolean, isOne: boolean): string {
  switch (kind) {
    case "next":
      return `${isOne ? "its" : "their"} next pods ${isNew ? "would be" : "are already"} rejected`;
    case "bare":
      return isOne
        ? "it keeps running, and is rejected only when it is updated or created again"
        : "they keep running, and are rejected only when they are updated or created again";
    case "static":
      return isOne ? "it runs whatever is enforced" : "they run whatever is enforced";
  }
}
