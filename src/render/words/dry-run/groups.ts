import type { FailOn, NamespaceReport, WorkloadReport } from "../../../report/report.ts";
import { count } from "../../../api/words/plural.ts";
import { onlyNew, violatedModes, type ViolatedModes } from "./outcome.ts";

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
  const found = namespace.workloads
    .map((workload) => ({ workload, kind: kindOf(workload), ...violatedModes(workload, namespace, failOn) }))
    .filter(({ fresh, already, unknown }) => fresh.length + already.length + unknown.length > 0);
  const groups = Map.groupBy(found, ({ kind, ...modes }) => {
    const { fresh, already, unknown } = modes;
    return JSON.stringify([fresh, already, unknown, isEnforced(modes) ? kind : "next"]);
  });
  return Array.from(groups.values(), ([first, ...rest]) => {
    if (first === undefined) return [];
    const { fresh, already, unknown, kind } = first;
    return [
      { fresh, already, unknown, kind, workloads: [first, ...rest].map(({ workload }) => shownPart(workload, first)) },
    ];
  })
    .flat()
    .toSorted((a, b) => rankOf(a) - rankOf(b));
}

function isEnforced({ fresh, already, unknown }: ViolatedModes): boolean {
  return [fresh, already, unknown].some((modes) => modes.includes("enforce"));
}

function kindOf(workload: WorkloadReport): Kind {
  if (workload.static) return "static";
  return workload.kind === "Pod" ? "bare" : "next";
}

/** The new violations of a workload that has any, else the violations of the modes that it violates already. */
function shownPart(workload: WorkloadReport, { fresh, already, unknown }: ViolatedModes): WorkloadReport {
  if (fresh.length > 0) return onlyNew(workload);
  const violations = workload.violations.filter(({ modes }) =>
    modes.some((mode) => [...already, ...unknown].includes(mode)),
  );
  return { ...workload, violations };
}

function rankOf({ fresh, already, unknown, kind }: Group): number {
  const isOldEnforced = already.includes("enforce") || unknown.includes("enforce");
  const byModes = fresh.includes("enforce") ? 0 : fresh.length > 0 ? 1 : isOldEnforced ? 2 : 3;
  return byModes * 3 + ["next", "bare", "static"].indexOf(kind);
}

/** `new violations of enforce, warn: 2 workloads; their next pods would be rejected`. */
export function groupHeading({ kind, workloads, ...violated }: Group): string {
  const { fresh, already } = violated;
  const isOfEnforce = isEnforced(violated);
  const text = `${modesText(violated)}: ${count(workloads.length, isOfEnforce ? NOUNS[kind] : "workload")}`;
  const isNew = fresh.includes("enforce") || !already.includes("enforce");
  return isOfEnforce ? `${text}; ${consequenceOf(kind, isNew, workloads.length === 1)}` : text;
}

function modesText({ fresh, already, unknown }: ViolatedModes): string {
  if (unknown.length > 0) return `violations of ${unknown.join(", ")}, new or not`;
  const known = already.length === 0 ? "" : `already violating ${already.join(", ")}`;
  if (fresh.length === 0) return known;
  return `new violations of ${fresh.join(", ")}${known === "" ? "" : ` (${known})`}`;
}

/** The effect of enforce on the pods of a group, which kubectl does not show. */
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
