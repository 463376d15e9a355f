/** Pathological objects do not change the report of ordinary ones: it is the same with and without them. */
import assert from "node:assert/strict";
import * as fc from "../../property.ts";
import { IS_QUICK } from "../../seed.ts";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { ORDINARY, ORDINARY_POLICIES, PATHOLOGICAL, type Files } from "./pathological.ts";
import { READING } from "../program-commands.ts";
import { runCli, type CliResult } from "../run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-isolation-"));
const MANIFESTS = join(root, "manifests");
after(() => rmSync(root, { recursive: true }));

const ORDINARY_OBJECTS = 8;

/** The limit of a line of text for people, for any length of names: an escaped character takes four, and a line may contain two texts. */
const LONGEST_LINE = 10 * 4096;

async function runWith(files: Files, args: readonly string[]): Promise<CliResult> {
  rmSync(MANIFESTS, { recursive: true, force: true });
  mkdirSync(MANIFESTS);
  for (const [name, text] of Object.entries(files)) writeFileSync(join(MANIFESTS, name), text);
  return runCli(args);
}

/** The parts of an output about ordinary objects: lines, or elements of the format, regardless of the widths of columns. */
function ordinaryIn(output: string, format: string): string[] {
  const unit =
    format === "junit" ? /(?=<testcase)|(?=<testsuite)/ : format === "html" ? /(?=[[{"])|(?=<(?:p|li|h3|tr)>)/ : /\n/;
  const isTotal = /\b(tests|failures|[0-9]+ (of [0-9]+ )?(workload|namespace|pod|violation)s?)\b/;
  return output
    .split(unit)
    .filter((part) => part.includes("ordinary") && !isTotal.test(part))
    .map((part) =>
      withoutReadiness(part)
        .replace(/<\/testsuites?>/g, "")
        // The text after a paragraph or a row is about another namespace.
        .replace(/<\/(?:tr|p|li)>.*/s, "")
        .replace(/[ |\n]+/g, " ")
        .trim(),
    );
}

/**
 * An object that could not be read may be in any namespace, so the level that a namespace is ready for becomes unknown. Metrics say as well that the
 * namespace is incomplete.
 */
function withoutReadiness(text: string): string {
  return text
    .replace(/^(kubectl_pss_namespace_(?:complete|ready_for_level)\{.*\}) \S+$/, "$1")
    .replace(
      /\b(privileged(?: only)?|unknown)\b(?=(?:\s*\|?\s*\d* ?\|? |<\/td><td>)\d+ of )|(?<=ready for:? |"readyFor":")(?:privileged only|\w+)/g,
      "",
    )
    .replace(RECOMMENDED, "$1");
}

/** The recommended level in a row about a namespace of a migration from PodSecurityPolicy. */
const RECOMMENDED = /^((?:\| )?`?[az]-ordinary`?[ |]+\d+[ |]+\w+[ |]+)(?:\w+|none \(not read\))(?=[ |]+`?none\b)/;

/** A command on its own line, in a text or a document. */
const COMMAND = /^\s*(?:\$ |")?kubectl /;

/** The parts of a JSON document about ordinary objects, by their place. */
function ordinaryParts(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap((item) => (isOrdinary(item) ? [item] : ordinaryParts(item)));
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(ordinaryParts) : [];
}

/** As withoutReadiness, for a document. */
function parseWithoutReadiness(text: string): unknown {
  // The last two are those of a migration from PodSecurityPolicy.
  const isReadiness = (name: string): boolean =>
    ["readyFor", "readyForReason", "recommended", "unknown"].includes(name);
  return JSON.parse(text, (name, value: unknown) => (isReadiness(name) ? undefined : value));
}

function isOrdinary(value: unknown): boolean {
  if (typeof value !== "object" || value === null) return false;
  const fields: Readonly<Record<string, unknown>> = { ...value };
  return ["name", "file"].some((name) => String(fields[name]).includes("ordinary"));
}

/** The levels by which lint judges in place of the labels. */
const LEVELS = ["--level", "restricted", "--level", "baseline"];
const COMMANDS: readonly (readonly [command: readonly string[], formats: readonly string[]])[] = READING.map(
  ({ name, args, input, formats }) => [[...args, ...(name === "lint" ? LEVELS : []), ...input(MANIFESTS)], formats],
);

for (const [index, [command, all]] of COMMANDS.entries()) {
  // The fast lane tries a third of the formats, and others with the next command.
  const formats = all.filter((_, number) => !IS_QUICK || (index + number) % 3 === 0);
  describe(command[0] ?? "", () => {
    for (const format of formats) {
      it(`does not change the ordinary in -o ${format}`, async () => {
        const isMigration = command[0] === "from-psp";
        const ordinary = isMigration ? { ...ORDINARY, ...ORDINARY_POLICIES } : ORDINARY;
        const alone = await runWith(ordinary, [...command, "-o", format]);
        const among = await runWith({ ...ordinary, ...PATHOLOGICAL }, [...command, "-o", format]);
        assert.doesNotMatch(among.stderr, /^error: this is a bug/m);
        // Invalid labels of a Namespace are an error for the commands that read manifests.
        assert.equal(among.code, ["lint", "fix"].includes(command[0] ?? "") ? 2 : 3);
        // GitHub and Azure Pipelines show ten annotations of a kind, of any objects.
        // The ordinary ports have no containerPort, without which a strategic merge patch cannot name them.
        const isLimited = format === "github" || format === "azure" || format === "patch";
        // A migration has no command for a namespace that may contain what is unreadable.
        if (isMigration) assert.match(alone.stdout, /psp-bypass -n a-ordinary/);
        if (isMigration) assert.doesNotMatch(among.stdout, /-n [az]-ordinary/);
        const said = (isLimited ? [] : ordinaryIn(alone.stdout, format)).filter(
          (line) => !(isMigration && COMMAND.test(line)),
        );
        const saidAmong = new Set(ordinaryIn(among.stdout, format));
        assert.ok(said.length > 0 || isLimited);
        assert.deepEqual(
          said.filter((line) => !saidAmong.has(line)),
          [],
        );
        // A plan raises no namespace if something is unreadable.
        if (format === "json" && command[0] !== "plan")
          assert.deepEqual(
            ordinaryParts(parseWithoutReadiness(among.stdout)),
            ordinaryParts(parseWithoutReadiness(alone.stdout)),
          );
        if (format === "wide" && command[0] !== "plan") assert.match(among.stdout, /\/m{253}… \(\d+ more characters\)/);
        // Programs read these, so that nothing in them is cut.
        const patches = ["diff", "patch", "json6902", "kustomize"];
        if (!["json", "yaml", "sarif", "html", "junit", "gitlab", "rdjson", ...patches].includes(format)) {
          const longest = Math.max(...among.stdout.split("\n").map(({ length }) => length));
          assert.ok(longest <= LONGEST_LINE, `${longest}`);
        }
        assert.ok(Math.max(...among.stderr.split("\n").map(({ length }) => length)) <= LONGEST_LINE);
      });
    }
  });
}

describe("any of the pathological", () => {
  const names = Object.keys(PATHOLOGICAL);
  const command = ["lint", "--level", "restricted", "-o", "json", MANIFESTS];

  it("does not change the ordinary, and is in the report itself", async () => {
    const alone = ordinaryParts(JSON.parse((await runWith(ORDINARY, command)).stdout));
    assert.ok(alone.length > 0);
    await fc.assert(
      fc.asyncProperty(fc.subarray(names, { minLength: 1, maxLength: 3 }), async (some) => {
        const files = Object.fromEntries(some.map((name) => [name, PATHOLOGICAL[name] ?? ""]));
        const { stdout } = await runWith({ ...ORDINARY, ...files }, command);
        const report = JSON.parse(stdout);
        assert.deepEqual(ordinaryParts(report), alone);
        const { objects } = report.summary;
        assert.ok(objects + report.unreadable.length + report.notes.length >= ORDINARY_OBJECTS + some.length);
      }),
      { numRuns: 12 },
    );
  });

  it("may be so large that no string could contain its message", async () => {
    const name = "n".repeat(45 * 1024 * 1024);
    const spec = { hostPID: true, containers: [{ name, securityContext: { privileged: true } }] };
    const huge = JSON.stringify({ apiVersion: "v1", kind: "Pod", metadata: { name: "huge" }, spec });
    const alone = ordinaryParts(JSON.parse((await runWith(ORDINARY, command)).stdout));
    const { stdout, code } = await runWith({ ...ORDINARY, "m-huge.json": huge }, command);
    assert.equal(code, 3);
    const report = JSON.parse(stdout);
    assert.deepEqual(ordinaryParts(report), alone);
    assert.match(report.unreadable[0].message, /^Pod\/huge: too large: more than 4 MiB, /);
  });

  it("and the ordinary may be items of one list", async () => {
    const items = Object.entries({ ...ORDINARY, ...PATHOLOGICAL })
      .filter(([name]) => name.endsWith(".json"))
      .map(([, text]) => text);
    const list = (of: readonly string[]): Files => ({
      "ordinary.json": `{"apiVersion":"v1","kind":"List","items":[\n${of.join(",\n")}]}`,
    });
    const withoutLines = (text: string): unknown[] =>
      ordinaryParts(JSON.parse(text.replace(/"line": \d+,?/g, '"line": 0,').replace(/,(\s*})/g, "$1")));
    const alone = await runWith(list(items.filter((text) => text.includes("ordinary"))), command);
    const among = await runWith(list(items), command);
    const known = withoutLines(alone.stdout).map((part) => JSON.stringify(part));
    const found = new Set(withoutLines(among.stdout).map((part) => JSON.stringify(part)));
    assert.ok(known.length > 0);
    assert.deepEqual(
      known.filter((part) => !found.has(part)),
      [],
    );
  });
});
