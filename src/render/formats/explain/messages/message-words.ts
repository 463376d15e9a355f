/** The words about a message of the API server that several formats of an explanation print. */
import { plural } from "../../../../api/words/plural.ts";
import type { ExplainedMessage, ExplainedMessages } from "../../../../report/explanation.ts";
import { escapeName, escapeText } from "../../../words/escape.ts";
import { count } from "../../../../api/words/plural.ts";
import { nonRootText } from "../../../words/checks/check-text.ts";
import { nameSome } from "../../../words/lines.ts";
import { fixLines } from "../fix-lines.ts";

/** The note on the place of the lines in a manifest. */
const PLACE =
  "In a Deployment, a Job or another controller, these lines go under spec.template, in a CronJob under spec.jobTemplate.spec.template.";
/** The note on containers, which a message names without their list. */
const LISTS =
  "The message does not say which containers are initContainers or ephemeralContainers: put the lines of such a container there.";

/** The notes on the place of the lines to set, which are before the lines of the first message that has some. */
export function placeNotes({ violations }: ExplainedMessage): readonly string[] {
  const changes = violations.flatMap((violation) => violation.changes);
  if (changes.length === 0) return [];
  const lists = changes.some(({ item }) => item?.list === "containers") ? [LISTS] : [];
  const nonRoot = nonRootText(violations.map(({ check }) => check.id));
  return [PLACE, ...lists, ...(nonRoot === "" ? [] : [nonRoot])];
}

/** `Rejected by restricted:latest: pod web`. */
export function headline({
  type,
  level,
  version,
  pods,
  otherPods,
  count: times,
  alsoWarned,
}: ExplainedMessage): string {
  const repeated = times > 1 ? ` (${times} times)` : "";
  const policy = level === null ? "a level that the message does not name" : `${level}:${version}`;
  const named = podNames(pods, otherPods);
  const noun = plural(pods.length + otherPods, "pod", "pods");
  switch (type) {
    case "rejected":
      return `Rejected by ${policy}${named === "" ? "" : `: ${noun} ${named}`}${repeated}${alsoWarned === true ? "; a warning says the same" : ""}`;
    case "warned":
      return `Warning: violates ${policy}${repeated}`;
    case "existing":
      return `Running pods violate ${policy}: ${named}${repeated}`;
    case "bare":
      return `Violates ${policy}${repeated}`;
  }
}

function podNames(pods: readonly string[], others: number): string {
  if (pods.length === 0) return "";
  const more = others === 0 ? "" : ` and ${count(others, "other pod")}`;
  return `${nameSome(pods.map(escapeName), "pod")}${more}`;
}

/**
 * The lines to set for a message: those of YAML or, if an earlier message has the same ones, its headline.
 *
 * @param written the headlines of earlier messages by their lines; that of this one is added
 */
export function linesToSet(
  message: ExplainedMessage,
  written: Map<string, string>,
): { readonly lines: readonly string[]; readonly sameAs?: string } {
  const lines = fixLines(message.violations.flatMap(({ changes }) => changes));
  const key = lines.join("\n");
  const sameAs = written.get(key);
  if (sameAs !== undefined) return { lines: [], sameAs };
  if (lines.length > 0) written.set(key, headline(message));
  return { lines };
}

/** The sentence in place of lines that are above. */
export function sameLinesText(earlier: string): string {
  return `The same lines as above: ${earlier}.`;
}

/** The number of lines without a message, in a sentence; empty if there are none. It must not sound as if something was left out. */
export function otherLinesText({ otherLines }: ExplainedMessages): string {
  return otherLines === 0 ? "" : `${count(otherLines, "line")} without a message of Pod Security Admission.`;
}

/** The sentence about the end of a message that has unknown words; empty if it has none. */
export function unknownText({ unknown }: ExplainedMessage): string {
  return unknown === "" ? "" : `Unknown here: ${escapeText(unknown)}`;
}

/** The sentence about a message that the text ends in; empty if the message is whole. */
export function cutText({ cut, violations }: ExplainedMessage): string {
  if (!cut) return "";
  const last = violations.at(-1);
  const after = last === undefined ? "" : `, after ${escapeText(last.reason)}`;
  return `The message seems to be cut here${after}: paste all of it. More violations may follow.`;
}

/** The sentence about messages that cannot be read; empty if there are none. */
export function unreadText({ unread }: ExplainedMessages): string {
  if (unread === 0) return "";
  return `${count(unread, "message")} cannot be read: paste all of the text on one line, or use kubectl get -o json.`;
}

/** The answers about a controller without pods, and about a warn that no label sets (raiseWarn of src/admission/labels.ts). */
export const ADVICE: Readonly<Record<"missing-pods" | "implied", string>> = {
  "missing-pods":
    "A workload without pods: kubectl pss audit -n NAMESPACE lists the workloads that Pod Security Admission rejects now, " +
    "with the API server's message. Or pass on the events: kubectl get events -n NAMESPACE | kubectl pss explain -",
  implied:
    "warn=LEVEL (implied): no label sets the level of warn, and the label of enforce is stricter than the default of warn. Then warn has the " +
    "level and version of enforce, so that kubectl warns about workloads whose pods enforce rejects. A label " +
    "pod-security.kubernetes.io/warn takes its place, and pod-security.kubernetes.io/warn-version sets its version.",
};
