import type { FieldChange } from "../field-change.ts";

/** The words for an item of each list of a pod, for one and for several. */
const NOUNS = { containers: ["container", "containers"], volumes: ["volume", "volumes"] } as const;

/** A field with its value, or any other word. */
const WORD = /\S+: \S+|\S+/g;

/** A change without its place, and all places that need it. */
interface SharedChange {
  readonly words: readonly string[];
  readonly items: { readonly list: keyof typeof NOUNS; readonly name: string }[];
  isForPod: boolean;
}

/**
 * Says the changes that fix a violation: `containers "web", "log": set securityContext.privileged: false`. Places that need the same change
 * share it, and so do changes of the same places.
 *
 * @param pod the word for the pod itself: `pod`, or `pod template`
 * @returns the words of the sentence, unescaped. A field and its value are one word, and so is a name
 */
export function changeWords(changes: readonly FieldChange[], pod: string): string[] {
  const byPlaces = new Map<string, string[]>();
  for (const change of shareChanges(changes)) {
    const places = placeWords(change, pod);
    const key = places.join(" ");
    const words = byPlaces.get(key);
    if (words === undefined) byPlaces.set(key, [...withMark(places, ":"), ...change.words]);
    else byPlaces.set(key, [...withMark(words, ","), ...change.words]);
  }
  return [...byPlaces.values()].flatMap((words, index, all) => (index < all.length - 1 ? withMark(words, ";") : words));
}

function shareChanges(changes: readonly FieldChange[]): Iterable<SharedChange> {
  const shared = new Map<string, SharedChange>();
  for (const change of changes) {
    const words = wordsOf(change);
    const key = words.join(" ");
    let known = shared.get(key);
    if (known === undefined) shared.set(key, (known = { words, items: [], isForPod: false }));
    if (change.item === undefined) known.isForPod = true;
    else known.items.push(change.item);
  }
  return shared.values();
}

function wordsOf(change: FieldChange): readonly string[] {
  if ("instruction" in change) return change.instruction.match(WORD) ?? [];
  const { path, value } = change;
  const text = typeof value === "object" ? `[${value.join(", ")}]` : String(value);
  return ["set", `${path.join(".")}: ${text}`];
}

/** `pod and containers "web", "log"` */
function placeWords({ items, isForPod }: SharedChange, pod: string): string[] {
  const places = isForPod ? [pod.split(" ")] : [];
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
