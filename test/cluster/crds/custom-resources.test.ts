/**
 * Installs the CustomResourceDefinitions of real projects in a real API server, creates an object for each path of the table of kinds, and compares
 * the audit with the server's own warnings about Deployments with the same pods.
 */
import assert from "node:assert/strict";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { isRecord } from "../../../src/api/record.ts";
import { groupOf } from "../../../src/workloads/identity.ts";
import { knownKind } from "../../../src/workloads/custom/kinds/table.ts";
import { EACH_ITEM, EACH_VALUE, formatSteps } from "../../../src/workloads/custom/template-path.ts";
import { leaveOut } from "../../missing-tool.ts";
import { requestsOf } from "../audit-log.ts";
import { Client, type ApiObject } from "../client.ts";
import { kubectl, kubectlPss, type Run } from "../kubectl.ts";
import { DOCUMENTED_ROLE } from "../namespaces.ts";
import { PODS, type PodContent } from "../pods.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type User } from "../server.ts";
import { GADGETS } from "./gadgets.ts";
import { downloadModules, readDefinitions, type Definition } from "./definitions.ts";
import { MAP_KEY, samplesOf, titleOf, valueIn, type Sample } from "./samples.ts";

interface Result {
  readonly subject: string;
  readonly level: string;
  readonly template?: string;
  readonly message: string;
  readonly violations: readonly { readonly check: string; readonly fields: readonly { readonly path: string }[] }[];
}

interface Workload {
  readonly kind: string;
  readonly name: string;
  readonly pods: number;
  readonly results: readonly Result[];
}

interface AuditReport {
  readonly namespaces: readonly {
    readonly name: string;
    readonly workloads: readonly Workload[];
  }[];
  readonly unreadable: readonly { readonly resource?: string; readonly rule?: string }[];
  readonly notes: readonly { readonly code: string; readonly message: string }[];
}

/** Definitions of kinds that are not in the table: one has copies of templates, the other no pods. */
const UNKNOWN = new Set(["workloads.kueue.x-k8s.io", "servicemonitors.monitoring.coreos.com"]);
const NAMESPACE = "custom";
const DEFINITIONS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";
/** Labels of the namespace: it admits everything, with warnings. */
const LABELS = { "pod-security.kubernetes.io/warn": "restricted", "pod-security.kubernetes.io/enforce": "privileged" };
/** Whole templates that other objects use. */
const TEMPLATES = new Set(["analysistemplates.argoproj.io", "trainingruntimes.trainer.kubeflow.org"]);
const POLL_MS = 100;
const SERVED_MS = 120_000;

/** The pods of the samples, in order: each violates other checks. */
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
  const server = await startServer({ audit: true });
  const admin = await Client.open(server, "admin");
  after(async () => {
    admin.close();
    await server.stop();
  });
  await admin.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: NAMESPACE, labels: LABELS } });
  await kubectl(server, "admin", ["apply", "-f", DOCUMENTED_ROLE.file]);
  await kubectl(server, "admin", [
    "create",
    "clusterrolebinding",
    "auditors",
    "--clusterrole=kubectl-pss",
    "--group=auditors",
  ]);

  const run = async (user: User, ...args: readonly string[]): Promise<Run> =>
    await kubectlPss(["audit", "-n", NAMESPACE, "--kubeconfig", kubeconfigOf(server, user), ...args]);
  const audit = async (user: User, ...args: readonly string[]): Promise<AuditReport> => {
    const { stdout, stderr } = await run(user, "-o", "json", "--level", "restricted", ...args);
    assert.notEqual(stdout, "", stderr);
    return JSON.parse(stdout);
  };
  /** The paths that an audit requests. */
  const pathsOf = async (user: User): Promise<readonly string[]> => {
    const before = (await requestsOf(server, user)).length;
    await audit(user);
    return (await requestsOf(server, user)).slice(before).map(({ requestURI }) => requestURI.replace(/\?.*/, ""));
  };

  describe("custom resources of real projects", async () => {
    const pathsBefore = await pathsOf("auditor");
    const definitions = await install(admin);
    const samples = definitions.flatMap((definition) => {
      const kind = knownKind(definition.spec.group, definition.spec.names.kind);
      const versions = definition.spec.versions.filter(({ served }) => served);
      return kind === undefined
        ? []
        : versions.flatMap(({ name }) => samplesOf(definition, name, kind, NAMESPACE, podOf));
    });
    const stored = new Map<Sample, ApiObject>();
    for (const sample of samples) stored.set(sample, await create(admin, sample));
    const report = await audit("admin");
    const workloads = new Map(
      report.namespaces[0]?.workloads.map((workload) => [`${workload.kind} ${workload.name}`, workload]),
    );

    it("an audit of a cluster without custom resources has one request for them", () => {
      assert.deepEqual(
        pathsBefore.filter(
          (path) => path.startsWith("/apis") && !/^\/apis\/(?:apps|batch|admissionregistration\.k8s\.io)\//.test(path),
        ),
        ["/apis"],
      );
    });

    it("the administrator reads all of them", () => {
      assert.deepEqual([report.unreadable, report.notes], [[], []]);
      assert.ok(new Set(samples.map(({ object: { kind, apiVersion } }) => `${apiVersion} ${kind}`)).size >= 55);
    });

    for (const sample of samples) {
      const { object, check, steps } = sample;
      it(titleOf(sample), async () => {
        const workload = workloads.get(`${object.kind} ${object.metadata.name}`);
        if (object.metadata.namespace === undefined) {
          assert.equal(workload, undefined, "an object without a namespace is in none");
          return;
        }
        assert.ok(workload !== undefined, "the audit has no pod of it");
        const place = placeOf(sample);
        // Other templates may be required.
        const [result, ...others] = workload.results.filter(
          ({ level, template = place }) => level === "restricted" && template === place,
        );
        assert.deepEqual([result?.subject, others], ["template", []]);
        const checks = result?.violations.map((violation) => violation.check);
        if (check !== undefined) return assert.deepEqual(checks, [check]);
        const value = valueIn(stored.get(sample) ?? {}, steps);
        const warning = await warningOf(admin, podTemplateOf(sample, value));
        assert.equal(`would violate PodSecurity "restricted:latest": ${result?.message}`, warning);
      });
    }

    it("pods belong to the custom resource at the top of their owners", async () => {
      const rollout = findStored(stored, "Rollout");
      const set = await createOwned(admin, "apps/v1", "ReplicaSet", rollout, {
        selector: { matchLabels: { app: "x" } },
        template: { metadata: { labels: { app: "x" } }, ...PODS["plain"] },
      });
      await createOwned(admin, "v1", "Pod", set, PODS["plain"]?.spec ?? {});
      const cluster = findStored(stored, "RayCluster");
      await createOwned(admin, "v1", "Pod", cluster, PODS["plain"]?.spec ?? {});
      const found = (await audit("admin")).namespaces[0]?.workloads.filter(
        ({ kind, name }) =>
          kind === "ReplicaSet" || kind === "Pod" || name === rollout.metadata.name || name === cluster.metadata.name,
      );
      assert.deepEqual(
        found?.map(({ kind, name, pods }) => `${kind} ${name} ${pods}`),
        [`RayCluster ${cluster.metadata.name} 1`, `Rollout ${rollout.metadata.name} 1`],
      );
    });

    it("a plan and a dry run include them, too", async () => {
      const flags = ["-n", NAMESPACE, "--kubeconfig", kubeconfigOf(server, "admin"), "-o", "json"];
      const plan = await kubectlPss(["plan", ...flags]);
      // One of its samples is privileged, so the namespace is not ready for baseline.
      assert.match(plan.stdout, /"kind": "Agent"/);
      const dryRun = await kubectlPss(["dry-run", "--enforce", "restricted", ...flags]);
      const { namespaces }: AuditReport = JSON.parse(dryRun.stdout);
      assert.ok(namespaces[0]?.workloads.some(({ kind }) => kind === "Rollout"));
    });

    it("a kind that only its definition describes is read", async () => {
      await admin.ask("POST", DEFINITIONS, { body: GADGETS });
      await becomeServed(admin, GADGETS);
      const body = {
        apiVersion: "example.com/v1",
        kind: "Gadget",
        metadata: { name: "gadget", namespace: NAMESPACE },
        spec: { workers: [PODS["privileged"]] },
      };
      await admin.ask("POST", `/apis/example.com/v1/namespaces/${NAMESPACE}/gadgets`, { body });
      const gadget = (await audit("admin")).namespaces[0]?.workloads.find(({ kind }) => kind === "Gadget");
      const fields =
        gadget?.results.flatMap(({ violations }) => violations.flatMap((violation) => violation.fields)) ?? [];
      assert.ok(fields.some(({ path }) => path === "spec.workers[0].spec.containers[0].securityContext.privileged"));
    });

    it("without rights, each list of whole pods is missing, and the command of the message grants exactly these", async () => {
      const { unreadable, notes: all } = await audit("auditor");
      const notes = all.filter(({ code }) => code !== "unread-policies");
      const whole = samples
        .filter(({ object, template }) => object.metadata.namespace !== undefined && template.isPartial !== true)
        .map(({ object: { apiVersion }, resource }) => `${resource}.${groupOf(apiVersion)}`)
        .filter((name) => !TEMPLATES.has(name));
      assert.deepEqual(unreadable.map(({ resource }) => resource).toSorted(), [...new Set(whole)].toSorted());
      assert.ok(notes.every(({ code }) => code === "unread-custom-resources"));
      const lists = notes.map(({ message }) => /^the user may not list ([^ ,]+)/.exec(message)?.[1]);
      assert.deepEqual(lists.toSorted(), ["CustomResourceDefinitions", "alertmanagers.monitoring.coreos.com"]);
      const { stderr } = await run("auditor");
      const commands = stderr.split("\n").filter((line) => line.startsWith("  kubectl create"));
      assert.match(
        commands[0] ?? "",
        /^ {2}kubectl create clusterrole kubectl-pss-custom --verb=get,list --resource=\S+$/,
      );
      for (const command of commands) {
        const { code, stderr: fault } = await kubectl(server, "admin", command.trim().split(" ").slice(1));
        assert.equal(code, 0, fault);
      }
      assert.deepEqual((await audit("auditor")).unreadable, []);
    });

    it("only GET requests were sent", async () => {
      const requests = await requestsOf(server, "auditor");
      assert.ok(requests.every(({ verb }) => verb === "get" || verb === "list"));
    });
  });
}

/** Installs the definitions of the known kinds, and of some others. */
async function install(client: Client): Promise<readonly Definition[]> {
  const definitions = readDefinitions(await downloadModules(), "installed").filter(
    ({ metadata, spec }) => knownKind(spec.group, spec.names.kind) !== undefined || UNKNOWN.has(metadata.name),
  );
  // The server needs some time for each of them.
  for (const body of definitions) await client.ask("POST", DEFINITIONS, { body });
  await Promise.all(definitions.map((definition) => becomeServed(client, definition)));
  return definitions;
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

/** The first stored object of a kind. */
function findStored(stored: ReadonlyMap<Sample, ApiObject>, kind: string): ApiObject {
  const found = [...stored.values()].find((object) => object.kind === kind);
  assert.ok(found !== undefined, kind);
  return found;
}

/** Creates an object of a built-in kind that another object owns. */
async function createOwned(
  client: Client,
  apiVersion: string,
  kind: string,
  owner: ApiObject,
  spec: unknown,
): Promise<ApiObject> {
  const { name, uid } = owner.metadata;
  const ownerReferences = [{ apiVersion: owner.apiVersion, kind: owner.kind, name, uid, controller: true }];
  return await client.create({
    apiVersion,
    kind,
    metadata: { name: `${name}-owned`, namespace: NAMESPACE, ownerReferences },
    spec,
  });
}

/** The path of the template of a sample, in which each list and each map has one entry. */
function placeOf({ template: { path } }: Sample): string {
  const steps = path.shape === "J" || path.shape === "D" ? [...path.steps, "spec", "template"] : path.steps;
  return formatSteps(steps).slice(1).replaceAll(EACH_ITEM, "[0]").replaceAll(EACH_VALUE, `.${MAP_KEY}`);
}

/** The pod template in a value of a path. */
function podTemplateOf({ template }: Sample, value: unknown): unknown {
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
