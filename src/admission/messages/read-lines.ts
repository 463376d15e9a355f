/** Reads messages that begin with no sentence: warnings about running pods, and violations alone. */
import type { LevelVersion } from "../../policy/evaluator.ts";
import { isEnd } from "../../policy/read-violations.ts";
import type { FoundMessage } from "./found-message.ts";
import { isWhole, readWithPolicy } from "./read-with-policy.ts";
import { isCut } from "./read-sentence.ts";
import { unfoldings } from "./unfold.ts";

/** The largest numbers of lines that such a message is wrapped into, and of attempts to read it. */
const MAX_LINES = 50;
const MAX_ATTEMPTS = 12;
/** A line about running pods: the name of a pod, the number of others, and the reasons. */
const PODS = /^\s*(Warning: )?([a-z0-9][a-z0-9.-]*)(?: \(and (\d+) other pods?\))?: (.*)$/;
/** The first line of a wrapped message about running pods. */
const PODS_BEGIN = /^\s*(?:Warning: )?[a-z0-9][a-z0-9.-]*(?:: .*| \(and.*|:?\s*)$/;
const LAST_LINE = /\)["'\s`.\]}\\]*$/;

/** A message, and the number of lines that it is wrapped into. */
export interface ReadLines {
  readonly message: FoundMessage;
  readonly lines: number;
}

/**
 * Reads a message from the first of some lines on.
 *
 * @param lines the lines up to the next message
 * @param policy the policy of the headline before them
 */
export function readLines(lines: readonly string[], policy: LevelVersion | undefined): ReadLines | undefined {
  const [line = ""] = lines;
  const message = readPods(line, policy) ?? readBare(line);
  if (message !== undefined && !message.cut) return { message, lines: 1 };
  const isPods = (policy !== undefined || /^\s*Warning: /.test(line)) && PODS_BEGIN.test(line);
  const isBare = !isPods && !LAST_LINE.test(line) && readWithPolicy(line.trim(), undefined).violations.length > 0;
  if (!isPods && !isBare) return undefined;
  let attempts = 0;
  for (let count = 2; count <= Math.min(lines.length, MAX_LINES) && attempts < MAX_ATTEMPTS; count++) {
    if (!isPods && !LAST_LINE.test(lines[count - 1] ?? "")) continue;
    attempts++;
    const text = lines.slice(0, count).join("\n");
    for (const unfold of unfoldings(text, "")) {
      const longer = isPods ? readPods(unfold(text), policy) : readBare(unfold(text));
      if (longer !== undefined && !longer.cut) return { message: longer, lines: count };
    }
  }
  return message && { message, lines: 1 };
}

/** Reads a line about running pods: their names, and the reasons alone. */
function readPods(line: string, policy: LevelVersion | undefined): FoundMessage | undefined {
  const [, warning, pod, others = "0", reasons = ""] = PODS.exec(line) ?? [];
  if (pod === undefined) return undefined;
  const { violations, rest } = readWithPolicy(reasons, policy);
  if (violations.length === 0) return undefined;
  const cut = /^\s*,/.test(rest);
  if (!cut && !isEnd(rest)) return undefined;
  // A word after a colon is not enough: `note: privileged`.
  const isWarning = warning !== undefined || policy !== undefined || others !== "0" || violations.length > 1;
  if (!isWarning) return undefined;
  const common = { file: undefined, violations, unknown: "", cut };
  return { type: "existing", policy, pod, others: Number(others), ...common };
}

/** Reads a line that begins with the violations, as if its beginning were left out. */
function readBare(line: string): FoundMessage | undefined {
  const text = line.trim();
  const read = readWithPolicy(text, undefined);
  const { violations } = read;
  const [first] = violations;
  if (first === undefined || (violations.length === 1 && first.detail === "")) return undefined;
  const cut = isCut(text, read) && violations.some(({ changes }) => changes.length > 0);
  if (!cut && !(isWhole(violations) && isEnd(read.rest))) return undefined;
  const common = { policy: undefined, pod: undefined, others: 0, file: undefined, violations };
  return { type: "bare", ...common, unknown: "", cut };
}
