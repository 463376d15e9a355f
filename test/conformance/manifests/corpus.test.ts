import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { NO_EXEMPTIONS } from "../../../src/admission/exemptions.ts";
import { lint } from "../../../src/audit/lint.ts";
import type { LintOptions } from "../../../src/audit/options.ts";
import type { WorkloadReport } from "../../../src/report/report.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator, type LevelVersion } from "../../../src/policy/evaluator.ts";
import { LATEST, minorVersion } from "../../../src/policy/version.ts";
import { readManifests } from "../../../src/sources/files/manifests.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import type { RemarkCode } from "../../../src/workloads/remark-codes.ts";
import { corpusFiles, WITHOUT_CORPUS } from "./corpus.ts";
import { ourOutcome, theirOutcomes } from "../outcomes.ts";
import { Referee, type ManifestObject } from "../referee.ts";

const LEVELS: readonly LevelVersion[] = [
  { level: "baseline", version: LATEST },
  { level: "restricted", version: LATEST },
  { level: "restricted", version: minorVersion(24) },
];
const POLICIES = LEVELS.map(({ level, version }) => `${level}:${version.text}`);
const OPTIONS: LintOptions = {
  admission: { evaluator: createEvaluator(CHECKS), exemptions: NO_EXEMPTIONS },
  defaults: undefined,
  levels: LEVELS,
  user: undefined,
  namespace: undefined,
  failOn: "enforce",
  strict: false,
  identify: false,
};
const NO_STDIN = { text: "" };

const files = await corpusFiles();
const referee = await Referee.start();
if (files.length === 0) console.log(WITHOUT_CORPUS);
if (referee !== undefined && files.length === 0) await referee.stop();
if (referee !== undefined && files.length > 0) {
  describe(`the corpus of ${files.length} files`, () => {
    /** The referee's objects of each file, in their order. */
    const theirs = new Map<string, readonly ManifestObject[]>();
    before(async () => {
      for (const file of files) theirs.set(file, await referee.manifest({ file, policies: POLICIES }));
    });
    after(() => referee.stop());

    it("has the same pods, namespaces and unreadable objects for us as for kubectl and the API server", () => {
      let pods = 0;
      for (const [file, objects] of theirs) {
        assert.deepEqual(
          read(file).flatMap((item) => ourOutcome(item, POLICIES)),
          theirOutcomes(objects),
          file,
        );
        pods += objects.filter(({ outcome }) => outcome === "pod").length;
      }
      assert.ok(pods >= files.length, `only ${pods} pods in ${files.length} files`);
    });

    it("has the unknown fields that the API server's strict decoding finds", () => {
      for (const [file, objects] of theirs) {
        const fields = objects.flatMap(({ strict }) => strict ?? []).map(fieldOf);
        const directives = fields.filter((field) => field.includes("$"));
        assert.equal(remarks(file, "patch").length > 0, directives.length > 0, `${file}: ${directives.join()}`);
        // kubectl sends the fields sorted by name, so the API server reports them in this order.
        const ours = remarks(file, "unknown-field").map(
          (message) => /^unknown field (.+) of \w+: /.exec(message)?.[1] ?? message,
        );
        const expected = fields.filter((field) => !field.includes("$"));
        assert.deepEqual(ours.toSorted(), expected.toSorted(), file);
      }
    });

    it("gives a report with the API server's message for each workload", () => {
      const messages = new Set<string>();
      let unreadable = 0;
      // One lint for each file: the same object in two files of one lint counts once.
      for (const file of files) {
        const report = lint(() => read(file), OPTIONS);
        for (const { workloads } of report.namespaces)
          for (const one of workloads.flatMap(messagesOf)) messages.add(one);
        unreadable += report.unreadable.length;
      }
      const expected = new Set<string>();
      let errors = 0;
      for (const [file, objects] of theirs) {
        for (const { kind, results, outcome } of objects) {
          if (outcome === "error") errors++;
          for (const [index, { message }] of (results ?? []).entries()) {
            expected.add(line(file, kind ?? "", POLICIES[index] ?? "", message));
          }
        }
      }
      assert.deepEqual([...messages].toSorted(), [...expected].toSorted());
      assert.equal(unreadable, errors);
    });
  });
}

function read(file: string): SourceItem[] {
  return [...readManifests([{ type: "file", path: file }], NO_STDIN)];
}

function remarks(file: string, code: RemarkCode): string[] {
  return read(file).flatMap((item) => (item.type === "remark" && item.code === code ? [item.message] : []));
}

/** The field in `unknown field "spec.hotPID"`. */
function fieldOf(text: string): string {
  return /^unknown field "(.*)"$/.exec(text)?.[1] ?? assert.fail(`no unknown field: ${text}`);
}

function messagesOf({ source, kind, results }: WorkloadReport): string[] {
  assert.ok(source);
  return results.map(({ level, version, message }) => line(source.file, kind, `${level}:${version}`, message));
}

function line(file: string, kind: string, policy: string, message: string): string {
  return `${file} ${kind} ${policy}: ${message}`;
}
