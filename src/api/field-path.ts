import { isRecord } from "./record.ts";
import { shorten } from "./words/quoted.ts";

/** The path of a field below some root: `["spec", "containers", 0, "securityContext", "privileged"]`. */
export type FieldPath = readonly (string | number)[];

/** The value at a path; undefined if there is none. */
export function valueAt(root: unknown, path: FieldPath): unknown {
  let value = root;
  for (const step of path) {
    if (Array.isArray(value)) value = typeof step === "number" ? value[step] : undefined;
    else value = isRecord(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  }
  return value;
}

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** The most keys in the cache: more than the fields of all known kinds have. A hostile input could otherwise fill the memory. */
const MAX_PLAIN_KEYS = 2000;

/** A cache: the same few field names occur again and again. */
const plainKeys = new Map<string, boolean>();

function isPlainKey(key: string): boolean {
  let isPlain = plainKeys.get(key);
  if (isPlain === undefined) {
    isPlain = PLAIN_KEY.test(key);
    // Other keys, such as those of annotations, seldom occur again.
    if (isPlain && plainKeys.size < MAX_PLAIN_KEYS) plainKeys.set(key, isPlain);
  }
  return isPlain;
}

/**
 * Formats a path as Kubernetes does (field.Path of k8s.io/apimachinery v0.37.2): `spec.containers[0].image`. A key that
 * is not an identifier, such as that of an annotation, is in brackets: `metadata.annotations[example.com/owner]`.
 */
export function formatFieldPath(path: FieldPath): string {
  return path.reduce(appendStep, "");
}

/** The number of steps of a path that a message shows. */
const SHOWN_KEYS = 20;

/** Formats a path for a message: each key is shortened, and a very long path is cut in the middle. */
export function showFieldPath(path: FieldPath): string {
  const shown = path.map((step) => (typeof step === "number" ? step : shorten(step)));
  if (shown.length <= SHOWN_KEYS) return formatFieldPath(shown);
  const half = SHOWN_KEYS / 2;
  return `${formatFieldPath(shown.slice(0, half))}…${formatFieldPath(shown.slice(-half))}`;
}

function appendStep(parent: string, step: string | number): string {
  if (typeof step === "number" || !isPlainKey(step)) return `${parent}[${step}]`;
  return parent === "" ? step : `${parent}.${step}`;
}

/** A path with its text, and the paths below it that are known so far. */
interface KnownPath {
  readonly text: string;
  readonly below: Map<string | number, KnownPath>;
}

/** Creates a formatFieldPath with a cache: thousands of objects have violations in the same few fields. */
export function createFieldPathFormatter(): (path: FieldPath) => string {
  const root: KnownPath = { text: "", below: new Map() };
  return (path) => {
    let known = root;
    for (const step of path) {
      let next = known.below.get(step);
      if (next === undefined) known.below.set(step, (next = { text: appendStep(known.text, step), below: new Map() }));
      known = next;
    }
    return known.text;
  };
}
