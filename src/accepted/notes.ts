import { quote, shorten, cutText } from "../api/words/quoted.ts";
import type { Acceptance, AcceptedEntry } from "../report/acceptance.ts";
import { placeIn } from "../report/place.ts";
import type { Note, Source } from "../report/report.ts";
import { shownName, type WorkloadReport } from "../report/workload.ts";
import { dayInReason } from "./last-day.ts";
import type { RuleUse } from "./accept.ts";
import { readAnnotation } from "./annotation.ts";
import { ruleOf, type AcceptedRule } from "./rule.ts";

/** The facts about a workload that tell which violations it accepts. */
export type AnnotatedWorkload = Pick<WorkloadReport, "kind" | "namespace" | "name" | "source" | "annotations">;

/** The rules in the annotations of workloads, and notes on annotations that are none. */
interface AnnotationRules<Workload> {
  readonly rules: ReadonlyMap<Workload, readonly AcceptedRule[]>;
  readonly notes: readonly Note[];
}

/**
 * Reads the annotations of workloads.
 *
 * @param strict whether notes about mistakes are errors
 */
export function annotationRules<Workload extends AnnotatedWorkload>(
  workloads: Iterable<Workload>,
  strict: boolean,
): AnnotationRules<Workload> {
  const rules = new Map<Workload, readonly AcceptedRule[]>();
  const notes: Note[] = [];
  const severity = strict ? "error" : "warning";
  for (const workload of workloads) {
    const { annotations = [], source } = workload;
    const own: AcceptedRule[] = [];
    for (const { key, value, place: fieldPlace, isInTemplate } of annotations) {
      const place = source === null ? null : placeIn(source, fieldPlace);
      const note = (code: Note["code"], text: string): void => {
        notes.push({ severity, code, message: cutText(`annotation ${shorten(key)}: ${text}`), source: place });
      };
      if (isInTemplate) {
        const object = `${shorten(workload.kind)} ${quote(shownName(workload.name))}`;
        note(
          "misplaced-acceptance",
          `it accepts nothing in a pod template; put it into metadata.annotations of ${object}`,
        );
        continue;
      }
      const read = readAnnotation(key, value, workload);
      if ("fault" in read) note("invalid-acceptance", read.fault);
      else own.push(ruleOf(read.entry, { by: "annotation", ...acceptancePlace(place) }));
    }
    if (own.length > 0) rules.set(workload, own);
  }
  return { rules, notes };
}

/** The place of an annotation. An object without a source has none. */
function acceptancePlace(place: Source | null): Pick<Acceptance, "file" | "line" | "rendered"> {
  const { file, line, rendered } = place ?? { file: "", line: 0 };
  return { file, line, ...(rendered !== undefined && { rendered }) };
}

/**
 * The notes about rules that do not accept anything: those that are over, and those that match nothing.
 *
 * @param isMissing whether the run would have read the workload of a rule that matches no workload
 * @param strict whether notes about mistakes are errors
 * @param meantKind the kind of workloads that a wrong one means; undefined for a right one, and for a pattern
 */
export function ruleNotes(
  rules: Iterable<AcceptedRule>,
  { found, matched, expired }: RuleUse,
  isMissing: (rule: AcceptedRule) => boolean,
  { strict, meantKind }: { readonly strict: boolean; readonly meantKind: (kind: string) => string | undefined },
): readonly Note[] {
  const notes: Note[] = [];
  for (const rule of rules) {
    const { reason, until, by } = rule.acceptance;
    const { kind } = rule.entry;
    const meant = kind === undefined ? undefined : meantKind(kind);
    const day = until === null ? dayInReason(reason) : undefined;
    if (day !== undefined) {
      const field = by === "annotation" ? `until=${day}` : `until: ${day}`;
      const message = `${aboutText(rule.entry)} is accepted without a last day, although the reason names one (${quote(reason)}): write ${field}`;
      notes.push(noteOf(rule, strict ? "error" : "warning", "endless-acceptance", message));
    }
    if (expired.has(rule)) {
      const message = `${aboutText(rule.entry)} was accepted until ${until}, and counts again (${quote(reason)})`;
      notes.push(noteOf(rule, "warning", "expired-acceptance", message));
    } else if (!matched.has(rule) && (found.has(rule) || isMissing(rule) || meant !== undefined)) {
      const cause = found.has(rule) ? "there is no such violation" : "there is no such workload";
      const advice =
        found.has(rule) || kind === undefined || meant === undefined
          ? "remove the entry"
          : `found the kind ${quote(kind)}, did you mean ${meant}?`;
      const message = `${aboutText(rule.entry)} is accepted, but ${cause}; ${advice}`;
      notes.push(noteOf(rule, "info", "unused-acceptance", message));
    }
  }
  return notes;
}

function noteOf({ acceptance }: AcceptedRule, severity: Note["severity"], code: Note["code"], message: string): Note {
  const { file, line } = acceptance;
  return { severity, code, message: cutText(message), source: { file, document: 0, line } };
}

/** `hostPorts of Deployment/web in shop, container proxy`, with the patterns as they were written. */
function aboutText({ namespace, kind, name, check, container }: AcceptedEntry): string {
  const workload = [kind, name].map((part) => (part === undefined ? "*" : shorten(part))).join("/");
  const of = kind === undefined && name === undefined ? "" : ` of ${workload}`;
  const place = namespace === undefined ? "" : ` in ${shorten(namespace)}`;
  const part =
    container === undefined ? "" : container === "" ? ", the pod itself" : `, container ${shorten(container)}`;
  return `${shorten(check)}${of}${place}${part}`;
}
