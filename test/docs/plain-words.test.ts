import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it } from "node:test";
import { runCli } from "../cli/run-cli.ts";

/** Phrases that a newcomer must read twice, and the words to write in their place. */
const BANNED: readonly (readonly [phrase: RegExp, instead: string])[] = [
  [/\bwhoever\b/i, "name the person: the user, everyone who"],
  [/\bnobody\b/i, "no one, or name what does not happen"],
  [/\bof which\b/i, "a sentence of its own, or a count of its own"],
  [/\bstands? (?:in|for|alone|beside|as|so|there)\b/i, "is, means, blocks"],
  [/\bin the way of\b/i, "blocks"],
  [/(?<!")\bholds?\b(?!")/i, "meets a level, contains a thing"],
  [/\bmend(?:s|ed|ing)?\b/i, "fix"],
  [/\b(?:is|are) to be\b/i, "must be, or a verb in the present tense"],
  [/\basks? (?:for|nothing|of|by)\b/i, "requires"],
  [/\b(?:is|are) said\b|\bsaid of\b|\bsays else\b/i, "the report names, the message contains"],
  [/\btells? (?:of|apart)\b/i, "is about, distinguishes"],
  [/\bhas none\b(?! of)/i, "has no THING"],
  [/\bat fault\b/i, "violating"],
  [/\bcome to\b(?! \d)/i, "result in"],
  [/\bnewly\b/i, "new violations"],
  [/\blatest is v1/i, "evaluated as Kubernetes v1.N"],
  [/\bstrictest level met\b|\bholds now\b|\bSTRICTEST\b/, "ready for LEVEL"],
  [/\bword for word\b/i, "in the API server's words"],
  [/\banew\b/i, "again"],
  [/\bthe other way round\b/i, "say both directions"],
];

/** Texts that are not about a reader's first minutes: reasons of decisions, and the list of words to avoid itself. */
const OTHER_DOCS = new Set(["contributing.md", "performance.md"]);

const DOCS = ["README.md", ...readdirSync("docs").filter((file) => file.endsWith(".md") && !OTHER_DOCS.has(file))];
const COMMANDS = ["", "audit", "dry-run", "plan", "lint", "from-psp", "explain", "export", "version", "completion"];
const LITERAL_FOLDERS = ["src"];

/** Comments, and literals of strings and templates, of TypeScript and JavaScript. */
const TOKEN = /\/\/[^\n]*|\/\*.*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gs;

/** The literals of a source file that contain a space: sentences, not words of the program. */
function sentencesIn(source: string): readonly string[] {
  return (source.match(TOKEN) ?? []).filter((token) => /^["'`]/.test(token) && / /.test(token));
}

function sourcesIn(folder: string): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => /\.(?:ts|js)$/.test(file) && !file.endsWith("assets.ts"))
    .map((file) => join(folder, file));
}

/** Each banned phrase of a text, with the words around it. */
function bannedIn(text: string): readonly string[] {
  return BANNED.flatMap(([phrase, instead]) =>
    [...text.matchAll(new RegExp(phrase.source, `g${phrase.flags}`))].map(
      ({ index, 0: found }) =>
        `"${text.slice(Math.max(0, index - 40), index + 60).replaceAll(/\s+/g, " ")}": not "${found}", but: ${instead}`,
    ),
  );
}

describe("texts for users have plain words:", () => {
  for (const file of DOCS) {
    it(file, () => {
      const text = readFileSync(file === "README.md" ? file : join("docs", file), "utf8");
      assert.deepEqual(bannedIn(text), []);
    });
  }
  for (const command of COMMANDS) {
    it(`kubectl pss ${command} --help`, async () => {
      const { stdout } = await runCli([...command.split(" ").filter(Boolean), "--help"]);
      assert.notEqual(stdout, "");
      assert.deepEqual(bannedIn(stdout), []);
    });
  }
  const inSources = LITERAL_FOLDERS.flatMap(sourcesIn).flatMap((file) =>
    sentencesIn(readFileSync(file, "utf8")).flatMap((text) => bannedIn(text).map((one) => `${file}: ${one}`)),
  );
  it(`the sentences in ${LITERAL_FOLDERS.join(", ")}`, () => {
    assert.deepEqual(inSources, []);
  });

  it("and the list finds each of its phrases", () => {
    const examples = [
      "whoever",
      "nobody sees",
      "18 of which",
      "stands in the way",
      "in the way of more",
      "holds",
      "mended",
      "is to be",
      "asks for",
      "is said",
      "tells of",
      "has none",
      "at fault",
      "come to",
      "newly violate",
      "latest is v1.37",
      "strictest level met",
      "word for word",
      "anew",
      "the other way round",
    ];
    for (const [index, [phrase]] of BANNED.entries()) assert.match(examples[index] ?? "", phrase);
  });
});
