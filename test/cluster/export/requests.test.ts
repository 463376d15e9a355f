import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { Client, pathOf, type ApiObject } from "../client.ts";
import { PODS } from "../pods.ts";
import { reasonForNoServer, startServer } from "../server.ts";
import { CONTROLLER_KINDS, controllerIn } from "../workloads.ts";
import { applyExport, waitForPolicy } from "./policies.ts";

const LABEL = "test.example.com/policy";
const JSON_PATCH = "application/json-patch+json";
const IMAGE = "registry.example/app:1";

/** A pod that violates restricted, with an init container and an ephemeral container. */
const RUNNING: ApiObject = {
  apiVersion: "v1",
  kind: "Pod",
  metadata: { name: "running" },
  spec: {
    containers: [{ name: "app", image: IMAGE, resources: { requests: { cpu: "100m" }, limits: { cpu: "200m" } } }],
    initContainers: [{ name: "init", image: IMAGE }],
  },
};

const DEBUG = { name: "debug", image: IMAGE, targetContainerName: "app" };

interface Update {
  readonly name: string;
  readonly subresource?: string;
  readonly patch: readonly object[];
}

const UPDATES: readonly Update[] = [
  { name: "a label", patch: [{ op: "add", path: "/metadata/labels", value: { a: "b" } }] },
  {
    name: "a toleration",
    patch: [{ op: "add", path: "/spec/tolerations/-", value: { key: "a", operator: "Exists", effect: "NoSchedule" } }],
  },
  { name: "the deadline", patch: [{ op: "add", path: "/spec/activeDeadlineSeconds", value: 60 }] },
  { name: "the same image", patch: [{ op: "replace", path: "/spec/containers/0/image", value: IMAGE }] },
  {
    name: "the resources",
    subresource: "resize",
    patch: [{ op: "replace", path: "/spec/containers/0/resources/requests/cpu", value: "150m" }],
  },
  { name: "the status", subresource: "status", patch: [{ op: "add", path: "/status/message", value: "a" }] },
  { name: "the image", patch: [{ op: "replace", path: "/spec/containers/0/image", value: "registry.example/app:2" }] },
  {
    name: "the image of an init container",
    patch: [{ op: "replace", path: "/spec/initContainers/0/image", value: "registry.example/app:2" }],
  },
  {
    name: "a new ephemeral container",
    subresource: "ephemeralcontainers",
    patch: [{ op: "add", path: "/spec/ephemeralContainers/-", value: { ...DEBUG, name: "second" } }],
  },
  {
    name: "the same ephemeral containers",
    subresource: "ephemeralcontainers",
    patch: [{ op: "test", path: "/spec/ephemeralContainers/0/name", value: "debug" }],
  },
  {
    name: "an annotation of AppArmor",
    patch: [
      {
        op: "add",
        path: "/metadata/annotations",
        value: { "container.apparmor.security.beta.kubernetes.io/app": "unconfined" },
      },
    ],
  },
];

/** The updates that both reject. */
const DENIED: ReadonlySet<string> = new Set([
  "the image",
  "the image of an init container",
  "a new ephemeral container",
]);

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("exported policies", async () => {
    const server = await startServer();
    const admin = await Client.open(server, "admin");
    after(async () => {
      admin.close();
      await server.stop();
    });
    for (const name of ["by-labels", "by-policies"]) {
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name } });
      await admin.create({ ...RUNNING, metadata: { ...RUNNING.metadata, namespace: name } });
      await admin.ask("PATCH", `/api/v1/namespaces/${name}/pods/running/ephemeralcontainers`, {
        contentType: "application/strategic-merge-patch+json",
        body: { spec: { ephemeralContainers: [DEBUG] } },
      });
    }
    const label = async (name: string, labels: object): Promise<void> => {
      const payload = { contentType: "application/merge-patch+json", body: { metadata: { labels } } };
      await admin.ask("PATCH", `/api/v1/namespaces/${name}`, payload);
    };
    await label("by-labels", {
      "pod-security.kubernetes.io/enforce": "restricted",
      "pod-security.kubernetes.io/warn": "restricted",
    });
    await label("by-policies", { [LABEL]: "yes" });
    const words = ["--level", "restricted", "--bind", `label:${LABEL}=yes`, "--action", "deny", "--controllers"];
    await applyExport(server, words);
    await waitForPolicy(admin, "by-policies");

    for (const { name, subresource, patch } of UPDATES) {
      it(`treat an update of ${name} like Pod Security Admission`, async () => {
        const send = async (namespace: string): Promise<number> => {
          const pod = `/api/v1/namespaces/${namespace}/pods/running`;
          const path = `${pod}${subresource === undefined ? "" : `/${subresource}`}?dryRun=All`;
          return (await admin.send("PATCH", path, { body: patch, contentType: JSON_PATCH })).status;
        };
        const plugin = await send("by-labels");
        assert.equal(await send("by-policies"), plugin);
        assert.equal(plugin === 403, DENIED.has(name), `${plugin}`);
      });
    }

    for (const kind of CONTROLLER_KINDS) {
      it(`warn about a ${kind} like Pod Security Admission`, async () => {
        let warned = 0;
        for (const [name, content] of Object.entries(PODS)) {
          const isWarned = async (namespace: string): Promise<boolean> => {
            const object = controllerIn(namespace, kind, name, content);
            const { status, warnings } = await admin.send("POST", `${pathOf(object)}?dryRun=All`, { body: object });
            // Both only warn about a controller.
            assert.notEqual(status, 403);
            return warnings.some((text) => /PodSecurity "restricted:latest"/.test(text));
          };
          const [plugin, policies] = await Promise.all([isWarned("by-labels"), isWarned("by-policies")]);
          assert.equal(policies, plugin, name);
          if (plugin) warned++;
        }
        assert.ok(warned > 10 && warned < Object.keys(PODS).length, `${warned} warned`);
      });
    }
  });
}
