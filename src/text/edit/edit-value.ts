import { isRecord } from "../../api/record.ts";
import type { FieldPath } from "../../api/field-path.ts";
import type { TextEntry, TextNode } from "../../api/text-layout.ts";
import { editBlockList, editBlockMapping, fillEmpty, styleOf } from "./block.ts";
import { editFlowList, editFlowMapping, FlowSetting } from "./flow.ts";
import { withoutLastBreak, type EditableText } from "./last-line.ts";
import { changesOfList, changesOfMapping } from "./value-changes.ts";
import { EditRefusal, type TextEdit } from "./text-edit.ts";

/**
 * Finds the edits of a document's text that change a part of its value. All other text stays as it is.
 *
 * @param document the text of the document
 * @param root its layout
 * @param path the part of the value that changes
 * @param before that part as the text has it
 * @param after that part as the edited text must have it; parts that do not change are the same objects
 * @throws EditRefusal if the place has an anchor, an alias, a merge key, a tag or a duplicate key, or if the change cannot be made by edits
 */
export function editValue(
  document: EditableText,
  root: TextNode,
  path: FieldPath,
  before: unknown,
  after: unknown,
): readonly TextEdit[] {
  const parents: TextNode[] = [];
  let node = root;
  for (const step of path) {
    refuseUnsafe(node);
    parents.push(node);
    node = entryAt(node, step).value;
  }
  const editor = new Editor(document);
  editor.edit(node, parents, before, after);
  return withoutLastBreak(document, editor.edits);
}

/** Finds an entry. Everything on the way to an edit must be unambiguous. */
function entryAt(node: TextNode, step: string | number): TextEntry {
  if (typeof step === "number") {
    const item = node.type === "sequence" ? node.entries[step] : undefined;
    if (item === undefined) throw new EditRefusal("the text has another structure than its value", node.start);
    return item;
  }
  const [first, second] = entriesOf(node, step);
  if (node.type !== "mapping" || first === undefined) {
    throw new EditRefusal("a key is written in an unusual way", node.start);
  }
  if (second !== undefined) throw new EditRefusal("a key occurs twice", second.start);
  return first;
}

/** From this number of keys on, a mapping has an index. */
const MANY = 16;
/** The entries by key of mappings with many keys. A pod may have thousands of annotations that go. */
const INDEXES = new WeakMap<TextNode, ReadonlyMap<string | undefined, readonly TextEntry[]>>();

/** The entries of a mapping that have a key. */
function entriesOf(node: TextNode, wanted: string): readonly TextEntry[] {
  const { entries } = node;
  if (entries.length < MANY) return entries.filter(({ key }) => key === wanted);
  let index = INDEXES.get(node);
  if (index === undefined) INDEXES.set(node, (index = Map.groupBy(entries, ({ key }) => key)));
  return index.get(wanted) ?? [];
}

/** @throws EditRefusal if an edit in a node would change other parts of the document, or would not have the expected effect */
function refuseUnsafe(node: TextNode): void {
  const { anchor, start } = node;
  if (node.type === "alias") throw new EditRefusal(`it is the alias *${anchor}: edit the text at &${anchor}`, start);
  if (node.isShared) throw new EditRefusal(`the anchor &${anchor} is used elsewhere, too`, start);
  if (node.type === "other") throw new EditRefusal("it is a pair without braces in a list", start);
  if (node.hasTag) throw new EditRefusal("it has a tag", start);
  const [merge] = node.type === "mapping" ? entriesOf(node, "<<") : [];
  if (merge !== undefined) throw new EditRefusal("it has a merge key (<<)", merge.start);
}

class Editor {
  readonly edits: TextEdit[] = [];
  readonly #text: string;
  readonly #isJson: boolean;

  constructor({ whole, isJson }: EditableText) {
    this.#text = whole;
    this.#isJson = isJson;
  }

  /** @param parents the nodes around the node, from the root on */
  edit(node: TextNode, parents: readonly TextNode[], before: unknown, after: unknown): void {
    if (before === after) return;
    refuseUnsafe(node);
    if (node.type === "mapping" && isRecord(before) && isRecord(after)) {
      this.#mapping(node, parents, before, after);
    } else if (node.type === "sequence" && Array.isArray(before) && Array.isArray(after)) {
      this.#list(node, parents, before, after);
    } else if (node.type === "scalar" && isScalar(after) && !node.isEmpty) {
      this.edits.push({ start: node.start, end: node.end, text: this.#scalar(node, after) });
    } else if (node.type === "scalar" && (before === null || before === undefined)) {
      this.#fill(node, parents, after);
    } else {
      throw new EditRefusal("the value has another type", node.start);
    }
  }

  #mapping(
    node: TextNode,
    parents: readonly TextNode[],
    before: Readonly<Record<string, unknown>>,
    after: Readonly<Record<string, unknown>>,
  ): void {
    const { changed, added, removed } = changesOfMapping(before, after);
    for (const key of changed) {
      this.edit(entryAt(node, key).value, [...parents, node], before[key], after[key]);
    }
    if (removed.length === 0 && Object.keys(added).length === 0) return;
    const gone = new Set(removed.map((key) => entryAt(node, key)));
    const all = [...parents, node];
    // A key with null has no value for Kubernetes, but it is in the text.
    const present = node.entries.filter(({ key }) => key !== undefined && Object.hasOwn(added, key));
    for (const { key = "", value } of present) this.edit(value, all, null, added[key]);
    const written = new Set(present.map(({ key }) => key));
    const missing = Object.fromEntries(Object.entries(added).filter(([key]) => !written.has(key)));
    this.#add(
      node.isFlow
        ? editFlowMapping(this.#text, node, gone, missing, this.#flow(all))
        : editBlockMapping(this.#text, node, gone, missing, styleOf(this.#text, all)),
    );
  }

  #list(node: TextNode, parents: readonly TextNode[], before: readonly unknown[], after: readonly unknown[]): void {
    const changes = changesOfList(before, after);
    if (changes === undefined) throw new EditRefusal("the items of the list change their order", node.start);
    for (const [index, value] of changes.changed) {
      this.edit(entryAt(node, index).value, [...parents, node], before[index], value);
    }
    if (changes.removed.length === 0 && changes.added.length === 0) return;
    const gone = new Set(changes.removed.map((index) => entryAt(node, index)));
    const all = [...parents, node];
    this.#add(
      node.isFlow
        ? editFlowList(this.#text, node, gone, changes.added, this.#flow(all))
        : editBlockList(this.#text, node, gone, changes.added, styleOf(this.#text, all)),
    );
  }

  #add(edits: readonly TextEdit[]): void {
    for (const edit of edits) this.edits.push(edit);
  }

  /** Gives a key without a value, or with null, its value. */
  #fill(node: TextNode, parents: readonly TextNode[], value: unknown): void {
    const parent = parents.at(-1);
    const entry = parent?.entries.find((one) => one.value === node);
    if (parent?.type !== "mapping" || entry === undefined) throw new EditRefusal("it is null", node.start);
    if (node.anchor !== "") throw new EditRefusal(`it has the anchor &${node.anchor}`, node.start);
    if (parent.isFlow && node.isEmpty) throw new EditRefusal("it is a key without a value in braces", node.start);
    if (parent.isFlow) {
      const text = this.#flow(parents).linesAt(value, node.start);
      this.edits.push({ start: node.start, end: node.end, text });
    } else {
      this.#add(fillEmpty(this.#text, parent, entry, value, styleOf(this.#text, parents)));
    }
  }

  #flow(nodes: readonly TextNode[]): FlowSetting {
    return new FlowSetting(this.#text, nodes, this.#isJson);
  }

  /** Writes a scalar with the quotes that the old one has. */
  #scalar({ start }: TextNode, value: unknown): string {
    const quote = this.#text.charAt(start);
    const text = String(value);
    if (typeof value !== "string") return text;
    return quote === "'" && !text.includes("'") ? `'${text}'` : quote === '"' ? JSON.stringify(text) : quoted(text);
  }
}

function quoted(text: string): string {
  return /^[A-Za-z][A-Za-z0-9_]*$/.test(text) ? text : JSON.stringify(text);
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "boolean" || typeof value === "number";
}
