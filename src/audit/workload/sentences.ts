import {
  auditLine,
  podForbidden,
  podsForbidden,
  violates,
  warningLine,
  type Statement,
} from "../../admission/sentences.ts";
import type { Result, Sentence } from "../../report/report.ts";
import { levelOf } from "../../report/violations.ts";

/** The sentences about a statement that name no object. */
interface Shared {
  readonly statement: Statement;
  audit?: Sentence;
  warn?: Sentence;
  pods?: Sentence;
  level?: Sentence;
}

/** A result that is still without its sentences. */
export type SilentResult = Omit<Result, "sentences"> & { sentences: readonly Sentence[] };

/** Adds the sentences of the API server to all results of a workload: to the objects themselves. */
export type AddSentences = (results: readonly SilentResult[]) => readonly Result[];

/** Half of what a Map can hold. */
const MAX_KNOWN = 2 ** 23;

/** Makes an AddSentences that keeps each sentence once: thousands of workloads violate the same in the same words. */
export function createAddSentences(): AddSentences {
  const known = new Map<string, Map<string, Shared>>();
  const sharedOf = (result: SilentResult): Shared => {
    const levelVersion = levelOf(result);
    const { message } = result;
    let ofLevel = known.get(levelVersion);
    if (ofLevel === undefined) known.set(levelVersion, (ofLevel = new Map()));
    let shared = ofLevel.get(message);
    if (shared === undefined) {
      shared = { statement: { levelVersion, message } };
      if (ofLevel.size < MAX_KNOWN) ofLevel.set(message, shared);
    }
    return shared;
  };
  return (results) => {
    if (results.every(({ allowed }) => allowed)) return results;
    const isRefused = results.some((result) => result.subject === "pods" && refuses(result));
    const ofTemplate = results.filter(({ subject, allowed }) => subject === "template" && !allowed);
    for (const result of results) {
      if (result.allowed) continue;
      const ofPods = result.subject === "pods";
      // What a template and its pods hear alike is said once.
      if (ofPods && ofTemplate.some((template) => isSaidAlike(template, result))) continue;
      result.sentences = sentencesOf(result, sharedOf(result), ofPods && isRefused);
    }
    return results;
  };
}

/** @param isRefused whether pods are refused: a refused request is not warned about as well */
function sentencesOf(result: SilentResult, shared: Shared, isRefused: boolean): readonly Sentence[] {
  const { statement } = shared;
  const { modes } = result;
  if (modes.length === 0) return [(shared.level ??= { mode: null, text: violates(statement) })];
  const sentences: Sentence[] = [];
  if (refuses(result)) {
    sentences.push(
      result.subject === "template"
        ? (shared.pods ??= { mode: "enforce", text: podsForbidden(statement) })
        : { mode: "enforce", text: podForbidden(result.pod ?? "", statement) },
    );
  }
  if (modes.includes("audit")) sentences.push((shared.audit ??= { mode: "audit", text: auditLine(statement) }));
  if (modes.includes("warn") && !isRefused) {
    sentences.push((shared.warn ??= { mode: "warn", text: warningLine(statement) }));
  }
  return sentences;
}

function refuses({ allowed, modes }: SilentResult): boolean {
  return !allowed && modes.includes("enforce");
}

/** In a dry run, sentences that are not new are not shown, so that only what is as new counts as said. */
function isSaidAlike(template: SilentResult, pods: SilentResult): boolean {
  return (
    template.level === pods.level &&
    template.version === pods.version &&
    template.message === pods.message &&
    template.newIn.length === pods.newIn.length
  );
}
