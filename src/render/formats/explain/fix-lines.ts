import type { FieldChange, FieldValue } from "../../../api/checks/field-change.ts";
import { escapeText, escapeWhole } from "../../words/escape.ts";

/** The fields to set below a place, by their names. */
interface Tree {
  readonly [name: string]: FieldValue | Tree;
}

/** A name that YAML reads as a string without quotes. */
const PLAIN_NAME = /^(?!(?:y|n|yes|no|on|off|true|false|null)$)[a-z](?:[a-z0-9-]*[a-z0-9])?$/;
const LISTS = ["containers", "volumes"] as const;

/**
 * Writes changes of a pod as YAML: the fields to set, under the names of their containers, and instructions as comments.
 * Changes that several violations share are written once.
 */
export function fixLines(changes: readonly FieldChange[]): string[] {
  const ofPod = changes.filter(({ item }) => item === undefined);
  const lists = LISTS.flatMap((list) => listLines(list, changes));
  const { spec = {}, ...others } = treeOf(ofPod);
  const specLines = [...treeLines(isTree(spec) ? spec : {}), ...lists];
  return [
    ...instructions(ofPod),
    ...treeLines(others),
    ...(specLines.length === 0 ? [] : ["spec:", ...indent(specLines, "  ")]),
  ];
}

/** The items of a list that change, each after its name. */
function listLines(list: (typeof LISTS)[number], changes: readonly FieldChange[]): string[] {
  const items = Map.groupBy(
    changes.filter(({ item }) => item?.list === list),
    ({ item }) => item?.name ?? "",
  );
  if (items.size === 0) return [];
  const lines = Array.from(items, ([name, ofItem]) => [
    `  - name: ${scalar(name)}`,
    ...indent([...instructions(ofItem), ...treeLines(treeOf(ofItem))], "    "),
  ]);
  return [`${list}:`, ...lines.flat()];
}

function instructions(changes: readonly FieldChange[]): string[] {
  const texts = changes.flatMap((change) => ("instruction" in change ? [change.instruction] : []));
  return [...new Set(texts)].map((text) => `# ${escapeText(text)}`);
}

function treeOf(changes: readonly FieldChange[]): Tree {
  const root: Record<string, FieldValue | Tree> = {};
  for (const change of changes) {
    if (!("value" in change)) continue;
    let tree = root;
    for (const name of change.path.slice(0, -1)) {
      const below = tree[name];
      const next: Record<string, FieldValue | Tree> = below !== undefined && isTree(below) ? below : {};
      tree[name] = next;
      tree = next;
    }
    tree[change.path.at(-1) ?? ""] = change.value;
  }
  return root;
}

function treeLines(tree: Tree): string[] {
  return Object.entries(tree).flatMap(([name, value]) =>
    isTree(value) ? [`${name}:`, ...indent(treeLines(value), "  ")] : [`${name}: ${valueText(value)}`],
  );
}

function isTree(value: FieldValue | Tree): value is Tree {
  return typeof value === "object" && !Array.isArray(value);
}

/** The values come from the checks, and are safe in YAML. */
function valueText(value: FieldValue): string {
  return typeof value === "object" ? `[${value.join(", ")}]` : String(value);
}

function scalar(name: string): string {
  return PLAIN_NAME.test(name) ? name : escapeWhole(JSON.stringify(name.toWellFormed()));
}

function indent(lines: readonly string[], by: string): string[] {
  return lines.map((line) => by + line);
}
