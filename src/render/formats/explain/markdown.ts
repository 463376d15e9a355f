import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import { checkMarkdown, escapeMarkdown } from "../../words/checks/check-document.ts";
import { changeBy, firstVersion } from "../../words/checks/check-text.ts";
import { code } from "../../words/documents/markdown.ts";
import { groupChanges } from "./changes.ts";
import { kindsMarkdown } from "./kinds.ts";
import { mappingMarkdown } from "./mapping/markdown.ts";
import { ADVICE } from "./messages/message-words.ts";
import { messagesMarkdown } from "./messages/messages-markdown.ts";
import type { Explanation } from "../../../report/explanation.ts";

const CHECKS_HEAD = `# Checks

The checks of the [Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/): what each requires, why,
since which version, and how to meet it. \`kubectl pss explain -o markdown\` prints this page. The baseline level has the baseline checks. The
restricted level has the restricted checks, and the baseline checks that no restricted check replaces.`;

/** Renders an explanation as Markdown. The Markdown of all checks is docs/checks.md. */
export function* explanationMarkdown(explanation: Explanation): Generator<string, undefined> {
  switch (explanation.topic) {
    case "checks": {
      const { checks } = explanation;
      yield `${CHECKS_HEAD}\n\n| Check | Level | Since | Title |\n|---|---|---|---|\n`;
      for (const check of checks) {
        const { id, level, title } = check;
        yield `| [${id}](#${id}) | ${level} | ${firstVersion(check)} | ${escapeMarkdown(title)} |\n`;
      }
      // GitHub's own anchors of headings are in lower case.
      for (const check of checks)
        yield `\n<a id="${check.id}"></a>\n\n## ${check.id}\n\n${checkMarkdown(check, checks)}`;
      return;
    }
    case "check":
      yield `## ${explanation.check.id}\n\n${checkMarkdown(explanation.check, explanation.checks)}`;
      return;
    case "level": {
      const { level, version, revised } = explanation;
      yield `## ${level}:${version}\n\n`;
      yield revised.length === 0
        ? "It has no requirements: every pod meets it.\n"
        : levelTable(revised.map(({ check }) => check));
      return;
    }
    case "matches": {
      const { words, checks } = explanation;
      yield `## Checks for ${code(words)}\n\n${levelTable(checks)}`;
      return;
    }
    case "messages":
      yield* messagesMarkdown(explanation);
      return;
    case "kinds":
      yield* kindsMarkdown(explanation.kinds);
      return;
    case "topics":
      for (const [index, topic] of explanation.topics.entries()) {
        if (index > 0) yield "\n";
        yield* explanationMarkdown(topic);
      }
      return;
    case "pod-security-policy":
      yield* mappingMarkdown(explanation.mapping);
      return;
    case "missing-pods":
    case "implied":
      yield `${escapeMarkdown(ADVICE[explanation.topic])}\n`;
      return;
    case "versions": {
      const { from, to, levels, releases } = explanation;
      const groups = groupChanges(levels);
      yield `## From ${from} to ${to}\n`;
      if (groups.length + releases.length === 0) yield "\nNothing changes.\n";
      for (const { heading, revised } of groups) {
        yield `\n### ${heading}\n\n`;
        for (const entry of revised) {
          const { version, label, text } = changeBy(entry);
          yield `- ${version}: ${entry.check.id} ${label}. ${escapeMarkdown(text)}\n`;
        }
      }
      if (releases.length > 0) yield "\n### API servers, at every policy version\n\n";
      for (const { version, about, change } of releases)
        yield `- ${version}: ${escapeMarkdown(about)}. ${escapeMarkdown(change)}\n`;
    }
  }
}

function levelTable(checks: readonly CheckDeclaration[]): string {
  const rows = checks.map(({ id, level, requirement }) => `| ${id} | ${level} | ${escapeMarkdown(requirement)} |\n`);
  return `| Check | Level | Requirement |\n|---|---|---|\n${rows.join("")}`;
}
