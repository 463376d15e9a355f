import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { lint as lintItems } from "../audit/lint.ts";
import { MODES } from "../api/mode.ts";
import { describeFailure } from "../api/failure.ts";
import { Emptiness } from "../objects/stream/emptiness.ts";
import { readStream } from "../objects/stream/read-stream.ts";
import type { AskedFailOn, Report } from "../report/report.ts";
import type { SourceItem } from "../workloads/object.ts";
import { configurationOf, type Configuration } from "./configuration.ts";
import { evaluatorOf, invalid, levelVersionOf, type ServerOptions, type Standard } from "./options.ts";
import { itemsOfValue } from "./read-object.ts";

/** A text of manifests. */
export interface TextInput {
  /** The name in the report, in place of a file's. */
  readonly name: string;
  /** A stream of YAML or JSON documents. */
  readonly text: string;
}

/** Decoded objects. Their fields have no line in the report. */
export interface ObjectsInput {
  /** The name in the report, in place of a file's. */
  readonly name: string;
  /** Objects as JSON has them; a List counts as its items. The function does not change them and keeps nothing of them. */
  readonly objects: readonly unknown[];
}

/** The options of a lint; each has the meaning of the flag with its name (docs/usage.md). */
export interface LintOptions extends ServerOptions {
  /** Judges every object by these, whatever the labels of its namespace. */
  readonly levels?: readonly Standard[] | undefined;
  /** The cluster's defaults and exemptions. */
  readonly configuration?: Configuration | undefined;
  /** The user whose requests are simulated, for exemptions by user name. */
  readonly user?: string | undefined;
  /** The namespace of objects that name none; `default` where it is left out. */
  readonly namespace?: string | undefined;
  /** The mode whose violations count as failing; `enforce` where it is left out. */
  readonly failOn?: AskedFailOn | undefined;
  /** Whether notes about mistakes are errors. */
  readonly strict?: boolean | undefined;
}

/**
 * Judges manifests as the API server would if they were applied, and returns the same report as `kubectl pss lint`. A document that cannot be
 * read is an entry of `unreadable`.
 *
 * @param inputs the texts and objects; an object is judged by the labels of its Namespace in any of them
 * @throws Error where an input has neither a text nor objects, or an option is invalid
 */
export function lint(
  inputs: TextInput | ObjectsInput | readonly (TextInput | ObjectsInput)[],
  options: LintOptions = {},
): Report {
  const list: readonly unknown[] = Array.isArray(inputs) ? inputs : [inputs];
  const verified = list.map(verifyInput);
  const { configuration, levels = [], user, namespace, failOn = "enforce", strict = false } = options;
  if (![...MODES, "any", "none"].includes(failOn))
    throw invalid("failOn", `one of ${MODES.join(", ")}, any, none`, failOn);
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

function readText({ name, text }: TextInput, emptiness: Emptiness): Iterable<SourceItem> {
  const items = readStream(text.replace(/^\uFEFF/, ""), name, { isPiped: false, templates: undefined });
  return emptiness.watch(items, { type: "file", isNamed: true }, name, text.trim() === "");
}
