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
  // A sentence that begins so, and ends with a full stop, has a relative clause as its subject.
  [/(?<=^|\n|[.!?:"] )(?:What|Who|Whatever) (?:[^.!?:|\n]|\n(?!\n|[-|#]))*\.(?=\s|$|"|`)/, "a noun as the subject"],
  [
    /(?<=[:;,] (?:and )?)(?:what|who) [^.!?:;,|"\n]* (?:is|are|was|were|stays?|counts?|may look)\b/,
    "a noun as the subject",
  ],
];

/** Phrases that are wrong in every sentence. In a comment, a phrase may continue on the next line. */
const ALWAYS_WRONG = new RegExp(
  String.raw`\b(?:whoever|nobody|of which|anew|(?:is|are) to be|be it|mend(?:s|ed|ing)?|stands? (?:in|for|beside|behind|alone|apart|as|so|there|below)|the other way round|at fault|word for word)\b`.replaceAll(
    " ",
    String.raw`\s+(?:(?:\*|//)\s+)?`,
  ),
  "gi",
);

const CODE_FOLDERS = ["src", "test", "release", "bin"];

/** The call before the name of a test or a group of tests. */
const TEST_CALL = /\b(?:describe|it|test)(?:\.\w+)?\(\s*$/;

/** Documents without the check: one contains the list of words to avoid, the other has the reasons of decisions. */
const OTHER_DOCS = new Set(["contributing.md", "performance.md"]);

const DOCS = ["README.md", ...readdirSync("docs").filter((file) => file.endsWith(".md") && !OTHER_DOCS.has(file))];
const COMMANDS = [
  "",
  "audit",
  "dry-run",
  "plan",
  "history",
  "lint",
  "from-psp",
  "explain",
  "export",
  "version",
  "completion",
];
const LITERAL_FOLDERS = ["src"];

/** Comments (adjacent lines are one), and literals of strings and templates, of TypeScript, JavaScript and Go. */
const TOKEN = /\/\/[^\n]*(?:\n\s*\/\/[^\n]*)*|\/\*.*?\*\/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`/gs;

/** The literals of a source file that contain a space: sentences, not words of the program. */
function sentencesIn(source: string): readonly string[] {
  return (source.match(TOKEN) ?? []).filter((token) => /^["'`]/.test(token) && / /.test(token));
}

function sourcesIn(folder: string, ending = /\.(?:ts|js)$/): string[] {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  return files.filter((file) => ending.test(file) && !file.endsWith("assets.ts")).map((file) => join(folder, file));
}

/** The comments of a source file, and the names of its tests, with the offset of each. */
function namesAndCommentsIn(source: string): readonly { readonly text: string; readonly offset: number }[] {
  return [...source.matchAll(TOKEN)]
    .map(({ 0: text, index: offset }) => ({ text, offset }))
    .filter(
      ({ text, offset }) => text.startsWith("/") || TEST_CALL.test(source.slice(Math.max(0, offset - 40), offset)),
    );
}

/** The beginning of a comment with a relative clause; contributing.md requires a verb or a noun. */
const WRONG_BEGINNING = /(?<=^(?:\/\/|\/\*\*?)\s+(?:\*\s+)?)What(?= )/g;

/** Each phrase of ALWAYS_WRONG in the comments and the names of tests of a source file, and each wrong beginning of a comment, with its line. */
function wrongIn(source: string): readonly string[] {
  return namesAndCommentsIn(source).flatMap(({ text, offset }) =>
    [...text.matchAll(WRONG_BEGINNING), ...text.matchAll(ALWAYS_WRONG)].map(
      ({ 0: phrase, index }) => `${source.slice(0, offset + index).split("\n").length}: ${phrase}`,
    ),
  );
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
  it("the descriptions of the schemas", () => {
    const folder = join("docs", "schema");
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const texts = files.flatMap((file) =>
      [...readFileSync(join(folder, file), "utf8").matchAll(/"description": "(.*)"/g)].map(([, text = ""]) => text),
    );
    assert.ok(texts.length > 100);
    assert.deepEqual(texts.filter((text) => /^(?:What|Who) /.test(text) || bannedIn(text).length > 0), []); // prettier-ignore
  });
  const inSources = LITERAL_FOLDERS.flatMap((folder) => sourcesIn(folder)).flatMap((file) =>
    sentencesIn(readFileSync(file, "utf8")).flatMap((text) => bannedIn(text).map((one) => `${file}: ${one}`)),
  );
  it(`the sentences in ${LITERAL_FOLDERS.join(", ")}`, () => {
    assert.deepEqual(inSources, []);
  });

  it("the names of tests and the comments of all code", () => {
    const files = ["build.ts", ...CODE_FOLDERS.flatMap((folder) => sourcesIn(folder, /\.(?:ts|js|go)$/))];
    assert.deepEqual(
      files.flatMap((file) => wrongIn(readFileSync(file, "utf8")).map((one) => `${file}:${one}`)),
      [],
    );
  });

  it("and a wrong phrase is found in comments and names of tests only", () => {
    const source = [
      "// Nobody sees it.",
      "/**",
      " * It stands",
      " * for a word, and is to be written anew.",
      " */",
      'it("is mended, whoever did it", () => say("nobody"));',
      "/** What it has. */",
      "/**",
      " * What it does is described here. What else?",
      " */",
      "// What is read is kept.",
      'it("What is it", () => {});',
    ].join("\n");
    const found = wrongIn(source).map((one) => one.replaceAll(/[\s*]+/g, " "));
    const expected = [
      "1: Nobody",
      "3: stands for",
      "4: is to be",
      "4: anew",
      "6: mended",
      "6: whoever",
      "7: What",
      "9: What",
      "11: What",
    ];
    assert.deepEqual(found, expected);
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
      "What is read is kept.",
      "a note; who sends a request is not known",
    ];
    for (const [index, [phrase]] of BANNED.entries()) assert.match(examples[index] ?? "", phrase);
    const subjects = [
      "incomplete: what it could not read may look new",
      "not new, and what moved is left out",
      "file, what moved is not known",
    ];
    for (const text of subjects) assert.equal(bannedIn(text).length, 1, text);
    for (const text of ["it tells what is missing", "how many are missing, what the user may not list"])
      assert.deepEqual(bannedIn(text), []);
  });
});
