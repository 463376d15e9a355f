import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../property.ts";
import { escapeText } from "../../src/render/words/escape.ts";
import { renderGithub } from "../../src/render/formats/github/github.ts";
import { commandsOf } from "../ci-runners.ts";
import { readOutput, type Command } from "./formats/github/runner-reader.ts";
import { clusterReports, lintReports, RAW, tame } from "./hostile-reports.ts";
import { PIPE, text } from "./painted.ts";

for (const [name, reports] of [
  ["lint", lintReports({ hasAccepted: true })],
  ["audit", clusterReports("AuditReport", { hasAccepted: true })],
] as const) {
  test(`GitHub's runner reads every annotation back, and finds no other command: ${name}`, () => {
    fc.assert(
      fc.property(reports, (hostile) => {
        const tamed = tame(hostile);
        const output = text(renderGithub(hostile, PIPE));
        const expected = readOutput(text(renderGithub(tamed.report, PIPE)));
        const actual = readOutput(output);
        assert.deepEqual(
          actual.commands,
          expected.commands.map((command) => restored(command, tamed.restore)),
        );
        const log = expected.log.map((line) => unbroken(tamed.restore(line, escapeText)));
        assert.deepEqual(actual.log.map(unbroken), log);
        assert.doesNotMatch(output.replaceAll("\n", ""), RAW);
        // It finds no command of another runner, even within an annotation.
        const others = commandsOf(output).filter(({ runner }) => runner !== "github");
        assert.deepEqual(others, []);
      }),
      { numRuns: 300 },
    );
  });
}

/** Removes the escape of a broken command, and the spaces at the beginning of the summary's lines. */
function unbroken(line: string): string {
  return line.replace("\\x3a", ":").trimStart();
}

function restored({ name, properties, data }: Command, restore: ReturnType<typeof tame>["restore"]): Command {
  const shown = Object.entries(properties).map(([key, value]) => [key, restore(value, escapeText)] as const);
  const { file, ...others } = Object.fromEntries(shown);
  const path = file === undefined ? "" : pathOf(file);
  return {
    name,
    properties: path === "" ? others : { file: path, ...others },
    data: restore(data, escapeText),
  };
}

/** The same file: without `./`, and with it if the runner would drop the first character. */
function pathOf(file: string): string {
  const path = file.replace(/^(?:\.\/+)+/, "");
  return path.startsWith("=") ? `./${path}` : path;
}
