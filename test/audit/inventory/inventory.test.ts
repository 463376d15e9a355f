import assert from "node:assert/strict";
import { test } from "node:test";
import { ObjectFault } from "../../../src/api/failure.ts";
import type { InventoryConsumer, InventoryEntry } from "../../../src/audit/inventory/consumer.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import type { ClusterItem } from "../../../src/workloads/cluster-item.ts";
import type { SourceItem } from "../../../src/workloads/object.ts";
import {
  ADMISSION,
  CLUSTER,
  auditCluster,
  auditOf,
  controller,
  inPages,
  inventoryOf,
  namespace,
  pod,
} from "../clusters.ts";
import { itemsOf } from "../items.ts";

/** Yields some items in the first pass, and others in the second. */
function twice(first: readonly SourceItem[], second: readonly SourceItem[]): () => readonly SourceItem[] {
  const passes = [first, second];
  return () => passes.shift() ?? [];
}

test("it also knows the scope of absent namespaces", () => {
  const inventory = inventoryOf({ includes: (name, labels) => name === "gone" || labels?.["team"] === "x" });
  inventory.readFiles(() => itemsOf(namespace("team-a")));
  assert.deepEqual(
    ["team-a", "team-b", "gone"].filter((name) => inventory.isInScope(name)),
    ["team-a", "gone"],
  );
});

test("it names the namespaces of -n that do not exist", () => {
  const names = ["team-a", "team-b", "team-c"];
  const setting = { names, includes: (name: string) => names.includes(name) };
  const absentIn = (text: string, advice: string): readonly string[] => {
    const inventory = inventoryOf(setting);
    inventory.readFiles(() => itemsOf(text));
    assert.deepEqual(
      inventory.notes([]).filter(({ code }) => code === "unknown-namespace"),
      inventory.absent.map((name) => ({
        severity: "error",
        code: "unknown-namespace",
        message: `there is no namespace "${name}"; ${advice}`,
        source: null,
        absent: name,
      })),
    );
    return inventory.absent;
  };
  assert.deepEqual(
    absentIn(namespace("team-a") + namespace("team-b") + namespace("team-d"), 'did you mean "team-d"?'),
    ["team-c"],
  );
  assert.deepEqual(absentIn(namespace("shop"), "check the name given with -n"), names);
  // An object that could not be read may belong to any of them.
  assert.deepEqual(absentIn(`${namespace("team-a")}---\nspec: [`, ""), []);
});

test("a skipped name without a namespace gets a note, if all namespaces are known", async () => {
  const scope = { skipped: ["team-a", "missing"], includes: (name: string) => name !== "team-a" && name !== "missing" };
  const notesOf = (items: string): readonly string[] => {
    const inventory = inventoryOf(scope);
    inventory.readFiles(() => itemsOf(items));
    return inventory.notes([]).map(({ severity, message }) => `${severity}: ${message}`);
  };
  const message = 'warning: there is no namespace "missing" to skip';
  assert.deepEqual(notesOf(namespace("team-a")), [`${message}; check the name given with --skip`]);
  assert.deepEqual(notesOf(pod("in-team-a")), [`${message}; check the name given with --skip`]);
  assert.deepEqual(notesOf(namespace("mising") + namespace("team-a")), [`${message}; did you mean "mising"?`]);
  const refused: ClusterItem = { type: "missing", message: "no", resource: "namespaces", namespace: null, rule: "{}" };
  const { notes } = await auditCluster([refused, ...itemsOf(pod("a"))], scope);
  assert.deepEqual(notes, []);
});

test("forbidden lists and a newer server are part of the report", async () => {
  const admission = { ...ADMISSION, evaluator: createEvaluator(CHECKS, 30) };
  const missing: ClusterItem = {
    type: "missing",
    message: "jobs: not allowed",
    resource: "jobs",
    namespace: null,
    rule: "{}",
  };
  const items = [...itemsOf(namespace("team-a") + namespace("hidden") + "---\nspec: ["), missing];
  const report = await auditCluster(items, { admission, serverMinor: 31, includes: (name) => name !== "hidden" });
  assert.deepEqual(
    report.namespaces.map(({ name }) => name),
    ["team-a"],
  );
  assert.equal(report.serverVersion, "v1.30");
  assert.equal(report.summary.unreadable, 2);
  assert.deepEqual(
    report.unreadable.map(({ source, list }) => [source, list?.resource]),
    [
      [null, undefined],
      [null, "jobs"],
    ],
  );
  const message = "v1.31 is newer than v1.30, the newest known: judged as v1.30";
  assert.deepEqual(report.notes, [{ severity: "warning", code: "newer-server", message, source: null }]);
});

test("fields that an older server drops get one note for all objects", async () => {
  const admission = { ...ADMISSION, evaluator: createEvaluator(CHECKS, 29) };
  const profile = "  securityContext: {appArmorProfile: {type: Localhost}}\n";
  const items = itemsOf(namespace("team-a") + pod("a", profile) + pod("b", profile) + pod("c"));
  const report = await auditCluster(items, { admission, serverMinor: 29 });
  const message =
    "2 objects set securityContext.appArmorProfile, which API servers before v1.30 do not have: judged without it";
  assert.deepEqual(report.notes, [{ severity: "warning", code: "dropped-field", message, source: null }]);
});

test("one namespace is read instead of all: the forbidden lists are no gap in it", async () => {
  const refused = ["namespaces", "pods"].map((resource) => ({
    type: "missing" as const,
    message: "no",
    resource,
    namespace: null,
    rule: "{}",
  }));
  const inventory = inventoryOf({}, [auditOf()], CLUSTER);
  const items = [
    { type: "narrowed" as const, namespace: "team-a", refused },
    ...itemsOf(namespace("team-a") + pod("a")),
  ];
  await inventory.readCluster(inPages(items));
  assert.deepEqual(
    inventory.unreadable.map(({ list }) => list?.resource),
    ["namespaces", "pods"],
  );
  assert.equal(inventory.isComplete("team-a"), true);
  assert.deepEqual(inventory.notes([]), [
    {
      severity: "warning",
      code: "current-namespace",
      message: 'only the current namespace "team-a" was read; -n NAMESPACE reads another',
      source: null,
    },
  ]);
});

test("there is no note about unknown labels if the user may not read them", async () => {
  const notesAfter = async (namespace: string | null, rule: string): Promise<readonly string[]> => {
    const refused: ClusterItem = { type: "missing", message: "no", resource: "namespaces", namespace, rule };
    const { notes } = await auditCluster([refused, ...itemsOf(pod("a"))]);
    return notes.map(({ code }) => code);
  };
  assert.deepEqual(await notesAfter(null, "{}"), []);
  assert.deepEqual(await notesAfter("team-a", "{}"), []);
  assert.deepEqual(await notesAfter("team-b", "{}"), ["unknown-namespace"]);
  assert.deepEqual(await notesAfter(null, ""), ["unknown-namespace"]);
});

test("without the list of namespaces it is unknown if a selector selects none", async () => {
  const refused: ClusterItem = { type: "missing", message: "no", resource: "namespaces", namespace: null, rule: "" };
  const setting = { selector: "team=x", includes: () => false };
  assert.deepEqual((await auditCluster([refused], setting)).notes, []);
  const [note] = (await auditCluster([], setting)).notes;
  assert.equal(note?.message, 'no namespace is selected by "team=x"');
});

test("an input that changes while it is read is incomplete", () => {
  const [file, first, second] = itemsOf(pod("a") + pod("b"));
  assert.ok(file !== undefined && first !== undefined && second !== undefined);
  const audit = auditOf();
  const inventory = inventoryOf({ names: ["default", "b"], includes: (name) => name !== "c" }, [audit]);
  inventory.readFiles(twice([file, first, second], [file, first]));
  assert.deepEqual(inventory.absent, []);
  for (const report of [audit.report(inventory), audit.report(inventory)]) {
    assert.equal(report.summary.unreadable, 1);
    assert.deepEqual(report.unreadable, [
      {
        message: "the input changed while it was read: it held 2 objects, and then 1 object; run this again",
        source: null,
        list: null,
      },
    ]);
  }
});

test("an input is incomplete if another object replaces the place that counts", () => {
  const [file, first, again, other] = itemsOf(pod("a") + pod("a") + pod("b"));
  assert.ok(file !== undefined && first !== undefined && again !== undefined && other !== undefined);
  const inventory = inventoryOf();
  inventory.readFiles(twice([file, first, again], [file, first, other]));
  assert.equal(inventory.isComplete("team-a"), false);
  assert.deepEqual(
    inventory.unreadable.map(({ message }) => message),
    ["the input changed while it was read: it held 2 objects, and then others; run this again"],
  );
});

test("a namespace is incomplete if judging one of its objects fails, and others are not", () => {
  const broken = itemsOf(pod("a")).flatMap((item) =>
    item.type === "workload" ? { ...item, pod: Object.create(null) } : [],
  );
  assert.equal(broken.length, 1);
  const inventory = inventoryOf({}, [auditOf()]);
  inventory.readFiles(() => broken);
  assert.equal(inventory.unreadable.length, 1);
  assert.deepEqual([inventory.isComplete("team-a"), inventory.isComplete("team-b")], [false, true]);
});

test("the manager of a Namespace's labels is known from any copy with managedFields", () => {
  const managed = `---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: team-a\n  managedFields: [{manager: argocd, fieldsV1: {"f:metadata": {"f:labels": {"f:pod-security.kubernetes.io/warn": {}}}}}]\n`;
  for (const text of [managed + namespace("team-a"), namespace("team-a") + managed]) {
    const inventory = inventoryOf();
    inventory.readFiles(() => itemsOf(text));
    assert.deepEqual(inventory.namespaces[0]?.labelManagers, ["argocd"]);
  }
});

/** A consumer that records its calls. */
function recorder(needsEveryPlace: boolean): InventoryConsumer & { readonly lines: string[] } {
  const lines: string[] = [];
  const labelsOf = (labels: InventoryEntry["labels"]): string => (labels === undefined ? "?" : `${labels["team"]}`);
  return {
    lines,
    needsEveryPlace,
    addNamespace: (name, labels) => void lines.push(`namespace ${name} ${labelsOf(labels)}`),
    prepareEntry: ({ labels, object, workload, owner, isFromFile, counts }) => {
      const line =
        `${object.kind} ${object.metadata.name} of ${workload.kind} ${workload.name}` +
        `${owner === undefined ? " itself" : ""} ${labelsOf(labels)} ${isFromFile && object.source.line} ${counts ? "counts" : ""}`.trimEnd();
      return () => void lines.push(line);
    },
  };
}

test("its consumers get each namespace once, and each pod and template with its workload", () => {
  const all = recorder(true);
  const counted = recorder(false);
  const inventory = inventoryOf({}, [counted, all]);
  const items = itemsOf(
    pod("web-1-a", "", "ReplicaSet/web-1") +
      pod("alone") +
      pod("alone") +
      controller("ReplicaSet", "web-1", { owner: "Deployment/web" }) +
      controller("Deployment", "web") +
      namespace("team-a") +
      namespace("empty"),
  );
  inventory.readFiles(() => items);
  assert.deepEqual(counted.lines, [
    "namespace team-a x",
    "Pod web-1-a of Deployment web x 2 counts",
    "Pod alone of Pod alone itself x 19 counts",
    "Deployment web of Deployment web itself x 39 counts",
    "namespace empty x",
  ]);
  assert.deepEqual(
    all.lines.filter((line) => !counted.lines.includes(line)),
    ["Pod alone of Pod alone itself x 11"],
  );
});

test("an entry that fails in one consumer is added to no consumer", () => {
  const first = recorder(true);
  const last = recorder(true);
  const failing: InventoryConsumer = {
    needsEveryPlace: true,
    addNamespace: () => {},
    prepareEntry: ({ object }) => {
      if (object.metadata.name === "bad") throw new ObjectFault("too large");
      return () => {};
    },
  };
  const inventory = inventoryOf({}, [first, failing, last]);
  inventory.readFiles(() => itemsOf(namespace("team-a") + pod("bad") + pod("good")));
  for (const { lines } of [first, last]) {
    assert.deepEqual(
      lines.map((line) => line.split(" ")[1]),
      ["team-a", "good"],
    );
  }
  assert.deepEqual(
    inventory.unreadable.map(({ message }) => message),
    ["too large"],
  );
});

test("a selector may select a namespace whose labels are unknown", () => {
  const inventory = inventoryOf({ selector: "team=y", includes: (_, labels) => labels && labels["team"] === "y" });
  inventory.readFiles(() => itemsOf(pod("a")));
  assert.deepEqual(inventory.notes([]), []);
});

test("a selector that selects nothing has a note", () => {
  const inventory = inventoryOf({ selector: "team=y", includes: (_, labels) => labels && labels["team"] === "y" });
  inventory.readFiles(() => itemsOf(namespace("team-a")));
  assert.deepEqual(
    inventory.notes([]).map(({ severity, code, message }) => [severity, code, message]),
    [["warning", "unknown-namespace", 'no namespace is selected by "team=y"']],
  );
});

test("a remark on the labels of a Namespace has no place in a cluster, and belongs to the scope", async () => {
  const label = "podsecurity.kubernetes.io/enforce";
  const text = ["team-a", "other"]
    .map((name) => `---\napiVersion: v1\nkind: Namespace\nmetadata: {name: ${name}, labels: {${label}: baseline}}\n`)
    .join("");
  const items = itemsOf(text).filter((item) => item.type !== "file");
  const message = `label ${label}=baseline of Namespace "team-a" has no effect: did you mean pod-security.kubernetes.io/enforce?`;
  const note = { severity: "warning", code: "misspelt-label", message } as const;
  const setting = { includes: (name: string) => name === "team-a" };
  assert.deepEqual((await auditCluster(items, setting)).notes, [{ ...note, source: null }]);
  const dump = inventoryOf(setting);
  dump.readFiles(() => [...items, ...items]);
  assert.deepEqual(
    dump.notes([]).filter(({ code }) => code === "misspelt-label"),
    [{ ...note, source: { file: "a.yaml", document: 0, line: 4 } }],
  );
});
