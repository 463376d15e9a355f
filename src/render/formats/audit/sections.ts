import type { DistinctViolation, FailOn, NamespaceReport, Result, WorkloadReport } from "../../../report/report.ts";
import { isRejectedNow } from "../../../report/workload.ts";
import { policyPartText } from "../../words/namespace/namespace.ts";
import { distinctViolations, levelOf, violationKey } from "../../../report/violations.ts";

/** Violations of a namespace with one consequence. */
export interface Section {
  /** `REJECTED NOW (enforce=baseline)`, `BLOCKS RESTRICTED` */
  readonly title: string;
  readonly isRejection: boolean;
  readonly workloads: readonly SectionWorkload[];
}

/** A workload of a section. */
export interface SectionWorkload {
  readonly workload: WorkloadReport;
  /** Its violations that no earlier section has. */
  readonly violations: readonly DistinctViolation[];
  /** The number of its violations that an earlier section has. */
  readonly repeated: number;
  /** The API server's sentences about it that no earlier section has, and that the rejection which the cluster reports does not repeat. */
  readonly sentences: readonly string[];
}

/** The results that belong to a section. */
interface Criterion {
  readonly title: string;
  readonly isRejection: boolean;
  /** Whether a workload can be in the section; any can by default. */
  readonly admits?: (workload: WorkloadReport) => boolean;
  readonly contains: (result: Result) => boolean;
}

const LATEST_LEVELS: readonly string[] = ["baseline:latest", "restricted:latest"];

/**
 * Sorts the violations of a namespace by their consequences, the most urgent first: what enforce rejects now, what violates a level of `--level`, what
 * blocks baseline, what blocks restricted, and what violates another level and version of audit or warn.
 */
export function sectionsOf(namespace: NamespaceReport, failOn: FailOn): readonly Section[] {
  const seen = new Map<WorkloadReport, Set<string>>();
  const said = new Map<WorkloadReport, Set<string>>();
  return criteriaOf(namespace).flatMap(({ title, isRejection, admits, contains }) => {
    const workloads = namespace.workloads.flatMap((workload): SectionWorkload[] => {
      if (admits?.(workload) === false) return [];
      const results = [...workload.results, ...workload.otherResults].filter(
        (result) => !result.allowed && contains(result),
      );
      const isReported = isRejection && workload.rejection !== null;
      if (results.length === 0 && !isReported) return [];
      const known = seen.get(workload) ?? new Set<string>();
      seen.set(workload, known);
      const all = distinctViolations(results, workload.source, failOn);
      const violations = all.filter((violation) => !known.has(violationKey(violation)));
      for (const violation of violations) known.add(violationKey(violation));
      const before = said.get(workload) ?? new Set<string>();
      said.set(workload, before);
      const sentences = sentencesOf(workload, results).filter((text) => !before.has(text));
      for (const text of sentences) before.add(text);
      return [{ workload, violations, repeated: all.length - violations.length, sentences }];
    });
    return workloads.length === 0 ? [] : [{ title, isRejection, workloads }];
  });
}

function sentencesOf({ rejection }: WorkloadReport, results: readonly Result[]): readonly string[] {
  const isReported = ({ message }: Result): boolean => rejection?.message.endsWith(`: ${message}`) === true;
  const texts = results.flatMap((result) =>
    result.sentences.filter(({ mode }) => mode !== "enforce" || !isReported(result)).map(({ text }) => text),
  );
  return [...new Set(texts)];
}

function criteriaOf({ policy, workloads }: NamespaceReport): readonly Criterion[] {
  const enforce = policy === null ? "" : ` (enforce=${policyPartText(policy.enforce)})`;
  const results = workloads.flatMap((workload) => workload.results);
  return [
    { title: `REJECTED NOW${enforce}`, isRejection: true, admits: isRejectedNow, contains: isEnforced },
    {
      title: `VIOLATED BY RUNNING PODS ONLY${enforce}`,
      isRejection: false,
      admits: (workload) => !isRejectedNow(workload),
      contains: isEnforced,
    },
    ...otherLevels(
      results,
      ({ requested, scc }) => requested && scc === undefined,
      () => "--level",
    ),
    ...LATEST_LEVELS.map((level) => ({
      title: `BLOCKS ${shortLevel(level).toUpperCase()}`,
      isRejection: false,
      contains: (result: Result) => levelOf(result) === level && result.scc === undefined,
    })),
    ...changedByScc(workloads),
    ...otherLevels(
      results,
      ({ modes }) => modes.length > 0,
      ({ modes }) => modes.join(", "),
    ),
  ];
}

function isEnforced({ modes, scc }: Result): boolean {
  return modes.includes("enforce") && scc === undefined;
}

/** The templates whose pods OpenShift changes, so that they meet what the templates violate. */
function changedByScc(workloads: readonly WorkloadReport[]): readonly Criterion[] {
  const all = workloads.flatMap(({ results, otherResults }) =>
    [...results, ...otherResults].flatMap(({ scc }) => scc ?? []),
  );
  return [...new Set(all)].map((scc) => ({
    title: `VIOLATED BY TEMPLATES ONLY (OpenShift's SCC ${scc} changes the pods)`,
    isRejection: false,
    contains: (result: Result) => result.scc === scc,
  }));
}

/** The levels and versions other than the two at `latest`, as `VIOLATES baseline:v1.30 (audit, warn)`. */
function otherLevels(
  results: readonly Result[],
  isAsked: (result: Result) => boolean,
  askedBy: (result: Result) => string,
): readonly Criterion[] {
  const titles = new Map<string, string>();
  for (const result of results) {
    const level = levelOf(result);
    if (isAsked(result) && !LATEST_LEVELS.includes(level)) titles.set(level, `VIOLATES ${level} (${askedBy(result)})`);
  }
  return Array.from(titles, ([level, title]) => ({
    title,
    isRejection: false,
    contains: (result: Result) => levelOf(result) === level,
  }));
}

/** As on the command line, latest is left out. */
function shortLevel(level: string): string {
  return level.replace(/:latest$/, "");
}
