import { formatLevelVersion } from "../../policy/evaluator.ts";
import type { FoundMessage } from "../../admission/messages/found-message.ts";
import { readMessages } from "../../admission/messages/read-messages.ts";
import { reasonText } from "../../api/words/checks/violation-words.ts";
import type { ExplainedMessage, ExplainedMessages } from "../../report/explanation.ts";

/** Reads the API server's messages in a text. Messages with the same violations, as a controller repeats them, are one. */
export function explainMessages(text: string): ExplainedMessages {
  const { messages, unread, otherLines } = readMessages(text);
  const equal = Map.groupBy(messages, keyOf);
  return { messages: [...equal.values()].flatMap(explainEqual), unread, otherLines };
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
