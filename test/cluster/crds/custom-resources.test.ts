/**
 * Installs the CustomResourceDefinitions of real projects in a real API server, creates an object for each path of the table of kinds, and compares the
 * audit with the server's own warnings about Deployments with the same pods.
 */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "../../../src/api/record.ts";
import { knownKind } from "../../../src/workloads/custom/table.ts";
import { leaveOut } from "../../missing-tool.ts";
import { requestsOf } from "../audit-log.ts";
import { Client, type ApiObject } from "../client.ts";
import { kubectl, kubectlPss } from "../kubectl.ts";
import { DOCUMENTED_ROLE } from "../namespaces.ts";
import { PODS, type PodContent } from "../pods.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type User } from "../server.ts";
import { downloadModules, readDefinitions, type Definition } from "./definitions.ts";
import { samplesOf, titleOf, valueIn, type Sample } from "./samples.ts";

interface Result {
  readonly subject: string;
  readonly template?: string;
  readonly message: string;
  readonly violations: readonly { readonly check: string; readonly fields: readonly { readonly path: string }[] }[];
}

interface AuditReport {
  readonly namespaces: readonly {
    readonly name: string;
    readonly workloads: readonly {
      readonly kind: string;
      readonly name: string;
      readonly results: readonly Result[];
    }[];
  }[];
  readonly unreadable: readonly { readonly resource?: string; readonly rule?: string }[];
  readonly notes: readonly { readonly code: string; readonly message: string }[];
}

const NAMESPACE = "custom";
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
const POLL_MS = 100;
const SERVED_MS = 120_000;

/** The pods of the samples, one after the other: each violates other checks. */
const CONTENTS = ["plain", "privileged", "host-namespaces", "host-ports", "host-path", "privileged-init"].map(
  (name) => PODS[name],
);

function podOf(index: number): PodContent {
  const content = CONTENTS[index % CONTENTS.length];
  assert.ok(content !== undefined);
  return content;
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const definitions = readDefinitions(await downloadModules(), "installed");
  const server = await startServer({ audit: true });
  const admin = await Client.open(server, "admin");
  after(async () => {
    admin.close();
    await server.stop();
  });
  const audit = async (user: User, ...args: readonly string[]): Promise<AuditReport & { readonly stderr: string }> => {
    const flags = ["--kubeconfig", kubeconfigOf(server, user), "-o", "json"];
    const { stdout, stderr } = await kubectlPss(["audit", ...flags, ...args]);
    assert.notEqual(stdout, "", stderr);
    return { ...JSON.parse(stdout), stderr };
  };
  await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels: WARN_RESTRICTED() } });
  await kubectl(server, "admin", ["apply", "-f", DOCUMENTED_ROLE.file]);

  describe("custom resources of real projects", async () => {
    const kinds = definitions.flatMap((definition) => {
      const kind = knownKind(definition.spec.group, definition.spec.names.kind);
      return kind === undefined ? [] : [{ definition, kind }];
    });
    const before = (await requestsOf(server, "admin")).length;
    await audit("admin");
    const withoutKinds = (await requestsOf(server, "admin")).length - before;

    await Promise.all(definitions.map((definition) => admin.ask("POST", DEFINITIONS, { body: definition })));
    await Promise.all(definitions.map((definition) => becomeServed(admin, definition)));

    const samples = kinds.flatMap(({ definition, kind }) =>
      definition.spec.versions
        .filter(({ served }) => served)
        .flatMap(({ name }) => samplesOf(definition, name, kind, NAMESPACE, podOf)),
    );
    const stored = new Map<Sample, ApiObject>();
    for (const sample of samples) stored.set(sample, await create(admin, sample));
    const namespaced = samples.filter(({ object }) => object.metadata.namespace !== undefined);
    const report = await audit("admin", "-n", NAMESPACE, "--level", "restricted");
    const workloads = new Map(
      report.namespaces
        .flatMap((one) => one.workloads)
        .map((workload) => [`${workload.kind} ${workload.name}`, workload]),
    );
    console.log(samples.length, namespaced.length, withoutKinds, report.unreadable);
    for (const sample of namespaced) {
      it(titleOf(sample), async () => {
        const workload = workloads.get(`${sample.object.kind} ${sample.object.metadata.name}`);
        assert.ok(workload !== undefined, "the audit has no pod of it");
        const object = stored.get(sample);
        assert.ok(object !== undefined);
        const [result, ...others] = workload.results.filter(({ subject }) => subject === "template");
        assert.deepEqual(others, []);
        if (sample.check !== undefined) {
          assert.deepEqual(
            result?.violations.map(({ check }) => check),
            [sample.check],
          );
          return;
        }
        const value = valueIn(object, sample.steps);
        const warning = await warningOf(admin, templateOf(sample, value));
        assert.equal(`would violate PodSecurity "restricted:latest": ${result?.message}`, warning);
      });
    }
  });
}

function WARN_RESTRICTED(): Readonly<Record<string, string>> {
  return { "pod-security.kubernetes.io/warn": "restricted", "pod-security.kubernetes.io/enforce": "privileged" };
}

async function becomeServed(client: Client, { spec, metadata }: Definition): Promise<void> {
  for (const end = Date.now() + SERVED_MS; Date.now() < end; await sleep(POLL_MS)) {
    const version = spec.versions.find(({ served }) => served)?.name ?? "";
    const { status } = await client.send("GET", `/apis/${spec.group}/${version}/${spec.names.plural}?limit=1`);
    if (status === 200) return;
  }
  throw new Error(`${metadata.name} is not served after ${SERVED_MS / 1000} s`);
}

async function create(client: Client, { object, resource }: Sample): Promise<ApiObject> {
  const { namespace } = object.metadata;
  const place = namespace === undefined ? "" : `/namespaces/${namespace}`;
  const answer = await client.ask("POST", `/apis/${object.apiVersion}${place}/${resource}`, { body: object });
  return JSON.parse(answer.text);
}

/** The pod template in a value of a path. */
function templateOf({ template }: Sample, value: unknown): unknown {
  const { shape } = template.path;
  if (shape === "S") return { spec: value };
  if (shape === "T" || !isRecord(value) || !isRecord(value["spec"])) return value;
  return value["spec"]["template"];
}

/** The warning of the API server about a Deployment with a pod template. */
async function warningOf(client: Client, template: unknown): Promise<string | undefined> {
  const labels = { app: "x" };
  const { metadata, spec } = isRecord(template) ? template : {};
  const body = {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "same", namespace: NAMESPACE },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { ...(isRecord(metadata) && metadata), labels }, spec },
    },
  };
  const path = `/apis/apps/v1/namespaces/${NAMESPACE}/deployments?dryRun=All`;
  const { warnings } = await client.ask("POST", path, { body });
  return warnings.find((warning) => warning.startsWith("would violate PodSecurity "));
}
