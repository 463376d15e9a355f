import type { DryRunScope, NamespaceChange, Report, ReportSource } from "../../../report/report.ts";
import { MODES } from "../../../api/mode.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName, escapeText } from "../escape.ts";
import { nameSome } from "../lines.ts";
import { isTried, levelLabel, versionLabel } from "./tried-labels.ts";

/** The first line of a dry run: `Dry run of enforce=restricted in the current namespace shop of context prod; nothing is changed`. */
export function dryRunHeadline({ namespaces, scope, source }: Report): string {
  const tried = triedText(namespaces[0]?.change?.labels ?? {});
  const what = tried === "" ? "" : ` of ${tried}`;
  return `Dry run${what} in ${scopeText(scope, namespaces.length)} of ${sourceText(source)}; nothing is changed`;
}

/** `enforce=restricted:v1.30, warn-`: a version only where a label names one, and a dash for removed labels, as for kubectl. */
function triedText(labels: NamespaceChange["labels"]): string {
  const parts = MODES.filter((mode) => isTried(labels, mode)).map((mode) => {
    const [level = null, version = null] = [labels[levelLabel(mode)], labels[versionLabel(mode)]];
    return level === null ? `${mode}-` : `${mode}=${level}${version === null ? "" : `:${version}`}`;
  });
  return escapeText(parts.join(", "));
}

function scopeText(scope: DryRunScope | undefined, namespaces: number): string {
  switch (scope?.type) {
    case "names": {
      const names = scope.names.map((name) => escapeName(name));
      if (scope.isCurrent) return `the current namespace ${names.join(", ")}`;
      return `${names.length === 1 ? "namespace" : "namespaces"} ${nameSome(names)}`;
    }
    case "selector":
      return `${count(namespaces, "namespace")} with ${escapeText(scope.selector)}`;
    default:
      return namespaces === 1 ? "the only namespace" : `all ${namespaces} namespaces`;
  }
}

function sourceText(source: ReportSource): string {
  if (source.type === "files") return count(source.files, "file");
  return source.context === null ? escapeText(source.server) : `context ${escapeText(source.context)}`;
}
