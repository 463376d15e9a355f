import type { PolicyVerdict } from "../policies/policy-verdict.ts";
import { sourceDocument, text } from "./document-parts.ts";

/** The answer of a ValidatingAdmissionPolicy, as `-o json` prints it. */
export function policyVerdictDocument(verdict: PolicyVerdict) {
  const { policy, binding, actions, subject, messages, sentences, rejectedByLabels, source } = verdict;
  return {
    ...{ policy: text(policy), binding: text(binding), actions: [...actions] },
    ...{ kind: text(verdict.kind), apiVersion: text(verdict.apiVersion) },
    ...{ namespace: text(verdict.namespace), name: text(verdict.name) },
    ...(source !== null && { source: sourceDocument(source) }),
    subject,
    messages: messages.map(text),
    sentences: sentences.map(text),
    rejectedByLabels,
  };
}
