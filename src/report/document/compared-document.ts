import type {
  AuditComparison,
  ComparedObstacle,
  ComparedViolation,
  ComparedWorkload,
  EarlierReport,
  LevelMove,
  PlanComparison,
  StateMove,
} from "../comparison/comparison.ts";
import { reportSource, scopeDocument, text } from "./document-parts.ts";

/** The changes since an earlier audit, as a field of its document. */
export function auditComparisonDocument(compared: AuditComparison) {
  return {
    ...movesDocument(compared),
    newViolations: compared.newViolations.map(violationDocument),
    fixedViolations: compared.fixedViolations.map(violationDocument),
    reportsOther: compared.reportsOther.map(({ name, mode, from, to }) => ({ name: text(name), mode, from, to })),
  };
}

/** The changes since an earlier plan, as a field of its document. */
export function planComparisonDocument(compared: PlanComparison) {
  return {
    ...movesDocument(compared),
    otherOptions: [...compared.otherOptions],
    moved: compared.moved.map(stateMoveDocument),
    newObstacles: compared.newObstacles.map(obstacleDocument),
    fixedObstacles: compared.fixedObstacles.map(obstacleDocument),
  };
}

function movesDocument(compared: AuditComparison | PlanComparison) {
  return {
    earlier: earlierDocument(compared.earlier),
    added: compared.added.map(text),
    uncovered: compared.uncovered.map(text),
    removed: compared.removed.map(text),
    readyForMore: compared.readyForMore.map(moveDocument),
    readyForLess: compared.readyForLess.map(moveDocument),
    enforcesMore: compared.enforcesMore.map(moveDocument),
    enforcesLess: compared.enforcesLess.map(moveDocument),
    newlyRejected: compared.newlyRejected.map(workloadDocument),
    noLongerRejected: compared.noLongerRejected.map(workloadDocument),
  };
}

function earlierDocument({ file, source, scope, serverVersion, generatedAt, complete }: EarlierReport) {
  return {
    file: text(file),
    source: reportSource(source),
    scope: scopeDocument(scope),
    serverVersion,
    generatedAt,
    complete,
  };
}

function moveDocument({ name, from, to }: LevelMove) {
  return { name: text(name), from, to };
}

function stateMoveDocument({ name, from, to, observeDays }: StateMove) {
  return { name: text(name), from, to, observeDays };
}

function workloadDocument({ kind, apiVersion, namespace, name }: ComparedWorkload) {
  return { kind: text(kind), apiVersion: text(apiVersion), namespace: text(namespace), name: text(name) };
}

function violationDocument(violation: ComparedViolation) {
  return { ...workloadDocument(violation), check: violation.check, fields: violation.fields.map(text) };
}

function obstacleDocument(obstacle: ComparedObstacle) {
  return { ...workloadDocument(obstacle), check: obstacle.check };
}
