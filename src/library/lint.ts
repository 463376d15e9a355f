import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { lint as lintItems } from "../audit/lint.ts";
import { describeFailure } from "../api/failure.ts";
import { Emptiness } from "../objects/stream/emptiness.ts";
import { readStream } from "../objects/stream/read-stream.ts";
import type { Report } from "../report/report.ts";
import { FAIL_ON } from "../report/violations.ts";
import type { SourceItem } from "../workloads/object.ts";
import { configurationOf } from "./configuration.ts";
import { evaluatorOf, invalid, levelVersionOf } from "./options.ts";
import { itemsOfValue } from "./read-object.ts";
import type { LintOptions, ObjectsInput, TextInput } from "./types.ts";

/**
 * Judges manifests as the API server would if they were applied, and returns the same report as `kubectl pss lint`. A document that cannot be
 * read is an entry of `unreadable`.
 *
 * @param inputs the texts and objects; an object is judged by the labels of its Namespace in any of them
 * @throws Error if an input has neither a text nor objects, or an option is invalid
 */
export function lint(
  inputs: TextInput | ObjectsInput | readonly (TextInput | ObjectsInput)[],
  options: LintOptions = {},
): Report {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [inputs];
  const verified = list.map(verifyInput);
  const { configuration, levels = [], user, namespace, failOn = "enforce", strict = false } = options;
  if (!FAIL_ON.includes(failOn)) throw invalid("failOn", `one of ${FAIL_ON.join(", ")}`, failOn);
  const { defaults, exemptions } = configurationOf(configuration);
  return lintItems(() => readInputs(verified), {
    admission: {
      evaluator: evaluatorOf(options),
      exemptions: configuration === undefined ? NO_EXEMPTIONS : exemptions,
    },
    defaults: configuration === undefined ? undefined : defaults,
    levels: levels.map(levelVersionOf),
    user,
    namespace,
    failOn,
    strict,
    identify: true,
  });
}

type Input = TextInput | ObjectsInput;

function verifyInput(input: unknown): Input {
  const { name, text, objects } = (input ?? {}) as Partial<TextInput & ObjectsInput>;
  if (typeof name !== "string") throw invalid("name", "a string", name);
  if (typeof text === "string") return { name, text };
  if (Array.isArray(objects)) return { name, objects };
  throw new Error(`${name}: expected a text or a list of objects`);
}

function* readInputs(inputs: readonly Input[]): Generator<SourceItem, undefined> {
  const emptiness = new Emptiness();
  for (const input of inputs) {
    const { name } = input;
    yield { type: "file", file: name };
    try {
      if ("text" in input) yield* readText(input, emptiness);
      else for (const [index, object] of input.objects.entries()) yield* itemsOfValue(object, name, index);
    } catch (error) {
      yield { type: "unreadable", message: describeFailure(error), source: { file: name, document: 0, line: 1 } };
    }
  }
}

function* readText({ name, text }: TextInput, emptiness: Emptiness): Generator<SourceItem, undefined> {
  let isEmpty = true;
  for (const item of readStream(text.replace(/^\uFEFF/, ""), name, { isPiped: false, templates: undefined })) {
    isEmpty = false;
    yield item;
  }
  if (isEmpty) yield emptiness.note({ type: "file", isNamed: true }, name, text.trim() === "");
}
