import assert from "node:assert/strict";
import { test } from "node:test";
import type { Report } from "../../../../src/report/report.ts";
import { sarifNotifications } from "../../../../src/render/formats/sarif/notifications.ts";
import { SOURCE_ROOT } from "../../../../src/render/formats/sarif/location.ts";
import { reportOf } from "../../../fixtures/reports/report.ts";
import { CREATE_ROLE } from "../../../../src/render/words/rights/grants.ts";

const SOURCE = { file: "a.yaml", document: 0, line: 4 };
const LOCATIONS = [
  {
    physicalLocation: {
      artifactLocation: { uri: "a.yaml", uriBaseId: SOURCE_ROOT },
      region: { startLine: 4, endLine: 4 },
    },
  },
];

function notificationsOf(parts: Partial<Pick<Report, "notes" | "unreadable">>) {
  return [...sarifNotifications(reportOf({ namespaces: [], files: 1, objects: 0, ...parts }))];
}

for (const [severity, level] of [
  ["error", "error"],
  ["warning", "warning"],
  ["info", "note"],
] as const) {
  test(`a note of severity ${severity} has level ${level}`, () => {
    assert.deepEqual(notificationsOf({ notes: [{ severity, code: "patch", message: "a {patch}", source: SOURCE }] }), [
      { level, descriptor: { id: "patch" }, message: { text: "a {{patch}}" }, locations: LOCATIONS },
    ]);
  });
}

test("a note without a file has no place", () => {
  const notes = [{ severity: "warning", code: "newer-server", message: "newer", source: null }] as const;
  assert.deepEqual(notificationsOf({ notes }), [
    { level: "warning", descriptor: { id: "newer-server" }, message: { text: "newer" } },
  ]);
});

test("an unreadable input is an error", () => {
  assert.deepEqual(notificationsOf({ unreadable: [{ message: "no YAML", source: SOURCE, list: null }] }), [
    { level: "error", descriptor: { id: "unreadable" }, message: { text: "no YAML" }, locations: LOCATIONS },
  ]);
});

test("all forbidden lists are one error, and a list with another error has its own", () => {
  const list = (resource: string, rule: string) => ({
    message: `${resource} is forbidden: User "jane" cannot list resource "${resource}" in API group "" at the cluster scope`,
    source: null,
    list: { resource, namespace: null, rule },
  });
  const [forbidden, failed, ...others] = notificationsOf({
    unreadable: [list("pods", "{}"), list("jobs", ""), list("podtemplates", "{}")],
  });
  assert.deepEqual(forbidden, {
    level: "error",
    descriptor: { id: "forbidden" },
    message: {
      text:
        '2 rights are missing: user "jane" may not list pods and podtemplates in all namespaces. ' +
        `An administrator can grant these rights: ${CREATE_ROLE}; ` +
        "kubectl create clusterrolebinding kubectl-pss-jane --clusterrole=kubectl-pss --user=jane; " +
        "Or only in one namespace, which -n NAMESPACE reads: " +
        "kubectl create rolebinding kubectl-pss-jane --clusterrole=kubectl-pss --user=jane -n NAMESPACE",
    },
  });
  assert.deepEqual(failed, {
    level: "error",
    descriptor: { id: "unreadable" },
    message: { text: list("jobs", "").message },
  });
  assert.deepEqual(others, []);
});
