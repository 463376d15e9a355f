/** The output of `kubectl pss explain` for programs: version 1 of lists of checks, of changes between versions and of messages (docs/output.md). */
import type { CheckDeclaration, RevisedCheck, RevisionDeclaration } from "../../../api/checks/check-declaration.ts";
import { changeBy, exampleAfter, exampleBefore, firstVersion, sinceOf } from "../../words/checks/check-text.ts";
import type {
  ExplainedMessage,
  ExplainedMessages,
  ExplainedViolation,
  Explanation,
  VersionChanges,
} from "../../../report/explanation.ts";
import type { FieldChange } from "../../../api/checks/field-change.ts";
import { kindsData } from "./kinds-data.ts";
import { mappingData } from "./mapping/data.ts";
import { fixLines } from "./fix-lines.ts";
import { ADVICE } from "./messages/message-words.ts";

const API_VERSION = "kubectl-pss/v1";

/** Converts an explanation to a value for JSON and YAML. */
export function explanationData(explanation: Explanation): object {
  const { topic, serverVersion } = explanation;
  if (topic === "versions") return changeList(explanation);
  if (topic === "messages") return messageList(explanation, serverVersion, null);
  if (topic === "missing-pods" || topic === "implied")
    return messageList({ messages: [], unread: 0, otherLines: 0 }, serverVersion, ADVICE[topic]);
  if (topic === "pod-security-policy") return mappingData(explanation.mapping);
  if (topic === "kinds") return kindsData(explanation.kinds);
  const { level, version } = topic === "level" ? explanation : { level: null, version: null };
  const checks = revisedChecks(explanation).map(checkData);
  return { apiVersion: API_VERSION, kind: "CheckList", level, version, serverVersion, checks };
}

/**
 * The checks of an explanation, each at the requested version, or else at the newest. Those of several topics are listed
 * once.
 */
function revisedChecks(explanation: Explanation): readonly RevisedCheck[] {
  switch (explanation.topic) {
    case "level":
      return explanation.revised;
    case "check":
      return newest([explanation.check]);
    case "checks":
    case "matches":
      return newest(explanation.checks);
    case "topics": {
      const all = explanation.topics.flatMap(revisedChecks);
      return [...new Map(all.map((each) => [`${each.check.id} ${each.revision.since}`, each])).values()];
    }
    case "pod-security-policy":
    case "versions":
    case "kinds":
    case "messages":
    case "missing-pods":
    case "implied":
      return [];
  }
}

function newest(checks: readonly CheckDeclaration[]): RevisedCheck[] {
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
    cel: revision.cel,
    ...listsOf(check, revision),
  };
}

function listsOf(check: CheckDeclaration, revision: RevisionDeclaration): object {
  return {
    restrictedFields: revision.restrictedFields ?? check.restrictedFields,
    allowedValues: revision.allowedValues ?? check.allowedValues,
  };
}

function changeList({ from, to, levels, releases }: VersionChanges): object {
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
    releases: releases.map(({ version, about, change }) => ({ version, about, change })),
  };
}

function messageList(
  { messages, unread, otherLines }: ExplainedMessages,
  serverVersion: string,
  advice: string | null,
): object {
  return {
    apiVersion: API_VERSION,
    kind: "MessageList",
    serverVersion,
    messages: messages.map(messageData),
    unread,
    otherLines,
    advice,
  };
}

function messageData(message: ExplainedMessage): object {
  const { type, level, version, pods, otherPods, file, count, violations, unknown, cut } = message;
  const changes = violations.flatMap((violation) => violation.changes);
  return {
    type,
    level,
    version,
    pods,
    otherPods,
    file,
    count,
    violations: violations.map(violationData),
    set: fixLines(changes)
      .map((line) => `${line}\n`)
      .join(""),
    unknown,
    cut,
  };
}

function violationData({ check, reason, detail, containers, changes }: ExplainedViolation): object {
  const { id, level, requirement, remediation } = check;
  return { check: id, level, requirement, remediation, reason, detail, containers, changes: changes.map(changeData) };
}

function changeData(change: FieldChange): object {
  const { item, path } = change;
  return {
    container: item?.list === "containers" ? item.name : null,
    volume: item?.list === "volumes" ? item.name : null,
    path,
    value: "value" in change ? change.value : null,
    instruction: "instruction" in change ? change.instruction : null,
  };
}
