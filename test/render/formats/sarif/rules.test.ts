import assert from "node:assert/strict";
import { test } from "node:test";
import { CHECKS } from "../../../../src/policy/checks.ts";
import { checkMarkdown } from "../../../../src/render/words/checks/check-document.ts";
import { sarifRule } from "../../../../src/render/formats/sarif/rules.ts";
import { checkOf } from "./check.ts";

test("a rule has all parts of the check's declaration", () => {
  const check = checkOf({
    id: "hostPorts_baseline",
    revisions: [
      { since: 0, cel: "true" },
      { since: 29, cel: "true", change: "Allows {more}." },
    ],
    requirement: "Takes no {port}.",
  });
  const rule = sarifRule(check, [check]);
  assert.deepEqual(rule, {
    id: "hostPorts_baseline",
    name: "HostPortsBaseline",
    shortDescription: { text: "Takes no {{port}}." },
    fullDescription: { text: "Takes no {{port}}. A port of the node." },
    help: {
      text:
        "Host Ports, baseline, since v1.0. Takes no {{port}}.\n\nA port of the node.\n\nFields:\n  spec.a\n  spec.b\n\n" +
        "Allowed values:\n  undefined / nil\n  0\n\nHow to meet it: Remove hostPort.",
      markdown: checkMarkdown(check, [check]),
    },
    helpUri: "https://kubernetes.io/docs/concepts/security/pod-security-standards/#baseline",
    defaultConfiguration: { level: "error" },
    properties: {
      level: "baseline",
      versions: ["v1.0", "v1.29"],
      precision: "very-high",
      "security-severity": "8.0",
      tags: ["security", "kubernetes", "pod-security-standards", "baseline"],
    },
  });
});

test("restricted checks are less severe than baseline checks", () => {
  const check = checkOf({ level: "restricted" });
  const { defaultConfiguration, helpUri, properties } = sarifRule(check, [check]);
  assert.deepEqual(defaultConfiguration, { level: "warning" });
  assert.equal(properties["security-severity"], "5.0");
  assert.equal(helpUri, "https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted");
});

test("each check has a unique name, and no text that GitHub would truncate", () => {
  const rules = CHECKS.map((check) => sarifRule(check, CHECKS));
  assert.equal(new Set(rules.map(({ name }) => name)).size, CHECKS.length);
  for (const { id, name, shortDescription, fullDescription } of rules) {
    assert.match(name, /^[A-Z][A-Za-z]+$/);
    assert.notEqual(name, id);
    assert.ok(shortDescription.text.length <= 1024, id);
    assert.ok(fullDescription.text.length <= 1024, id);
  }
});
