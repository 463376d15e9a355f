import assert from "node:assert/strict";
import { test } from "node:test";
import * as fc from "../../property.ts";
import { wrapMessage } from "../../../src/render/words/wrap-message.ts";

const PIPE = "kubectl get events -n shop | kubectl pss explain -";

test("a message wraps, and its command has a separate line", () => {
  const text = `warning: step 1 assumes Kubernetes' own defaults. To test it: ${PIPE}`;
  assert.deepEqual(wrapMessage(text, 40), [
    "warning: step 1 assumes Kubernetes' own",
    "  defaults. To test it:",
    `  ${PIPE}`,
  ]);
  assert.deepEqual(wrapMessage(text, 200), [text]);
  assert.deepEqual(wrapMessage(text, Infinity), [text]);
  const quoted =
    "x.yaml: this looks like a template: render it first, for instance `helm template CHART | kubectl pss lint -`";
  assert.deepEqual(wrapMessage(quoted, 60), [
    "x.yaml: this looks like a template: render it first, for",
    "  instance `helm template CHART | kubectl pss lint -`",
  ]);
});

test("each of two commands has a line", () => {
  const text = "build it yourself: kustomize build a | kubectl pss lint -, or kubectl kustomize a | kubectl pss lint -";
  assert.deepEqual(wrapMessage(text, 60), [
    "build it yourself:",
    "  kustomize build a | kubectl pss lint -, or",
    "  kubectl kustomize a | kubectl pss lint -",
  ]);
});

test("a short command follows the text", () => {
  const text = "error: 3 namespaces are unknown. List them all: kubectl get ns";
  assert.deepEqual(wrapMessage(text, 30), ["error: 3 namespaces are", "  unknown. List them all:", "  kubectl get ns"]);
  assert.deepEqual(wrapMessage(text, 45), ["error: 3 namespaces are unknown. List them", "  all: kubectl get ns"]);
});

test("a sentence about kubectl is not a command", () => {
  const text = "error: a.yaml:1: expected a Kubernetes object, found a string; kubectl rejects this";
  assert.deepEqual(wrapMessage(text, 60), [
    "error: a.yaml:1: expected a Kubernetes object, found a",
    "  string; kubectl rejects this",
  ]);
  const owner =
    "Note: another tool may reset the labels in erp: kubectl apply sets them from a manifest: change it there, too";
  assert.deepEqual(wrapMessage(owner, 60), [
    "Note: another tool may reset the labels in erp: kubectl",
    "  apply sets them from a manifest: change it there, too",
  ]);
  const bug = "error: cannot be judged: this is a bug of kubectl pss (TypeError at a.ts:1); please report it";
  assert.ok(wrapMessage(bug, 40).every(({ length }) => length <= 40));
});

test("a frame of a stack trace remains one line", () => {
  const frame = "    at run (file:///a/long/path/of/a/file.js:1:2)";
  assert.deepEqual(wrapMessage(frame, 20), [frame]);
});

test("a wrapped message has all words, commands are not divided, and only commands and long words make a line too wide", () => {
  const word = fc.constantFrom("warning:", "a", "namespaces", "日本", "kubectl", "rejects", "(and", "1 more)", "|");
  const command = fc.constantFrom(PIPE, "kubectl pss lint -k a", "kustomize build overlays/prod | kubectl pss lint -");
  fc.assert(
    fc.property(
      fc.array(word, { minLength: 1 }),
      fc.option(command),
      fc.integer({ min: 12, max: 90 }),
      (words, end, width) => {
        const text = [...words, ...(end === null ? [] : ["to test:", end])].join(" ");
        const lines = wrapMessage(text, width);
        assert.equal(lines.map((line, index) => (index === 0 ? line : line.slice(2))).join(" "), text);
        if (end !== null) assert.ok(lines.some((line) => line.endsWith(end)));
        for (const line of lines.slice(0, end === null ? undefined : -1)) assert.ok(line.length <= width, line);
      },
    ),
  );
});
