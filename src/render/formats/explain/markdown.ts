import type { CheckDeclaration } from "../../../api/check-declaration.ts";
import { checkMarkdown, escapeMarkdown } from "../../words/checks/check-document.ts";
import { changeBy, firstVersion } from "../../words/checks/check-text.ts";
import { groupChanges } from "./changes.ts";
import type { Explanation } from "../../../report/explanation.ts";

const CHECKS_HEAD = `# Checks

What each check of the [Pod Security Standards](https://kubernetes.io/docs/concepts/security/pod-security-standards/) asks for, why, since
which version, and how to meet it: what \`kubectl pss explain -o markdown\` prints. The baseline level asks for the baseline checks; the
restricted level asks for these, but for those whose place a restricted check takes, and for the restricted ones.`;

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
        ? "It asks for nothing: every pod meets it.\n"
        : levelTable(revised.map(({ check }) => check));
      return;
    }
    case "versions": {
      const { from, to, levels } = explanation;
      const groups = groupChanges(levels);
      yield `## From ${from} to ${to}\n`;
      if (groups.length === 0) yield "\nNothing changes.\n";
      for (const { heading, revised } of groups) {
        yield `\n### ${heading}\n\n`;
        for (const entry of revised) {
          const { version, effect, text } = changeBy(entry);
          yield `- ${version} ${effect}: ${entry.check.id}. ${escapeMarkdown(text)}\n`;
        }
      }
    }
  }
}

function levelTable(checks: readonly CheckDeclaration[]): string {
  const rows = checks.map(({ id, level, requirement }) => `| ${id} | ${level} | ${escapeMarkdown(requirement)} |\n`);
  return `| Check | Level | It asks for |\n|---|---|---|\n${rows.join("")}`;
}
