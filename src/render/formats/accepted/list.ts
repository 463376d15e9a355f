import { jsonText } from "../../words/documents/json-document.ts";
import { stringifyYaml } from "../../words/documents/yaml.ts";
import type { AcceptedEntry } from "../../../report/acceptance.ts";

/**
 * Writes a list of accepted violations: the file of `--update-accept`. Each entry is a group of lines with an empty line around it, so that Git merges
 * changes of different entries.
 *
 * @param file the name of the file: a list in `.json` is JSON, and any other is YAML
 */
export function* renderAcceptedList(entries: readonly AcceptedEntry[], file: string): Generator<string, undefined> {
  const ordered = entries.map(inOrder);
  if (file.endsWith(".json")) {
    yield `${jsonText(ordered)}\n`;
    return;
  }
  if (ordered.length === 0) yield "[]\n";
  for (const [index, entry] of ordered.entries()) yield `${index === 0 ? "" : "\n"}${stringifyYaml([entry])}`;
}

/** The fields that identify an entry come first. */
function inOrder({ namespace, kind, name, check, container, reason, until }: AcceptedEntry): object {
  return {
    ...(namespace !== undefined && { namespace }),
    ...(kind !== undefined && { kind }),
    ...(name !== undefined && { name }),
    check,
    ...(container !== undefined && { container }),
    reason,
    ...(until !== undefined && { until }),
  };
}
