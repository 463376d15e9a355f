import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { Client, type ApiObject } from "../client.ts";
import { kubectl, type Run } from "../kubectl.ts";
import { reasonForNoServer, startServer } from "../server.ts";
import { applyExport, DENIED_BY_ALL, waitForPolicy, WITHOUT_PLUGIN } from "./policies.ts";

const LABEL = "test.example.com/policy";
const SPEC = { hostNetwork: true, containers: [{ name: "app", image: "registry.example/web:1" }] };

/** An exemption, a request that it covers, and one that it does not cover. */
interface Case {
  readonly name: string;
  /** The flags of `kubectl pss export`. */
  readonly words: readonly string[];
  readonly exempt: Request;
  readonly judged: Request;
}

interface Request {
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly labels?: Readonly<Record<string, string>>;
  /** Flags of kubectl. */
  readonly as?: readonly string[];
  /** The namespace, if it is not that of the case. */
  readonly namespace?: string;
}

function privileged(image: string): Request {
  return { spec: { containers: [{ name: "app", image, securityContext: { privileged: true } }] } };
}

const HOST = { spec: SPEC };

const CASES: readonly Case[] = [
  {
    name: "user",
    words: ["--exempt-user", "installer"],
    exempt: { ...HOST, as: ["--as", "installer", "--as-group", "system:masters"] },
    judged: { ...HOST, as: ["--as", "visitor", "--as-group", "system:masters"] },
  },
  {
    name: "group",
    words: ["--exempt-group", "installers"],
    exempt: { ...HOST, as: ["--as", "a", "--as-group", "installers", "--as-group", "system:masters"] },
    judged: { ...HOST, as: ["--as", "installers", "--as-group", "system:masters"] },
  },
  {
    name: "runtime-class",
    words: ["--exempt-runtime-class", "sandbox"],
    exempt: { spec: { ...SPEC, runtimeClassName: "sandbox" } },
    judged: HOST,
  },
  {
    name: "service-account",
    words: ["--exempt-service-account", "service-account/agent"],
    exempt: { spec: { ...SPEC, serviceAccountName: "agent" } },
    judged: { spec: { ...SPEC, serviceAccountName: "web" } },
  },
  {
    name: "namespace",
    words: ["--exempt-namespace", "namespace-exempt"],
    exempt: { ...HOST, namespace: "namespace-exempt" },
    judged: HOST,
  },
  {
    name: "label",
    words: ["--exempt-label", "example.com/agent=yes"],
    exempt: { ...HOST, labels: { "example.com/agent": "yes" } },
    judged: { ...HOST, labels: { "example.com/agent": "no" } },
  },
  {
    name: "image",
    words: ["--exempt-image", "registry.example/cni/=privileged"],
    exempt: privileged("registry.example/cni/agent:1"),
    judged: privileged("registry.example/web:1"),
  },
  {
    name: "check",
    words: ["--without", "hostPorts"],
    exempt: { spec: { containers: [{ name: "a", image: "b", ports: [{ containerPort: 80, hostPort: 80 }] }] } },
    judged: HOST,
  },
];

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("an exemption", async () => {
    const server = await startServer({ flags: [WITHOUT_PLUGIN] });
    const admin = await Client.open(server, "admin");
    after(async () => {
      admin.close();
      await server.stop();
    });
    const namespace = async (name: string, policy: string): Promise<ApiObject> =>
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { [LABEL]: policy } } });
    const create = async (name: string, { spec = SPEC, labels = {}, as = [], namespace }: Request): Promise<Run> => {
      const pod = { ...DENIED_BY_ALL, metadata: { name: "tried", labels }, spec };
      const args = ["create", "--dry-run=server", "-n", namespace ?? name, "-f", "-", ...as];
      return await kubectl(server, "admin", args, JSON.stringify(pod));
    };
    await admin.create({
      apiVersion: "node.k8s.io/v1",
      kind: "RuntimeClass",
      metadata: { name: "sandbox" },
      handler: "sandbox",
    });
    for (const { name, words } of CASES) {
      await namespace(name, name);
      const binding = `label:${LABEL}=${name}`;
      await applyExport(server, [
        "--level",
        "baseline",
        "--bind",
        binding,
        "--action",
        "deny",
        "--prefix",
        name,
        ...words,
      ]);
    }
    await namespace("namespace-exempt", "namespace");
    await Promise.all(CASES.map(({ name }) => waitForPolicy(admin, name)));

    for (const { name, exempt, judged } of CASES) {
      it(`by ${name} covers its requests, and no others`, async () => {
        const allowed = await create(name, exempt);
        assert.equal(allowed.code, 0, allowed.stderr);
        const denied = await create(name, judged);
        assert.equal(denied.code, 1);
        assert.match(denied.stderr, /\(Forbidden\)|is forbidden: ValidatingAdmissionPolicy/);
      });
    }
  });
}
