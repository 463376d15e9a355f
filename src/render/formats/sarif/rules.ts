import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
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

/** The page of Kubernetes with the requirements of each level. */
const STANDARDS = "https://kubernetes.io/docs/concepts/security/pod-security-standards/";

const TAGS: readonly string[] = ["security", "kubernetes", "pod-security-standards"];

/**
 * The `security-severity` of each level on GitHub's scale, where 7 and more is high, 4 and more medium: baseline forbids known ways out of
 * a container, restricted makes them harder.
 */
const SEVERITIES: Readonly<Record<CheckDeclaration["level"], string>> = { baseline: "8.0", restricted: "5.0" };

/**
 * Converts a check to a rule, with `precision` and `security-severity` for GitHub's code scanning.
 *
 * @param checks all checks, since one may override another
 */
export function sarifRule(check: CheckDeclaration, checks: readonly CheckDeclaration[]): Rule {
  const { id, level, requirement, description } = check;
  return {
    id,
    name: ruleName(id),
    shortDescription: messageOf(requirement),
    fullDescription: messageOf(`${requirement} ${description}`),
    help: { ...messageOf(helpText(check)), markdown: checkMarkdown(check, checks) },
    helpUri: `${STANDARDS}#${level}`,
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

/** The name of a rule in Pascal case, as SARIF requires: `capabilities_baseline` is `CapabilitiesBaseline`. */
function ruleName(id: string): string {
  return id.replace(/(?:^|_)(.)/g, (_match, letter: string) => letter.toUpperCase());
}

/** The help for a reader without Markdown, without the example. */
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
