/** The commands of `audit -o patches` against a real API server: first with --dry-run=server, then for real. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { after, before, describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { leaveOut } from "../missing-tool.ts";
import { Client, type ApiObject } from "./client.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";
import type { PodContent } from "./pods.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server } from "./server.ts";
import { CONTROLLER_KINDS, controllerIn, podIn } from "./workloads.ts";

const NAMESPACE = "patches";

/** A pod that violates restricted by fields that are missing or wrong, and that has fields which no check reads. */
const POD: PodContent = {
  spec: {
    initContainers: [
      { name: "first", image: "example.com/first:1", securityContext: { readOnlyRootFilesystem: true } },
    ],
    containers: [
      {
        name: "web",
        image: "example.com/web:1",
        env: [{ name: "A", value: 'it\'s "quoted"' }],
        securityContext: { runAsNonRoot: false, runAsGroup: 1000, capabilities: { add: ["NET_BIND_SERVICE"] } },
      },
      { name: "log", image: "example.com/log:1", securityContext: { allowPrivilegeEscalation: true } },
    ],
    securityContext: { fsGroup: 1000, supplementalGroups: [5] },
  },
};

const any = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
const objectOf = (properties: Readonly<Record<string, unknown>>) => ({ type: "object", properties });
const POD_SCHEMA = objectOf({
  initContainers: { type: "array", items: any },
  containers: { type: "array", items: { ...any, properties: { name: { type: "string" }, image: { type: "string" } } } },
  securityContext: any,
});

/** An invented kind with a pod template in a list. The API server has no merge keys for it. */
const DEFINITION: ApiObject = {
  apiVersion: "apiextensions.k8s.io/v1",
  kind: "CustomResourceDefinition",
  metadata: { name: "widgets.example.com" },
  spec: {
    group: "example.com",
    scope: "Namespaced",
    names: { kind: "Widget", plural: "widgets" },
    versions: [
      {
        name: "v1",
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: objectOf({
            spec: objectOf({
              roles: { type: "array", items: objectOf({ template: objectOf({ metadata: any, spec: POD_SCHEMA }) }) },
            }),
          }),
        },
      },
    ],
  },
};

const WIDGET: ApiObject = {
  apiVersion: "example.com/v1",
  kind: "Widget",
  metadata: { namespace: NAMESPACE, name: "web" },
  spec: { roles: [{ template: { spec: POD.spec } }] },
};

const WIDGETS = ["--pod-template", "example.com/Widget=.spec.roles[].template"];

/** Whether a value has every part of another one, apart from the values that the fix replaces. */
function keeps(before: unknown, now: unknown, path: readonly string[] = []): string[] {
  const key = path.at(-1) ?? "";
  if (
    [
      "runAsNonRoot",
      "allowPrivilegeEscalation",
      "generation",
      "deprecated.daemonset.template.generation",
      "resourceVersion",
      "managedFields",
    ].includes(key)
  )
    return [];
  if (Array.isArray(before)) {
    const items = Array.isArray(now) ? now : [];
    return before.flatMap((item, index) => keeps(item, items[index], [...path, String(index)]));
  }
  if (!isRecord(before)) return before === now ? [] : [path.join(".")];
  return Object.entries(before).flatMap(([name, value]) =>
    keeps(value, isRecord(now) ? now[name] : undefined, [...path, name]),
  );
}

const reason = await reasonForNoServer();
if (reason !== undefined) {
  leaveOut(reason);
} else {
  describe("the patches of an audit", () => {
    let server: Server;
    let client: Client;
    const kubeconfig = (): string[] => ["--kubeconfig", kubeconfigOf(server, "admin")];

    async function apply(object: ApiObject): Promise<void> {
      const { code, stderr } = await kubectl(server, "admin", ["create", "-f", "-"], JSON.stringify(object));
      assert.equal(code, 0, stderr);
    }

    before(async () => {
      server = await startServer();
      client = await Client.open(server, "admin");
      const labels = { "pod-security.kubernetes.io/warn": "restricted" };
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels } });
      for (const kind of CONTROLLER_KINDS) await client.create(controllerIn(NAMESPACE, kind, "web", POD));
      await client.create(podIn(NAMESPACE, "bare", POD).object);
      const charted = controllerIn(NAMESPACE, "Deployment", "charted", POD);
      const annotations = { "meta.helm.sh/release-name": "shop", "meta.helm.sh/release-namespace": NAMESPACE };
      await client.create({ ...charted, metadata: { ...charted.metadata, annotations } });
      const host = { spec: { ...POD.spec, hostPID: true } };
      await client.create(controllerIn(NAMESPACE, "DaemonSet", "agent", host));
      await apply(DEFINITION);
      const isEstablished = ["wait", "--for=condition=Established", "crd/widgets.example.com", "--timeout=60s"];
      assert.equal((await kubectl(server, "admin", isEstablished)).code, 0);
      await apply(WIDGET);
    });
    after(async () => {
      client.close();
      await server.stop();
    });

    const audit = async (...flags: readonly string[]) =>
      kubectlPss(["audit", ...kubeconfig(), "-n", NAMESPACE, ...WIDGETS, ...flags]);

    /** Runs a script with sh, as a user does. */
    async function sh(script: string): Promise<string> {
      const child = spawn("sh", ["-eu"], { stdio: ["pipe", "pipe", "pipe"] });
      child.stdin.end(script);
      const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
      assert.equal(child.exitCode, 0, stderr);
      return stdout;
    }

    async function objects(): Promise<Map<string, unknown>> {
      const kinds =
        "deployments,statefulsets,daemonsets,cronjobs,jobs,replicasets,replicationcontrollers,podtemplates,pods,widgets";
      const { stdout } = await kubectl(server, "admin", ["get", kinds, "-n", NAMESPACE, "-o", "json"]);
      const { items } = JSON.parse(stdout) as { items: { kind: string; metadata: { name: string } }[] };
      return new Map(items.map((one) => [`${one.kind}/${one.metadata.name}`, one]));
    }

    it("name the cluster, and are comments for an object of Helm", async () => {
      const { stdout, code } = await audit("-o", "patches");
      assert.equal(code, 0);
      const start = `kubectl --kubeconfig ${kubeconfigOf(server, "admin")} patch `;
      const commands = stdout.split("\n").filter((line) => line.includes(" patch ") && /^(?:# )?kubectl/.test(line));
      assert.ok(
        commands.every((line) => line.replace(/^# /, "").startsWith(start)),
        stdout,
      );
      const owned = commands.filter((line) => line.startsWith("# "));
      assert.deepEqual(
        owned.map((line) => / patch (\S+)/.exec(line)?.[1]),
        ["deployment.apps/charted"],
      );
      assert.deepEqual(
        commands
          .filter((line) => !line.startsWith("# "))
          .map((line) => / patch (\S+)/.exec(line)?.[1])
          .toSorted(),
        [
          "cronjob.batch/web",
          "daemonset.apps/web",
          "deployment.apps/web",
          "podtemplate/web",
          "replicaset.apps/web",
          "replicationcontroller/web",
          "statefulset.apps/web",
          "widget.example.com/web",
        ],
        stdout,
      );
      for (const left of ["DaemonSet/agent", "Job/web", "Pod/bare"])
        assert.match(stdout, new RegExp(`^#   ${NAMESPACE} ${left}: `, "m"));
    });

    it("are accepted with --dry-run=server, and give objects that meet the level", async () => {
      const script = (await audit("-o", "patches")).stdout.replaceAll(/^# (?=kubectl .* patch )/gm, "");
      const tried = script.replaceAll(/^kubectl .* patch .*$/gm, "$& --dry-run=server -o yaml; echo ---");
      const { code, stdout, stderr } = await kubectlPss(
        ["lint", "--level", "restricted", ...WIDGETS, "-"],
        await sh(tried),
      );
      assert.equal(code, 0, stdout + stderr);
      assert.match(stdout, /No violations in 9 workloads/);
    });

    it("change nothing else", async () => {
      const earlier = await objects();
      await sh((await audit("-o", "patches")).stdout);
      const now = await objects();
      for (const [name, object] of earlier) assert.deepEqual(keeps(object, now.get(name)), [], name);
      const { stdout } = await audit("-o", "patches");
      assert.match(stdout, /^# Patches for 1 of 4 workloads that violate their levels\. None was run\.$/m);
    });
  });
}
