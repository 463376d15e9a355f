import { shellPath, shellWord } from "../../api/words/shell-word.ts";
import type { DocumentFields } from "./document-fields.ts";

/** A command that writes a plan to a file. */
export interface PlanCommand {
  readonly text: string;
  /** Whether it has FILE in place of a new dump, because the plan is about one. */
  readonly needsDump: boolean;
}

/**
 * The command that replaces a plan by a newer one, with the cluster, the namespaces and the options that its document names
 * (src/render/formats/plan/document.ts, version 1). The document does not name other flags of its run, such as `--admission-config`.
 *
 * @throws UserError if a field is missing or wrong
 */
export function planCommand(document: DocumentFields, file: string): PlanCommand {
  const source = document.object("source");
  const needsDump = source.word("type", ["cluster", "files"]) === "files";
  const context = source.textOrNull("context");
  const words = [
    ...(context === null ? [] : ["--context", context]),
    ...scopeWords(document.object("scope")),
    ...optionWords(document),
    ...["-o", "json"],
  ];
  const flags = [...(needsDump ? ["-f", "FILE"] : []), ...words].map(shellWord);
  return { text: ["kubectl pss plan", ...flags, ">", shellPath(file)].join(" "), needsDump };
}

function scopeWords(scope: DocumentFields): string[] {
  const selector = scope.textOrNull("selector");
  return [
    ...(scope.has("names") ? listWords("-n", scope.texts("names")) : []),
    ...(selector === null ? [] : ["-l", selector]),
  ];
}

/** The options that differ from the defaults of a plan. */
function optionWords(document: DocumentFields): string[] {
  const options = document.object("options");
  return [
    ...(document.word("target", ["baseline", "restricted"]) === "baseline" ? ["--target", "baseline"] : []),
    ...(options.number("maxStep") === 1 ? ["--max-step", "1"] : []),
    ...(document.has("pin") ? ["--pin", document.object("pin").text("version")] : []),
    ...listWords("--skip", options.texts("skip")),
    ...(options.flag("skipManaged") ? ["--skip-managed"] : []),
    ...listWords("--keep-privileged", options.texts("keepPrivileged")),
    ...(options.flag("includeEmpty") ? ["--include-empty"] : []),
    ...(document.has("history") ? ["--history", document.object("history").text("file")] : []),
  ];
}

function listWords(flag: string, names: readonly string[]): string[] {
  return names.length === 0 ? [] : [flag, names.join(",")];
}
