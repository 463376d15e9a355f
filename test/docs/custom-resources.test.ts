import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { explainKind } from "../../src/app/explain/explain-kinds.ts";
import type { ExplainedKind } from "../../src/report/explanation.ts";
import { knownKinds } from "../../src/workloads/custom/kinds/table.ts";

const FILE = "docs/custom-resources.md";

/** The rows about some kinds. Kinds with the same cells share a row. */
function tableOf(
  kinds: readonly ExplainedKind[],
  head: string,
  cellsOf: (kind: ExplainedKind) => readonly string[],
): string {
  const rows = Map.groupBy(kinds, (kind) => [versioned(kind), ...cellsOf(kind)].join(" | "));
  const lines = Array.from(rows, ([cells, same]) => `| ${same.map(({ kind }) => kind).join(", ")} | ${cells} |`);
  return `${head}\n${lines.join("\n")}\n`;
}

function versioned({ group, versions }: ExplainedKind): string {
  if (group === "") return "v1, of OpenShift 3";
  return versions === "" ? group : `${group}/${versions}`;
}

function wholeCells({ places, makes, merged, unless, adds, caveat }: ExplainedKind): string[] {
  const paths = places.map(({ path, shape, parts }) =>
    parts.length > 0 ? partsOf(path, parts) : `\`${path}\`${shape === "pod template" ? "" : ` (${shape})`}`,
  );
  const without = unless === "" ? "" : `; none with \`${unless}\``;
  return [paths.join("<br>") + without, makes, merged.map((name) => `\`${name}\``).join(", "), textOf(adds, caveat)];
}

function partsOf(path: string, parts: readonly string[]): string {
  return `\`${path}\`: ${parts.map((name) => (name.startsWith(".") ? `\`${name}\`` : name)).join(", ")}`;
}

function partialCells({ places, makes, adds, caveat }: ExplainedKind): string[] {
  const parts = places.map(({ path, shape, parts: some }) => {
    return partsOf(path, some.length === 0 ? [`the fields of a ${shape}`] : some);
  });
  return [parts.join("<br>"), makes, textOf(adds, caveat)];
}

function textOf(...texts: readonly string[]): string {
  return texts
    .filter((text) => text !== "")
    .join(" ")
    .replaceAll("|", "\\|");
}

test(`${FILE} has the kinds that are judged`, () => {
  const kinds = knownKinds().map(explainKind);
  const tables: Readonly<Record<string, string>> = {
    whole: tableOf(
      kinds.filter(({ isPartial }) => !isPartial),
      "| kind | group | pod templates | makes | merged | operator |\n|---|---|---|---|---|---|",
      wholeCells,
    ),
    partial: tableOf(
      kinds.filter(({ isPartial }) => isPartial),
      "| kind | group | parts | makes | operator |\n|---|---|---|---|---|",
      partialCells,
    ),
  };
  const page = readFileSync(FILE, "utf8");
  let expected = page;
  for (const [name, table] of Object.entries(tables)) {
    const section = new RegExp(`<!-- ${name} -->\n[^]*?<!-- end -->`);
    assert.match(page, section);
    expected = expected.replace(section, () => `<!-- ${name} -->\n\n${table}\n<!-- end -->`);
  }
  if (process.env["KUBECTL_PSS_UPDATE_GOLDEN"] === "1") writeFileSync(FILE, expected);
  else assert.equal(page, expected);
});
