import type { Report } from "../../report/report.ts";
import { kubectlStep, type NextStep } from "./next-step.ts";

const LABELS = kubectlStep(["get", "ns", "--show-labels"], "the labels that -l can select by");

/**
 * Whether a selector (`-l`) selects no namespace. Every cluster has namespaces, and a missing name of `-n` is an error, no warning.
 *
 * @param namespaces the number of namespaces of the run, listed or not
 */
export function isNothingSelected(namespaces: number, { notes }: Pick<Report, "notes">): boolean {
  return namespaces === 0 && notes.some(({ code, severity }) => code === "unknown-namespace" && severity === "warning");
}

/** The command to run if a selector selects nothing; none for a dump, whose labels are in its files. */
export function nothingSelectedStep({ source }: Pick<Report, "source">): NextStep | undefined {
  return source.type === "cluster" ? LABELS : undefined;
}
