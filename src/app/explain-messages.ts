import { formatLevelVersion } from "../policy/evaluator.ts";
import { readMessages, type FoundMessage } from "../admission/read-messages.ts";
import { reasonText } from "../api/words/violation-words.ts";
import type { ExplainedMessage, ExplainedMessages } from "../report/explanation.ts";

type Changing<T> = { -readonly [Key in keyof T]: T[Key] };

/** Reads the API server's messages in a text. Messages with the same violations, as a controller repeats them, are one. */
export function explainMessages(text: string): ExplainedMessages {
  const { messages, otherLines } = readMessages(text);
  const explained = new Map<string, Changing<ExplainedMessage>>();
  for (const message of messages) {
    const key = keyOf(message);
    const known = explained.get(key);
    if (known === undefined) {
      explained.set(key, explain(message));
      continue;
    }
    known.count++;
    known.otherPods += message.others;
    if (message.pod !== undefined && !known.pods.includes(message.pod)) known.pods = [...known.pods, message.pod];
  }
  return { messages: [...explained.values()], otherLines };
}

function explain({ type, policy, pod, others, file, violations, unknown }: FoundMessage): ExplainedMessage {
  return {
    type,
    level: policy?.level ?? null,
    version: policy?.version.text ?? null,
    pods: pod === undefined ? [] : [pod],
    otherPods: others,
    file: file ?? null,
    count: 1,
    violations,
    unknown,
  };
}

function keyOf({ type, policy, file, violations, unknown }: FoundMessage): string {
  const level = policy === undefined ? null : formatLevelVersion(policy);
  return JSON.stringify([type, level, file, violations.map(reasonText), unknown]);
}
