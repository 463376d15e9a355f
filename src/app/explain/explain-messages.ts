import { formatLevelVersion } from "../../policy/evaluator.ts";
import type { FoundMessage } from "../../admission/messages/found-message.ts";
import { readMessages } from "../../admission/messages/read-messages.ts";
import { reasonText } from "../../api/words/checks/violation-words.ts";
import type { ExplainedMessage, ExplainedMessages } from "../../report/explanation.ts";

/** Reads the API server's messages in a text. Messages with the same violations, as a controller repeats them, are one. */
export function explainMessages(text: string): ExplainedMessages {
  const { messages, unread, otherLines } = readMessages(text);
  const equal = Map.groupBy(messages, keyOf);
  const explained = [...equal.values()].flatMap(explainEqual);
  return { messages: mergeWarned(explained), unread, otherLines };
}

/** Leaves out each warning whose violations a rejection has, too: its checks and its lines to set are the same. The rejection says so. */
function mergeWarned(all: readonly ExplainedMessage[]): readonly ExplainedMessage[] {
  const byContent = Map.groupBy(all, contentOf);
  const left = new Set<ExplainedMessage>();
  const including = new Set<ExplainedMessage>();
  for (const equal of byContent.values()) {
    // Equal rejections in several files stay apart, and the first one includes the warning.
    const rejected = equal.find(({ type }) => type === "rejected");
    const warned = equal.filter(({ type }) => type === "warned");
    if (rejected === undefined || warned.length === 0) continue;
    including.add(rejected);
    for (const one of warned) left.add(one);
  }
  const shown = all.filter((message) => !left.has(message));
  return shown.map((message) => (including.has(message) ? { ...message, alsoWarned: true } : message));
}

function contentOf({ level, version, violations, unknown, cut }: ExplainedMessage): string {
  return JSON.stringify([level, version, violations.map(reasonText), unknown, cut]);
}

/** Explains messages with the same violations. */
function explainEqual(messages: readonly FoundMessage[]): ExplainedMessage | [] {
  const [first] = messages;
  if (first === undefined) return [];
  const { type, policy, file, violations, unknown, cut } = first;
  return {
    type,
    level: policy?.level ?? null,
    version: policy?.version.text ?? null,
    pods: [...new Set(messages.flatMap(({ pod }) => pod ?? []))],
    otherPods: messages.reduce((sum, { others }) => sum + others, 0),
    file: file ?? null,
    count: messages.length,
    violations,
    unknown,
    cut,
  };
}

function keyOf({ type, policy, file, violations, unknown, cut }: FoundMessage): string {
  const level = policy === undefined ? null : formatLevelVersion(policy);
  return JSON.stringify([type, level, file, violations.map(reasonText), unknown, cut]);
}
