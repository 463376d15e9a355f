import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readAuditViolation, readDenial } from "../../src/history/events/violation-text.ts";
import type { Pod } from "../../src/api/pod.ts";
import { CHECKS } from "../../src/policy/checks.ts";
import { createEvaluator } from "../../src/policy/evaluator.ts";
import { checksAt } from "../../src/policy/standards.ts";
import { NEWEST_MINOR, parseVersion } from "../../src/policy/version.ts";
import { parseLevel } from "../../src/api/level.ts";
import { readVectors, type VerdictVector } from "../golden/vectors.ts";

/** A verdict of the Go library with its level and version. */
interface Judged extends VerdictVector {
  readonly level: string;
  readonly version: string;
}

/** A fixture of the module: `testdata/restricted/v1.25/fail/seccomp0.yaml`. */
const FIXTURE = /(baseline|restricted)\/(v1\.\d+)\//;

function* verdicts(): Generator<Judged, undefined> {
  for (const name of ["cases", "fuzz-pods"] as const) yield* readVectors(name);
  for (const vector of readVectors("fixtures")) {
    const [, level = "", version = ""] = FIXTURE.exec(vector.file) ?? [];
    yield { ...vector, level, version };
  }
  for (const { level, from, to, ...vector } of readVectors("fixtures-cross"))
    for (const minor of new Set([from, to])) yield { ...vector, level, version: `v1.${minor}` };
}

/** The audit annotations and rejections that the Go library wrote in whole requests. */
function* responses(): Generator<string, undefined> {
  for (const { response } of readVectors("admission-objects")) {
    const { auditAnnotations, result } = response as {
      readonly auditAnnotations?: Readonly<Record<string, string>>;
      readonly result?: { readonly message?: string };
    };
    const violation = auditAnnotations?.["audit-violations"];
    if (violation !== undefined) yield violation;
    if (result?.message?.includes("violates PodSecurity") === true) yield result.message;
  }
}

/** The checks of a level and version with a reason. */
function checksWith(reason: string, levelText: string, versionText: string): readonly string[] {
  const [level, version] = [parseLevel(levelText), parseVersion(versionText)];
  assert.ok(level !== undefined && level !== "privileged" && version !== undefined);
  const active = checksAt(CHECKS, level, Math.min(version.minor, NEWEST_MINOR)).map(({ check }) => check);
  return active.filter(({ reasons }) => reasons.includes(reason)).map(({ id }) => id);
}

describe("every message of the Go library", () => {
  it("is read back, each reason as one of its checks", () => {
    let messages = 0;
    for (const { level, version, reasons, details, allowed } of verdicts()) {
      if (allowed || level === "privileged") continue;
      const items = reasons.map((reason, index) => (details[index] === "" ? reason : `${reason} (${details[index]})`));
      const policy = `PodSecurity "${level}:${version}": ${items.join(", ")}`;
      const [annotation, denial] = [`would violate ${policy}`, `pods "a" is forbidden: violates ${policy}`];
      const read = [readAuditViolation(annotation), readDenial(denial)];
      for (const [index, text] of [annotation, denial].entries()) {
        const violation = read[index];
        assert.equal(violation?.text, text);
        assert.equal(`${violation?.policy.level}:${violation?.policy.version.text}`, `${level}:${version}`);
        assert.equal(violation?.checks.length, reasons.length, text);
        for (const [at, reason] of reasons.entries()) {
          const check: string = violation?.checks[at]?.check ?? "";
          assert.ok(checksWith(reason, level, version).includes(check), `${check}: ${text}`);
        }
        messages++;
      }
    }
    assert.ok(messages > 10_000, String(messages));
  });

  it("in a response to a request is read", () => {
    let messages = 0;
    for (const text of responses()) {
      const violation = readAuditViolation(text) ?? readDenial(text);
      assert.ok(violation !== undefined && violation.checks.every(({ check }) => check !== "unknown"), text);
      messages++;
    }
    assert.ok(messages > 300, String(messages));
  });
});

describe("a message about restricted", () => {
  it("may be one about baseline, whenever the pod violates baseline, and is not taken for one otherwise", () => {
    const evaluator = createEvaluator(CHECKS);
    let [both, alone] = [0, 0];
    for (const { level, version, reasons, details, allowed, metadata, spec } of readVectors("fuzz-pods")) {
      const minor = parseVersion(version);
      if (allowed || level !== "restricted" || minor === undefined) continue;
      const items = reasons.map((reason, index) => (details[index] === "" ? reason : `${reason} (${details[index]})`));
      const text = `would violate PodSecurity "restricted:${version}": ${items.join(", ")}`;
      const isBaseline = readAuditViolation(text)?.checks.some((check) => check.isBaseline) === true;
      const pod = { metadata, spec } as Pod;
      // The API server accepts no volume with two types.
      if (pod.spec.volumes?.some((volume) => Object.keys(volume).length > 2) === true) continue;
      if (evaluator.evaluate(pod, { level: "baseline", version: minor }).length > 0) {
        assert.ok(isBaseline, text);
        both++;
      } else if (!isBaseline) alone++;
    }
    assert.ok(both > 300 && alone > 50, `${both} ${alone}`);
  });
});
