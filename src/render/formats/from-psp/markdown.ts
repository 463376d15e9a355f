import type { PspMigration } from "../../../report/psp/psp-report.ts";
import { code, codeBlock, tableHead, tableRow } from "../../words/documents/markdown.ts";
import {
  changeText,
  headline,
  namespaceFact,
  nothingToDo,
  policyFacts,
  recommendedText,
  usedText,
  workloadText,
} from "./words.ts";

/** Renders a migration for an issue or a page. All text from the cluster is code, which Markdown does not interpret. */
export function* renderFromPspMarkdown(migration: PspMigration): Generator<string, undefined> {
  const { policies, namespaces, steps } = migration;
  yield `## Migration from PodSecurityPolicy\n\n${headline(migration)}\n\n`;
  if (policies.length > 0) {
    yield `### Policies\n\n${tableHead(["Policy", "By the letter", "In spirit", "Pods"])}`;
    for (const { name, letter, spirit, pods } of policies)
      yield tableRow([code(name), letter ?? "-", spirit ?? "-", String(pods)]);
    yield "\n";
    for (const policy of policies) {
      yield `${code(policy.name)}:\n\n`;
      for (const fact of policyFacts(policy)) yield `- ${code(fact)}\n`;
      yield "\n";
    }
  }
  if (namespaces.length > 0) {
    yield `### Namespaces\n\n${tableHead(["Namespace", "Pods", "Meets now", "Recommended", "Policies", "Note"])}`;
    for (const namespace of namespaces) {
      const { name, pods, meets, unknown } = namespace;
      const now = unknown === "empty" ? "" : meets;
      const fact = namespaceFact(namespace) ?? "";
      yield tableRow([code(name), String(pods), now, recommendedText(namespace), code(usedText(namespace)), fact]);
    }
    yield "\n";
    for (const { name, changed } of namespaces) {
      for (const workload of changed) {
        yield `${code(name)}: ${code(workloadText(workload))}\n\n`;
        for (const change of workload.changes) yield `- ${code(changeText(change))}\n`;
        yield "\n";
      }
    }
  }
  for (const step of steps) {
    const { number, title, why, commands } = step;
    const nothing = nothingToDo(step);
    yield `### Step ${number}: ${title}\n\n${why}${nothing === undefined ? "" : ` ${nothing}`}\n\n${codeBlock(commands)}`;
  }
}
