/**
 * Version 1 of a plan for machines (docs/output.md). Each field is named here, independently of internal types; fields may be added, but
 * never renamed or removed.
 */
import type { Caution } from "../../../report/plan/caution.ts";
import type {
  KeptNamespace,
  NamespaceFacts,
  NamespaceOverview,
  PlannedNamespace,
  PlanStep,
  RolloutPlan,
  StepGroup,
} from "../../../report/plan/rollout-plan.ts";
import type { UpgradedWorkload } from "../../../report/plan/rollout-upgrade.ts";
import type { UpgradedNamespace } from "../../../report/plan/rollout-upgrade.ts";
import type { Obstacle } from "../../../report/plan/obstacle.ts";
import { escapeUnits } from "../../words/escape.ts";
import { jsonPieces } from "../../words/documents/json-pieces.ts";
import { planComparisonDocument } from "../../../report/document/compared-document.ts";
import {
  noteDocument,
  reportSource,
  scopeDocument,
  text,
  unreadableDocument,
} from "../../../report/document/document-parts.ts";

/**
 * Renders the plan as a JSON document of version 1, indented by two spaces and ended by a line feed. Unprintable characters are escaped.
 */
export function* renderPlanJson(plan: RolloutPlan): Generator<string, undefined> {
  yield* jsonPieces(planDocument(plan), "", escapeUnits);
  yield "\n";
}

/** Converts a plan to the value that `-o json` and `-o yaml` print. */
export function planDocument(plan: RolloutPlan) {
  const { kind, source, scope, options, serverVersion, generatedAt, cluster, target, noPlan, namespaces, steps } = plan;
  const { kept, upgrade, pin, history, compared, notes, unreadable, summary } = plan;
  return {
    apiVersion: "kubectl-pss/v1",
    kind,
    source: reportSource(source),
    scope: scopeDocument(scope),
    serverVersion,
    ...(generatedAt !== undefined && { generatedAt }),
    cluster: { uid: cluster.uid, server: cluster.server === null ? null : text(cluster.server) },
    target,
    options: {
      maxStep: options.maxStep,
      skip: options.skip.map(text),
      skipManaged: options.skipManaged,
      keepPrivileged: options.keepPrivileged.map(text),
      includeEmpty: options.includeEmpty,
      history: options.history,
    },
    noPlan,
    namespaces: namespaces.map(overviewDocument),
    steps: steps.map(stepDocument),
    kept: kept.map(keptDocument),
    upgrade: upgrade && { from: upgrade.from, to: upgrade.to, namespaces: upgrade.namespaces.map(upgradedDocument) },
    pin: pin && { version: pin.version, newer: pin.newer.map(({ check, since }) => ({ check, since })) },
    ...(history !== undefined && { history: { ...history, file: text(history.file) } }),
    ...(compared !== undefined && { compared: planComparisonDocument(compared) }),
    notes: notes.map(noteDocument),
    unreadable: unreadable.map(unreadableDocument),
    summary: {
      namespaces: summary.namespaces,
      changed: summary.changed,
      observeFirst: summary.observeFirst,
      observationOver: summary.observationOver,
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

function overviewDocument(namespace: NamespaceOverview) {
  const { labels, enforce, state, kept, deniedBy } = namespace;
  return {
    ...factsDocument(namespace),
    labels: labels && labelsDocument(labels),
    enforce: enforce && { now: enforce.now, planned: enforce.planned },
    state,
    kept,
    ...(deniedBy !== undefined && {
      deniedBy: deniedBy.map(({ policy, workloads }) => ({ policy: text(policy), workloads })),
    }),
  };
}

function factsDocument({
  name,
  workloads,
  rejectedNow,
  cautions,
  observeDays,
  observed,
  owner,
  history,
}: NamespaceFacts) {
  return {
    name: text(name),
    workloads,
    rejectedNow,
    cautions: cautions.map(cautionDocument),
    observeDays,
    observed: observed && { since: observed.since, days: observed.days },
    owner: owner && { tool: text(owner.tool), manager: text(owner.manager), advice: text(owner.advice) },
    ...(history !== undefined && { history }),
  };
}

function cautionDocument({ code, workloads }: Caution) {
  return {
    code,
    workloads: workloads.map(({ apiVersion, kind, name, checks }) => ({
      kind: text(kind),
      apiVersion: text(apiVersion),
      name: text(name),
      checks,
    })),
  };
}

function stepDocument({ number, id, title, why, how, safe, commands, undo, namespaces, groups }: PlanStep) {
  return {
    number,
    id,
    title,
    why,
    how: how.map((line) => ({ text: text(line.text), command: line.command === null ? null : text(line.command) })),
    safe,
    commands: commands.map(text),
    undo: undo.map(text),
    groups: groups.map(groupDocument),
    namespaces: namespaces.map(namespaceDocument),
  };
}

function groupDocument({ labels, observeDays, tool, namespaces, commands, undo }: StepGroup) {
  return {
    labels: labelsDocument(labels),
    observeDays,
    tool: tool === null ? null : text(tool),
    namespaces: namespaces.map(text),
    commands: commands.map(text),
    undo: undo.map(text),
  };
}

function namespaceDocument(namespace: PlannedNamespace) {
  const { from, to, finishedPods, blockedBy, relax, command, dryRun, undo } = namespace;
  return {
    ...factsDocument(namespace),
    from: labelsDocument(from),
    to: labelsDocument(to),
    finishedPods,
    blockedBy: blockedBy.map(obstacleDocument),
    relax: relax && { level: relax.level, command: text(relax.command) },
    command: command === null ? null : text(command),
    dryRun: dryRun === null ? null : text(dryRun),
    undo: undo === null ? null : text(undo),
  };
}

function labelsDocument(labels: PlannedNamespace["from"]) {
  return Object.fromEntries(Object.entries(labels).map(([name, value]) => [text(name), text(value)]));
}

function obstacleDocument({ kind, apiVersion, namespace, name, stableName, checks, rejected, seen }: Obstacle) {
  return {
    kind: text(kind),
    apiVersion: text(apiVersion),
    namespace: text(namespace),
    name: text(name),
    stableName: text(stableName),
    checks: checks.map(({ check, detail }) => ({ check, detail: text(detail) })),
    rejected: rejected === null ? null : text(rejected),
    ...(seen !== undefined && { seen }),
  };
}

function keptDocument({ name, reason, because, needs }: KeptNamespace) {
  return { name: text(name), reason, because, needs: needs.map(obstacleDocument) };
}

function upgradedDocument({ name, violates, holds, warn }: UpgradedNamespace) {
  return {
    name: text(name),
    violates: violates.map(upgradedWorkloadDocument),
    holds: holds.map(upgradedWorkloadDocument),
    warn,
  };
}

function upgradedWorkloadDocument(workload: UpgradedWorkload) {
  return { ...obstacleDocument(workload), modes: workload.modes };
}
