import type { CheckDeclaration } from "../../../api/check-declaration.ts";
import {
  changesOf,
  exampleAfter,
  exampleBefore,
  firstVersion,
  foldContainers,
  overriddenText,
  SAME_IN_OTHER_CONTAINERS,
  type VersionedText,
  withVersions,
} from "./check-text.ts";

/**
 * What a check asks for, why, since when and how to meet it, as Markdown: a section of docs/checks.md below its heading, and the help of a
 * rule in SARIF. It ends with a line feed.
 *
 * @param checks all that there are, so that a baseline check can name the one that takes its place
 */
export function checkMarkdown(check: CheckDeclaration, checks: readonly CheckDeclaration[] = []): string {
  const { level, title, requirement, description, remediation, windows, userNamespaces } = check;
  const { fields, isFolded } = foldContainers(withVersions(check, "restrictedFields"));
  const changes = changesOf(check).map(
    ({ version, effect, text }) => `- ${version} ${effect}: ${escapeMarkdown(text)}`,
  );
  const parts = [
    `**${escapeMarkdown(title)}**, ${level}, since ${firstVersion(check)}. ${escapeMarkdown(requirement)}`,
    overriddenText(check, checks),
    escapeMarkdown(description),
    `### Fields\n\n${listItems(fields)}`,
    isFolded ? SAME_IN_OTHER_CONTAINERS : "",
    `### Allowed values\n\n${listItems(withVersions(check, "allowedValues"))}`,
    changes.length > 0 ? `### What changed\n\n${changes.join("\n")}` : "",
    windows === undefined ? "" : `### Windows\n\n${escapeMarkdown(windows)}`,
    userNamespaces === undefined ? "" : `### User namespaces\n\n${escapeMarkdown(userNamespaces)}`,
    `### How to meet it\n\n${escapeMarkdown(remediation)}`,
    `Before:\n\n${yamlBlock(exampleBefore(check))}`,
    `After:\n\n${yamlBlock(exampleAfter(check))}`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}

/** Text as Markdown shows it unchanged, also in a cell of a table. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>|]/g, String.raw`\$&`);
}

/** What is one word is a value itself, or the path of a field; anything else is about it. */
function listItems(items: readonly VersionedText[]): string {
  const lines = items.map(({ text, versions }) => {
    const shown = text.includes(" ") ? escapeMarkdown(text) : `\`${text}\``;
    return `- ${shown}${versions === "" ? "" : ` (${versions})`}`;
  });
  return lines.join("\n");
}

function yamlBlock(yaml: string): string {
  return `\`\`\`yaml\n${yaml}\`\`\``;
}
