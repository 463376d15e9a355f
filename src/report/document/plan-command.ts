import { isUserError } from "../../api/user-error.ts";
import { withoutCredentials } from "../../api/words/quoted.ts";
import { isReadOnce } from "../../api/words/read-once.ts";
import { shellPath, shellWord } from "../../api/words/shell-word.ts";
import type { DocumentFields } from "./document-fields.ts";

/** A command that writes a plan: to the file of the earlier one, or to standard output if that came from a pipe. */
export interface PlanCommand {
  /** Null if the document does not name the cluster, the namespaces or the options. */
  readonly text: string | null;
  /** Whether it has FILE in place of a new dump, because the plan is about one. */
  readonly needsDump: boolean;
}

/** The advice before a command that plans again. A document does not name all flags of its run. */
export function planAgain({ text, needsDump }: PlanCommand): string {
  if (text === null) return "plan again with the flags of the first plan.";
  const dump = needsDump ? " with a new dump FILE" : "";
  return `plan again${dump}. Add the other flags of the first plan, such as --kubeconfig, --admission-config and --pod-template:`;
}

/**
 * The command that replaces a plan by a newer one, with the cluster, the version, the namespaces and the options that its document names
 * (src/render/formats/plan/document.ts, version 1). The document does not name other flags of its run, such as `--admission-config`.
 *
 * @param newest the newest known version, which a plan of files has without `--server-version`
 */
export function planCommand(document: DocumentFields, file: string, newest: string): PlanCommand {
  try {
    const needsDump = document.object("source").word("type", ["cluster", "files"]) === "files";
    const flags = [
      ...(needsDump ? fileWords(document, newest) : clusterWords(document)),
      ...scopeWords(document.object("scope")),
      ...optionWords(document),
      ...["-o", "json"],
    ];
    const target = isReadOnce(file) ? [] : [">", shellPath(file)];
    return { text: ["kubectl pss plan", ...flags.map(shellWord), ...target].join(" "), needsDump };
  } catch (error) {
    if (!isUserError(error)) throw error;
    return { text: null, needsDump: false };
  }
}

function fileWords(document: DocumentFields, newest: string): string[] {
  const version = document.text("serverVersion");
  return ["-f", "FILE", ...(version === newest ? [] : ["--server-version", version])];
}

/** The server is named beside the context, since `--server` may have replaced that of the context. */
function clusterWords(document: DocumentFields): string[] {
  const source = document.object("source");
  const context = source.textOrNull("context");
  return [
    ...(context === null ? [] : ["--context", context]),
    ...["--server", withoutCredentials(source.text("server"))],
    ...(document.has("upgrade") ? ["--server-version", document.object("upgrade").text("to")] : []),
  ];
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
