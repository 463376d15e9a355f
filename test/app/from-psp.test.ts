/** The migration from PodSecurityPolicy of a cluster, on a server that has the objects of an invented cluster. */
import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import { isUserError } from "../../src/api/user-error.ts";
import { runFromPsp } from "../../src/app/from-psp.ts";
import { dumpObjects, migrationOf } from "../psp/dumps.ts";
import { aggregated, DISCOVERY } from "../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer, type StubAnswer } from "../sources/cluster/stub-server.ts";
import { recordedTerminal } from "./terminal.ts";

const status = (code: number, message: string): StubAnswer => ({
  status: code,
  body: { kind: "Status", apiVersion: "v1", status: "Failure", code, message },
});

/** The kind of a list, by the last part of its path. */
const KINDS: Readonly<Record<string, string>> = {
  podsecuritypolicies: "PodSecurityPolicy",
  clusterroles: "ClusterRole",
  clusterrolebindings: "ClusterRoleBinding",
  roles: "Role",
  rolebindings: "RoleBinding",
  namespaces: "Namespace",
  deployments: "Deployment",
  replicasets: "ReplicaSet",
  statefulsets: "StatefulSet",
  daemonsets: "DaemonSet",
  cronjobs: "CronJob",
  jobs: "Job",
  pods: "Pod",
};

/** @param refused the answers in place of lists, by the last part of their path */
async function serve(t: TestContext, refused: Readonly<Record<string, StubAnswer>> = {}) {
  const objects = dumpObjects("mutating");
  const stub = await stubServer(t, ({ pathname }) => {
    if (pathname === "/version") return { body: { major: "1", minor: "24", gitVersion: "v1.24.17" } };
    if (pathname === DISCOVERY) return { body: aggregated() };
    const resource = pathname.slice(pathname.lastIndexOf("/") + 1);
    const kind = KINDS[resource];
    const items = objects.filter((object) => object.kind === kind);
    return refused[resource] ?? { body: { kind: `${kind ?? ""}List`, apiVersion: "v1", metadata: {}, items } };
  });
  const request = { server: stub.url.href, kubeconfig: "/dev/null", verbosity: 0 };
  return { stub, run: () => runFromPsp(request, recordedTerminal()) };
}

test("a cluster has the same migration as its dump", async (t) => {
  const { stub, run } = await serve(t);
  const [cluster, dump] = [await run(), await migrationOf("mutating")];
  assert.deepEqual(cluster.policies, dump.policies);
  assert.deepEqual(cluster.namespaces, dump.namespaces);
  assert.deepEqual(cluster.unreadable, []);
  const commands = cluster.steps.flatMap((step) => step.commands);
  assert.deepEqual(
    commands.map((command) =>
      command.replaceAll(`kubectl --kubeconfig /dev/null --server ${stub.url.href}`, "kubectl"),
    ),
    dump.steps.flatMap((step) => step.commands),
  );
});

test("policies, roles and bindings are requested as JSON, because no protocol buffers of them are known", async (t) => {
  const { stub, run } = await serve(t);
  await run();
  const accepted = new Map(stub.requests.map(({ url, headers }) => [url.replace(/\?.*/, ""), headers["accept"]]));
  assert.equal(accepted.get("/apis/policy/v1beta1/podsecuritypolicies"), "application/json");
  assert.equal(accepted.get("/apis/rbac.authorization.k8s.io/v1/rolebindings"), "application/json");
  assert.match(accepted.get("/api/v1/pods") ?? "", /protobuf/);
});

test("a server without PodSecurityPolicy ends the run with one sentence", async (t) => {
  const { run } = await serve(t, {
    podsecuritypolicies: status(404, "the server could not find the requested resource"),
  });
  await assert.rejects(run, (error) => isUserError(error) && error.message === "the cluster has no PodSecurityPolicy");
});

test("roles that the user may not list are unreadable, and change no level", async (t) => {
  const message = 'roles.rbac.authorization.k8s.io is forbidden: User "jane" cannot list resource "roles"';
  const { run } = await serve(t, { roles: status(403, message) });
  const { unreadable, namespaces } = await run();
  const rule = '{apiGroups: ["rbac.authorization.k8s.io"], resources: ["roles"], verbs: ["list"]}';
  assert.deepEqual(unreadable, [{ message, source: null, list: { resource: "roles", namespace: null, rule } }]);
  assert.deepEqual(namespaces, (await migrationOf("mutating")).namespaces);
});

test("policies that the user may not list explain no change, and do not end the run", async (t) => {
  const { run } = await serve(t, { podsecuritypolicies: status(403, "podsecuritypolicies is forbidden") });
  const { policies, unreadable, namespaces } = await run();
  assert.deepEqual([policies.length, unreadable.length], [0, 1]);
  const shop = namespaces.find(({ name }) => name === "shop");
  assert.equal(shop?.recommended, "baseline");
  assert.ok(shop?.changed.every(({ changes, patch }) => patch === null && changes.every(({ by }) => by === null)));
});
