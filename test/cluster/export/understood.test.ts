/** Compares the answers of `lint`, `audit` and `plan` about exported policies with the API server that evaluates these policies. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { after, describe, it } from "node:test";
import { isRecord } from "../../../src/api/record.ts";
import { leaveOut } from "../../missing-tool.ts";
import { Client, messageOf, pathOf, type ApiObject } from "../client.ts";
import { kubectl, kubectlPss } from "../kubectl.ts";
import { PODS, podContent } from "../pods.ts";
import { auditLogOf, kubeconfigOf, reasonForNoServer, startServer, type ClusterFiles } from "../server.ts";
import { CONTROLLER_KINDS, controllerIn } from "../workloads.ts";
import { applyExport, waitForPolicy } from "./policies.ts";
import { validPod } from "./valid-pods.ts";

const LABEL = "test.example.com/policy";
const RANDOM_PODS = 150;
const FAILURE = "validation.policy.admission.k8s.io/validation_failure";
const POLICY_LISTS = "validatingadmissionpolicies,validatingadmissionpolicybindings";

/** The flags of each namespace's policies. */
const EXPORTS: Readonly<Record<string, readonly string[]>> = {
  "denied-baseline": ["--level", "baseline", "--action", "deny,audit", "--controllers"],
  "denied-old": ["--level", "restricted:v1.24", "--action", "deny"],
  "denied-per-check": ["--level", "restricted", "--action", "deny,audit", "--message-per-check"],
  "warned-per-check": ["--level", "restricted", "--action", "warn,audit", "--message-per-check", "--controllers"],
  warned: ["--level", "restricted", "--action", "warn", "--controllers"],
  exempt: [
    ...["--level", "restricted", "--action", "deny", "--without", "seccompProfile_restricted"],
    ...["--exempt-service-account", "exempt/agent", "--exempt-runtime-class", "sandbox", "--exempt-label", "a=b"],
    ...["--exempt-image", "registry.example/cni/=runAsNonRoot", "--exempt-image", "registry.example/cni/=hostPorts"],
  ],
};

interface Verdict {
  readonly policy: string;
  readonly namespace: string;
  readonly kind: string;
  readonly name: string;
  readonly subject: "object" | "pods";
  readonly sentences: readonly string[];
  readonly rejectedByLabels: boolean;
}

interface Document {
  readonly policies?: readonly Verdict[];
  readonly notes: readonly { readonly code: string; readonly message: string; readonly severity: string }[];
  readonly namespaces: readonly {
    readonly name: string;
    readonly deniedBy?: readonly { readonly policy: string; readonly workloads: number }[];
  }[];
}

/** The pods that an exemption covers, and similar ones that it does not cover. */
const EXEMPTION_PODS: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  agent: { spec: { serviceAccountName: "agent", containers: [{ name: "a", image: "b" }] } },
  "other-account": { spec: { serviceAccountName: "web", containers: [{ name: "a", image: "b" }] } },
  labelled: { metadata: { labels: { a: "b" } }, spec: { containers: [{ name: "a", image: "b" }] } },
  "other-label": { metadata: { labels: { a: "c" } }, spec: { containers: [{ name: "a", image: "b" }] } },
  "runtime-class": { spec: { runtimeClassName: "sandbox", containers: [{ name: "a", image: "b" }] } },
  "exempt-image": {
    spec: {
      containers: [
        { name: "a", image: "registry.example/cni/agent:1", ports: [{ containerPort: 80, hostPort: 80 }] },
        { name: "b", image: "registry.example/web:1", securityContext: { runAsNonRoot: true } },
      ],
    },
  },
  "pod-root": {
    spec: {
      securityContext: { runAsNonRoot: false },
      containers: [{ name: "a", image: "registry.example/cni/agent:1" }],
    },
  },
};

function podsIn(namespace: string): readonly ApiObject[] {
  const pod = (name: string, content: Readonly<Record<string, unknown>>, metadata: object = {}): ApiObject => ({
    apiVersion: "v1",
    kind: "Pod",
    ...content,
    metadata: { ...metadata, name, namespace },
  });
  return [
    ...Object.entries(PODS).map(([name, content]) => pod(name, { spec: content.spec }, content.metadata)),
    ...Object.entries(EXEMPTION_PODS).map(([name, { metadata, spec }]) =>
      pod(name, { spec }, isRecord(metadata) ? metadata : {}),
    ),
    ...Array.from({ length: RANDOM_PODS }, (_, seed) => {
      const random = validPod(seed);
      return { ...random, metadata: { ...random.metadata, namespace } };
    }),
  ];
}

function controllersIn(namespace: string): readonly ApiObject[] {
  return CONTROLLER_KINDS.flatMap((kind) =>
    ["compliant", "privileged", "host-path"].map((name) =>
      controllerIn(namespace, kind, `${kind.toLowerCase()}-${name}`, podContent(name)),
    ),
  );
}

/** The pod that Kubernetes' controllers would make for a Deployment. */
function podOf({ metadata, spec }: ApiObject): ApiObject {
  assert.ok(isRecord(spec) && isRecord(spec["template"]));
  const template = spec["template"];
  const labels = isRecord(template["metadata"]) ? template["metadata"] : {};
  return {
    apiVersion: "v1",
    kind: "Pod",
    ...template,
    metadata: { ...labels, name: metadata.name, namespace: metadata.namespace ?? "" },
  };
}

const keyOf = ({ namespace = "", kind, name }: { namespace?: string; kind: string; name: string }): string =>
  `${namespace}/${kind}/${name}`;

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("lint, audit and plan", async () => {
    const server = await startServer({ audit: true });
    const admin = await Client.open(server, "admin");
    after(async () => {
      admin.close();
      await server.stop();
    });
    for (const name of ["sandbox", "sandboxed", "gvisor"]) {
      await admin.create({ apiVersion: "node.k8s.io/v1", kind: "RuntimeClass", metadata: { name }, handler: name });
    }
    for (const [name, words] of Object.entries(EXPORTS)) {
      await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name, labels: { [LABEL]: name } } });
      await applyExport(server, [...words, "--bind", `label:${LABEL}=${name}`, "--prefix", name]);
    }
    await Promise.all(Object.keys(EXPORTS).map((name) => waitForAnswer(admin, name)));
    // The server returns the policies with its defaults, and the long expressions with their line breaks.
    const policies = await get(server, POLICY_LISTS);
    const namespaces = await get(server, "namespaces");

    /** The answers that lint expects, by the key of the object. */
    const linted = async (objects: readonly ApiObject[]): Promise<Document> => {
      const list = { apiVersion: "v1", kind: "List", items: objects };
      const input = [policies, namespaces, JSON.stringify(list)].join("\n---\n");
      const run = await kubectlPss(["lint", "-", "-o", "json"], input);
      assert.equal(run.code, 1, run.stderr);
      return JSON.parse(run.stdout);
    };

    /** The server's answer to the creation of an object; undefined if its own validation rejects it. */
    const answered = async (object: ApiObject): Promise<readonly string[] | undefined> => {
      // Finds the request in the audit log.
      const id = `t${++requests}`;
      const answer = await admin.send("POST", `${pathOf(object)}?dryRun=All&fieldManager=${id}`, { body: object });
      if (answer.status === 422 || answer.status === 400) return undefined;
      assert.ok(answer.status === 201 || answer.status === 403, `${answer.status} ${answer.text}`);
      ids.set(object, id);
      return [
        ...(answer.status === 403 ? [messageOf(answer)] : []),
        ...answer.warnings.filter((text) => text.startsWith("Validation failed")).map((text) => `Warning: ${text}`),
      ];
    };
    let requests = 0;
    const ids = new Map<ApiObject, string>();

    it("have the API server's answers for pods and controllers", async () => {
      const all = Object.keys(EXPORTS).flatMap((name) => [...podsIn(name), ...controllersIn(name)]);
      const { policies: verdicts = [] } = await linted(all);
      const byObject = Map.groupBy(
        verdicts.filter(({ subject }) => subject === "object"),
        keyOf,
      );
      const counts = { denied: 0, warned: 0, silent: 0, audited: 0 };
      const queue = all.values();
      await Promise.all(
        Array.from({ length: 16 }, async () => {
          for (const object of queue) {
            const said = await answered(object);
            if (said === undefined) continue;
            const key = keyOf({ ...object.metadata, kind: object.kind });
            const own = (byObject.get(key) ?? []).flatMap(({ sentences }) => sentences);
            assert.deepEqual(own.filter((text) => !text.startsWith(FAILURE)).toSorted(), said.toSorted(), key);
            if (said.length === 0) counts.silent++;
            else if (said[0]?.startsWith("Warning") === true) counts.warned++;
            else counts.denied++;
          }
        }),
      );
      const logged = await failuresInLog(server);
      for (const [object, id] of ids) {
        const own = (byObject.get(keyOf({ ...object.metadata, kind: object.kind })) ?? [])
          .flatMap(({ sentences }) => sentences)
          .filter((text) => text.startsWith(FAILURE));
        const failure = logged.get(id);
        assert.deepEqual(own, failure === undefined ? [] : [`${FAILURE}: ${failure}`]);
        if (failure !== undefined) counts.audited++;
      }
      assert.ok(
        counts.denied > 200 && counts.warned > 100 && counts.silent > 100 && counts.audited > 100,
        JSON.stringify(counts),
      );
    });

    it("have the API server's answers for the pods of a Deployment", async () => {
      const deployments = Object.keys(EXPORTS).flatMap((namespace) =>
        Object.entries(PODS).map(([name, content]) => controllerIn(namespace, "Deployment", name, content)),
      );
      const { policies: verdicts = [] } = await linted(deployments);
      const byWorkload = Map.groupBy(
        verdicts.filter(({ subject }) => subject === "pods"),
        keyOf,
      );
      let denied = 0;
      for (const deployment of deployments) {
        const said = await answered(podOf(deployment));
        if (said === undefined) continue;
        const own = (byWorkload.get(keyOf({ ...deployment.metadata, kind: "Deployment" })) ?? []).flatMap(
          ({ sentences }) => sentences,
        );
        const name = JSON.stringify(deployment.metadata.name);
        const expected = said.map((text) => text.replace(`pods ${name} is forbidden`, "its pods are forbidden"));
        assert.deepEqual(own.filter((text) => !text.startsWith(FAILURE)).toSorted(), expected.toSorted());
        if (expected.some((text) => text.startsWith("its pods"))) denied++;
      }
      assert.ok(denied > 20, `${denied} denied`);
    });

    it("read the same policies from the cluster, and name edited policies and policies of other origin", async () => {
      const stored = Object.keys(EXPORTS).flatMap((namespace) => [
        ...controllersIn(namespace),
        controllerIn(namespace, "Deployment", "agent", {
          spec: { serviceAccountName: "agent", containers: [{ name: "a", image: "b" }] },
        }),
        controllerIn(namespace, "Deployment", "exempt-image", { spec: imageSpec() }),
      ]);
      for (const object of stored) await admin.create(object);
      const names = Object.keys(EXPORTS).flatMap((name) => ["-n", name]);
      const kubeconfig = ["--kubeconfig", kubeconfigOf(server, "admin")];
      const run = async (command: string): Promise<Document> => {
        const { stdout, stderr } = await kubectlPss([command, ...names, "-o", "json", ...kubeconfig]);
        assert.notEqual(stdout, "", stderr);
        return JSON.parse(stdout);
      };
      const wanted = (await linted(stored)).policies?.map(({ sentences, policy, ...rest }) => ({
        key: keyOf(rest),
        policy,
        sentences,
      }));
      const audited = (await run("audit")).policies?.map(({ sentences, policy, ...rest }) => ({
        key: keyOf(rest),
        policy,
        sentences,
      }));
      assert.deepEqual(audited, wanted);
      assert.ok((wanted?.length ?? 0) > 50);
      assert.deepEqual((await run("plan")).namespaces.find(({ name }) => name === "denied-old")?.deniedBy, [
        { policy: "denied-old-restricted-v1-23", workloads: 16 },
      ]);

      const edit = { spec: { failurePolicy: "Ignore" } };
      const edited = "denied-old-restricted-v1-23";
      await admin.ask("PATCH", `/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies/${edited}`, {
        body: edit,
        contentType: "application/merge-patch+json",
      });
      await admin.ask("POST", "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies", { body: FOREIGN });
      const { notes, policies: after = [] } = await run("audit");
      const about = notes.filter(({ code }) => code === "admission-policy");
      assert.deepEqual(
        about.map(({ severity, message }) => `${severity}: ${message}`),
        [
          "info: ValidatingAdmissionPolicies that kubectl pss did not export are not evaluated: foreign",
          `warning: ValidatingAdmissionPolicies that were edited after the export are not evaluated: ${edited}`,
        ],
      );
      assert.equal(
        after.some(({ policy }) => policy === edited),
        false,
      );
    });
  });
}

function imageSpec(): Readonly<Record<string, unknown>> {
  const spec = EXEMPTION_PODS["exempt-image"]?.["spec"];
  assert.ok(isRecord(spec));
  return spec;
}

const FOREIGN = {
  apiVersion: "admissionregistration.k8s.io/v1",
  kind: "ValidatingAdmissionPolicy",
  metadata: { name: "foreign" },
  spec: {
    matchConstraints: {
      resourceRules: [{ apiGroups: ["*"], apiVersions: ["*"], operations: ["*"], resources: ["*"] }],
    },
    validations: [{ expression: "true" }],
  },
};

async function get(files: ClusterFiles, resources: string): Promise<string> {
  const { code, stdout, stderr } = await kubectl(files, "admin", ["get", resources, "-o", "yaml"]);
  assert.equal(code, 0, stderr);
  return stdout;
}

/** Waits until the policies of a namespace answer: it denies or warns. */
async function waitForAnswer(client: Client, namespace: string): Promise<void> {
  if (namespace.startsWith("warned")) {
    const pod = podsIn(namespace).find(({ metadata }) => metadata.name === "privileged");
    for (;;) {
      const { warnings } = await client.send("POST", `/api/v1/namespaces/${namespace}/pods?dryRun=All`, { body: pod });
      if (warnings.length > 0) return;
      await sleep(50);
    }
  }
  await waitForPolicy(client, namespace);
}

/** The annotation of each request about a failed validation, by its field manager. */
async function failuresInLog(files: ClusterFiles): Promise<ReadonlyMap<string, string>> {
  const lines = (await readFile(auditLogOf(files), "utf8")).trimEnd().split("\n");
  return new Map(
    lines.flatMap((line) => {
      const { requestURI, annotations }: { requestURI: string; annotations?: Readonly<Record<string, string>> } =
        JSON.parse(line);
      const failure = annotations?.[FAILURE];
      const id = /fieldManager=(t\d+)/.exec(requestURI)?.[1];
      return failure === undefined || id === undefined ? [] : [[id, failure] as const];
    }),
  );
}
