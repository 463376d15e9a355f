/** The commands of an administrator. test/cluster/forbidden.test.ts runs the first of them. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { load } from "js-yaml";
import { forbiddenOf, WORKLOAD_LISTS } from "../../../../src/report/gaps/forbidden.ts";
import { CREATE_ROLE, grantsOf } from "../../../../src/render/words/rights/grants.ts";
import { adviceLine, command, sentence } from "../../../../src/render/words/rights/advice.ts";
import { knownKinds } from "../../../../src/workloads/custom/kinds/table.ts";
import { CONTROLLERS, EVENTS, NAMESPACES, PODS, POLICIES } from "../../../../src/sources/cluster/lists/resources.ts";

interface Rule {
  readonly apiGroups: readonly string[];
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
}

const RBAC = readFileSync("docs/rbac.yaml", "utf8");
const { rules } = load(RBAC) as { readonly rules: readonly Rule[] };

/** The values of a flag of the command. */
function valuesOf(flag: string): readonly string[] {
  return (new RegExp(` --${flag}=(\\S+)`).exec(CREATE_ROLE)?.[1] ?? "").split(",");
}

function named({ name, group }: { readonly name: string; readonly group: string }): string {
  return group === "" ? name : `${name}.${group}`;
}

function commandsFor(
  places: readonly (readonly [resource: string, namespace: string | null])[],
  isNarrowed = false,
): readonly string[] {
  const unreadable = places.map(([resource, namespace]) => ({
    message: `${resource} is forbidden: User "jane" cannot list resource "${resource}"`,
    source: null,
    list: { resource, namespace, rule: "{}" },
  }));
  const note = { severity: "warning", code: "current-namespace", message: "", source: null } as const;
  const forbidden = forbiddenOf({ notes: isNarrowed ? [note] : [], unreadable });
  assert.ok(forbidden !== null);
  return grantsOf(forbidden).map(({ text }) =>
    text.replace("kubectl-pss-jane --clusterrole=kubectl-pss --user=jane", "…"),
  );
}

const START = ["An administrator can grant these rights:", CREATE_ROLE];

test("the command creates the role of docs/rbac.yaml", () => {
  const allowed = rules.flatMap(({ apiGroups, resources, verbs }) =>
    apiGroups.flatMap((group) => resources.flatMap((name) => verbs.map((verb) => `${verb} ${named({ name, group })}`))),
  );
  const created = valuesOf("resource").flatMap((resource) => valuesOf("verb").map((verb) => `${verb} ${resource}`));
  assert.deepEqual(created.toSorted(), allowed.toSorted());
  assert.ok(RBAC.split("\n").includes(`#   ${CREATE_ROLE}`));
});

test("the role has every listed resource, and no other", () => {
  assert.deepEqual(
    valuesOf("resource").toSorted(),
    [NAMESPACES, EVENTS, ...POLICIES, PODS, ...CONTROLLERS].map(named).toSorted(),
  );
  assert.deepEqual([...WORKLOAD_LISTS].sort(), [PODS, ...CONTROLLERS].map(named).toSorted());
});

test("a user who requested the whole cluster gets the binding for it first, then the binding for a namespace", () => {
  assert.deepEqual(commandsFor([["pods", null]]), [
    ...START,
    "kubectl create clusterrolebinding …",
    "Or only in one namespace, which -n NAMESPACE reads:",
    "kubectl create rolebinding … -n NAMESPACE",
  ]);
});

test("if the current namespace was read instead, the second binding is for it, unless it is complete", () => {
  assert.deepEqual(
    commandsFor(
      [
        ["namespaces", null],
        ["pods", null],
        ["jobs", "shop"],
      ],
      true,
    ),
    [
      ...START,
      "kubectl create clusterrolebinding …",
      'Or only in namespace "shop":',
      "kubectl create rolebinding … -n shop",
    ],
  );
  assert.deepEqual(
    commandsFor(
      [
        ["namespaces", null],
        ["pods", null],
      ],
      true,
    ),
    [...START, "kubectl create clusterrolebinding …"],
  );
});

test("each namespace of -n has a separate command", () => {
  assert.deepEqual(
    commandsFor([
      ["namespaces", "b"],
      ["jobs", "a"],
      ["pods", "b"],
    ]),
    [...START, "kubectl create rolebinding … -n b", "kubectl create rolebinding … -n a"],
  );
});

test("the comments of docs/rbac.yaml have a rule for each group of custom resources, and a resource for each kind with namespaces", () => {
  const commented = RBAC.split("\n").flatMap((line) => {
    const [, rule] = /^ {2}# - (\{.*\})$/.exec(line) ?? [];
    return rule === undefined ? [] : [load(rule) as Rule];
  });
  const count = new Map<string, number>([["apiextensions.k8s.io", 1]]);
  for (const { group, isClusterScoped } of knownKinds()) {
    if (group !== "" && isClusterScoped !== true) count.set(group, (count.get(group) ?? 0) + 1);
  }
  assert.deepEqual(
    new Map(commented.map(({ apiGroups, resources }) => [apiGroups.join(), resources.length])),
    new Map([...count].filter(([, kinds]) => kinds > 0)),
  );
  assert.ok(commented.every(({ verbs }) => verbs.join() === "get,list"));
});

test("the role has the forbidden custom resources, each with its group", () => {
  const [, create] = commandsFor([
    ["pods", null],
    ["rollouts.argoproj.io", null],
    ["jobs.batch.volcano.sh", null],
  ]);
  assert.equal(create, `${CREATE_ROLE},jobs.batch.volcano.sh,rollouts.argoproj.io`);
});

test("a user who may read everything except custom resources gets a role for only these", () => {
  assert.deepEqual(
    commandsFor([
      ["rollouts.argoproj.io", "a"],
      ["rayclusters.ray.io", "a"],
    ]),
    [
      "An administrator can grant these rights:",
      "kubectl create clusterrole kubectl-pss-custom --verb=get,list --resource=rayclusters.ray.io,rollouts.argoproj.io",
      "kubectl create rolebinding kubectl-pss-custom-jane --clusterrole=kubectl-pss-custom --user=jane -n a",
    ],
  );
});

test("in one line, commands are separated from the next words", () => {
  assert.equal(
    adviceLine([sentence("Do:"), command("a"), command("b"), sentence("Or:"), command("c")]),
    "Do: a; b; Or: c",
  );
});
