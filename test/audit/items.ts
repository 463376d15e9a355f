/** Inputs for the tests of the audit, read from YAML like manifests. */
import assert from "node:assert/strict";
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import type { LintOptions } from "../../src/audit/options.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../../src/policy/evaluator.ts";
import type { Level } from "../../src/api/level.ts";
import { parseVersion } from "../../src/policy/version.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { itemsOfDocument } from "../../src/objects/stream/read-stream.ts";
import type { SourceItem } from "../../src/workloads/object.ts";

/** The items of a file. */
export function itemsOf(text: string, file = "a.yaml"): SourceItem[] {
  const items: SourceItem[] = [{ type: "file", file }];
  for (const document of readDocuments(text)) items.push(...itemsOfDocument(document, file));
  return items;
}

const evaluator = createEvaluator(CHECKS);

/** The options of a lint without flags. */
export const OPTIONS: LintOptions = {
  admission: { evaluator, exemptions: NO_EXEMPTIONS },
  defaults: undefined,
  levels: [],
  user: undefined,
  namespace: undefined,
  failOn: "enforce",
  strict: false,
  identify: true,
};

/** A level at a version. */
export function levelAt(level: Level, version: string): LevelVersion {
  const parsed = parseVersion(version);
  assert.ok(parsed !== undefined);
  return { level, version: parsed };
}
