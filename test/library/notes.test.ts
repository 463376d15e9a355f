/** The answers of the library have the notes that a lint has. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { NEWEST_VERSION, evaluatePod, lint, reviewNamespaceLabels, reviewObject, type Note } from "../../src/index.ts";

const TYPO = { apiVersion: "v1", kind: "Pod", metadata: { name: "web", namespace: "shop" }, spec: { hostPid: true } };
const LABELS = { "pod-security.kubernetes.io/enforce": "baseline" };

function withoutPlace({ severity, code, message }: Note): Note {
  return { severity, code, message };
}

describe("notes", () => {
  const linted = lint({ name: "a", objects: [TYPO] }).notes.map(withoutPlace);

  it("report a misspelt field, in the same words as a lint", () => {
    assert.deepEqual(
      linted.map(({ severity, code }) => [severity, code]),
      [
        ["warning", "no-containers"],
        ["warning", "unknown-field"],
      ],
    );
    assert.match(linted[1]?.message ?? "", /^unknown field spec\.hostPid of PodSpec: .*hostPID/);
    const evaluation = evaluatePod(TYPO, { level: "baseline" });
    assert.deepEqual([evaluation.allowed, evaluation.notes], [true, linted]);
    assert.deepEqual(reviewObject(TYPO, { namespaceLabels: LABELS }).notes, linted);
  });

  it("report misspelt labels and values, in the same words as a lint", () => {
    const labels = { "podsecurity.kubernetes.io/enforce": "restricted" };
    const namespace = { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop", labels } };
    const expected = [
      {
        severity: "warning",
        code: "misspelt-label",
        message:
          'label podsecurity.kubernetes.io/enforce=restricted of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/enforce?',
      },
    ];
    assert.deepEqual(lint({ name: "a", objects: [namespace] }).notes.map(withoutPlace), expected);
    assert.deepEqual(reviewObject(namespace, { namespaceLabels: {} }).notes, expected);
    const review = reviewNamespaceLabels({ name: "shop", oldLabels: {}, labels });
    assert.deepEqual([review.allowed, review.notes], [true, expected]);
    const pod = { spec: { containers: [{ name: "web" }], os: { name: "Windows" } } };
    const { notes } = evaluatePod(pod, { level: "baseline" });
    assert.deepEqual(
      notes.map(({ code, message }) => [code, message]),
      [["misspelt-value", 'spec.os.name is "Windows": the names are linux and windows; did you mean "windows"?']],
    );
  });

  it("report objects in which nothing is judged", () => {
    const object = { apiVersion: "example.com/v1", kind: "Widget", spec: { containers: [{ name: "web" }] } };
    assert.deepEqual(
      reviewObject(object, { namespaceLabels: LABELS }).notes.map(({ code }) => code),
      ["foreign-kind"],
    );
  });

  it("do not repeat the reason why an object is unreadable", () => {
    const { unreadable, notes } = reviewObject({ apiVersion: "apps/v1", kind: "Deploymnt" }, { namespaceLabels: {} });
    assert.match(unreadable ?? "", /Deployment/);
    assert.deepEqual(notes, []);
  });

  it("report a server that is newer than the newest known version", () => {
    const pod = { spec: { containers: [{ name: "web" }] } };
    const object = { ...TYPO, spec: pod.spec };
    const serverVersion = "v1.99";
    const expected = [
      {
        severity: "warning",
        code: "newer-server",
        message: `v1.99 is newer than ${NEWEST_VERSION}, the newest known: judged as ${NEWEST_VERSION}`,
      },
    ];
    assert.deepEqual(lint({ name: "a", objects: [object] }, { serverVersion }).notes, expected);
    assert.deepEqual(evaluatePod(pod, { level: "baseline", serverVersion }).notes, expected);
    assert.deepEqual(reviewObject(object, { namespaceLabels: LABELS, serverVersion }).notes, expected);
    const update = { name: "shop", oldLabels: {}, labels: LABELS };
    assert.deepEqual(reviewNamespaceLabels(update, { serverVersion }).notes, expected);
    assert.deepEqual(evaluatePod(pod, { level: "baseline", serverVersion: NEWEST_VERSION }).notes, []);
  });

  it("tell of fields that an older server drops", () => {
    const spec = { containers: [{ name: "web" }], volumes: [{ name: "model", image: { reference: "a" } }] };
    const object = { ...TYPO, spec };
    const serverVersion = "v1.30";
    const expected = [
      {
        severity: "warning",
        code: "dropped-field",
        message: "1 object sets volumes[*].image, which API servers before v1.31 do not have: judged without it",
      },
    ];
    assert.deepEqual(lint({ name: "a", objects: [object] }, { serverVersion }).notes, expected);
    assert.deepEqual(evaluatePod({ spec }, { level: "baseline", serverVersion }).notes, expected);
    assert.deepEqual(reviewObject(object, { namespaceLabels: LABELS, serverVersion }).notes, expected);
    const update = { name: "shop", oldLabels: {}, labels: LABELS, pods: [{ spec }] };
    assert.deepEqual(reviewNamespaceLabels(update, { serverVersion }).notes, expected);
    assert.deepEqual(evaluatePod({ spec }, { level: "baseline" }).notes, []);
  });

  it("have no words of the command line", () => {
    const { metadata, ...rest } = TYPO;
    const objects = [{ ...rest, metadata: { name: metadata.name } }, TYPO, TYPO];
    const report = lint([
      { name: "editor", objects },
      { name: "blank", text: "" },
    ]);
    const text = JSON.stringify(report.notes);
    assert.match(text, /the option namespace chooses another/);
    assert.match(text, /is in editor\[1\] as well/);
    assert.doesNotMatch(text, /-n NAME|writes the file|editor:0/);
  });
});
