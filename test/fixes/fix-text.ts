/** Fixes the text of a file, with the parts of the program that a run uses. */
import { NO_EXEMPTIONS } from "../../src/admission/exemptions.ts";
import { fix } from "../../src/fixes/fix.ts";
import type { FixOptions } from "../../src/fixes/options.ts";
import { readStream } from "../../src/objects/stream/read-stream.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { LATEST } from "../../src/policy/version.ts";
import type { FixReport } from "../../src/report/fix/fix-report.ts";
import { applyEdits } from "../../src/text/edit/text-edit.ts";
import { CustomKinds } from "../../src/workloads/custom/custom-kinds.ts";
import type { SourceItem } from "../../src/workloads/object.ts";

const EVALUATOR = createEvaluator(CHECKS);

/** The options of a fix at restricted:latest, with add-only edits. */
function optionsOf(changes: Partial<FixOptions> = {}): FixOptions {
  return {
    admission: { evaluator: EVALUATOR, exemptions: NO_EXEMPTIONS },
    defaults: undefined,
    levels: [{ level: "restricted", version: LATEST }],
    namespace: undefined,
    only: [],
    names: [],
    takesAway: false,
    isForced: false,
    isFilter: false,
    isPatch: false,
    kinds: new CustomKinds(),
    ...changes,
  };
}

/** Fixes a text. */
export function fixText(text: string, changes: Partial<FixOptions> = {}): FixReport {
  const options = optionsOf(changes);
  return fix(() => itemsOf(text, options), options);
}

function* itemsOf(text: string, { kinds }: FixOptions): Generator<SourceItem, undefined> {
  yield { type: "file", file: "test.yaml" };
  yield* readStream(text, "test.yaml", { templates: undefined, kinds });
}

/** The text after the edits. */
export function fixedText(text: string, changes: Partial<FixOptions> = {}): string {
  return textAfter(fixText(text, changes)) ?? text;
}

/** The text of the first file of a report after the edits; undefined without a file. */
export function textAfter({ files: [file] }: Pick<FixReport, "files">): string | undefined {
  return file && applyEdits(file.before, file.edits);
}
