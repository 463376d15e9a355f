import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { loadAll } from "js-yaml";
import manifest from "../../package.json" with { type: "json" };
import { runCli } from "../cli/run-cli.ts";
import { leaveOut } from "../missing-tool.ts";

const FILE = "deploy/webhook.yaml";
const OVERLAYS = ["deploy/webhook-with-kube-system", "deploy/webhook-cert-manager"] as const;

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly annotations?: object };
  readonly [field: string]: unknown;
}

interface Container {
  readonly image: string;
  readonly args: readonly string[];
  readonly ports: readonly { readonly name: string; readonly containerPort: number }[];
  readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
}

interface Deployment {
  readonly template: {
    readonly metadata: { readonly labels: object };
    readonly spec: {
      readonly containers: readonly [Container];
      readonly volumes: readonly { readonly name: string; readonly secret?: { readonly secretName: string } }[];
      readonly terminationGracePeriodSeconds: number;
    };
  };
}

interface Registration {
  readonly name: string;
  readonly rules: readonly { readonly apiGroups: readonly string[]; readonly resources: readonly string[] }[];
  readonly namespaceSelector: unknown;
  readonly sideEffects: string;
}

const MANIFESTS = loadAll(readFileSync(FILE, "utf8")) as readonly Manifest[];

function one(kind: string): Manifest {
  const [found, another] = MANIFESTS.filter((object) => object.kind === kind);
  assert.ok(found !== undefined && another === undefined, kind);
  return found;
}

const { template } = one("Deployment")["spec"] as Deployment;
const [container] = template.spec.containers;

function kustomized(folder = "deploy/webhook"): string | undefined {
  try {
    return execFileSync("kubectl", ["kustomize", folder], { encoding: "utf8" });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const built = kustomized();
if (built === undefined) leaveOut("The kustomization of the webhook is not built, because kubectl is not installed");
else {
  test("the plain manifest is the build of the kustomization", () => {
    assert.equal(readFileSync(FILE, "utf8"), built);
  });

  const [withSystem, certManager] = OVERLAYS.map((folder) => loadAll(kustomized(folder) ?? "") as readonly Manifest[]);
  const registrationIn = (objects: readonly Manifest[] = []): Manifest | undefined =>
    objects.find(({ kind }) => kind === "ValidatingWebhookConfiguration");

  test("one overlay also judges kube-system, and changes nothing else", () => {
    const text = JSON.stringify(MANIFESTS).replaceAll(
      '["kube-system","pod-security-webhook"]',
      '["pod-security-webhook"]',
    );
    assert.deepEqual(withSystem, JSON.parse(text));
    assert.notDeepEqual(withSystem, MANIFESTS);
  });

  test("the other one has certificates of cert-manager for the Secret and the Service of the webhook", () => {
    const added = certManager?.filter(({ kind }) => ["Certificate", "Issuer"].includes(kind)) ?? [];
    assert.equal(added.length, 4);
    assert.equal(certManager?.length, MANIFESTS.length + 4);
    const { annotations } = registrationIn(certManager)?.metadata ?? {};
    assert.deepEqual(annotations, { "cert-manager.io/inject-ca-from": "pod-security-webhook/webhook" });
    const serving = added.find(({ kind, metadata: { name } }) => kind === "Certificate" && name === "webhook");
    assert.ok(serving !== undefined);
    const { secretName, dnsNames } = serving["spec"] as { secretName: string; dnsNames: readonly string[] };
    assert.deepEqual(dnsNames, ["webhook.pod-security-webhook.svc"]);
    assert.ok(template.spec.volumes.some(({ secret }) => secret?.secretName === secretName));
  });
}

test("it works on one node: nothing requires a second one", () => {
  const spec = one("Deployment")["spec"] as { strategy: unknown; template: { spec: Record<string, unknown> } };
  const spread = spec.template.spec["topologySpreadConstraints"] as readonly { whenUnsatisfiable: string }[];
  assert.deepEqual(
    spread.map(({ whenUnsatisfiable }) => whenUnsatisfiable),
    ["ScheduleAnyway"],
  );
  assert.equal(spec.template.spec["affinity"], undefined);
  assert.equal(spec.template.spec["hostNetwork"], undefined);
  // A new replica is ready before an old one ends.
  assert.deepEqual(spec.strategy, { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } });
});

test("the manifests of the webhook meet restricted, also its oldest version", async () => {
  for (const level of ["restricted:latest", "restricted:v1.0"]) {
    const { code, stdout, stderr } = await runCli(["lint", "--strict", "-o", "json", "--level", level, FILE]);
    const { notes, summary }: { notes: unknown; summary: Record<string, number> } = JSON.parse(stdout);
    assert.deepEqual({ code, stderr, notes }, { code: 0, stderr: "", notes: [] });
    assert.deepEqual([summary["workloads"], summary["violations"]], [1, 0]);
  }
});

test("the role of the webhook is the one that docs/rbac.yaml explains", () => {
  const lines = readFileSync("docs/rbac.yaml", "utf8").split("\n");
  const start = lines.findIndex((line) => line.includes("Only for kubectl pss webhook"));
  const documented = lines.slice(start + 1, start + 7).map((line) => line.replace("# ", ""));
  assert.deepEqual(loadAll(documented.join("\n"))[0], one("ClusterRole")["rules"]);
});

test("the flags of the webhook exist, and name files that are mounted", async () => {
  const { stdout } = await runCli(["webhook", "--help"]);
  const [command, ...flags] = container.args;
  assert.equal(command, "webhook");
  for (const flag of flags) {
    const [name = "", file] = flag.split("=");
    assert.ok(stdout.includes(`  ${name} `), name);
    if (file === undefined) continue;
    const mount = container.volumeMounts.find(({ mountPath }) => file.startsWith(`${mountPath}/`));
    assert.ok(
      template.spec.volumes.some(({ name: volume }) => volume === mount?.name),
      file,
    );
  }
  assert.deepEqual(container.ports, [{ name: "webhook", containerPort: 8443 }]);
});

test("the webhook has time to end: the delay, and the longest review", () => {
  assert.ok(template.spec.terminationGracePeriodSeconds > 5 + 20);
});

test("the image of the webhook is that of this version", () => {
  assert.equal(container.image, `ghcr.io/OWNER/kubectl-pss:v${manifest.version}`);
});

test("the command of docs/webhook.md pins the image by its digest", () => {
  const [, pattern] = /kubectl kustomize deploy\/webhook \| sed "s\|(.*)\|\$image\|" \|/.exec(readFileSync("docs/webhook.md", "utf8")) ?? []; // prettier-ignore
  const [, image = ""] = /^ *image=(\S+)/m.exec(readFileSync("docs/webhook.md", "utf8")) ?? [];
  assert.equal(image, `ghcr.io/somebody/kubectl-pss:v${manifest.version}@sha256:…`);
  // Replaces once in each line, like sed without g.
  const lines = readFileSync(FILE, "utf8").split("\n");
  const changed = lines.map((line) => line.replace(new RegExp(pattern ?? ""), image)).join("\n");
  const images = [...changed.matchAll(/image: (.*)$/gm)].map(([, found]) => found);
  assert.deepEqual(images, [image]);
  assert.ok(!changed.includes("OWNER"));
});

test("the services, policies and budgets select the pods of the webhook", () => {
  const { labels } = template.metadata;
  const [service, budget] = [one("Service")["spec"], one("PodDisruptionBudget")["spec"]] as [
    { selector: object },
    { selector: { matchLabels: object } },
  ];
  assert.deepEqual([service.selector, budget.selector.matchLabels], [labels, labels]);
});

test("the registration has a rule for each of the nine kinds and for namespaces, and leaves out kube-system", () => {
  const webhooks = one("ValidatingWebhookConfiguration")["webhooks"] as readonly Registration[];
  const resources = webhooks.flatMap(({ rules }) =>
    rules.flatMap(({ apiGroups, resources: names }) => names.map((name) => `${apiGroups[0]}/${name}`)),
  );
  assert.deepEqual(resources.toSorted(), [
    "/namespaces",
    "/pods",
    "/pods/ephemeralcontainers",
    "/pods/resize",
    "/podtemplates",
    "/replicationcontrollers",
    "apps/daemonsets",
    "apps/deployments",
    "apps/replicasets",
    "apps/statefulsets",
    "batch/cronjobs",
    "batch/jobs",
  ]);
  for (const { namespaceSelector, sideEffects } of webhooks) {
    assert.equal(sideEffects, "None");
    assert.deepEqual(namespaceSelector, {
      matchExpressions: [
        { key: "kubernetes.io/metadata.name", operator: "NotIn", values: ["kube-system", "pod-security-webhook"] },
      ],
    });
  }
});
