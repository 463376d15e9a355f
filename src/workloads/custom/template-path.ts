import { UserError } from "../../api/user-error.ts";
import { quote } from "../../api/words/quoted.ts";

/** The type of an object that contains a pod: a PodTemplateSpec, a PodSpec, a JobTemplateSpec, or an object like a Deployment. */
export type TemplateShape = "T" | "S" | "J" | "D";

/** The names of the shapes in docs and explanations. */
export const SHAPE_NAMES: Readonly<Record<TemplateShape, string>> = {
  T: "pod template",
  S: "pod spec",
  J: "job template",
  D: "deployment",
};

/** The step into each item of a list. */
export const EACH_ITEM = "[]";
/** The step into each value of a map. */
export const EACH_VALUE = "{}";

/** The name of a field, or EACH_ITEM or EACH_VALUE. */
type PathStep = string;

/** A place of pods in the objects of a kind: `T:.spec.workerGroupSpecs[].template`. */
export interface TemplatePath {
  /** Undefined if each object decides it: a mapping with `spec` is a pod template, one with `containers` a pod spec. */
  readonly shape?: TemplateShape;
  /** The steps from the object. */
  readonly steps: readonly PathStep[];
}

const STEP = /\[\]|\{\}|\.([A-Za-z_$][\w$-]*)|\["((?:[^"\\]|\\["\\])+)"\]/y;
const SHAPE = /^([TSJD]):/;
const PLAIN_FIELD = /^[A-Za-z_$][\w$-]*$/;

const NOTATION =
  "Write the path from the object: .spec.template, .spec.groups[].template for each item of a list, .spec.roles{}.template for each value of a map. " +
  'A prefix names the type: T: for a pod template, S: for a pod spec. A field that is no plain word is written ["a.b"].';

/**
 * Parses a path of the notation above.
 *
 * @throws UserError for anything else
 */
export function parseTemplatePath(text: string): TemplatePath {
  const shape = SHAPE.exec(text)?.[1];
  const steps = parseSteps(shape === undefined ? text : text.slice(2));
  if (steps === undefined) throw new UserError(`the path ${quote(text)} of a pod template is not understood`, NOTATION);
  return isShape(shape) ? { shape, steps } : { steps };
}

/** Parses a path without a shape: `.spec.containers[]`. Undefined if it is not understood. */
function parseSteps(text: string): PathStep[] | undefined {
  const steps: PathStep[] = [];
  let end = 0;
  while (end < text.length) {
    STEP.lastIndex = end;
    const match = STEP.exec(text);
    if (match === null) return undefined;
    const [whole, plain, quoted] = match;
    const field = plain ?? quoted?.replaceAll(/\\(.)/g, "$1");
    // No field may look like the steps into lists and maps.
    if (field === EACH_ITEM || field === EACH_VALUE) return undefined;
    steps.push(field ?? whole);
    end = STEP.lastIndex;
  }
  // A path begins with a field of the object.
  return steps[0] === undefined || steps[0] === EACH_ITEM || steps[0] === EACH_VALUE ? undefined : steps;
}

function isShape(text: string | undefined): text is TemplateShape {
  return text !== undefined && text in SHAPE_NAMES;
}

/** Formats a path so that parseTemplatePath reads it back. */
export function formatTemplatePath({ shape, steps }: TemplatePath): string {
  return `${shape === undefined ? "" : `${shape}:`}${formatSteps(steps)}`;
}

/** Formats a path without its shape: `.spec.workerGroupSpecs[].template`. */
export function formatSteps(steps: readonly PathStep[]): string {
  return steps.map(formatStep).join("");
}

function formatStep(step: PathStep): string {
  if (step === EACH_ITEM || step === EACH_VALUE) return step;
  return PLAIN_FIELD.test(step) ? `.${step}` : `["${step.replaceAll(/["\\]/g, String.raw`\$&`)}"]`;
}
