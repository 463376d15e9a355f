import assert from "node:assert/strict";
import { test } from "node:test";
import type { ClusterItem, UnreadKinds } from "../../../../src/workloads/cluster-item.ts";
import { auditCluster, namespace } from "../../clusters.ts";
import { itemsOf } from "../../items.ts";

const ITEMS = itemsOf(namespace("a")).filter(({ type }) => type !== "file");

function unread(reason: UnreadKinds["reason"], resource: string, isForbidden: boolean): ClusterItem {
  return { type: "unread-kinds", reason, resource, message: "the server's words", isForbidden };
}

/** The notes of an audit with custom resources that were not read, as severity and message. Nothing else may change. */
async function notesOn(...items: readonly ClusterItem[]): Promise<readonly (readonly [string, string])[]> {
  const [before, report] = await Promise.all([auditCluster(ITEMS), auditCluster([...ITEMS, ...items])]);
  assert.deepEqual({ ...report, notes: [] }, { ...before, notes: [] });
  assert.ok(report.notes.every(({ code }) => code === "unread-custom-resources"));
  return report.notes.map(({ severity, message }) => [severity, message]);
}

test("forbidden optional lists are one note, with each list once", async () => {
  const tasks = unread("optional", "tasks.tekton.dev", true);
  assert.deepEqual(await notesOn(tasks, tasks), [
    [
      "info",
      "the user may not list tasks.tekton.dev, so their pods are judged once they exist; the right to list them is optional",
    ],
  ]);
  const [[, message = ""] = []] = await notesOn(tasks, unread("optional", "kafkas.kafka.strimzi.io", true));
  assert.match(message, /^the user may not list kafkas\.kafka\.strimzi\.io and tasks\.tekton\.dev, so/);
});

test("forbidden definitions are a hint, and unreadable definitions are a warning", async () => {
  const [[severity, message] = []] = await notesOn(unread("definitions", "", true));
  assert.equal(severity, "info");
  assert.match(message ?? "", /the right to list customresourcedefinitions is optional$/);
  assert.deepEqual(await notesOn(unread("definitions", "", false)), [
    [
      "warning",
      "CustomResourceDefinitions could not be read, so pods in custom resources of unknown kinds are judged once they exist: the server's words",
    ],
  ]);
});

test("without discovery, there is a warning that no custom resource was read", async () => {
  assert.deepEqual(await notesOn(unread("discovery", "", true)), [
    ["warning", "the kinds of the cluster are unknown, so no custom resource was read: the server's words"],
  ]);
});
