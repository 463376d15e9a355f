import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import type { CustomKind, CustomTemplate } from "../../src/workloads/custom/custom-kind.ts";
import { knownKinds } from "../../src/workloads/custom/table.ts";
import { formatSteps, SHAPE_NAMES } from "../../src/workloads/custom/template-path.ts";

const FILE = "docs/custom-resources.md";

/** The rows of docs/custom-resources.md about some kinds. Kinds with the same paths share a row. */
function tableOf(kinds: readonly CustomKind[], head: string, cellsOf: (kind: CustomKind) => string): string {
  const rows = Map.groupBy(kinds, (kind) => `${kind.group} | ${cellsOf(kind)}`);
  const lines = Array.from(rows, ([cells, same]) => `| ${same.map(({ kind }) => kind).join(", ")} | ${cells} |`);
  return `${head}\n${lines.join("\n")}\n`;
}

function wholeCells({ templates, makes = "", unless }: CustomKind): string {
  const places = templates.map(({ path }) => {
    const shape = path.shape === undefined || path.shape === "T" ? "" : ` (${SHAPE_NAMES[path.shape]})`;
    return `\`${formatSteps(path.steps)}\`${shape}`;
  });
  const merged = [...new Set(templates.flatMap((template) => template.merged ?? []))].map((name) => `\`${name}\``);
  const without = unless === undefined ? "" : `; nothing with \`.${unless.join(".")}\``;
  return `${places.join(", ")}${without} | ${makes} | ${merged.join(", ")}`;
}

function partialCells({ templates, makes = "" }: CustomKind): string {
  return `${templates.map(partialPlace).join("<br>")} | ${makes}`;
}

function partialPlace({ path, parts }: CustomTemplate): string {
  const place = `\`${formatSteps(path.steps)}\``;
  if (parts === undefined) return `${place}: the fields of a ${SHAPE_NAMES[path.shape ?? "T"]}`;
  const names = parts.map(({ to, from }) => {
    if (from.length > 0) return `\`.${from.join(".")}\``;
    return to === "pod" ? "the fields of a pod spec" : "the fields of a container";
  });
  return `${place}: ${[...new Set(names)].join(", ")}`;
}

function isPartial({ templates }: CustomKind): boolean {
  return templates.some((template) => template.isPartial === true);
}

test(`${FILE} has the kinds that are judged`, () => {
  const tables: Readonly<Record<string, string>> = {
    whole: tableOf(
      knownKinds().filter((kind) => !isPartial(kind)),
      "| kind | group | pod templates | makes | merged |\n|---|---|---|---|---|",
      wholeCells,
    ),
    partial: tableOf(
      knownKinds().filter(isPartial),
      "| kind | group | parts | makes |\n|---|---|---|---|",
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
