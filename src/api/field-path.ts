import { shorten } from "./quoted.ts";

/** Where a field stands below some root: `["spec", "containers", 0, "securityContext", "privileged"]`. */
export type FieldPath = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_$][A-Za-z0-9_$-]*$/;

/** The names of fields are few and come again and again. */
const plainKeys = new Map<string, boolean>();

function isPlainKey(key: string): boolean {
  let isPlain = plainKeys.get(key);
  if (isPlain === undefined) {
    isPlain = PLAIN_KEY.test(key);
    // What is not plain is an annotation's key or the like, of which there may be any number.
    if (isPlain) plainKeys.set(key, isPlain);
  }
  return isPlain;
}

/**
 * A path as Kubernetes writes it (field.Path of k8s.io/apimachinery v0.37.2): `spec.containers[0].image`; a key that is no
 * identifier, as an annotation's, stands in brackets: `metadata.annotations[example.com/owner]`.
 */
export function formatFieldPath(path: FieldPath): string {
  return path.reduce(appendStep, "");
}

/** A message shows so many steps of a path. */
const SHOWN_KEYS = 20;

/** A path for a message: each key is shortened, and of a very long path only the beginning and the end are shown. */
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

/** The fields below a path, as far as their texts are known. */
interface KnownPath {
  readonly text: string;
  readonly below: Map<string | number, KnownPath>;
}

/** Makes a formatFieldPath that remembers: the same few fields are at fault in thousands of objects. */
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
