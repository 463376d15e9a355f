import type { FieldChange } from "../../checks/field-change.ts";
import { containerPaths, withWholePaths, type FaultyField } from "./change-places.ts";
import { formatFieldPath, type FieldPath } from "../../field-path.ts";

/** The words for an item of each list of a pod, for one and for several. */
const NOUNS = { containers: ["container", "containers"], volumes: ["volume", "volumes"] } as const;

/** A field with its value, or any other word. */
const WORD = /\S+: \S+|\S+/g;

/** A path that begins at the pod. */
const BELOW_POD = /^spec\./;

/**
 * The object that has the fields of the whole pod: the path of the pod in the named object (`["spec", "template"]`; empty for a Pod), or a word for
 * it if the object is another one, or its path is not known.
 */
export type PodPlace = { readonly path: FieldPath } | { readonly noun: "pod" | "pod template" };

/** A change without its place, and all places that need it. */
interface SharedChange {
  readonly words: readonly string[];
  readonly items: { readonly list: keyof typeof NOUNS; readonly name: string }[];
  /** The paths of the containers that a name cannot tell. */
  readonly paths: string[];
  /** The words for the pod itself, if the change is for it and its own words do not name the path. */
  podWords: readonly string[];
}

/**
 * Says the changes that fix a violation: `containers "web", "log": set securityContext.privileged: false`. Places that need the same change
 * share it, and so do changes of the same places. A field of the pod has its whole path: `set spec.template.spec.hostPID: false`. So has a container
 * that its name cannot tell: `spec.predictor.model: set securityContext.privileged: false`.
 *
 * @param fields the violating fields
 * @returns the words of the sentence, unescaped. A field and its value are one word, and so is a name
 */
export function changeWords(changes: readonly FieldChange[], pod: PodPlace, fields: readonly FaultyField[]): string[] {
  const byPlaces = new Map<string, string[]>();
  for (const change of shareChanges(changes, pod, fields)) {
    const places = placeWords(change);
    const key = places.join(" ");
    const words = byPlaces.get(key);
    if (words === undefined) {
      byPlaces.set(key, [...withMark(places, ":"), ...change.words]);
      continue;
    }
    words.push(`${words.pop() ?? ""},`);
    for (const word of change.words) words.push(word);
  }
  return [...byPlaces.values()].flatMap((words, index, all) => (index < all.length - 1 ? withMark(words, ";") : words));
}

function shareChanges(
  changes: readonly FieldChange[],
  pod: PodPlace,
  fields: readonly FaultyField[],
): Iterable<SharedChange> {
  const byContainer = Map.groupBy(fields, ({ container = "" }) => container);
  const shared = new Map<string, SharedChange>();
  const share = (words: readonly string[]): SharedChange => {
    const key = words.join(" ");
    let known = shared.get(key);
    if (known === undefined) shared.set(key, (known = { words, items: [], paths: [], podWords: [] }));
    return known;
  };
  for (const change of changes) {
    if (change.item !== undefined) {
      const paths = containerPaths(change, byContainer);
      const known = share(wordsOf(change));
      if (paths.length === 0) known.items.push(change.item);
      else for (const path of paths) known.paths.push(path);
      continue;
    }
    // The parts of a pod in a custom resource can be anywhere in it.
    const whole = "noun" in pod && pod.noun === "pod template" ? withWholePaths(wordsOf(change), fields) : undefined;
    if (whole === undefined) share(podChangeWords(change, pod)).podWords = podWords(change, pod);
    else share(whole);
  }
  return shared.values();
}

function wordsOf(change: FieldChange): readonly string[] {
  if ("instruction" in change) return change.instruction.match(WORD) ?? [];
  const { path, value } = change;
  const text = typeof value === "object" ? `[${value.join(", ")}]` : String(value);
  return ["set", `${path.join(".")}: ${text}`];
}

/** The words of a change of the pod itself, with whole paths in place of those below the pod. */
function podChangeWords(change: FieldChange, pod: PodPlace): readonly string[] {
  const words = wordsOf(change);
  if ("noun" in pod || pod.path.length === 0) return words;
  const start = `${formatFieldPath(pod.path)}.`;
  return words.map((word) => (BELOW_POD.test(word) ? start + word : word));
}

/** The words for the pod before a change; none if the change names a path below the pod. An instruction names at most a field of the spec. */
function podWords(change: FieldChange, pod: PodPlace): readonly string[] {
  if ("noun" in pod) return pod.noun.split(" ");
  if (wordsOf(change).some((word) => BELOW_POD.test(word))) return [];
  return [formatFieldPath([...pod.path, ...change.path.slice(0, 1)])];
}

/** `spec.template.spec and containers "web", "log"` */
function placeWords({ items, paths, podWords: pod }: SharedChange): string[] {
  const places = [...(pod.length > 0 ? [pod] : []), ...[...new Set(paths)].map((path) => [path])];
  for (const [list, ofList] of Map.groupBy(items, (item) => item.list)) {
    const [one, several] = NOUNS[list];
    const names = ofList.map(({ name }, index) => `"${name}"${index < ofList.length - 1 ? "," : ""}`);
    places.push([names.length === 1 ? one : several, ...names]);
  }
  return places.flatMap((words, index) => (index === 0 ? words : ["and", ...words]));
}

/** Adds a mark to the last word. */
function withMark(words: readonly string[], mark: string): string[] {
  return words.map((word, index) => (index === words.length - 1 ? word + mark : word));
}
