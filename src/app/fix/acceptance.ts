import { isOver } from "../../accepted/last-day.ts";
import { annotationRules, type AnnotatedWorkload } from "../../accepted/notes.ts";
import { RuleIndex, type AcceptedRule } from "../../accepted/rule.ts";
import { acceptanceAnnotations } from "../../audit/lint/acceptance-annotations.ts";
import type { AcceptWorkload } from "../../fixes/acceptance.ts";
import type { Note } from "../../report/report.ts";
import { nameOf } from "../../workloads/identity.ts";

/** The accepted violations of a fix. */
export interface FixAcceptance {
  readonly accept: AcceptWorkload;
  /** The notes on annotations that accept nothing, each once. Called after everything was read. */
  notes(): readonly Note[];
}

/**
 * Applies the rules of the configuration, of a list and of annotations, with the meaning that they have for a lint.
 *
 * @param today the day in UTC, which decides what is over: `2026-12-01`
 */
export function openAcceptance(rules: readonly AcceptedRule[], today: string): FixAcceptance {
  const index = new RuleIndex(rules);
  // Everything may be read twice.
  const notes = new Map<string, Note>();
  return {
    accept(workload, namespace) {
      const annotations = acceptanceAnnotations(workload);
      const subject = { kind: workload.kind, namespace, name: nameOf(workload) };
      const own = annotations.length === 0 ? [] : ownRules({ ...subject, source: workload.source, annotations }, notes);
      const all = [...own, ...index.about(subject)].filter(({ acceptance }) => !isOver(acceptance.until, today));
      if (all.length === 0) return undefined;
      return (check, container) => all.find((rule) => rule.accepts(check, container))?.acceptance;
    },
    notes: () => [...notes.values()],
  };
}

function ownRules(workload: AnnotatedWorkload, notes: Map<string, Note>): readonly AcceptedRule[] {
  const found = annotationRules([workload], false);
  for (const note of found.notes) notes.set(JSON.stringify([note.source, note.message]), note);
  return found.rules.get(workload) ?? [];
}
