/**
 * Version 1 of a plan for machines (docs/output.md). Each field is named here, independently of internal types; fields may be added, but
 * never renamed or removed.
 */
import type {
  KeptNamespace,
  Obstacle,
  PlannedNamespace,
  PlanStep,
  RolloutPlan,
  UpgradedNamespace,
  UpgradedWorkload,
} from "../../../report/rollout-plan.ts";
import { escapeUnits } from "../../words/escape.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { noteDocument, reportSource, text, unreadableDocument } from "../../../report/document/document.ts";

/**
 * Renders the plan as a JSON document of version 1, indented by two spaces and ended by a line feed. Unprintable characters are escaped.
 */
export function* renderPlanJson(plan: RolloutPlan): Generator<string, undefined> {
  yield* jsonPieces(planDocument(plan), "", escapeUnits);
  yield "\n";
}

/** Converts a plan to the value that `-o json` and `-o yaml` print. */
export function planDocument(plan: RolloutPlan) {
  const { kind, source, serverVersion, generatedAt, target, steps, kept, upgrade, pin, notes, unreadable, summary } =
    plan;
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: reportSource(source),
    serverVersion,
    ...(generatedAt !== undefined && { generatedAt }),
    target,
    steps: steps.map(stepDocument),
    kept: kept.map(keptDocument),
    upgrade: upgrade && { from: upgrade.from, to: upgrade.to, namespaces: upgrade.namespaces.map(upgradedDocument) },
    pin: pin && { version: pin.version, newer: pin.newer.map(({ check, since }) => ({ check, since })) },
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
    summary: {
      namespaces: summary.namespaces,
      changed: summary.changed,
      blocked: summary.blocked,
      kept: summary.kept,
      enforcing: {
        privileged: summary.enforcing.privileged,
        baseline: summary.enforcing.baseline,
        restricted: summary.enforcing.restricted,
      },
      unknown: summary.unknown,
    },
  };
}

function stepDocument({ number, id, title, why, safe, commands, undo, namespaces }: PlanStep) {
  return {
    number,
    id,
    title,
    why,
    safe,
    commands: commands.map(text),
    namespaces: namespaces.map(namespaceDocument),
    blockedBy: namespaces.flatMap(({ blockedBy }) => blockedBy.map(obstacleDocument)),
    undo: undo.map(text),
  };
}

function namespaceDocument({ name, from, to, workloads, finishedPods, owner }: PlannedNamespace) {
  return {
    name: text(name),
    from: labelsDocument(from),
    to: labelsDocument(to),
    workloads,
    finishedPods,
    owner: owner && { manager: text(owner.manager), advice: text(owner.advice) },
  };
}

function labelsDocument(labels: PlannedNamespace["from"]) {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [text(name), text(value)]));
}

function obstacleDocument({ kind, apiVersion, namespace, name, checks }: Obstacle) {
  return {
    kind: text(kind),
    apiVersion: text(apiVersion),
    namespace: text(namespace),
    name: text(name),
    checks: checks.map(({ check, detail }) => ({ check, detail: text(detail) })),
  };
}

function keptDocument({ name, reason, because, needs }: KeptNamespace) {
  return { name: text(name), reason, because, needs: needs.map(obstacleDocument) };
}

function upgradedDocument({ name, violates, holds }: UpgradedNamespace) {
  return {
    name: text(name),
    violates: violates.map(upgradedWorkloadDocument),
    holds: holds.map(upgradedWorkloadDocument),
  };
}

function upgradedWorkloadDocument(workload: UpgradedWorkload) {
  return { ...obstacleDocument(workload), modes: workload.modes };
}
