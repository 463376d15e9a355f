import type { SkimmedEvent } from "../../api/requests/audit-event.ts";
import { parseTime } from "./envelopes/fields.ts";

/** The beginning of a line of kube-apiserver's log, whose fields have a fixed order (audit/v1 types.go, k8s.io/apiserver v0.37.2). */
const START = '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"';
const AUDIT_ID = '","auditID":"';
const STAGE = '","stage":"';
const ID_LENGTH = 64;
const WORD_LENGTH = 32;
const VERB = '"verb":"';
const OBJECT_KEY = '"objectRef":';
const OBJECT = `${OBJECT_KEY}{"resource":"`;
const TIME = '"stageTimestamp":"';
const TIME_LENGTH = 40;
const BRACE_END = 125;
const TRUNCATED = "audit.k8s.io/truncated";

/** The resources that Pod Security Admission looks at, and Namespaces, whose labels are its policy. */
const RELEVANT: ReadonlySet<string> = new Set([
  "pods",
  "namespaces",
  "deployments",
  "replicasets",
  "statefulsets",
  "daemonsets",
  "jobs",
  "cronjobs",
  "replicationcontrollers",
  "podtemplates",
]);
/** The subresources of pods that admission does not look at, in requests that are frequent. */
const UNJUDGED = /"subresource":"(?:status|binding|eviction|exec)"/;
const REFERENCE_LENGTH = 1024;
const WRITES: ReadonlySet<string> = new Set(["create", "update", "patch", "delete"]);

/** The facts of a line, with the place of the ID in the text. */
interface SkimmedLine extends SkimmedEvent {
  readonly idStart: number;
  readonly idEnd: number;
}

/**
 * Reads the few facts that the coverage needs from a line of kube-apiserver's log, many times faster than parsing it.
 *
 * @param text contains the line as Latin-1, from `start` to `end`
 * @returns undefined if the line must be parsed: it may be relevant, or is no such line
 */
export function skimLine(text: string, start: number, end: number): SkimmedLine | undefined {
  const levelStart = start + START.length;
  if (!text.startsWith(START, start)) return undefined;
  const levelEnd = wordEnd(text, levelStart, WORD_LENGTH);
  const idStart = levelEnd + AUDIT_ID.length;
  if (!text.startsWith(AUDIT_ID, levelEnd)) return undefined;
  const idEnd = wordEnd(text, idStart, ID_LENGTH);
  const stageStart = idEnd + STAGE.length;
  if (!text.startsWith(STAGE, idEnd)) return undefined;
  const stageEnd = wordEnd(text, stageStart, WORD_LENGTH);
  if (stageEnd >= end || text.charCodeAt(end - 1) !== BRACE_END) return undefined;
  const stage = text.slice(stageStart, stageEnd);
  // Methods that search are fast in a slice, but loops over its characters are slow.
  const line = text.slice(start, end);
  if (stage !== "RequestReceived" && isRelevant(line, stageEnd - start)) return undefined;
  const at = line.lastIndexOf(TIME);
  const time = at === -1 ? undefined : timeAt(text, start + at + TIME.length);
  return time === undefined ? undefined : { idStart, idEnd, stage, level: text.slice(levelStart, levelEnd), time };
}

/** The end of a word before a quote; `start` if it is longer than `most`. Its letters need no check: they are compared, verified or hashed later. */
function wordEnd(text: string, start: number, most: number): number {
  const end = text.indexOf('"', start);
  return end - start <= most ? end : start;
}

function isRelevant(line: string, start: number): boolean {
  const found = line.indexOf(VERB, start);
  if (found === -1) return true;
  const verbAt = found + VERB.length;
  const at = line.indexOf(OBJECT, verbAt);
  // A truncated event may have lost its object.
  if (at === -1) return line.includes(OBJECT_KEY) || line.includes(TRUNCATED);
  if (!WRITES.has(wordAt(line, verbAt))) return false;
  const resource = wordAt(line, at + OBJECT.length);
  if (!RELEVANT.has(resource)) return false;
  if (resource !== "pods") return true;
  const end = Math.min(line.indexOf("}", at), at + REFERENCE_LENGTH);
  return !UNJUDGED.test(line.slice(at, end));
}

function wordAt(line: string, start: number): string {
  return line.slice(start, line.indexOf('"', start));
}

let day = "";
let dayTime = 0;

/** Parses `2026-11-30T12:00:00.123456Z`, with the time of the last day kept. */
function timeAt(text: string, from: number): number | undefined {
  const end = text.indexOf('"', from);
  if (end === -1 || end - from > TIME_LENGTH) return undefined;
  const date = text.slice(from, from + 10);
  const isFixed =
    end - from === 27 &&
    text.charAt(end - 1) === "Z" &&
    text.charAt(from + 10) === "T" &&
    text.charAt(from + 19) === ".";
  if (!isFixed) return parseTime(text.slice(from, end));
  if (date !== day) {
    const time = parseTime(`${date}T00:00:00Z`);
    if (time === undefined) return undefined;
    [day, dayTime] = [date, time];
  }
  const part = (start: number, length: number): number => {
    let value = 0;
    for (let at = from + start; at < from + start + length; at++) value = value * 10 + (text.charCodeAt(at) - 48);
    return value;
  };
  const within = (part(11, 2) * 60 + part(14, 2)) * 60_000 + part(17, 2) * 1000 + part(20, 3);
  return within >= 0 && within < 86_400_000 ? dayTime + within : undefined;
}
