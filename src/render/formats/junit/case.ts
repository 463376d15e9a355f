import { MODES } from "../../../api/mode.ts";
import { count } from "../../../api/words/plural.ts";
import { cutText } from "../../../api/words/quoted.ts";
import { reasonText, violationPhrase } from "../../../api/words/checks/violation-words.ts";
import { placeIn, placeText } from "../../../report/place.ts";
import { titleOf } from "../../../report/workload.ts";
import type { Acceptance } from "../../../report/acceptance.ts";
import type {
  DistinctViolation,
  FailOn,
  NamespaceReport,
  Result,
  ViolationReport,
  WorkloadReport,
} from "../../../report/report.ts";
import { acceptanceText, partlyAcceptedText } from "../../words/acceptance.ts";
import { violationKey, violationsByLevel, type LevelViolations } from "../../../report/violations.ts";

/** A test in JUnit's XML. */
export interface TestCase {
  readonly name: string;
  readonly className: string;
  /** The reason that it did not pass, with a message of one line; null if it passed. */
  readonly fault: { readonly element: "failure" | "error" | "skipped"; readonly message: string } | null;
  /** The whole text of the fault, line by line. */
  readonly lines: readonly string[];
  /** More output, whether it passed or not. */
  readonly output: readonly string[];
}

/** Yields a case for each workload and level of a namespace, and one for each exempt or finished workload. */
export function* namespaceCases({ workloads }: NamespaceReport, failOn: FailOn): Generator<TestCase, undefined> {
  const counts = new Map<string, number>();
  for (const workload of workloads) counts.set(titleOf(workload), (counts.get(titleOf(workload)) ?? 0) + 1);
  for (const workload of workloads) {
    const { namespace, kind, source, exempt, finished } = workload;
    // Several files may contain the same workload, and readers merge cases of the same name.
    const isAmbiguous = (counts.get(titleOf(workload)) ?? 0) > 1 && source !== null;
    const name = titleOf(workload) + (isAmbiguous ? ` in ${placeText(source)}` : "");
    const subject = { name, className: `${namespace}.${kind}` };
    if (exempt !== null) {
      const message = `exempt: ${exempt.by === "runtimeClass" ? "runtime class" : exempt.by} "${exempt.value}"`;
      yield { ...subject, fault: { element: "skipped", message }, lines: [], output: [] };
    }
    if (finished) {
      const message = "finished: it makes no more pods";
      yield { ...subject, fault: { element: "skipped", message }, lines: [], output: [] };
    }
    for (const level of violationsByLevel(workload, failOn)) yield levelCase(workload, subject, level);
  }
}

function levelCase(
  workload: WorkloadReport,
  { name, className }: Pick<TestCase, "name" | "className">,
  { level, results, violations }: LevelViolations,
): TestCase {
  const modes = MODES.filter((mode) => results.some((result) => result.modes.includes(mode)));
  const lines = new Set<string>();
  const output = new Set<string>();
  const failing = violations.filter(({ fails }) => fails);
  const failingKeys = new Set(failing.map(violationKey));
  const inTemplate = new Set<string>();
  for (const result of results) {
    for (const violation of result.violations) {
      const key = violationKey(violation);
      // Pods repeat the violations of their template, which is first.
      if (result.subject === "template") inTemplate.add(key);
      else if (inTemplate.has(key)) continue;
      const isFailing = violation.accepted === null && failingKeys.has(key);
      const reason = isFailing ? "" : "does not count: ";
      for (const { line, accepted } of placesOf(workload, result, violation)) {
        if (accepted !== undefined) output.add(`accepted: ${line}: ${acceptanceText(accepted)}`);
        else (isFailing ? lines : output).add(reason + line);
      }
    }
  }
  const accepted = violations.flatMap((one) => (one.accepted === null ? [] : `${one.check}: ${one.accepted.reason}`));
  return {
    name: `${name} ${level}${modes.length === 0 ? "" : ` (${modes.join(", ")})`}`,
    className,
    fault: faultOf(level, failing, accepted),
    lines: [...lines],
    output: [...output],
  };
}

/** A case fails where violations fail the run. It is skipped where all that could fail is accepted. */
function faultOf(level: string, failing: readonly DistinctViolation[], accepted: readonly string[]): TestCase["fault"] {
  if (failing.length > 0) {
    const message = `${violationPhrase([level], true)}: ${failing.map((one) => sentenceOf(one) + partlyAcceptedText(one)).join(", ")}`;
    return { element: "failure", message };
  }
  return accepted.length === 0 ? null : { element: "skipped", message: cutText(`accepted: ${accepted.join("; ")}`) };
}

/** `privileged (container "web" must not set securityContext.privileged=true)` */
function sentenceOf(violation: Pick<ViolationReport, "reason" | "detail">): string {
  return cutText(reasonText(violation));
}

/** The limit of listed fields of a violation, since each line repeats its words. */
const MOST_PLACES = 100;

/** The words of a field, and the reason for which it does not count. */
interface Place {
  readonly line: string;
  readonly accepted: Acceptance | undefined;
}

/**
 * The places of a violation, a line for each field: `web.yaml:31:11: privileged: container "web" must not …, at
 * spec.containers[0].securityContext.privileged`.
 */
function placesOf(workload: WorkloadReport, result: Result, violation: ViolationReport): Place[] {
  const { kind, source } = workload;
  const pods = result.subject === "pods" && kind !== "Pod" ? `${podsText(result)}: ` : "";
  const words = `${pods}${violation.check}: ${sentenceOf(violation)}`;
  const { fields } = violation;
  const lines = fields.slice(0, MOST_PLACES).map((field): Place => {
    const { path, line, column, accepted } = field;
    const text =
      source?.rendered === undefined ? `${source?.file}:${line}:${column}` : placeText(placeIn(source, field));
    const place = source === null ? "" : `${text}: `;
    return { line: `${place}${words}, at ${cutText(path)}`, accepted: accepted ?? violation.accepted ?? undefined };
  });
  if (fields.length <= MOST_PLACES) return lines;
  return [
    ...lines,
    {
      line: `${pods}${violation.check}: and ${count(fields.length - MOST_PLACES, "more field")}: -o json lists them`,
      accepted: violation.accepted ?? undefined,
    },
  ];
}

/** `pod "web-5d9c-7k2lp" and 2 more` */
function podsText({ pod, pods }: Result): string {
  return `pod "${pod ?? ""}"${pods > 1 ? ` and ${count(pods - 1, "more pod")}` : ""}`;
}
