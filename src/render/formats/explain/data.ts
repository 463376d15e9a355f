/** The output of `kubectl pss explain` for programs: version 1 of lists of checks and of changes between versions (docs/output.md). */
import type { CheckDeclaration, RevisedCheck, RevisionDeclaration } from "../../../api/check-declaration.ts";
import { changeBy, exampleAfter, exampleBefore, firstVersion, sinceOf } from "../../words/checks/check-text.ts";
import type { Explanation, VersionChanges } from "../../../report/explanation.ts";

const API_VERSION = "kubectl-pss/v1";

/** Converts an explanation to a value for JSON and YAML. */
export function explanationData(explanation: Explanation): object {
  const { topic, serverVersion } = explanation;
  if (topic === "versions") return changeList(explanation);
  const { level, version } = topic === "level" ? explanation : { level: null, version: null };
  const checks = revisedChecks(explanation).map(checkData);
  return { apiVersion: API_VERSION, kind: "CheckList", level, version, serverVersion, checks };
}

/** The checks of an explanation, each at the requested version, or else at the newest. */
function revisedChecks(explanation: Exclude<Explanation, { topic: "versions" }>): readonly RevisedCheck[] {
  if (explanation.topic === "level") return explanation.revised;
  const checks = explanation.topic === "check" ? [explanation.check] : explanation.checks;
  return checks.flatMap((check) => check.revisions.slice(-1).map((revision) => ({ check, revision })));
}

function checkData({ check, revision }: RevisedCheck): object {
  return {
    id: check.id,
    level: check.level,
    since: firstVersion(check),
    title: check.title,
    requirement: check.requirement,
    description: check.description,
    ...listsOf(check, revision),
    remediation: check.remediation,
    windows: check.windows ?? null,
    userNamespaces: check.userNamespaces ?? null,
    example: { before: exampleBefore(check), after: exampleAfter(check) },
    revisions: check.revisions.map((each) => revisionData(check, each)),
  };
}

function revisionData(check: CheckDeclaration, revision: RevisionDeclaration): object {
  return {
    since: sinceOf(revision),
    effect: revision.effect ?? null,
    change: revision.change ?? null,
    overrides: revision.overrides ?? [],
    ...listsOf(check, revision),
  };
}

function listsOf(check: CheckDeclaration, revision: RevisionDeclaration): object {
  return {
    restrictedFields: revision.restrictedFields ?? check.restrictedFields,
    allowedValues: revision.allowedValues ?? check.allowedValues,
  };
}

function changeList({ from, to, levels }: VersionChanges): object {
  return {
    apiVersion: API_VERSION,
    kind: "CheckChangeList",
    from,
    to,
    levels: levels.map(({ level, revised, overridden }) => ({
      level,
      changes: revised.map((entry) => {
        const { version, effect, text } = changeBy(entry);
        return { check: entry.check.id, version, effect, change: text };
      }),
      overridden: overridden.map(({ check, by }) => ({ check: check.id, by: by.id })),
    })),
  };
}
