/** Random streams of manifests: valid documents, and faults between them. */
import { RandomJson } from "../../conformance/random.ts";

/** A stream, and its parts. */
export interface RandomStream {
  readonly text: string;
  /** The inserted pods, in order, and the first line of each. */
  readonly pods: readonly { readonly name: string; readonly line: number }[];
}

/** Invisible characters before or after a separator, or in its place. */
const INVISIBLE = ["\uFEFF", "\u00A0", "\u200B", "\u2060", "\u3000", "\0", "\r", "\f", "\v"] as const;

const SEPARATORS = ["---\n", "---\n", "---\n", "---\n", "--- \t\n", "--- # c\n", "---# c\n", "---\r\n"] as const;
const BAD_SEPARATORS = ["--- a\n", "----\n", "---a: b\n", " ---\n", "-- -\n"] as const;
const ENDS = ["...\n", "... # c\n", "...\r\n", "...a\n", "...\uFEFF", "...\u00A0\n"] as const;
const BROKEN = [
  "a: [\n",
  "a: *b\n",
  "{a: b\n",
  "a: b: c\n",
  '"a\n',
  "- a\nb: c\n",
  "@a\n",
  "{{ if .Values.a }}\n",
] as const;
const OTHER = ["apiVersion: v1\nkind: Service\n", "# c\n", "\n", "null\n", "~\n", "a\n", "[]\n", "a: 1\n"] as const;

/** The stream of a seed. */
export function randomStream(seed: number): RandomStream {
  const random = new RandomJson(seed);
  const pods: { name: string; line: number }[] = [];
  let text = "";
  const pieces = 1 + random.below(9);
  for (let piece = 0; piece < pieces; piece++) {
    if (random.chance(0.15)) text += random.pick(INVISIBLE);
    if (random.chance(0.6)) text = addPod(text, random, pods);
    else text += random.chance(0.5) ? random.pick(OTHER) : random.chance(0.3) ? random.pick(BROKEN) : "";
    if (random.chance(0.15)) text += random.pick(INVISIBLE) + (random.chance(0.5) ? "\n" : "");
    if (random.chance(0.1)) text += random.pick(ENDS);
    if (random.chance(0.8)) text += random.pick(random.chance(0.1) ? BAD_SEPARATORS : SEPARATORS);
  }
  if (random.chance(0.2)) text = text.trimEnd();
  return { text, pods };
}

/** Lines whose beginning is a value for Go's JSON scanner, although YAML reads more. */
const HALF_VALUES = [
  "1password: x",
  "nullx: x",
  "true: x",
  "0123: x",
  "-1: x",
  "1.5e: x",
  "1.x",
  "1e5e",
  "falsey",
  "nul: x",
] as const;

/** Adds a pod at the beginning of a line, as YAML or as JSON. */
function addPod(text: string, random: RandomJson, pods: { name: string; line: number }[]): string {
  const before = text === "" || text.endsWith("\n") || random.chance(0.9) ? text : `${text}\n`;
  const name = `pod-${pods.length}`;
  pods.push({ name, line: before.split("\n").length });
  const json = { apiVersion: "v1", kind: "Pod", metadata: { name }, spec: { hostPID: true } };
  if (random.chance(0.25)) {
    const value = JSON.stringify(json, null, random.pick([0, 2]));
    if (!random.chance(0.3)) return `${before}${value}\n`;
    // White space is allowed before JSON and not before YAML, and the rest may begin as JSON and continue as YAML.
    const blank = before === "" ? random.pick(["", "\t", "\n\t\n", " \n", "\n\t", "\t\n"] as const) : "";
    pods[pods.length - 1] = { name, line: `${before}${blank}`.split("\n").length };
    const broken = random.chance(0.4) ? `${value.slice(0, -1)},}` : value;
    return `${before}${blank}${broken}\n${random.chance(0.6) ? `${random.pick(HALF_VALUES)}\n` : ""}`;
  }
  const end = random.chance(0.1) ? "\r\n" : "\n";
  return `${before}apiVersion: v1${end}kind: Pod${end}metadata: {name: ${name}}${end}spec:${end}  hostPID: true${end}`;
}
