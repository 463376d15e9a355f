import assert from "node:assert/strict";
import { test } from "node:test";
import { changesBetween, labelCommands } from "../../../src/rollout/steps/label-command.ts";

test("changed labels are set or removed, and nothing else", () => {
  const [enforce, version, audit, warn] = ["enforce", "enforce-version", "audit", "warn"].map(
    (name) => `pod-security.kubernetes.io/${name}`,
  ) as [string, string, string, string];
  const from = { [warn]: "baseline", [audit]: "baseline", [version]: "v1.30" };
  const to = { [audit]: "baseline", [warn]: "restricted", [enforce]: "" };
  const changes = changesBetween(from, to);
  assert.deepEqual(changes, { [enforce]: "", [version]: null, [warn]: "restricted" });
  assert.deepEqual(Object.keys(changes), [enforce, version, warn]);
  assert.deepEqual(changesBetween(from, from), {});
});

test("namespaces that get the same labels share a command", () => {
  const tasks = [
    { namespace: "a", changes: { x: "1", y: null } },
    { namespace: "b", changes: { x: "2" } },
    { namespace: "c", changes: { x: "1", y: null } },
    { namespace: "d", changes: {} },
  ];
  assert.deepEqual(labelCommands(tasks), [
    "kubectl label --overwrite ns a c x=1 y-",
    "kubectl label --overwrite ns b x=2",
  ]);
  assert.deepEqual(labelCommands(tasks.slice(1, 2), ["kubectl", "--context", "my cluster"]), [
    "kubectl --context 'my cluster' label --overwrite ns b x=2",
  ]);
});

test("a command is short enough for every shell, and no namespace is lost", () => {
  const names = Array.from({ length: 3000 }, (_, index) => `namespace-with-a-long-name-${index}`);
  const commands = labelCommands(names.map((namespace) => ({ namespace, changes: { x: "1" } })));
  assert.ok(commands.length > 10);
  assert.ok(commands.every(({ length }) => length <= 4000));
  assert.deepEqual(
    commands.flatMap((command) => command.split(" ").slice(4, -1)),
    names,
  );
});

test("a name that does not fit into a command with others has its own command", () => {
  const names = ["a", "b".repeat(5000), "c"];
  const commands = labelCommands(names.map((namespace) => ({ namespace, changes: { x: "1" } })));
  assert.deepEqual(
    commands.map((command) => command.split(" ")[4]),
    names,
  );
});
