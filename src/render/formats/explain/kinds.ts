import { code } from "../../words/documents/markdown.ts";
import { escapeMarkdown } from "../../words/checks/check-document.ts";
import { paragraph } from "../../words/lines.ts";
import type { ExplainedKind } from "../../../report/explanation.ts";
import type { ExplainStyle } from "./explain-style.ts";

const INDENT = 2;

/** The effect of the modes on a custom resource and on its pods. */
export const MODES_OF_KINDS =
  "The mode enforce rejects only pods. The modes audit and warn also judge the templates of built-in controllers, such as a Deployment, but no custom resource: " +
  "its author gets no warning.";

/** Explains the kinds of custom resources that a word names: where their pods are, and what the operator does. */
export function explainKinds(kinds: readonly ExplainedKind[], { width, paint }: ExplainStyle): string[] {
  return kinds.flatMap((kind, index) => {
    const section = (heading: string, text: string): string[] =>
      text === "" ? [] : ["", paint.heading(heading), ...paragraph(text, width, INDENT)];
    return [
      ...(index === 0 ? [] : ["", ""]),
      paint.heading(`${kind.kind} (${kind.group})`),
      ...paragraph(introduction(kind), width, 0),
      ...paragraph(MODES_OF_KINDS, width, 0),
      "",
      paint.heading(kind.isPartial ? "PARTS THAT ARE JUDGED" : "PODS THAT ARE JUDGED"),
      ...kind.places.flatMap((place) => paragraph(placeText(place), width, INDENT)),
      ...section("WHAT THE OPERATOR ADDS", addsText(kind)),
      ...section("WHAT IS NOT JUDGED", kind.caveat),
    ];
  });
}

/** The same as Markdown. */
export function* kindsMarkdown(kinds: readonly ExplainedKind[]): Generator<string, undefined> {
  for (const [index, kind] of kinds.entries()) {
    if (index > 0) yield "\n";
    yield `## ${kind.kind} (${kind.group})\n\n${escapeMarkdown(introduction(kind))} ${MODES_OF_KINDS}\n\n`;
    for (const { path, shape, parts } of kind.places) {
      yield `- ${code(path)}: ${parts.length === 0 ? `the ${shape}` : parts.map((part) => (part.startsWith(".") ? code(part) : part)).join(", ")}\n`;
    }
    const texts = [addsText(kind), kind.caveat].filter((text) => text !== "");
    for (const text of texts) yield `\n${escapeMarkdown(text)}\n`;
  }
}

function introduction({
  versions,
  makes,
  isPartial,
  places,
  unless,
  isTemplate,
  isClusterScoped,
}: ExplainedKind): string {
  const sentences = [
    `A custom resource${versions === "" ? "" : ` in ${versions}`}. Pod Security Admission never looks at it.`,
    isTemplate
      ? "It makes no pods by itself: other objects refer to it."
      : makes === ""
        ? ""
        : `Its operator makes: ${makes}.`,
    isPartial
      ? "It contains only parts of a pod, and its operator fills in the rest: only fields that are set can violate."
      : "Its pods are judged as those of a Deployment.",
    !isPartial && places.some(({ parts }) => parts.length > 0)
      ? "Where it has only parts of a pod, only fields that are set can violate."
      : "",
    unless === "" ? "" : `With ${unless} it makes no pods of its own.`,
    isClusterScoped ? "It is in no namespace, so only lint judges it." : "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

function placeText({ path, shape, parts }: ExplainedKind["places"][number]): string {
  return parts.length === 0 ? `${path} (${shape})` : `${path}: ${parts.join(", ")}`;
}

function addsText({ adds, merged, isPartial, source }: ExplainedKind): string {
  const names =
    merged.length === 0
      ? ""
      : `Fields that are missing in ${merged.join(", ")} never violate, because the operator merges that container.`;
  const clean = adds === "" || isPartial ? "" : "A template without violations is necessary, and not always enough.";
  const by = adds === "" || source === "code" ? "" : "This is by the documentation of the project.";
  return [adds, names, clean, by].filter((text) => text !== "").join(" ");
}
