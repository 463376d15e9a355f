/** Users of a real API server who may not read everything. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { load } from "js-yaml";
import { CREATE_ROLE } from "../../src/render/words/rights/grants.ts";
import { openCluster } from "./cluster.ts";
import { kubectl, kubectlPss, type Run } from "./kubectl.ts";
import { kubeconfigOf, type User } from "./server.ts";

interface Document {
  readonly namespaces: readonly { readonly name: string; readonly labelsKnown: boolean }[];
  readonly notes: readonly { readonly code: string }[];
  readonly unreadable: readonly { readonly resource?: string; readonly namespace?: string | null }[];
}

interface Role {
  readonly rules: readonly {
    readonly apiGroups: readonly string[];
    readonly resources: readonly string[];
    readonly verbs: readonly string[];
  }[];
}

const LISTS =
  "cronjobs, daemonsets, deployments, jobs, pods, podtemplates, replicasets, replicationcontrollers and statefulsets";
const GRANT = ["  An administrator can grant these rights:", `  ${CREATE_ROLE}`];
const command = (kind: string, user: string, place = ""): string =>
  `  kubectl create ${kind} kubectl-pss-${user} --clusterrole=kubectl-pss --user=${user}${place}`;

const cluster = await openCluster();
if (cluster !== undefined) {
  const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-forbidden-"));
  after(() => rmSync(directory, { recursive: true }));

  /** The kubeconfig of a user whose current namespace is team-a. */
  const kubeconfigIn = (user: User): string => {
    const config: { contexts: [{ context: { namespace?: string } }] } = JSON.parse(
      readFileSync(kubeconfigOf(cluster, user), "utf8"),
    );
    config.contexts[0].context.namespace = "team-a";
    const file = join(directory, user);
    writeFileSync(file, JSON.stringify(config));
    return file;
  };
  const run = (user: User, args: readonly string[]): Promise<Run> =>
    kubectlPss([...args, "--kubeconfig", kubeconfigIn(user), "--admission-config", cluster.admissionConfig]);
  const report = async (
    user: User,
    ...args: readonly string[]
  ): Promise<Document & { readonly code: number | null }> => {
    const { code, stdout } = await run(user, [...args, "-o", "json"]);
    return { ...JSON.parse(stdout), code };
  };

  describe("users who may not read everything", () => {
    it("an administrator reads everything, and gets no message about rights", async () => {
      const { stderr } = await run("admin", ["audit"]);
      assert.doesNotMatch(stderr, /may not|current namespace/);
    });

    it("kubectl creates the role of docs/rbac.yaml with the command of the message", async () => {
      const [, ...words] = CREATE_ROLE.split(" ");
      const { stdout, stderr } = await kubectl(cluster, "admin", [...words, "--dry-run=client", "-o", "json"]);
      assert.equal(stderr, "");
      const allowed = (text: string): string[] =>
        (load(text) as Role).rules
          .flatMap(({ apiGroups, resources, verbs }) =>
            apiGroups.flatMap((group) =>
              resources.flatMap((name) => verbs.map((verb) => `${verb} ${name}${group === "" ? "" : `.${group}`}`)),
            ),
          )
          .toSorted();
      assert.deepEqual(allowed(stdout), allowed(readFileSync("docs/rbac.yaml", "utf8")));
    });

    it("a tenant gets the current namespace", async () => {
      const { code, stderr } = await run("tenant", ["audit"]);
      assert.equal(code, 3);
      assert.deepEqual(stderr.trimEnd().split("\n"), [
        'error: 3 rights are missing: user "tenant" may not list namespaces and pods in all namespaces, and may not list podtemplates in namespace "team-a"',
        ...GRANT,
        command("clusterrolebinding", "tenant"),
        '  Or only in namespace "team-a":',
        command("rolebinding", "tenant", " -n team-a"),
        'warning: only the current namespace "team-a" was read; -n NAMESPACE reads another',
        "info: the user may not list ValidatingAdmissionPolicies and their bindings, so it is not known what they deny; the right to list them is optional",
      ]);
      const { namespaces, notes, unreadable } = await report("tenant", "audit");
      assert.deepEqual(
        namespaces.map(({ name, labelsKnown }) => [name, labelsKnown]),
        [["team-a", true]],
      );
      assert.deepEqual(
        unreadable.map(({ resource, namespace }) => [resource, namespace]),
        [
          ["namespaces", null],
          ["pods", null],
          ["podtemplates", "team-a"],
        ],
      );
      assert.ok(notes.some(({ code: one }) => one === "current-namespace"));
    });

    it("a plan and a dry run of a tenant are about the current namespace", async () => {
      const plan = await run("tenant", ["plan"]);
      assert.equal(plan.code, 3);
      assert.match(plan.stdout, /^Plan to restricted for 1 namespace /);
      assert.match(plan.stderr, /^warning: only the current namespace "team-a" was read/m);
      const dryRun = await run("tenant", ["dry-run", "--enforce", "restricted"]);
      assert.equal(dryRun.code, 3);
      assert.match(dryRun.stdout, /^namespace\/team-a /m);
    });

    it("a user without rights gets one message", async () => {
      const { code, stdout, stderr } = await run("stranger", ["audit"]);
      assert.equal(code, 3);
      assert.match(stdout, /^Nothing could be read: 12 rights are missing in .*\n$/);
      assert.deepEqual(stderr.trimEnd().split("\n"), [
        `error: 12 rights are missing: user "stranger" may not list namespaces and pods in all namespaces, and may not list ${LISTS} in namespace "team-a", ` +
          'and may not get namespace "team-a", so its labels and its policy are unknown',
        ...GRANT,
        command("clusterrolebinding", "stranger"),
        '  Or only in namespace "team-a":',
        command("rolebinding", "stranger", " -n team-a"),
        'warning: only the current namespace "team-a" was tried; -n NAMESPACE reads another',
        "Without rights, these commands need no cluster:",
        "  kubectl pss lint --level restricted FILE",
        "  kubectl pss explain -",
      ]);
    });

    it("a user who may list only pods gets all namespaces, with unknown labels", async () => {
      const asReader = ["--as", "reader", "--as-group", "pod-readers"];
      const { namespaces, unreadable, code } = await report("admin", "audit", ...asReader);
      assert.equal(code, 3);
      assert.ok(namespaces.length > 10);
      assert.ok(namespaces.every(({ labelsKnown }) => !labelsKnown));
      assert.equal(unreadable.length, 9);
      const { stderr } = await run("admin", ["audit", ...asReader]);
      assert.deepEqual(stderr.trimEnd().split("\n"), [
        `error: 9 rights are missing: user "reader" may not list ${LISTS.replace("jobs, pods, podtemplates", "jobs, namespaces, podtemplates")} in all namespaces`,
        "  The labels of the namespaces, and so their policies, are unknown.",
        ...GRANT,
        command("clusterrolebinding", "reader"),
        "  Or only in one namespace, which -n NAMESPACE reads:",
        command("rolebinding", "reader", " -n NAMESPACE"),
        "info: the user may not list Events, so only conditions show which pods are rejected now; the right to list events is optional",
        "info: the user may not list ValidatingAdmissionPolicies and their bindings, so it is not known what they deny; the right to list them is optional",
      ]);
    });

    it("-n of a user who may list only its pods: the labels are unknown", async () => {
      const asReader = ["--as", "reader", "--as-group", "pod-readers", "-n", "team-a"];
      const { stderr } = await run("admin", ["audit", ...asReader]);
      assert.match(stderr, /may not get namespace "team-a", so its labels and its policy are unknown\n/);
      const { namespaces } = await report("admin", "audit", ...asReader);
      assert.deepEqual(
        namespaces.map(({ name, labelsKnown }) => [name, labelsKnown]),
        [["team-a", false]],
      );
    });

    it("without valid credentials, no user is logged in", async () => {
      const { code, stderr } = await run("admin", ["audit", "--token", "none-of-these"]);
      assert.equal(code, 2);
      assert.match(stderr, /^error: not logged in \(401 Unauthorized\)/);
    });
  });
}
