import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { lint as lintItems } from "../audit/lint.ts";
import { describeFailure } from "../api/failure.ts";
import { readStream } from "../objects/stream/read-stream.ts";
import { reportDocument } from "../report/document/document.ts";
import { FAIL_ON } from "../report/violations.ts";
import { CustomKinds } from "../workloads/custom/custom-kinds.ts";
import type { SourceItem } from "../workloads/object.ts";
import { configurationOf } from "./configuration.ts";
import type { LintReport } from "./lint-report.ts";
import { assertObject, invalid, levelsOf, optionalBoolean, optionalString, serverOf } from "./options.ts";
import { itemsOfValue } from "./read-object.ts";
import { WORDING } from "./notes.ts";
import type { LintOptions, ObjectsInput, TextInput } from "./types.ts";

/**
 * Judges manifests as the API server would if they were applied, and returns the document that `kubectl pss lint -o json` prints (docs/output.md). A
 * document that cannot be read is an entry of `unreadable`.
 *
 * @param inputs the texts and objects; an object is judged by the labels of its Namespace in any of them
 * @throws Error if an input has neither a text nor objects, or an option is invalid
 */
export function lint(
  inputs: TextInput | ObjectsInput | readonly (TextInput | ObjectsInput)[],
  options: LintOptions = {},
): LintReport {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [inputs];
  const verified = list.map(verifyInput);
  assertObject("options", options);
  const { configuration, failOn = "enforce" } = options;
  if (!FAIL_ON.includes(failOn)) throw invalid("failOn", `one of ${FAIL_ON.join(", ")}`, failOn);
  const { defaults, exemptions } = configurationOf(configuration);
  const { evaluator, minor } = serverOf(options);
  const kinds = new CustomKinds();
  const report = lintItems(() => readInputs(verified, kinds), {
    kinds,
    admission: { evaluator, exemptions: configuration === undefined ? NO_EXEMPTIONS : exemptions },
    defaults: configuration === undefined ? undefined : defaults,
    levels: levelsOf(options.levels),
    serverMinor: minor,
    user: optionalString("user", options.user),
    namespace: optionalString("namespace", options.namespace),
    wording: WORDING,
    failOn,
    strict: optionalBoolean("strict", options.strict) ?? false,
    identify: true,
  });
  return reportDocument(report) as LintReport;
}

type Input = TextInput | ObjectsInput;

function verifyInput(input: unknown): Input {
  const { name, text, objects } = (input ?? {}) as Partial<TextInput & ObjectsInput>;
  if (typeof name !== "string") throw invalid("name", "a string", name);
  if (typeof text === "string") return { name, text };
  if (Array.isArray(objects)) return { name, objects: [...(objects as unknown[])] };
  throw new Error(`${name}: expected a text or a list of objects`);
}

function* readInputs(inputs: readonly Input[], kinds: CustomKinds): Generator<SourceItem, undefined> {
  for (const input of inputs) {
    const { name } = input;
    yield { type: "file", file: name };
    try {
      if ("text" in input) yield* readText(input, kinds);
      else for (const [index, object] of input.objects.entries()) yield* itemsOfValue(object, name, index, kinds);
    } catch (error) {
      const line = "text" in input ? 1 : 0;
      yield { type: "unreadable", message: describeFailure(error), source: { file: name, document: 0, line } };
    }
  }
}

function* readText({ name, text }: TextInput, kinds: CustomKinds): Generator<SourceItem, undefined> {
  let isEmpty = true;
  for (const item of readStream(text.replace(/^\uFEFF/, ""), name, { templates: undefined, kinds })) {
    isEmpty = false;
    yield item;
  }
  if (isEmpty) yield noteOnEmpty(name, text.trim() === "");
}

/** The note on a text without a document: an error if it is blank, as for a file that an argument names. */
function noteOnEmpty(file: string, isBlank: boolean): SourceItem {
  return {
    type: "remark",
    severity: "info",
    code: isBlank ? "empty-input" : "empty-file",
    message: isBlank ? "is empty; pass the text of a manifest, or leave it out" : "contains only comments",
    source: { file, document: 0, line: 1 },
  };
}
