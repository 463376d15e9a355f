import type { PolicyMapping } from "../../../../report/psp/mapping.ts";
import { escapeMarkdown } from "../../../words/checks/check-document.ts";
import { tableHead, tableRow } from "../../../words/documents/markdown.ts";

const HEAD = `# From PodSecurityPolicy to the Pod Security Standards

API servers have had no PodSecurityPolicy since v1.25. \`kubectl pss from-psp\` computes the migration of a cluster of v1.24 or older, and
\`kubectl pss explain PodSecurityPolicy -o markdown\` prints this page.

A policy has two levels. **By the letter** is the strictest level that every pod meets which the policy admits without a change. **In spirit** is the
same if the cluster does not use SELinux options or AppArmor profiles that the policy leaves open: \`seLinux: {rule: RunAsAny}\`, and no annotation with
allowed AppArmor profiles. Nearly every policy has these two, so nearly every policy is privileged by the letter.`;

/** Renders the mapping as Markdown: docs/from-psp.md. */
export function* mappingMarkdown({ rows, gaps, versions }: PolicyMapping): Generator<string, undefined> {
  yield `${HEAD}\n\nA level must be met at ${versions.join(" and at ")}, because the labels of namespaces outlive the upgrade.\n\n`;
  yield `## The mapping\n\n${tableHead(["Field", "Checks", "Baseline", "Restricted", "Changes to pods"])}`;
  for (const { field, checks, baseline, restricted, mutates = "" } of rows) {
    const links = checks.map((check) => `[${check}](checks.md#${check})`).join(" ");
    yield tableRow([codes(field), links, ...[baseline, restricted, mutates].map(escapeMarkdown)]);
  }
  yield "\n## What no field shows\n\n";
  for (const { code, text } of gaps) yield `- \`${code}\`: ${escapeMarkdown(text)}\n`;
}

function codes(fields: string): string {
  return fields
    .split(", ")
    .map((field) => `\`${field}\``)
    .join(" ");
}
