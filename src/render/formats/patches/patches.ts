import { count, plural } from "../../../api/words/plural.ts";
import type { Report, WorkloadReport } from "../../../report/report.ts";
import { titleOf } from "../../../report/workload.ts";
import type { PaintedStyle } from "../../terminal/style.ts";
import { escapeName, escapeText } from "../../words/escape.ts";
import { patchCommand } from "../../words/patch/patch-command.ts";
import { hasUnknownUser, obstacleText, ownerText } from "../../words/patch/patch-words.ts";

type Patched = WorkloadReport & { readonly patch: NonNullable<WorkloadReport["patch"]> };

/**
 * Renders the patches of an audit as commands of kubectl, with comments: a script that changes a cluster if a person runs it. The command for an object that
 * another tool manages is a comment, since that tool would undo it. At the end are the workloads without a patch, and why.
 */
export function* renderPatchCommands(report: Report, style: PaintedStyle): Generator<string, undefined> {
  const violating = report.namespaces.flatMap(({ workloads }) => workloads.filter(hasPatchFacts));
  const patched = violating.filter(isPatchable);
  for (const line of headLines(report, violating, patched)) yield `# ${line}\n`;
  for (const [namespace, workloads] of Map.groupBy(patched, (one) => one.namespace)) {
    const levels = [...new Set(workloads.flatMap(({ patch }) => patch.levels))];
    yield `\n# Namespace ${escapeName(namespace)}, ${levels.join(" and ")}\n`;
    for (const workload of workloads) yield* patchLines(workload, style);
  }
  yield* leftLines(violating.filter((one) => !isPatchable(one)));
  yield* warningLines(patched);
}

function hasPatchFacts(workload: WorkloadReport): workload is Patched {
  return workload.patch !== undefined;
}

function isPatchable({ patch }: Patched): boolean {
  return patch.obstacle === null && patch.fix !== null && patch.fix.operations.length > 0;
}

function headLines(report: Report, violating: readonly Patched[], patched: readonly Patched[]): string[] {
  const unknown = report.levels.length > 0 ? 0 : report.namespaces.filter(({ policy }) => policy === null).length;
  const managed = patched.filter(({ patch }) => patch.owner !== null).length;
  return [
    headline(report, violating.length, patched.length),
    ...(patched.length === 0 ? [] : [RESTARTS]),
    ...(managed === 0
      ? []
      : [
          `${managed} of them ${plural(managed, "is a comment, because another tool manages the object", "are comments, because other tools manage the objects")}.`,
        ]),
    ...(unknown === 0
      ? []
      : [
          `The labels of ${count(unknown, "namespace")} could not be read, so nothing is patched there: --level names a level.`,
        ]),
    ...(report.summary.unreadable === 0 ? [] : ["Incomplete: something could not be read, and may violate, too."]),
  ];
}

const RESTARTS =
  "A patch changes the pod template, so Deployments, StatefulSets and DaemonSets replace their pods. --dry-run=server tries one.";

function headline({ summary: { workloads } }: Report, violating: number, patched: number): string {
  if (workloads === 0) return "Nothing to patch: no workload was judged.";
  if (violating === 0) return `Nothing to patch: no violation was found in ${count(workloads, "workload")}.`;
  const violators = `${count(violating, "workload")} that ${plural(violating, "violates its level", "violate their levels")}`;
  return `Patches for ${patched} of ${violators}. None was run.`;
}

function* patchLines(workload: Patched, { kubectl }: PaintedStyle): Generator<string, undefined> {
  const { fix, owner } = workload.patch;
  if (fix === null) return;
  const command = patchCommand(workload, fix, kubectl);
  if (owner === null) return yield `${command}\n`;
  yield `# ${escapeText(titleOf(workload))}: ${ownerText(owner)}\n# ${command}\n`;
}

function* leftLines(left: readonly Patched[]): Generator<string, undefined> {
  if (left.length === 0) return;
  yield `\n# Without a patch: ${count(left.length, "workload")}\n`;
  for (const workload of left) {
    const { namespace, patch } = workload;
    yield `#   ${escapeName(namespace)} ${escapeText(titleOf(workload))}: ${obstacleText(workload, patch)}\n`;
  }
  const [first] = left.flatMap(({ patch }) => patch.fix?.left.filter(({ reason }) => reason === "decide") ?? []);
  if (first !== undefined) yield `# The options: kubectl pss explain ${first.check}\n`;
}

/** The warning about the edit that is most likely to break a workload. */
function* warningLines(patched: readonly Patched[]): Generator<string, undefined> {
  const unknown = patched.filter(({ patch }) => patch.fix !== null && hasUnknownUser(patch.fix)).length;
  if (unknown === 0) return;
  yield `\n# runAsNonRoot: ${count(unknown, "workload")} ${plural(unknown, "runs", "run")} as the user of the image, which an audit does not know.\n`;
  yield "# A container that does not start (CreateContainerConfigError) has one of these messages:\n";
  yield "#   container has runAsNonRoot and image will run as root: the image needs another user, or runAsUser\n";
  yield "#   image has non-numeric user (NAME), cannot verify user is non-root: set runAsUser to its number\n";
}
