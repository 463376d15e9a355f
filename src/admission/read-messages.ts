/** Finds the API server's sentences about Pod Security Standards in the output of kubectl, in events and in logs. */
import { parseLevel } from "../api/level.ts";
import { violationPhrase } from "../api/words/violation-words.ts";
import type { Check } from "../policy/check.ts";
import { CHECKS } from "../policy/checks.ts";
import type { LevelVersion } from "../policy/evaluator.ts";
import { isEnd, readViolations, type ReadViolation, type ReadViolations } from "../policy/read-violations.ts";
import { checksAt } from "../policy/standards.ts";
import { NEWEST_MINOR, parseVersion } from "../policy/version.ts";
import { existingPodsViolate } from "./pod-recheck.ts";

/** A sentence of the API server. */
export interface FoundMessage {
  /**
   * `rejected`: the pod was rejected. `warned`: a warning or an audit annotation. `existing`: a warning about running
   * pods. `bare`: violations without the sentence around them.
   */
  readonly type: "rejected" | "warned" | "existing" | "bare";
  /** The policy that it names; undefined for a line about running pods without the headline. */
  readonly policy: LevelVersion | undefined;
  /** The name of the pod; undefined if the text names none. */
  readonly pod: string | undefined;
  /** The number of other pods with the same violations. */
  readonly others: number;
  /** The file that kubectl read the object from, if the text names it. */
  readonly file: string | undefined;
  readonly violations: readonly ReadViolation[];
  /** The end of the sentence, if its words are unknown here; empty otherwise. */
  readonly unknown: string;
}

/** The messages of a text, and the number of its other lines, without empty ones. */
export interface FoundMessages {
  readonly messages: readonly FoundMessage[];
  readonly otherLines: number;
}

/** The largest number of lines that a message is folded into, as in YAML. */
const FOLDED = 50;
const QUOTED = String.raw`"((?:[^"\\]|\\.)*)"`;
const [REJECTED, WARNED] = [true, false].map((isRefused) => patternOf(violationPhrase(["LEVEL"], isRefused)));
const SENTENCE = new RegExp(`(?:${REJECTED}|${WARNED}): `);
const HEADLINE = new RegExp(patternOf(existingPodsViolate("NAMESPACE", "LEVEL")));
const FORBIDDEN = new RegExp(`\\bpods ${QUOTED} is forbidden: $`);
const READ_FROM = new RegExp(`\\berror when [a-z]+ ${QUOTED}: `);
/** A line about running pods: the name of a pod, the number of others, and the reasons. */
const PODS = /^\s*(Warning: )?([a-z0-9][a-z0-9.-]*)(?: \(and (\d+) other pods?\))?: (.*)$/;
/** A string of JSON, or of a structured log, with a sentence in it. */
const ESCAPED = new RegExp(String.raw`((?:[^"\\]|\\.)*PodSecurity (?:enforce level )?\\"(?:[^"\\]|\\.)*)`, "g");

/** Finds the messages in a text, which may have several lines and messages. */
export function readMessages(text: string): FoundMessages {
  const lines = text.split(/\r?\n/).flatMap(unescape);
  const messages: FoundMessage[] = [];
  let otherLines = 0;
  /** The policy of the last headline, which the lines about running pods belong to. */
  let existing: LevelVersion | undefined;
  for (let index = 0; index < lines.length; index++) {
    const line = lines[index] ?? "";
    const headline = HEADLINE.exec(line);
    const sentence = SENTENCE.exec(line);
    if (headline !== null) existing = policyOf(headline[2] ?? "");
    else if (sentence !== null) {
      const { message, folded, rest } = readSentence(sentence, lines.slice(index + 1, index + FOLDED));
      if (message === undefined) otherLines++;
      else messages.push(message);
      index += folded;
      // The log of an event has several sentences in a line.
      if (SENTENCE.test(rest)) lines[index--] = rest;
    } else {
      const message = readPods(line, existing) ?? readBare(line);
      if (message !== undefined) messages.push(message);
      else if (line.trim() !== "") otherLines++;
    }
  }
  return { messages, otherLines };
}

/** Reads a sentence that names a policy. YAML folds long texts, so the next lines may belong to it. */
function readSentence(
  found: RegExpExecArray,
  next: readonly string[],
): { readonly message: FoundMessage | undefined; readonly folded: number; readonly rest: string } {
  const before = found.input.slice(0, found.index);
  const policy = policyOf(found[1] ?? found[2] ?? "");
  let text = found.input.slice(found.index + found[0].length);
  let read = readAt(text, policy);
  let folded = 0;
  for (const [index, line] of next.entries()) {
    if (isEnd(read.rest) && isWhole(read.violations)) break;
    if (line.trim() === "" || SENTENCE.test(line) || HEADLINE.test(line)) break;
    text += ` ${line.trim()}`;
    const longer = readAt(text, policy);
    if (isEnd(longer.rest) && isWhole(longer.violations)) {
      read = longer;
      folded = index + 1;
    }
  }
  if (read.violations.length === 0) return { message: undefined, folded: 0, rest: text };
  const file = unquote(READ_FROM.exec(before)?.[1]);
  const message: FoundMessage = {
    type: found[1] === undefined ? "warned" : "rejected",
    policy,
    pod: unquote(FORBIDDEN.exec(before)?.[1]),
    others: 0,
    file: file === "STDIN" ? undefined : file,
    violations: read.violations,
    unknown: isEnd(read.rest) || SENTENCE.test(read.rest) ? "" : read.rest.replace(/^[,\s]+/, "").trimEnd(),
  };
  return { message, folded, rest: read.rest };
}

function isWhole(violations: readonly ReadViolation[]): boolean {
  return violations.length > 0 && violations.every(({ changes, detail }) => detail === "" || changes.length > 0);
}

/** Reads a line about running pods: their names, and the reasons alone. */
function readPods(line: string, policy: LevelVersion | undefined): FoundMessage | undefined {
  const [, warning, pod, others = "0", reasons = ""] = PODS.exec(line) ?? [];
  if (pod === undefined) return undefined;
  const { violations, rest } = readAt(reasons, policy);
  if (violations.length === 0 || !isEnd(rest)) return undefined;
  // A word after a colon is not enough: `note: privileged`.
  const isWarning = warning !== undefined || policy !== undefined || others !== "0" || violations.length > 1;
  if (!isWarning) return undefined;
  return { type: "existing", policy, pod, others: Number(others), file: undefined, violations, unknown: "" };
}

/** Reads a line that begins with the violations, as if its beginning were left out. */
function readBare(line: string): FoundMessage | undefined {
  const { violations, rest } = readAt(line.trim(), undefined);
  if (!isWhole(violations) || !isEnd(rest) || (violations.length === 1 && violations[0]?.detail === ""))
    return undefined;
  return { type: "bare", policy: undefined, pod: undefined, others: 0, file: undefined, violations, unknown: "" };
}

/**
 * Reads violations as the policy's checks write them. `latest` is any minor, since the server may be older. Without a
 * policy, the strictest reading counts.
 */
function readAt(text: string, policy: LevelVersion | undefined): ReadViolations {
  let best: ReadViolations = { violations: [], rest: text };
  for (const active of readingsOf(policy)) {
    const read = readViolations(text, active);
    const isLonger = read.rest.length < best.rest.length;
    const isClearer = read.rest.length === best.rest.length && isWhole(read.violations) && !isWhole(best.violations);
    if (isLonger || isClearer) best = read;
    if (isEnd(best.rest) && isWhole(best.violations)) return best;
  }
  return best;
}

/** A cache of `readingsOf`: a text has many messages with the same policy. */
const known = new Map<string, readonly (readonly Check[])[]>();

/** The lists of checks that a message with a policy may be written by, the likeliest first. */
function readingsOf(policy: LevelVersion | undefined): readonly (readonly Check[])[] {
  const isAny = policy === undefined || policy.version.minor > NEWEST_MINOR;
  const minor = isAny ? NEWEST_MINOR : policy.version.minor;
  const oldest = isAny ? 0 : minor;
  const levels = policy === undefined ? (["restricted", "baseline"] as const) : [policy.level];
  const key = `${levels.join()} ${oldest}..${minor}`;
  const readings = known.get(key);
  if (readings !== undefined) return readings;
  const distinct = new Map<string, readonly Check[]>();
  for (let at = minor; at >= oldest; at--) {
    for (const level of levels) {
      const active = checksAt(CHECKS, level, at).map(({ check }) => check);
      const ids = active.map(({ id }) => id).join();
      if (!distinct.has(ids)) distinct.set(ids, active);
    }
  }
  known.set(key, [...distinct.values()]);
  return [...distinct.values()];
}

/** Parses the policy in a message. A policy that is no level and version counts as none. */
function policyOf(text: string): LevelVersion | undefined {
  const [levelText = "", versionText = ""] = text.split(":");
  const level = parseLevel(levelText);
  const version = parseVersion(versionText);
  return level === undefined || version === undefined || level === "privileged" ? undefined : { level, version };
}

/** The strings of JSON in a line that have a sentence in them; the line itself if there are none. */
function unescape(line: string): string[] {
  if (!line.includes(String.raw`PodSecurity \"`) && !line.includes(String.raw`level \"`)) return [line];
  const values = [...line.matchAll(ESCAPED)].flatMap(([, text]) => unquote(text) ?? []);
  return values.length === 0 ? [line] : values;
}

/** The value of a quoted text; undefined if it is none. */
function unquote(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}

/** The pattern of a sentence: each quotation in it is any text between quotation marks. */
function patternOf(sentence: string): string {
  return sentence.replaceAll(/"[A-Z]+"/g, QUOTED);
}
