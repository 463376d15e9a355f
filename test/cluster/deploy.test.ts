/** Applies deploy/kubernetes.yaml to a new server. No controller runs: the tests create the pods. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { loadAll } from "js-yaml";
import { ClusterClient } from "../../src/sources/cluster/client/client.ts";
import { readNamespaces } from "../../src/sources/cluster/lists/read-namespaces.ts";
import { resolveEndpoint } from "../../src/sources/cluster/resolve-endpoint.ts";
import { allowedBy, one } from "../deploy/manifests.ts";
import { kubectl, kubectlPss, warningsOf } from "./kubectl.ts";
import { auditLogOf, kubeconfigOf, reasonForNoServer, startServer, type Server } from "./server.ts";
import { leaveOut } from "../missing-tool.ts";

const MANIFESTS = "deploy/kubernetes.yaml";
const NAME = "kubectl-pss";
const USER = `system:serviceaccount:${NAME}:${NAME}`;

interface Template {
  readonly metadata: object;
  readonly spec: { readonly containers: readonly { readonly args: readonly string[] }[] };
}

interface Workload {
  readonly kind: string;
  readonly spec: {
    readonly template?: Template;
    readonly jobTemplate?: { readonly spec: { readonly template: Template } };
  };
}

interface LoggedAnswer {
  readonly stage: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string };
  readonly requestURI: string;
  readonly responseStatus?: { readonly code: number };
}

/** The template of the only object of a kind. */
function templateOf(kind: string): Template {
  const workload = (loadAll(readFileSync(MANIFESTS, "utf8")) as readonly Workload[]).find((one) => one.kind === kind);
  const template = workload?.spec.template ?? workload?.spec.jobTemplate?.spec.template;
  assert.ok(template !== undefined, kind);
  return template;
}

/** A Pod of a template, like the controller's. */
function podOf(kind: string, spec: object = {}): string {
  const { metadata, spec: template } = templateOf(kind);
  const name = `${kind.toLowerCase()}-${Object.keys(spec).length}`;
  return JSON.stringify({
    apiVersion: "v1",
    kind: "Pod",
    metadata: { ...metadata, namespace: NAME, name },
    spec: { ...template, ...spec },
  });
}

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("deploy/kubernetes.yaml", () => {
    let server: Server;
    let token: string;
    before(async () => {
      server = await startServer({ audit: true });
    });
    after(() => server.stop());

    /** A directory within the server's directory, which is removed with it. */
    const directory = (name: string): string => {
      const path = join(server.directory, name);
      mkdirSync(path);
      return path;
    };

    it("is applied without a warning", async () => {
      const { code, stdout, stderr } = await kubectl(server, "admin", ["apply", "--server-side", "-f", MANIFESTS]);
      assert.deepEqual(
        { code, stderr, objects: stdout.trimEnd().split("\n").length },
        { code: 0, stderr: "", objects: 8 },
      );
    });

    it("has pods that its namespace admits", async () => {
      for (const kind of ["CronJob", "Deployment"]) {
        const run = await kubectl(server, "admin", ["create", "-f", "-"], podOf(kind));
        assert.deepEqual([run.code, run.stderr, warningsOf(run)], [0, "", []], kind);
      }
    });

    it("has a namespace that rejects less restricted pods", async () => {
      const { code, stderr } = await kubectl(
        server,
        "admin",
        ["create", "-f", "-"],
        podOf("CronJob", { securityContext: {} }),
      );
      assert.equal(code, 1);
      assert.match(stderr, /violates PodSecurity "restricted:latest": runAsNonRoot/);
    });

    it("audits with the token of its service account, and no request is forbidden", async () => {
      token = (await kubectl(server, "admin", ["create", "token", NAME, "-n", NAME])).stdout.trim();
      const kubeconfig = JSON.parse(readFileSync(kubeconfigOf(server, "admin"), "utf8"));
      const file = join(server.directory, "service-account.kubeconfig");
      const folder = directory("metrics");
      writeFileSync(file, JSON.stringify({ ...kubeconfig, users: [{ name: "admin", user: { token } }] }));
      const [container] = templateOf("CronJob").spec.containers;
      const args = container?.args.map((arg) => arg.replace("=/metrics/", `=${folder}/`)) ?? [];
      const { code, stdout, stderr } = await kubectlPss([...args, "--kubeconfig", file]);
      const report: { kind: string; unreadable: unknown; namespaces: { name: string; workloads: unknown[] }[] } =
        JSON.parse(stdout);
      assert.deepEqual(
        { code, stderr, kind: report.kind, unreadable: report.unreadable },
        { code: 0, stderr: "", kind: "AuditReport", unreadable: [] },
      );
      // Both pods, the CronJob and the Deployment.
      assert.equal(report.namespaces.find(({ name }) => name === NAME)?.workloads.length, 4);
      assert.deepEqual(readdirSync(folder), ["kubectl-pss.prom"]);
      const metrics = join(folder, "kubectl-pss.prom");
      assert.equal(statSync(metrics).mode & 0o777, 0o644);
      assert.match(readFileSync(metrics, "utf8"), /^kubectl_pss_last_run_complete 1$/m);
      assert.match(
        readFileSync(metrics, "utf8"),
        /^kubectl_pss_namespace_policy_level\{namespace="kubectl-pss",mode="enforce"\} 2$/m,
      );
    });

    it("requests only what its role allows and the version, each once", () => {
      const answers = readFileSync(auditLogOf(server), "utf8")
        .trimEnd()
        .split("\n")
        .map((line): LoggedAnswer => JSON.parse(line))
        .filter(({ stage, user }) => stage === "ResponseComplete" && user.username === USER);
      assert.deepEqual(
        answers
          .map(
            ({ verb, objectRef, requestURI, responseStatus }) =>
              `${verb} ${objectRef?.resource ?? requestURI} ${responseStatus?.code}`,
          )
          .sort(),
        ["get /apis", "get /version", ...allowedBy(one("ClusterRole"))].map((asked) => `${asked} 200`),
      );
    });

    it("finds the API server from within a pod", async () => {
      const serviceAccount = directory("serviceaccount");
      writeFileSync(join(serviceAccount, "token"), token);
      writeFileSync(join(serviceAccount, "namespace"), NAME);
      writeFileSync(join(serviceAccount, "ca.crt"), readFileSync(join(server.directory, "ca.crt")));
      const { hostname, port } = new URL(readFileSync(join(server.directory, "ready"), "utf8"));
      const endpoint = await resolveEndpoint(
        {},
        { HOME: server.directory, KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port },
        { platform: process.platform, serviceAccount, isTerminal: false },
      );
      assert.deepEqual([endpoint.context, endpoint.namespace], [null, NAME]);
      const client = new ClusterClient(endpoint, {});
      try {
        const names: string[] = [];
        for await (const item of readNamespaces(client, { type: "all" }))
          if (item.type === "namespace") names.push(item.name);
        assert.ok(names.includes(NAME));
      } finally {
        client.close();
      }
    });
  });
}
