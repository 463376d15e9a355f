/** Adds the edits of `kubectl pss fix` to the report of a lint. The bundle has it in a separate file, since few runs show edits. */
import { rulesIn } from "../accepted/accepted-violations.ts";
import type { AcceptedRequest } from "../accepted/accepted-request.ts";
import { openAcceptance } from "../fix/acceptance.ts";
import type { LintOptions } from "../../audit/options.ts";
import { fix } from "../../fixes/fix.ts";
import { bigintAsText } from "../../api/record.ts";
import type { PolicyInForce } from "../../fixes/target-levels.ts";
import { LATEST, parseVersion } from "../../policy/version.ts";
import type { FixedWorkload } from "../../report/fix/fix-report.ts";
import { MOST_ON_PAGE } from "../../report/fix/page-patches.ts";
import type { LintEdits } from "./edits-request.ts";
import type { NamespaceReport, PolicyPart, Report, Source, WorkloadReport } from "../../report/report.ts";
import { openViolations } from "../../report/violations.ts";
import type { CustomKinds } from "../../workloads/custom/custom-kinds.ts";
import type { SourceItem } from "../../workloads/object.ts";

/** The most workloads whose edits are only counted. Planning and verifying edits takes as long as judging twice. */
const MAX_COUNTED = 500;

/** The inputs of a lint, which can be read again. */
interface LintInputs {
  readonly kinds: CustomKinds;
  readonly readOnly: (files: ReadonlySet<string>) => Iterable<SourceItem>;
}

/**
 * Plans the edits of the workloads with violations that are not accepted, as `kubectl pss fix` does without flags. Only their files are read again.
 *
 * @param accepted the violations that the lint accepts
 * @param asked `count`: the report needs only the number of violations that the edits remove; then many workloads are not tried
 */
export function addEdits(
  report: Report,
  inputs: LintInputs,
  options: LintOptions,
  { file, rules, today }: AcceptedRequest,
  asked: LintEdits,
): Report {
  const isCounted = asked === "count";
  const hasPage = asked === "page" || asked === "all and page";
  const violating = report.namespaces.flatMap(({ workloads }) => workloads.filter(isEditable));
  if (violating.length === 0) return hasPage ? { ...report, fixable: { removed: 0, limit: MOST_ON_PAGE } } : report;
  if (isCounted && violating.length > MAX_COUNTED) return { ...report, fixable: { removed: null, limit: MAX_COUNTED } };
  const { admission, defaults, levels, levelOf, namespace } = options;
  const tried = asked === "page" ? violating.slice(0, MOST_ON_PAGE) : violating;
  const files = new Set(tried.flatMap(({ source }) => source?.file ?? []));
  const { workloads } = fix(
    () => upTo(tried, withoutRendered(inputs.readOnly(files))),
    {
      ...{ admission, defaults, levels, levelOf, kinds: inputs.kinds },
      accept: openAcceptance([...rules, ...(file === undefined ? [] : rulesIn(file, true))], today).accept,
      namespace: namespace === "" ? undefined : namespace,
      ...{
        only: [],
        names: [],
        takesAway: false,
        isForced: false,
        isFilter: false,
        isPatch: false,
        withoutPatches: !hasPage,
      },
    },
    policiesOf(report.namespaces),
  );
  const fixed = pairs(tried, workloads);
  let removed = 0;
  const namespaces = report.namespaces.map((one) => ({
    ...one,
    workloads: one.workloads.map((workload) => {
      const edits = fixed.get(workload);
      if (edits === undefined) return workload;
      removed += removedBy(edits, workload);
      return { ...workload, fix: edits };
    }),
  }));
  return {
    ...(isCounted ? report : { ...report, namespaces }),
    fixable: {
      removed: tried.length < violating.length ? null : removed,
      limit: isCounted ? MAX_COUNTED : MOST_ON_PAGE,
    },
  };
}

/** Whether a workload has a violation that counts, and its own text. */
function isEditable(workload: WorkloadReport): boolean {
  return workload.source?.rendered === undefined && openViolations(workload).length > 0;
}

/** Leaves out the objects that a tool rendered: their text is in no file. */
function* withoutRendered(items: Iterable<SourceItem>): Generator<SourceItem, undefined> {
  for (const item of items) if (item.type !== "workload" || item.source.rendered === undefined) yield item;
}

/** Stops after the document of the last workload that is tried, since each edit takes as long as judging twice. */
function* upTo(tried: readonly WorkloadReport[], items: Iterable<SourceItem>): Generator<SourceItem, undefined> {
  const left = new Set(tried.map(placeOf));
  let last: unknown;
  for (const item of items) {
    if (item.type === "workload") {
      if (left.size === 0 && item.written?.text !== last) return;
      left.delete(placeOf(item));
      last = item.written?.text;
    }
    yield item;
  }
}

function placeOf({ source }: { readonly source: Source | null }): string {
  return JSON.stringify([source?.file, source?.document, source?.line]);
}

function keyOf({ source, kind, namespace, name }: FixedWorkload | WorkloadReport): string {
  return JSON.stringify([source?.file, source?.document, source?.line, kind, namespace, name]);
}

/** Finds the edits of each workload. Objects of one name on one line, in a file of a single line, are told apart by their order. */
function pairs(
  violating: readonly WorkloadReport[],
  fixed: readonly FixedWorkload[],
): ReadonlyMap<WorkloadReport, FixedWorkload> {
  const byKey = Map.groupBy(fixed, keyOf);
  const same = [...Map.groupBy(violating, keyOf)].flatMap(([key, reports]) => {
    const found = byKey.get(key) ?? [];
    const edits = found.length > reports.length ? joinCopies(found) : found;
    return edits.length === reports.length ? reports.map((report, index) => [report, edits[index]] as const) : [];
  });
  return new Map(same.flatMap(([report, edits]) => (edits === undefined ? [] : [[report, edits]])));
}

/** Joins objects with the same edits: a lint counts copies of an object once, and its violations are gone once all copies are edited. */
function joinCopies(fixed: readonly FixedWorkload[]): readonly FixedWorkload[] {
  const copies = Map.groupBy(fixed, (one) => JSON.stringify({ ...one, changes: [] }, bigintAsText));
  return [...copies.values()].flatMap((same) =>
    same.slice(0, 1).map((first) => ({ ...first, changes: same.flatMap(({ changes }) => changes) })),
  );
}

/** The number of violations of a workload that its edits remove at each level that its namespace uses. */
function removedBy({ edits, kept }: FixedWorkload, workload: WorkloadReport): number {
  return edits.length === 0 ? 0 : openViolations(workload).filter(({ check }) => !kept.includes(check)).length;
}

/** The policies that judged the namespaces. */
function policiesOf(namespaces: readonly NamespaceReport[]): ReadonlyMap<string, PolicyInForce> {
  return new Map(
    namespaces.flatMap(({ name, policy }) => {
      if (policy === null) return [];
      const { enforce, audit, warn } = policy;
      return [[name, { policy: { enforce: resolved(enforce), audit: resolved(audit), warn: resolved(warn) } }]];
    }),
  );
}

function resolved({ level, version, from }: PolicyPart) {
  return { level, version: parseVersion(version) ?? LATEST, from };
}
