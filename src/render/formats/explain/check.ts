import type { CheckDeclaration } from "../../../api/checks/check-declaration.ts";
import {
  changesOf,
  exampleLines,
  firstVersion,
  foldContainers,
  overriddenText,
  SAME_IN_OTHER_CONTAINERS,
  type VersionedText,
  withVersions,
} from "../../words/checks/check-text.ts";
import { celLines } from "../../words/checks/cel-lines.ts";
import { paragraph, wrap } from "../../words/lines.ts";
import type { PaintedStyle } from "../../terminal/style.ts";

const INDENT = 2;

/**
 * Explains a check on a terminal: its requirement, the reason, its versions, and how to meet it.
 *
 * @param checks all checks
 */
export function explainCheck(
  check: CheckDeclaration,
  checks: readonly CheckDeclaration[],
  { width, paint }: Pick<PaintedStyle, "width" | "paint">,
): string[] {
  const { fields, isFolded } = foldContainers(withVersions(check, "restrictedFields"));
  const section = (heading: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["", paint.heading(heading), ...lines];
  const prose = (text = ""): string[] => (text === "" ? [] : paragraph(text, width, INDENT));
  return [
    paint.heading(check.id),
    ...paragraph(`${check.title}, ${check.level}, since ${firstVersion(check)}`, width, 0),
    "",
    ...paragraph([check.requirement, overriddenText(check, checks)].join(" ").trimEnd(), width, 0),
    ...section("WHY IT MATTERS", prose(check.description)),
    ...section("FIELDS", [...items(fields), ...(isFolded ? prose(SAME_IN_OTHER_CONTAINERS) : [])]),
    ...section("ALLOWED VALUES", items(withVersions(check, "allowedValues"))),
    ...section(
      "WHAT CHANGED",
      changesOf(check).flatMap(({ version, label, text }) => prose(`${version} ${label}: ${text}`)),
    ),
    ...section("WINDOWS", prose(check.windows)),
    ...section("USER NAMESPACES", prose(check.userNamespaces)),
    ...section("HOW TO MEET IT", prose(check.remediation)),
    "",
    ...exampleLines(check).map((line) => {
      const shown = " ".repeat(INDENT) + line;
      if (line.startsWith("-")) return paint.bad(shown);
      return line.startsWith("+") ? paint.good(shown) : shown;
    }),
    ...section(
      "IN CEL",
      celLines(check.revisions.at(-1)?.cel ?? "").flatMap((line) =>
        wrap(line.trim(), width, " ".repeat(INDENT * 2), " ".repeat(INDENT)),
      ),
    ),
  ];
}

function items(texts: readonly VersionedText[]): string[] {
  return texts.map(({ text, versions }) => `${" ".repeat(INDENT)}${text}${versions === "" ? "" : ` (${versions})`}`);
}
