/** The sentences of the API server as patterns, which find them in wrapped text, too. */
import { violationPhrase } from "../../api/words/checks/violation-words.ts";
import { existingPodsViolate } from "../pods/pod-recheck.ts";

/** A text between quotation marks, with the escapes of Go. */
export const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
/** A text between quotation marks, which may be escaped in JSON or YAML. Names and levels have no quotation marks. */
const PLAIN_QUOTED = String.raw`\\?"([^"\\]*)\\?"`;
/** Spaces, in double-quoted YAML with a `\\` before the end of the line. */
const SPACES = String.raw`\s+(?:\\\n\s*)?`;
const [REJECTED, WARNED] = [true, false].map((isRefused) => patternOf(violationPhrase(["LEVEL"], isRefused)));

/** A sentence before its violations. Its first group is the policy of a rejection, its second that of a warning. */
export const SENTENCE = new RegExp(String.raw`(?:${REJECTED}|${WARNED})\n?:(?:${SPACES})?`, "g");
/** The beginning of the warnings about running pods: the groups are the namespace and the policy. */
export const HEADLINE = new RegExp(patternOf(existingPodsViolate("NAMESPACE", "LEVEL")), "g");

/** The pattern of a sentence. A line may end at each of its characters, and a quotation in it is any text. */
function patternOf(sentence: string): string {
  return sentence
    .split(/("[A-Z]+"| )/)
    .map((part) => {
      if (part === " ") return SPACES;
      return part.startsWith('"') ? PLAIN_QUOTED : [...part].join("\\n?");
    })
    .join("");
}
