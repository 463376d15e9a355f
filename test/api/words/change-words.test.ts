import assert from "node:assert/strict";
import { test } from "node:test";
import type { FieldChange } from "../../../src/api/field-change.ts";
import { changeWords } from "../../../src/api/words/change-words.ts";

const inContainer = (name: string, path: string, value: boolean | readonly string[]): FieldChange => ({
  item: { list: "containers", name },
  path: path.split("."),
  value,
});
const text = (...changes: readonly FieldChange[]): string => changeWords(changes, "pod template").join(" ");

test("a change of the pod itself names the pod", () => {
  const change: FieldChange = { path: ["spec", "hostPID"], value: false };
  assert.equal(text(change), "pod template: set spec.hostPID: false");
  assert.equal(changeWords([change], "pod").join(" "), "pod: set spec.hostPID: false");
});

test("containers that need the same change share it", () => {
  assert.equal(
    text(inContainer("web", "a.b", false), inContainer("log", "a.b", false)),
    'containers "web", "log": set a.b: false',
  );
});

test("changes of the same places are together, others have a part of their own", () => {
  assert.equal(
    text(
      inContainer("web", "capabilities.drop", ["ALL"]),
      { item: { list: "containers", name: "web" }, path: ["x"], instruction: "remove NET_ADMIN from capabilities.add" },
      { item: { list: "volumes", name: "data" }, path: [], instruction: "replace hostPath by another kind of volume" },
    ),
    'container "web": set capabilities.drop: [ALL], remove NET_ADMIN from capabilities.add; ' +
      'volume "data": replace hostPath by another kind of volume',
  );
});

test("the pod and containers that need the same instruction share it", () => {
  const instruction = "remove securityContext.runAsUser: 0, or set the ID of another user";
  assert.equal(
    text({ path: ["spec"], instruction }, { item: { list: "containers", name: "web" }, path: [], instruction }),
    `pod template and container "web": ${instruction}`,
  );
});

test("a field and its value are one word, and so is a name", () => {
  assert.deepEqual(changeWords([inContainer("a b", "x.y", false)], "pod"), [
    "container",
    '"a b":',
    "set",
    "x.y: false",
  ]);
  const instruction = "remove hostPort: 9100 from ports";
  assert.deepEqual(changeWords([{ path: ["x"], instruction }], "pod"), [
    "pod:",
    "remove",
    "hostPort: 9100",
    "from",
    "ports",
  ]);
});

test("nothing to change is nothing to say", () => assert.deepEqual(changeWords([], "pod"), []));
