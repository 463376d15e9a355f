import type { NamespaceReport } from "../../../report/report.ts";
import type { Mode } from "../../../api/mode.ts";
import { count } from "../../../api/words/plural.ts";
import { escapeName } from "../escape.ts";
import { nameSome } from "../lines.ts";
import { partLevelText } from "../namespace/namespace.ts";
import { escapedTitleOf } from "../workload/workload.ts";
import { loosenedModes } from "./outcome.ts";
import { isTried } from "./tried-labels.ts";

/** The names in a line: all of them, or a few and the number of the others. */
type NameList = (names: readonly string[]) => string;

const nameAll: NameList = (names) => names.join(", ");

/** `41 namespaces: no new violations`; empty without such namespaces. In a pipe the line has their names. */
export function safeLine(safe: readonly NamespaceReport[], isWhole: boolean): string {
  if (safe.length === 0) return "";
  const names = isWhole ? `: ${nameAll(safe.map(({ name }) => escapeName(name)))}` : "";
  return `${count(safe.length, "namespace")}: no new violations${names}`;
}

/** `Observe first in 2 namespaces, where the next pods may differ: demo, etl`; empty without such namespaces. */
export function observeLine(safe: readonly NamespaceReport[], isWhole: boolean): string {
  const some = safe.filter(({ observeFirst }) => observeFirst !== undefined).map(({ name }) => escapeName(name));
  if (some.length === 0) return "";
  const names = (isWhole ? nameAll : nameSome)(some);
  return `Observe first in ${count(some.length, "namespace")}, where the next pods may differ: ${names}`;
}

/** `Loosens 2 namespaces: web (enforce restricted:latest → baseline:latest), …`; empty if no level becomes less strict. */
export function loosensLine(namespaces: readonly NamespaceReport[], arrow: string, isWhole: boolean): string {
  const loosened = namespaces.flatMap((namespace) => {
    const modes = loosenedModes(namespace);
    return modes.length === 0 ? [] : `${escapeName(namespace.name)} (${changesText(namespace, modes, arrow)})`;
  });
  if (loosened.length === 0) return "";
  return `Loosens ${count(loosened.length, "namespace")}: ${(isWhole ? nameAll : nameSome)(loosened)}`;
}

/** `No longer rejected: StatefulSet/erp`, with the namespaces if there are several; empty if the labels end no rejection. */
export function admittedLine(namespaces: readonly NamespaceReport[], isWhole: boolean): string {
  const admitted = namespaces.flatMap(({ name, workloads }) =>
    workloads
      .filter(({ noLongerRejected }) => noLongerRejected === true)
      .map((workload) => `${namespaces.length > 1 ? `${escapeName(name)} ` : ""}${escapedTitleOf(workload)}`),
  );
  return admitted.length === 0 ? "" : `No longer rejected: ${(isWhole ? nameAll : nameSome)(admitted)}`;
}

/** The changes of the modes that the labels name; a mode without labels of its own follows enforce. */
function changesText({ change }: NamespaceReport, modes: readonly Mode[], arrow: string): string {
  if (change === null || change.from === null) return "";
  const { from, to } = change;
  const tried = modes.filter((mode) => isTried(change.labels, mode));
  return (tried.length > 0 ? tried : modes)
    .map((mode) => `${mode} ${partLevelText(from[mode])} ${arrow} ${partLevelText(to[mode])}`)
    .join(", ");
}
