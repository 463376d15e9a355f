import { nearestName } from "../../api/words/nearest-name.ts";
import { quote } from "../../api/words/quoted.ts";
import { UserError } from "../../api/user-error.ts";
import { changesBetween, checksAt } from "../../policy/standards.ts";
import { CHECKS } from "../../policy/checks.ts";
import { LEVELS, parseLevel } from "../../api/level.ts";
import {
  INVALID_VERSION,
  isLatest,
  LATEST,
  minorVersion,
  NEWEST_MINOR,
  parseVersion,
  type Version,
} from "../../policy/version.ts";
import { explainMapping } from "../../psp/explained-mapping.ts";
import type { Explanation } from "../../report/explanation.ts";
import { findKinds, kindNames } from "./explain-kinds.ts";
import { explainMessages } from "./explain-messages.ts";
import { releaseChanges } from "./explain-releases.ts";
import { explainPhrases, explainWords, STDIN } from "./explain-words.ts";
import { fieldsOf, findChecks, withExample } from "./explain-search.ts";
import { emptyInput, missingMessage } from "./missing-message.ts";
import { isAboutMissingPods } from "./missing-pods.ts";
import type { Terminal } from "../terminal.ts";

/** The version that `latest` means. */
const NEWEST = minorVersion(NEWEST_MINOR);
const serverVersion = NEWEST.text;
const RANGE = "..";
/** The largest number of suggestions. */
const MAX_SUGGESTIONS = 3;
/** The largest input, in bytes. */
const MAX_INPUT_BYTES = 16 * 1024 * 1024;
/** The words before the violations in a message. */
const SENTENCE_WORDS = /\b(?:violates|would\s+violate)\s+PodSecurity/;
/** The names that kubectl has for PodSecurityPolicy. */
const PSP = /^(?:podsecuritypolicy|podsecuritypolicies|psp)$/i;

/**
 * Explains a topic, several, or the messages on standard input if the topic is `-`.
 *
 * @param words the arguments. Together they are one text, unless some have spaces and each is a topic
 * @throws UserError if there is no such topic, a version is not known, or the input has no message
 */
export async function runExplain(words: readonly string[], terminal: Terminal): Promise<Explanation> {
  const text = words.length === 0 ? undefined : words.join(" ");
  if (text !== STDIN) return explainPhrases(words, TOPICS) ?? explain(text);
  const bytes = await terminal.readStandardInput(MAX_INPUT_BYTES, "messages");
  if (bytes.length > MAX_INPUT_BYTES)
    throw new UserError("standard input is longer than 16 MiB", "Pass on fewer lines.");
  const input = new TextDecoder().decode(bytes);
  if (input.trim() === "") throw emptyInput();
  return messagesTopic(input);
}

/**
 * Explains a text: `PodSecurityPolicy`; a check by its ID; `LEVEL[:VERSION]`; `VERSION..VERSION`; the API server's messages; a field or a
 * reason; `FailedCreate` and the like, of a controller without pods; `implied`; without a topic, all checks. Upper and lower case make no difference. `privileged` is the check, and
 * `privileged:latest` is the level. Several topics are explained in turn, unless the words together are one.
 *
 * @throws UserError if the text is none of these, or a version is not known
 * @internal exported for its test
 */
export function explain(text: string | undefined): Explanation {
  if (text === undefined) return { topic: "checks", serverVersion, checks: CHECKS };
  const check = CHECKS.find(({ id }) => id.toLowerCase() === text.toLowerCase());
  if (check !== undefined) return { topic: "check", serverVersion, check, checks: CHECKS };
  if (PSP.test(text.trim())) return { topic: "pod-security-policy", serverVersion, mapping: explainMapping() };
  if (text.includes("PodSecurity") || text.includes("\n")) return messagesTopic(text);
  if (isAboutMissingPods(text)) return { topic: "missing-pods", serverVersion };
  if (/^\(?implied\)?$/i.test(text.trim())) return { topic: "implied", serverVersion };
  if (/[\s,]/.test(text.trim())) return explainWords(text, TOPICS);
  if (text.includes(RANGE)) return versionsTopic(text);
  const colon = text.indexOf(":");
  const level = parseLevel((colon === -1 ? text : text.slice(0, colon)).toLowerCase());
  if (level === undefined) return kindTopic(text) ?? searchTopic(text);
  const version = colon === -1 ? LATEST : knownVersion(text.slice(colon + 1));
  const revised = checksAt(CHECKS, level, resolve(version).minor);
  return { topic: "level", serverVersion, level, version: version.text, revised };
}

const TOPICS = { serverVersion, explain, search: findTopic, unknown: unknownTopic };

/** @throws UserError if the text has no message that can be read */
function messagesTopic(text: string): Explanation {
  const explained = explainMessages(text);
  if (explained.messages.length === 0) throw noMessage(text, explained.unread);
  return { topic: "messages", serverVersion, ...explained };
}

function noMessage(text: string, unread: number): UserError {
  if (unread === 0 && !SENTENCE_WORDS.test(text)) return missingMessage(text);
  const found = "a message of Pod Security Admission was found, but its violations cannot be read";
  return new UserError(found, "Paste all of it on one line, or pass on the output of kubectl get -o json.");
}

/** The kinds of custom resources that a word names; undefined if it names none. */
function kindTopic(word: string): Explanation | undefined {
  const kinds = findKinds(word);
  return kinds.length === 0 ? undefined : { topic: "kinds", serverVersion, kinds };
}

/** @throws UserError if no check and no message belongs to the text */
function searchTopic(text: string): Explanation {
  const found = findTopic(text);
  if (found === undefined) throw unknownTopic(text);
  return found;
}

/** Finds the checks or the messages that a text belongs to. */
function findTopic(text: string, matches = findChecks(text)): Explanation | undefined {
  const checks = matches.map(withExample);
  const [check, ...others] = checks;
  if (check !== undefined) {
    if (others.length > 0) return { topic: "matches", serverVersion, words: text, checks };
    return { topic: "check", serverVersion, check, checks: CHECKS };
  }
  const explained = explainMessages(text);
  return explained.messages.length === 0 ? undefined : { topic: "messages", serverVersion, ...explained };
}

function versionsTopic(text: string): Explanation {
  const [first = "", second = "", ...others] = text.split(RANGE);
  if (others.length > 0) throw new UserError(`${quote(text)} is not a pair of versions`, "Write it like v1.33..v1.34.");
  const [a, b] = [resolve(knownVersion(first)), resolve(knownVersion(second))];
  const [from, to] = a.minor <= b.minor ? [a, b] : [b, a];
  const levels = LEVELS.filter((level) => level !== "privileged").map((level) =>
    changesBetween(CHECKS, level, from.minor, to.minor),
  );
  const releases = releaseChanges(CHECKS, from.minor, to.minor);
  return { topic: "versions", serverVersion, from: from.text, to: to.text, levels, releases };
}

/** @throws UserError if it is not a version, or a newer one than the newest known */
function knownVersion(text: string): Version {
  const version = parseVersion(text);
  if (version === undefined) {
    const minor = /^v?1\.0*(\d{1,3})(?!\d)/i.exec(text)?.[1];
    const advice = minor === undefined ? `Write it like ${NEWEST.text}.` : `Write v1.${minor}.`;
    throw new UserError(`version ${quote(text)} ${INVALID_VERSION}`, advice);
  }
  if (isLatest(version) || version.minor <= NEWEST.minor) return version;
  throw new UserError(
    `${text} is newer than ${NEWEST.text}, the newest version known here`,
    `Newer versions are evaluated as ${NEWEST.text}: use that, or latest.`,
  );
}

/** The version that `latest` means; any other version is returned as it is. */
function resolve(version: Version): Version {
  return isLatest(version) ? NEWEST : version;
}

function unknownTopic(text: string): UserError {
  if (parseVersion(text) !== undefined) {
    const { minor } = resolve(knownVersion(text));
    const before = minorVersion(Math.max(0, minor - 1)).text;
    return new UserError(
      `${quote(text)} is a version, not a check`,
      `restricted:${text} explains a level at that version, ${before}..${text} its changes.`,
    );
  }
  const suggestions = suggestTopics(text);
  const question = suggestions.length === 0 ? "" : `Did you mean ${suggestions.join(" or ")}? `;
  return new UserError(
    `there is no check, level, field, reason or kind ${quote(text)}`,
    `${question}kubectl pss explain lists the checks.`,
  );
}

/** Suggests names for an unknown topic: those that contain it if they are few, otherwise the closest one; for several words the closest one of each. */
function suggestTopics(text: string): string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const [word = "", ...others] = words;
  if (others.length > 0) return [...new Set(words.flatMap(closestTopic))].slice(0, MAX_SUGGESTIONS);
  const containing = namesLike(word).filter(
    (name) => unversioned(word) !== "" && name.toLowerCase().includes(unversioned(word)),
  );
  return containing.length > 0 && containing.length <= MAX_SUGGESTIONS ? containing : closestTopic(word);
}

function closestTopic(word: string): string[] {
  const names = word.includes(":") ? LEVELS : [...namesLike(word), ...fieldNames()];
  const near = nearestName(unversioned(word), names) ?? nearestName(unversioned(word), kindNames());
  return near === undefined ? [] : [near];
}

/** The names that a word can mean: only a level can have a version. */
function namesLike(word: string): readonly string[] {
  return word.includes(":") ? LEVELS : [...new Set([...CHECKS.map(({ id }) => id), ...LEVELS])];
}

function unversioned(word: string): string {
  return word.replace(/:.*$/s, "").toLowerCase();
}

/** The names of the restricted fields, such as `hostNetwork`. */
function fieldNames(): string[] {
  return [...new Set(CHECKS.flatMap(fieldsOf).map((field) => field.slice(field.lastIndexOf(".") + 1)))].filter((name) =>
    /^\w+$/.test(name),
  );
}
