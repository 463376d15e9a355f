/** deploy/webhook on a real API server: it is applied, checked, gets certificates, and keeps answering while they are renewed. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { load, loadAll } from "js-yaml";
import { REGISTRATION, WEBHOOK_NAMESPACE } from "../../../src/api/webhook/names.ts";
import { ALERTS, QUERIES, isAboutApiServer } from "../../deploy/monitoring.ts";
import { assertMatchesSchema } from "../../docs/schema/schemas.ts";
import { leaveOut } from "../../missing-tool.ts";
import { openPromql } from "../../render/formats/prometheus/promql.ts";
import { Client } from "../client.ts";
import { definitionsIn, downloadModules } from "../crds/definitions.ts";
import { WITHOUT_PLUGIN } from "../export/policies.ts";
import { kubectl, kubectlPss, type Run } from "../kubectl.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type Server } from "../server.ts";
import { renewInCluster, Requests, syncSecret } from "./rotation.ts";
import { startWebhook } from "./webhook.ts";

const MANIFESTS = "deploy/webhook.yaml";
const NAMESPACE_FILE = "deploy/webhook/namespace.yaml";
const CONFIGURATION = "validatingwebhookconfiguration";

interface Workload {
  readonly kind: string;
  readonly spec: { readonly template: { readonly metadata: object; readonly spec: object } };
}

/** A Pod of the Deployment, like the controller's. */
function podOfDeployment(change: object = {}): object {
  const objects = loadAll(readFileSync(MANIFESTS, "utf8")) as readonly Workload[];
  const template = objects.find(({ kind }) => kind === "Deployment")?.spec.template;
  assert.ok(template !== undefined);
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...template.metadata, namespace: WEBHOOK_NAMESPACE, name: `webhook-${Object.keys(change).length}` },
    spec: { ...template.spec, ...change },
  };
}

/** The states of the parts, without those that are all right. */
function statesOf({ stdout }: Run): string[] {
  const lines = [...stdout.matchAll(/^(problem|unknown|notice|skipped) +(\w+)/gm)];
  return lines.map(([, state, part]) => `${state} ${part}`);
}

/** The printed commands that patch the registration. */
function nextPatches({ stdout }: Run): string[] {
  return [...stdout.matchAll(/next: (kubectl .* patch .*)$/gm)].map(([, command = ""]) => command);
}

/**
 * The alerts and the queries of deploy/webhook/monitoring about the API server, over its real metrics.
 *
 * @param provoke sends requests while the API server cannot call the webhook
 */
async function alertOnFailures(client: Client, provoke: (failurePolicy: string) => Promise<void>): Promise<void> {
  const evaluate = await openPromql();
  if (evaluate === undefined) return;
  const fail = async (): Promise<string> => {
    for (const failurePolicy of ["Ignore", "Fail"]) await provoke(failurePolicy);
    return (await client.ask("GET", "/metrics")).text;
  };
  const time = Math.floor(Date.now() / 1000);
  const earlier = [{ metrics: await fail(), time: time - 60 }];
  const metrics = await fail();
  const about = [...ALERTS, ...QUERIES].filter(({ expr }) => isAboutApiServer(expr));
  assert.equal(about.length, 5);
  const expressions = about.map(({ expr }) => expr);
  const [answers = []] = evaluate([{ metrics, time, target: {}, honorLabels: true, expressions, earlier }]);
  for (const [index, { expr }] of about.entries()) {
    const { error, series = [] } = answers[index] ?? {};
    assert.equal(error, undefined, expr);
    assert.deepEqual(series.map(({ name }) => name), [REGISTRATION], expr); // prettier-ignore
  }
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("deploy/webhook on a server with the plugin", () => {
    let server: Server;
    before(async () => {
      server = await startServer();
    });
    after(() => server.stop());
    const admin = (args: readonly string[], stdin = ""): Promise<Run> => kubectl(server, "admin", args, stdin);

    it("is valid and applied without a warning", async () => {
      await admin(["apply", "-f", NAMESPACE_FILE]);
      const dry = await admin(["apply", "--dry-run=server", "-f", MANIFESTS]);
      assert.deepEqual([dry.code, dry.stderr], [0, ""]);
      const { code, stdout, stderr } = await admin(["apply", "-f", MANIFESTS]);
      assert.deepEqual([code, stderr, stdout.trimEnd().split("\n").length], [0, "", 11]);
    });

    it("is valid with certificates of cert-manager, as its own definitions say", async () => {
      const modules = await downloadModules(join(import.meta.dirname, "..", "crds"));
      const directory = modules.get("github.com/cert-manager/cert-manager") ?? "";
      const definitions = definitionsIn(directory, "deploy/crds/cert-manager.io_{certificates,issuers}.yaml");
      const list = { apiVersion: "v1", kind: "List", items: definitions };
      const created = await admin(["create", "-f", "-"], JSON.stringify(list));
      assert.equal(created.code, 0, created.stderr);
      const names = definitions.map(({ metadata: { name } }) => `crd/${name}`);
      assert.equal((await admin(["wait", "--for=condition=Established", ...names])).code, 0);
      const { code, stderr, stdout } = await admin(["apply", "--dry-run=server", "-k", "deploy/webhook-cert-manager"]);
      assert.deepEqual([code, stderr, stdout.trimEnd().split("\n").length], [0, "", 15]);
    });

    it("has a namespace that admits its pods, and rejects less restricted ones", async () => {
      const fine = await admin(["create", "-f", "-"], JSON.stringify(podOfDeployment()));
      assert.deepEqual([fine.code, fine.stderr], [0, ""]);
      const bad = await admin(["create", "-f", "-"], JSON.stringify(podOfDeployment({ securityContext: {} })));
      assert.match(bad.stderr, /violates PodSecurity "restricted:latest": runAsNonRoot/);
    });
  });

  describe("the setup of the webhook", () => {
    let server: Server;
    let client: Client;
    before(async () => {
      server = await startServer({ flags: [WITHOUT_PLUGIN], audit: true });
      client = await Client.open(server, "admin");
    });
    after(async () => {
      client.close();
      await server.stop();
    });
    const admin = (args: readonly string[], stdin = ""): Promise<Run> => kubectl(server, "admin", args, stdin);
    const check = (...flags: readonly string[]): Promise<Run> =>
      kubectlPss(["webhook", "check", "--kubeconfig", kubeconfigOf(server, "admin"), ...flags]);
    const patch = async (...changes: readonly object[]): Promise<void> => {
      const args = ["patch", CONFIGURATION, REGISTRATION, "--type=json", "-p", JSON.stringify(changes)];
      assert.equal((await admin(args)).code, 0);
    };

    it("has two problems without any object", async () => {
      const run = await check();
      assert.equal(run.code, 1);
      assert.deepEqual(statesOf(run), [
        "problem registration",
        "problem rights",
        "skipped configuration",
        "skipped certificate",
        "skipped service",
      ]);
      assert.match(run.stdout, /next: kubectl .*get validatingwebhookconfigurations\b/m);
    });

    it("is complete after the commands of docs/webhook.md, but for pods, which no kubelet starts here", async () => {
      assert.equal((await admin(["apply", "-f", MANIFESTS])).code, 0);
      assert.deepEqual(statesOf(await check()), [
        ...["problem caBundle", "problem service", "notice registration"],
        ...["skipped configuration", "skipped certificate"],
      ]);
      assert.match(await renewInCluster(server), /there is no certificate yet/);
      const pod = podOfDeployment();
      assert.equal((await admin(["create", "-f", "-"], JSON.stringify(pod))).code, 0);
      assert.match(
        (await check()).stdout,
        /service +Service webhook of namespace pod-security-webhook: 0 of 1 pod ready/,
      );
      const status = { status: { conditions: [{ type: "Ready", status: "True" }] } };
      await client.ask("PATCH", `/api/v1/namespaces/${WEBHOOK_NAMESPACE}/pods/webhook-0/status`, {
        body: status,
        contentType: "application/merge-patch+json",
      });
      const cert = join(server.directory, "served.crt");
      const key = join(server.directory, "served.key");
      await syncSecret(server, cert, key);
      const config = join(server.directory, "psc.yaml");
      writeFileSync(config, "apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\n");
      const flags = ["--tls-cert-file", cert, "--tls-private-key-file", key, "--config", config];
      const run = await check(...flags);
      assert.deepEqual([run.code, run.stderr, statesOf(run)], [0, "", ["notice registration"]]);
      assert.deepEqual(statesOf(await check(...flags, "--renew-before", "400d")), [
        ...["problem certificate", "notice registration"],
      ]);
      // The printed command repairs it.
      const patches = nextPatches(run);
      assert.equal(patches.length, 1);
      for (const command of patches) execFileSync("sh", ["-c", command]);
      assert.deepEqual(statesOf(await check(...flags)), []);
    });

    it("is a problem if a rule, the service or the rights are wrong, and each change is found", async () => {
      const rules = JSON.parse(
        (await admin(["get", CONFIGURATION, REGISTRATION, "-o", "jsonpath={.webhooks[0].rules}"])).stdout,
      );
      await patch({ op: "replace", path: "/webhooks/0/rules/0/resources", value: ["pods"] });
      const missing = await check();
      assert.match(missing.stdout, /no rule for CREATE and UPDATE of namespaces/);
      assert.match(missing.stdout, /no rule for CREATE and UPDATE of pods\/ephemeralcontainers/);
      // Each printed command adds its rule.
      for (const command of nextPatches(missing)) execFileSync("sh", ["-c", command]);
      assert.deepEqual(statesOf(await check()), ["skipped configuration"]);
      await patch({ op: "replace", path: "/webhooks/0/rules", value: rules });
      await patch({ op: "add", path: "/webhooks/0/clientConfig/service/port", value: 8443 });
      assert.match((await check()).stdout, /has no port 8443, but 443/);
      await patch({ op: "add", path: "/webhooks/0/clientConfig/service/port", value: 443 });
      await patch({ op: "add", path: "/webhooks/0/namespaceSelector", value: {} });
      const own = await check();
      assert.match(own.stdout, /it judges its own namespace pod-security-webhook/);
      assert.match(own.stdout, /it judges kube-system/);
      assert.equal((await admin(["delete", "clusterrolebinding", "pod-security-webhook"])).code, 0);
      const rights = await check();
      assert.match(rights.stdout, /may not get namespaces, list namespaces, watch namespaces, list pods/);
      // The printed command repairs them, also for another service account, and can be repeated.
      for (const flags of [[], ["--service-account", "own"]]) {
        const { stdout } = await check(...flags);
        const [, command = ""] = /next: (kubectl .* auth reconcile .*)$/m.exec(stdout) ?? [];
        for (let times = 0; times < 2; times++) execFileSync("sh", ["-c", command], { stdio: "pipe" });
        assert.match((await check(...flags)).stdout, /^ok +rights/m);
      }
      assert.equal((await admin(["apply", "-f", MANIFESTS])).code, 0);
    });

    it("does not replace the configuration of a webhook that lacks its registration alone", async () => {
      const registration = (await admin(["get", CONFIGURATION, REGISTRATION, "-o", "json"])).stdout;
      assert.equal((await admin(["delete", CONFIGURATION, REGISTRATION])).code, 0);
      const { code, stdout } = await check();
      assert.equal(code, 1);
      assert.match(stdout, /next: kubectl .*get validatingwebhookconfigurations$/m);
      assert.equal((await admin(["create", "-f", "-"], registration)).code, 0);
      const json = await check("-o", "json");
      const document = JSON.parse(json.stdout);
      assertMatchesSchema(document);
      assert.deepEqual([json.code, document.source, document.summary.unknown], [0, "cluster", 0]);
    });

    it("is unknown without rights, which is no success", async () => {
      const { code, stdout } = await kubectlPss(["webhook", "check", "--kubeconfig", kubeconfigOf(server, "stranger")]);
      assert.equal(code, 3);
      assert.match(stdout, /^unknown +registration .*cannot get resource/m);
      assert.match(stdout, /^unknown +rights .*cannot impersonate/m);
    });

    it("is known with the rights of docs/rbac.yaml alone", async () => {
      const [, block = ""] = readFileSync("docs/rbac.yaml", "utf8").split("# Only for kubectl pss webhook check");
      const rules = block.split("\n").flatMap((line) => /^ {2}# ((?:- | {2})\w+: .*)$/.exec(line)?.[1] ?? []);
      const role = { apiVersion: "rbac.authorization.k8s.io/v1", kind: "ClusterRole", metadata: { name: "checks" } };
      const pods = { apiGroups: [""], resources: ["pods"], verbs: ["list"] };
      await client.create({ ...role, rules: load(rules.join("\n")) });
      await client.create({ ...role, metadata: { name: "pods" }, rules: [pods] });
      assert.equal(
        (await admin(["create", "clusterrolebinding", "checks", "--clusterrole=checks", "--user=reader"])).code,
        0,
      );
      const words = ["webhook", "check", "--kubeconfig", kubeconfigOf(server, "reader")];
      const without = await kubectlPss(words);
      assert.equal(without.code, 3);
      assert.match(without.stdout, /^unknown +service .*: pods is forbidden: /m);
      assert.equal(
        (await admin(["create", "clusterrolebinding", "pods", "--clusterrole=pods", "--user=reader"])).code,
        0,
      );
      const run = await kubectlPss(words);
      assert.doesNotMatch(run.stdout, /unknown/);
      assert.match(run.stdout, /^ok +rights/m);
    });

    it("stores nothing", async () => {
      const events = readFileSync(join(server.directory, "audit.log"), "utf8").trimEnd().split("\n");
      const ours = events
        .map((line): { verb: string; userAgent?: string; objectRef?: { resource: string } } => JSON.parse(line))
        .filter(({ userAgent = "" }) => userAgent.startsWith("kubectl-pss/"));
      const verbs = new Set(
        ours.map(({ verb, objectRef }) => (verb === "create" ? `create ${objectRef?.resource}` : verb)),
      );
      assert.deepEqual([...verbs].toSorted(), ["create selfsubjectaccessreviews", "get", "list"]);
    });
  });

  describe("a renewal of the certificates", () => {
    let server: Server;
    before(async () => {
      server = await startServer({ flags: [WITHOUT_PLUGIN] });
    });
    after(() => server.stop());

    it("fails no review, also for a certificate of OpenSSL, and the old authority is needed for it", async () => {
      const admin = (args: readonly string[], stdin = ""): Promise<Run> => kubectl(server, "admin", args, stdin);
      const [cert, key] = [join(server.directory, "served.crt"), join(server.directory, "served.key")];
      const subject = ["-subj", "/CN=webhook", "-addext", "subjectAltName=DNS:localhost"];
      const pair = ["-nodes", "-days", "2", ...subject, "-keyout", key, "-out", cert];
      execFileSync("openssl", ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", ...pair], {
        stdio: "pipe",
      });
      assert.equal((await admin(["apply", "-f", MANIFESTS])).code, 0);
      const bind = [
        "create",
        "clusterrolebinding",
        "stranger",
        "--clusterrole=pod-security-webhook",
        "--user=stranger",
      ];
      assert.equal((await admin(bind)).code, 0);
      const labels = { "pod-security.kubernetes.io/enforce": "restricted" };
      const client = await Client.open(server, "admin");
      await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "strict", labels } });
      const webhook = await startWebhook(server, ["--tls-cert-file", cert, "--tls-private-key-file", key]);
      try {
        const url = `https://localhost:${webhook.port}/`;
        const calls = (caBundle: string): object[] =>
          [0, 1].map((index) => ({ op: "replace", path: `/webhooks/${index}/clientConfig`, value: { url, caBundle } }));
        const fail = { op: "replace", path: "/webhooks/0/failurePolicy", value: "Fail" };
        const set = async (...changes: readonly object[]): Promise<void> => {
          const run = await admin(["patch", CONFIGURATION, REGISTRATION, "--type=json", "-p", JSON.stringify(changes)]);
          assert.equal(run.code, 0, run.stderr);
        };
        await set(...calls(readFileSync(cert).toString("base64")), fail);
        const trial = new Requests(client);
        // Until the API server has read the registration, pods are created.
        await trial.pause(300);
        await trial.stop();
        const requests = new Requests(client);
        await requests.pause();
        for (const flags of ["", "--renew", "--renew"]) {
          assert.match(await renewInCluster(server, flags), /New certificates/);
          // The API server calls with the new caBundle, and the webhook still has the old certificate.
          await requests.pause(200);
          await syncSecret(server, cert, key);
          await requests.pause(200);
        }
        await requests.stop();
        assert.deepEqual(requests.failures, []);
        assert.ok(requests.answered > 1_200);
        // With another authority alone, the reviews fail. So the renewals above were tested with real handshakes.
        const other = join(server.directory, "other");
        execFileSync(
          "openssl",
          [
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            ...subject,
            "-keyout",
            `${other}.key`,
            "-out",
            `${other}.crt`,
          ],
          { stdio: "pipe" },
        );
        await set(...calls(readFileSync(`${other}.crt`).toString("base64")));
        const failing = new Requests(client);
        await failing.pause(300);
        await failing.stop();
        assert.match(failing.failures.at(-1) ?? "", /failed calling webhook .*certificate signed by unknown authority/);
        await alertOnFailures(client, async (failurePolicy) => {
          await set({ ...fail, value: failurePolicy });
          const more = new Requests(client);
          await more.pause(100);
          await more.stop();
        });
      } finally {
        client.close();
        await webhook.stop();
      }
    });
  });
}
