import type { CheckDeclaration } from "../../../api/check-declaration.ts";
import { checkMarkdown } from "../../words/checks/check-document.ts";
import { firstVersion, sinceOf, versionedTexts } from "../../words/checks/check-text.ts";
import { messageOf, type Message } from "./text.ts";

/** A SARIF `reportingDescriptor`. */
interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly help: Message & { readonly markdown: string };
  readonly helpUri: string;
  readonly defaultConfiguration: { readonly level: "error" | "warning" };
  readonly properties: Readonly<Record<string, string | readonly string[]>>;
}

/** Where the project is found. */
export const PROJECT = "https://github.com/kubectl-pss/kubectl-pss";

const TAGS: readonly string[] = ["security", "kubernetes", "pod-security-standards"];

/**
 * By GitHub's scale, on which 7 and more is high, 4 and more medium: baseline forbids what is known to lead out of a container, restricted
 * asks for what makes that harder.
 */
const SEVERITIES: Readonly<Record<CheckDeclaration["level"], string>> = { baseline: "8.0", restricted: "5.0" };

/**
 * A check as a rule: all that it says of itself, `precision` and `security-severity` for GitHub's code scanning.
 *
 * @param checks all that there are, since one may take the place of another
 */
export function sarifRule(check: CheckDeclaration, checks: readonly CheckDeclaration[]): Rule {
  const { id, level, requirement, description } = check;
  return {
    id,
    name: ruleName(id),
    shortDescription: messageOf(requirement),
    fullDescription: messageOf(`${requirement} ${description}`),
    help: { ...messageOf(helpText(check)), markdown: checkMarkdown(check, checks) },
    helpUri: `${PROJECT}/blob/main/docs/checks.md#${id}`,
    defaultConfiguration: { level: level === "baseline" ? "error" : "warning" },
    properties: {
      level,
      versions: check.revisions.map(sinceOf),
      precision: "very-high",
      "security-severity": SEVERITIES[level],
      tags: [...TAGS, level],
    },
  };
}

/** SARIF's names are in Pascal case: `capabilities_baseline` is `CapabilitiesBaseline`. */
function ruleName(id: string): string {
  return id.replace(/(?:^|_)(.)/g, (_match, letter: string) => letter.toUpperCase());
}

/** What a reader shows that has no Markdown: without the example. */
function helpText(check: CheckDeclaration): string {
  const { title, level, requirement, description, remediation } = check;
  return [
    `${title}, ${level}, since ${firstVersion(check)}. ${requirement}`,
    description,
    `Fields:\n${listText(versionedTexts(check, "restrictedFields"))}`,
    `Allowed values:\n${listText(versionedTexts(check, "allowedValues"))}`,
    `How to meet it: ${remediation}`,
  ].join("\n\n");
}

function listText(items: readonly string[]): string {
  return items.map((item) => `  ${item}`).join("\n");
}
