import assert from "node:assert/strict";
import { test } from "node:test";
import { createIntern } from "../../../src/audit/workload/texts.ts";
import type { Result } from "../../../src/report/report.ts";
import { resultOf, violationOf } from "../../fixtures/reports/report.ts";

const PRIVILEGED = violationOf(
  "privileged",
  "privileged",
  'container "web" must not set securityContext.privileged=true',
);
const MESSAGE = 'privileged (container "web" must not set securityContext.privileged=true)';

function sentencesOf(...results: readonly Result[]): string[] {
  return createIntern(false)
    .addSentences(results)
    .flatMap(({ sentences }) => sentences.map(({ text }) => text));
}

test("a rejected pod has no warning as well", () => {
  const sentences = sentencesOf(
    resultOf("pods", "web", "baseline", "v1.30", ["enforce"], [PRIVILEGED]),
    resultOf("pods", "web", "restricted", "latest", ["audit", "warn"], [PRIVILEGED]),
  );
  assert.deepEqual(sentences, [
    `pods "web" is forbidden: violates PodSecurity "baseline:v1.30": ${MESSAGE}`,
    `audit-violations: would violate PodSecurity "restricted:latest": ${MESSAGE}`,
  ]);
});

test("a pod without a name has the API server's rejection", () => {
  const result = resultOf("pods", "", "baseline", "latest", ["enforce"], [PRIVILEGED]);
  assert.deepEqual(sentencesOf(result), [`pods is forbidden: violates PodSecurity "baseline:latest": ${MESSAGE}`]);
});

test("a controller has a warning, and its pods have a rejection", () => {
  const result = resultOf("template", null, "baseline", "latest", ["enforce", "audit", "warn"], [PRIVILEGED]);
  assert.deepEqual(sentencesOf(result), [
    `its pods are forbidden: violates PodSecurity "baseline:latest": ${MESSAGE}`,
    `audit-violations: would violate PodSecurity "baseline:latest": ${MESSAGE}`,
    `Warning: would violate PodSecurity "baseline:latest": ${MESSAGE}`,
  ]);
});

test("with a level of --level, the sentence only names the violations", () => {
  assert.deepEqual(sentencesOf(resultOf("template", null, "restricted", "latest", [], [PRIVILEGED])), [
    `violates PodSecurity "restricted:latest": ${MESSAGE}`,
  ]);
});

test("an allowed result has no sentences", () => {
  assert.deepEqual(sentencesOf(resultOf("template", null, "baseline", "latest", ["enforce", "warn"], [])), []);
});

test("a sentence about both a template and its pods appears once", () => {
  const template = resultOf("template", null, "restricted", "latest", ["audit"], [PRIVILEGED]);
  const pods = resultOf("pods", "web-1", "restricted", "latest", ["audit"], [PRIVILEGED]);
  const said = `audit-violations: would violate PodSecurity "restricted:latest": ${MESSAGE}`;
  assert.deepEqual(sentencesOf(template, pods), [said]);
  assert.deepEqual(sentencesOf({ ...template, version: "v1.30" }, pods), [
    `audit-violations: would violate PodSecurity "restricted:v1.30": ${MESSAGE}`,
    said,
  ]);
  // In a dry run, a change may be new for the pods in another mode than for the template.
  assert.deepEqual(sentencesOf(template, { ...pods, modes: ["warn"] }), [
    said,
    `Warning: would violate PodSecurity "restricted:latest": ${MESSAGE}`,
  ]);
});

test("pods have no warnings if any pod of the workload is rejected, but the template has warnings", () => {
  const sentences = sentencesOf(
    resultOf("template", null, "restricted", "latest", ["warn"], [PRIVILEGED]),
    resultOf("pods", "web-1", "baseline", "latest", ["enforce"], [PRIVILEGED]),
    resultOf("pods", "web-1", "restricted", "v1.30", ["warn"], [PRIVILEGED]),
  );
  assert.deepEqual(sentences, [
    `Warning: would violate PodSecurity "restricted:latest": ${MESSAGE}`,
    `pods "web-1" is forbidden: violates PodSecurity "baseline:latest": ${MESSAGE}`,
  ]);
});

test("the results themselves have no sentences", () => {
  const { addSentences } = createIntern(false);
  const results = [resultOf("template", null, "baseline", "latest", ["enforce"], [PRIVILEGED])];
  const first = addSentences(results);
  assert.deepEqual(
    results.map(({ sentences }) => sentences),
    [[]],
  );
  const second = addSentences(results);
  assert.deepEqual(second, first);
  assert.notEqual(second[0], first[0]);
});

test("a name has the API server's quotation marks", () => {
  const result = resultOf("pods", 'a"\u202e', "baseline", "latest", ["enforce"], [PRIVILEGED]);
  assert.match(sentencesOf(result)[0] ?? "", /^pods "a\\"\\u202e" is forbidden: /);
});

test("each sentence has its mode, and workloads share sentences that name no object", () => {
  const { addSentences } = createIntern(false);
  const result = resultOf("template", null, "baseline", "latest", ["enforce", "audit", "warn"], [PRIVILEGED]);
  const [one, another] = [addSentences([{ ...result }]), addSentences([{ ...result }])].map(
    ([first]) => first?.sentences,
  );
  assert.deepEqual(
    one?.map(({ mode }) => mode),
    ["enforce", "audit", "warn"],
  );
  for (const [index, sentence] of one.entries()) assert.equal(another?.[index], sentence);
});
