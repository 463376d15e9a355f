/**
 * Prints the section of CHANGELOG.md about a release, as the text of the GitHub release. This is the first step of a release, so it fails if there is
 * no such section, or if package.json has another version than the tag.
 */
import { UserError } from "../src/api/user-error.ts";
import { readText, runScript, versionOf } from "./script.ts";

/**
 * Returns a version's section of a changelog, without its heading: `## 0.1.0`, with or without a date.
 *
 * @throws UserError if the section is missing or empty
 */
export function sectionOf(version: string, changelog: string): string {
  const sections = changelog.split(/^## /m).slice(1);
  const section = sections.find((text) => /^\S+/.exec(text)?.[0] === version);
  const text = section?.replace(/^.*\n?/, "").trim() ?? "";
  if (text !== "") return `${text}\n`;
  const found = section === undefined ? `no section of ${version}` : `nothing in the section of ${version}`;
  throw new UserError(`CHANGELOG.md has ${found}`, `Call its section Unreleased ## ${version}, and start a new one.`);
}

/** Removes the line breaks in paragraphs and items, because GitHub shows each of them in the text of a release. Code is unchanged. */
export function joinLines(text: string): string {
  const parts = text.split(/(^ *```[^]*?^ *```$)/m);
  const join = (part: string): string => part.replaceAll(/(?<=\S)\n *(?!\s|$|[-*+] |\d+\. |[#>|])/g, " ");
  return parts.map((part, index) => (index % 2 === 0 ? join(part) : part)).join("");
}

function main([tag, ...more]: readonly string[]): string {
  if (tag === undefined || more.length > 0)
    throw new UserError("expected one argument", "node release/notes.ts v0.1.0");
  const version = versionOf(tag);
  const { version: declared } = JSON.parse(readText("package.json"));
  if (declared !== version) {
    throw new UserError(`the tag is ${tag}, and package.json has ${declared}`, "Tag the commit that has the version.");
  }
  return joinLines(sectionOf(version, readText("CHANGELOG.md")));
}

if (import.meta.main) runScript(main);
