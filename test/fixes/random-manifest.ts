/** Random manifests in random styles of YAML. */
import * as fc from "../property.ts";

/** A tree of a manifest, and the style of each node. */
type Tree =
  | { readonly type: "scalar"; readonly text: string }
  | {
      readonly type: "mapping";
      readonly entries: readonly (readonly [key: string, value: Tree])[];
      readonly style: Style;
    }
  | { readonly type: "sequence"; readonly items: readonly Tree[]; readonly style: Style };

interface Style {
  readonly isFlow: boolean;
  /** The columns from a key to its keys or hyphens; 0 for a list in the column of its key. */
  readonly step: number;
  readonly comment: string;
  /** A comment line, or an empty line, before each entry. */
  readonly before: string;
  readonly isSpaced: boolean;
  readonly isQuoted: boolean;
}

const COMMENTS = ["", "", "", " # why: [x] {y}", "   # 'quoted'", " #\ttab"];
const LINES = ["", "", "", "# a comment line", "  # - name: other", "\n", "#"];

const style: fc.Arbitrary<Style> = fc.record({
  isFlow: fc.boolean().chain((one) => (one ? fc.boolean() : fc.constant(false))),
  step: fc.constantFrom(0, 1, 2, 2, 2, 3, 4, 7),
  comment: fc.constantFrom(...COMMENTS),
  before: fc.constantFrom(...LINES),
  isSpaced: fc.boolean(),
  isQuoted: fc.boolean(),
});

const scalar = (...texts: string[]): fc.Arbitrary<Tree> =>
  fc.constantFrom(...texts).map((text) => ({ type: "scalar" as const, text }));

/** A mapping with the keys in random order. A value that is undefined leaves its key out. */
function mapping(entries: Readonly<Record<string, fc.Arbitrary<Tree | undefined>>>): fc.Arbitrary<Tree> {
  return fc
    .tuple(
      fc.record(entries),
      fc.shuffledSubarray(Object.keys(entries), { minLength: Object.keys(entries).length }),
      style,
    )
    .map(([values, keys, own]) => ({
      type: "mapping" as const,
      entries: keys.flatMap((key) => {
        const value = values[key];
        return value === undefined ? [] : [[key, value] as const];
      }),
      style: own,
    }));
}

const sequence = (item: fc.Arbitrary<Tree>, minLength: number, maxLength: number): fc.Arbitrary<Tree> =>
  fc
    .tuple(fc.array(item, { minLength, maxLength }), style)
    .map(([items, own]) => ({ type: "sequence" as const, items, style: own }));

const maybe = (value: fc.Arbitrary<Tree>): fc.Arbitrary<Tree | undefined> => fc.option(value, { nil: undefined });
const empty = scalar("", "~", "null");
const noFields: fc.Arbitrary<Tree> = style.map((own) => ({ type: "mapping", entries: [], style: own }));
const profile = mapping({ type: scalar("RuntimeDefault", "'Localhost'", "Unconfined", '"Unconfined"') });

const capabilities = fc.oneof(
  empty,
  noFields,
  mapping({
    drop: maybe(fc.oneof(sequence(scalar("ALL", "all", "NET_RAW", '"CHOWN"'), 1, 3), empty)),
    add: maybe(sequence(scalar("NET_BIND_SERVICE"), 1, 1)),
  }),
);

const context = fc.oneof(
  empty,
  noFields,
  mapping({
    allowPrivilegeEscalation: maybe(scalar("true", "false", "no", "off")),
    readOnlyRootFilesystem: maybe(scalar("true")),
    runAsNonRoot: maybe(scalar("true", "false")),
    runAsUser: maybe(scalar("1000")),
    capabilities: maybe(capabilities),
    seccompProfile: maybe(profile),
  }),
);

const container = mapping({
  name: scalar("web", "'log'", '"a-b"'),
  image: scalar("example.com/web:1"),
  args: maybe(
    sequence(scalar("a b", "'#'", "|\n  one\n\n  # two", ">-\n  folded\n  text", '"x\n  y"', "plain\n  lines"), 1, 3),
  ),
  securityContext: maybe(context),
});

const spec = mapping({
  containers: sequence(container, 1, 3),
  initContainers: maybe(sequence(container, 1, 2)),
  securityContext: maybe(context),
  nodeSelector: maybe(mapping({ a: scalar("b"), '"c d"': scalar("e") })),
});

const pod = mapping({
  apiVersion: scalar("v1"),
  kind: scalar("Pod"),
  metadata: mapping({
    name: scalar("web"),
    annotations: maybe(mapping({ "a/b": scalar("'{{ c }}'", "d: e".replace(": ", ":")) })),
  }),
  spec,
});

const deployment = mapping({
  apiVersion: scalar("apps/v1"),
  kind: scalar("Deployment"),
  metadata: mapping({ name: scalar("web") }),
  spec: mapping({ replicas: maybe(scalar("3")), template: mapping({ spec }) }),
});

/** The text of a manifest: one or several documents. */
export const manifest: fc.Arbitrary<string> = fc
  .record({
    objects: fc.array(fc.oneof(pod, deployment), { minLength: 1, maxLength: 3 }),
    isList: fc.boolean(),
    listStyle: style,
    lineBreak: fc.constantFrom("\n", "\n", "\r\n"),
    hasMark: fc.boolean(),
    hasEnd: fc.boolean(),
    anchor: fc.constantFrom("", "", "unused", "used"),
  })
  .map(({ objects, isList, listStyle, lineBreak, hasMark, hasEnd, anchor }) => {
    const trees = isList ? [listOf(objects, listStyle)] : objects;
    const texts = trees.map((tree) => write(tree).join("\n"));
    const named = anchor === "" ? texts : texts.map((text) => withAnchor(text, anchor === "used"));
    const text = `${hasMark ? "--- # start\n" : ""}${named.join("\n---\n")}${hasEnd ? "\n" : ""}`;
    return text.replaceAll("\n", lineBreak);
  });

function listOf(items: readonly Tree[], own: Style): Tree {
  const text = (value: string): Tree => ({ type: "scalar", text: value });
  return {
    type: "mapping",
    style: { ...own, isFlow: false },
    entries: [
      ["apiVersion", text("v1")],
      ["kind", text("List")],
      ["items", { type: "sequence", items, style: own }],
    ],
  };
}

/** Gives the first image an anchor, and the others an alias of it. */
function withAnchor(text: string, isUsed: boolean): string {
  let count = 0;
  return text.replaceAll("example.com/web:1", (image) => {
    count++;
    return count === 1 ? `&image ${image}` : isUsed ? "*image " : image;
  });
}

function write(tree: Tree): string[] {
  if (tree.type === "scalar") return tree.text.split("\n");
  if (tree.style.isFlow || isEmptyTree(tree)) return [writeFlow(tree) + tree.style.comment];
  return writeBlock(tree);
}

function isEmptyTree(tree: Tree): boolean {
  return tree.type === "mapping" && tree.entries.length === 0;
}

function writeFlow(tree: Tree): string {
  // A block scalar has no place in brackets, and an empty value needs one before a comma.
  if (tree.type === "scalar")
    return /^[|>]/.test(tree.text) ? '"block"' : tree.text === "" ? "~" : tree.text.replaceAll("\n", " ");
  const { isSpaced, isQuoted } = tree.style;
  const pad = isSpaced ? " " : "";
  const parts =
    tree.type === "sequence"
      ? tree.items.map(writeFlow)
      : tree.entries.map(
          ([key, value]) => `${isQuoted && !key.includes('"') ? JSON.stringify(key) : key}: ${writeFlow(value)}`,
        );
  const inner = parts.join(isSpaced ? ", " : ",");
  const [open, close] = tree.type === "sequence" ? ["[", "]"] : ["{", "}"];
  return open + pad + inner + (isQuoted && parts.length > 0 ? "," : "") + pad + close;
}

function writeBlock(tree: Exclude<Tree, { readonly type: "scalar" }>): string[] {
  const { before } = tree.style;
  const own = before === "\n" ? [""] : before === "" ? [] : [before.trim()];
  if (tree.type === "sequence") {
    return tree.items.flatMap((item) => {
      const [first = "", ...others] = write(item);
      return [...own, `- ${first}`, ...indent(others, 2)];
    });
  }
  return tree.entries.flatMap(([key, value]) => [...own, ...writeEntry(key, value, tree.style)]);
}

function writeEntry(key: string, value: Tree, { step, comment }: Style): string[] {
  const isBlock = value.type !== "scalar" && !value.style.isFlow && !isEmptyTree(value);
  if (isBlock) {
    const columns = value.type === "sequence" ? step : Math.max(1, step);
    return [`${key}:${comment}`, ...indent(write(value), columns)];
  }
  const [first = "", ...others] = write(value);
  return [`${key}: ${first}`, ...indent(others, 2)];
}

function indent(lines: readonly string[], columns: number): string[] {
  return lines.map((line) => (line === "" ? "" : " ".repeat(columns) + line));
}
