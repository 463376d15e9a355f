import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
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
 * Explains a check in Markdown: its requirement, the reason, its versions, and how to meet it. This is a section of docs/checks.md without
 * its heading, and the help of a rule in SARIF. It ends with a line feed.
 *
 * @param checks all checks, so that a baseline check can name the one that overrides it
 */
export function checkMarkdown(check: CheckDeclaration, checks: readonly CheckDeclaration[] = []): string {
  const { level, title, requirement, description, remediation, windows, userNamespaces } = check;
  const { fields, isFolded } = foldContainers(withVersions(check, "restrictedFields"));
  const changes = changesOf(check).map(({ version, label, text }) => `- ${version} ${label}: ${escapeMarkdown(text)}`);
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

/** Escapes text so that Markdown shows it unchanged, also in a cell of a table. */
export function escapeMarkdown(text: string): string {
  return text.replace(/[\\`*[\]<>|]/g, String.raw`\$&`);
}

/** A list of values or field paths. A single word is a value or a path; anything else is a remark. */
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
