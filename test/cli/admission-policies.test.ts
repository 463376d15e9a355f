/** The output of lint, audit and plan about the ValidatingAdmissionPolicies of `kubectl pss export`. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { isRecord } from "../../src/api/record.ts";
import { readDocuments } from "../../src/text/documents.ts";
import { assertMatchesSchema } from "../docs/schema/schemas.ts";
import { stubServer, type StubAnswer } from "../sources/cluster/stub-server.ts";
import { runCli, type CliResult } from "./run-cli.ts";

/** Pod Security Admission enforces nothing in shop, and baseline in team. */
const MANIFESTS = `apiVersion: v1
kind: Namespace
metadata: {name: shop, labels: {pod-security.kubernetes.io/audit: baseline, policy: pss}}
---
apiVersion: v1
kind: Namespace
metadata: {name: team, labels: {pod-security.kubernetes.io/enforce: baseline, policy: pss}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      hostNetwork: true
      containers: [{name: web, image: registry.example/web:1}]
---
apiVersion: v1
kind: Pod
metadata: {name: agent, namespace: team}
spec:
  hostNetwork: true
  containers: [{name: agent, image: registry.example/agent:1}]
`;

const HEAD =
  "ADMISSION POLICIES: 2 workloads violate ValidatingAdmissionPolicies; a policy denies 1 workload that Pod Security Admission admits";
const MESSAGE = 'violates PodSecurity "baseline:latest": host namespaces';
const DENY = ["--level", "baseline", "--action", "deny,audit", "--bind", "label:policy=pss"];

const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-policies-"));
const workloads = join(directory, "workloads.yaml");
after(() => rmSync(directory, { recursive: true }));

/** Writes an export into a file. */
async function exported(name: string, ...words: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await runCli(["export", ...words]);
  assert.equal(code, 0, stderr);
  const file = join(directory, name);
  writeFileSync(file, stdout);
  return file;
}

interface Document {
  readonly policies?: readonly {
    readonly policy: string;
    readonly namespace: string;
    readonly name: string;
    readonly subject: string;
    readonly rejectedByLabels: boolean;
    readonly sentences: readonly string[];
  }[];
  readonly notes: readonly { readonly code: string; readonly message: string; readonly line?: number }[];
  readonly summary: { readonly failing: number; readonly violations: number };
  readonly namespaces: readonly { readonly name: string; readonly deniedBy?: unknown }[];
}

function documentOf({ stdout }: CliResult): Document {
  return JSON.parse(stdout);
}

describe("lint", () => {
  let policies = "";
  before(async () => {
    writeFileSync(workloads, MANIFESTS);
    policies = await exported("a-policies.yaml", ...DENY);
  });

  it("does not say that there are no violations where only a policy denies", async () => {
    const { code, stdout } = await runCli(["lint", "--level", "privileged", policies, workloads]);
    assert.equal(code, 1);
    assert.match(stdout, /^No violations of Pod Security Admission in 2 workloads /m);
  });

  it("fails on workloads that a policy denies and Pod Security Admission admits", async () => {
    const { code, stdout } = await runCli(["lint", policies, workloads], { columns: 300, env: { NO_COLOR: "1" } });
    assert.equal(code, 1);
    assert.ok(stdout.includes(`${HEAD} (exit code 1)`), stdout);
    const policy = "policy pss-baseline-latest (binding pss-baseline-latest-label) denies, audits";
    assert.ok(stdout.includes(`  shop  pods of Deployment/web  ${workloads}:9\n    ${policy}: ${MESSAGE}\n`), stdout);
    const document = documentOf(await runCli(["lint", policies, workloads, "-o", "json"]));
    assertMatchesSchema(document);
    assert.deepEqual(
      document.policies?.map(({ namespace, name, subject, rejectedByLabels }) => [
        namespace,
        name,
        subject,
        rejectedByLabels,
      ]),
      [
        ["shop", "web", "pods", false],
        ["team", "agent", "object", true],
      ],
    );
    // The violation of enforce in team, and the denial in shop.
    assert.equal(document.summary.failing, 2);
  });

  it("finds policies after the workloads, and in standard input", async () => {
    const last = await exported("z-policies.yaml", ...DENY);
    const after = documentOf(await runCli(["lint", workloads, last, "-o", "json"]));
    const piped = documentOf(
      await runCli(["lint", "-", "-o", "json"], { stdin: `${MANIFESTS}---\n${await text(DENY)}` }),
    );
    const sentences = ({ policies: verdicts = [] }: Document) => verdicts.map((verdict) => verdict.sentences);
    assert.equal(sentences(after).length, 2);
    assert.deepEqual(sentences(piped), sentences(after));
  });

  it("does not fail on a policy with --fail-on none, and never on a policy that warns", async () => {
    const warning = await exported("warning.yaml", "--level", "baseline", "--bind", "label:policy=pss");
    for (const [file, ...flags] of [
      [policies, "--fail-on", "none"],
      [warning, "--fail-on", "none"],
      [warning, "-n", "shop"],
    ]) {
      const document = documentOf(await runCli(["lint", file ?? "", workloads, "-o", "json", ...flags]));
      assert.equal(document.policies?.length, 2);
      assert.equal(document.summary.failing, flags.includes("none") ? 0 : 1);
    }
  });

  it("does not change the answers of Pod Security Admission", async () => {
    const without = JSON.parse((await runCli(["lint", workloads, "-o", "json"])).stdout);
    const withPolicies = JSON.parse((await runCli(["lint", policies, workloads, "-o", "json"])).stdout);
    assert.deepEqual(withPolicies.namespaces, without.namespaces);
  });

  it("names the policy in every format", async () => {
    for (const format of [
      "table",
      "wide",
      "markdown",
      "html",
      "github",
      "azure",
      "gitlab",
      "rdjson",
      "sarif",
      "junit",
      "yaml",
    ]) {
      const { code, stdout } = await runCli(["lint", policies, workloads, "-o", format]);
      assert.equal(code, 1);
      assert.ok(stdout.includes("pss-baseline-latest"), format);
    }
    const { stdout } = await runCli(["lint", policies, workloads, "-o", "name"]);
    assert.deepEqual(stdout.split("\n").toSorted(), ["", "deployment.apps/web", "pod/agent"]);
  });

  it("prints the sentences of the API server with --messages", async () => {
    const { stdout } = await runCli(["lint", policies, workloads, "--messages"], {
      columns: 500,
      env: { NO_COLOR: "1" },
    });
    const place = "ValidatingAdmissionPolicy 'pss-baseline-latest' with binding 'pss-baseline-latest-label'";
    assert.ok(stdout.includes(`its pods are forbidden: ${place} denied request: ${MESSAGE}\n`), stdout);
    assert.ok(stdout.includes(`pods "agent" is forbidden: ${place} denied request: ${MESSAGE}\n`), stdout);
  });

  it("names a policy that was edited, and does not evaluate it", async () => {
    const edited = join(directory, "edited.yaml");
    writeFileSync(edited, (await text(DENY)).replace("failurePolicy: Fail", "failurePolicy: Ignore"));
    const document = documentOf(await runCli(["lint", edited, workloads, "-o", "json"]));
    assert.equal(document.policies, undefined);
    assert.deepEqual(
      document.notes.map(({ code, message, line }) => [code, message, line]),
      [
        [
          "admission-policy",
          "ValidatingAdmissionPolicies that were edited after the export are not evaluated: pss-baseline-latest",
          document.notes[0]?.line,
        ],
      ],
    );
  });

  it("reports that the labels of a namespace are unknown", async () => {
    const pod = join(directory, "pod.yaml");
    writeFileSync(pod, MANIFESTS.slice(MANIFESTS.lastIndexOf("---")).replace("namespace: team", "namespace: other"));
    const document = documentOf(await runCli(["lint", policies, pod, "-o", "json"]));
    assert.equal(document.policies, undefined);
    assert.deepEqual(
      document.notes.map(({ message }) => message),
      [
        'the labels of namespace "other" are not known, so ValidatingAdmissionPolicyBindings that may select it are not evaluated: pss-baseline-latest-label',
      ],
    );
  });

  it("counts a policy that selects any of the labels that Applications of Argo CD give a namespace, in each order", async () => {
    const application = (name: string, labels: string): string => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: ${name}, namespace: argocd}
spec:
  destination: {namespace: shop, server: https://${name}.example}
  syncPolicy:
    syncOptions: [CreateNamespace=true]
    managedNamespaceMetadata:
      labels: {${labels}}
`;
    const POLICY = "pod-security.kubernetes.io/enforce: privileged";
    const both = [application("a", `${POLICY}, policy: pss`), application("b", POLICY)];
    const workload = MANIFESTS.split("---\n")[2] ?? "";
    // The labels without those of Pod Security Admission are known, too, and change nothing that it says.
    const others = [application("a", "policy: pss"), application("b", POLICY)];
    for (const applications of [both, both.toReversed(), others, others.toReversed()]) {
      const stdin = [await text(DENY), ...applications, workload].join("---\n");
      const result = await runCli(["lint", "-", "-o", "json"], { stdin });
      assert.equal(result.code, 1);
      assert.deepEqual(
        documentOf(result).policies?.map(({ name }) => name),
        ["web"],
      );
      assert.deepEqual(documentOf(result).notes, []);
    }
  });

  it("evaluates policies for a namespace to which Argo CD gives no pod-security label", async () => {
    const application = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: {name: shop, namespace: argocd}
spec:
  destination: {namespace: shop}
  syncPolicy: {syncOptions: [CreateNamespace=true], managedNamespaceMetadata: {labels: {policy: TEAM}}}
`;
    const workload = MANIFESTS.split("---\n")[2] ?? "";
    for (const [label, names] of [
      ["pss", ["web"]],
      ["other", []],
    ] as const) {
      const stdin = [await text(DENY), application.replace("TEAM", label), workload].join("---\n");
      const { policies = [], notes, namespaces } = documentOf(await runCli(["lint", "-", "-o", "json"], { stdin }));
      assert.deepEqual([policies.map(({ name }) => name), notes], [names, []]);
      assert.equal(namespaces.length, 1);
    }
  });

  it("names policies and bindings that the API server rejects", async () => {
    const stdin = `${(await text(DENY)).replaceAll(/^  name: .*$/gm, "  name: 5")}---\n${MANIFESTS}`;
    const { code, stderr } = await runCli(["lint", "-"], { stdin });
    assert.equal(code, 1);
    assert.match(
      stderr,
      /^warning: <stdin>:\d+: ValidatingAdmissionPolicies that the API server rejects are not evaluated: metadata\.name: expected a string, found a number \(5\)$/m,
    );
    assert.match(
      stderr,
      /^warning: <stdin>:\d+: ValidatingAdmissionPolicyBindings that the API server rejects are not evaluated: metadata\.name: /m,
    );
  });
});

describe("audit and plan", () => {
  it("show the answers of policies, and do not fail on them", async () => {
    const policies = await exported("a-policies.yaml", ...DENY, "--controllers");
    const args = ["-f", policies, "-f", workloads, "-n", "shop"];
    const { code, stdout } = await runCli(["audit", ...args], { columns: 300, env: { NO_COLOR: "1" } });
    assert.equal(code, 0);
    assert.ok(
      stdout.includes(
        "ADMISSION POLICIES: 1 workload violates ValidatingAdmissionPolicies; a policy denies 1 workload that",
      ),
      stdout,
    );
    const document = documentOf(await runCli(["audit", ...args, "-o", "json"]));
    assertMatchesSchema(document);
    assert.deepEqual(
      document.policies?.map(({ policy, subject }) => [policy, subject]),
      [
        ["pss-baseline-latest", "pods"],
        ["pss-baseline-latest-controllers", "object"],
      ],
    );
    for (const format of ["wide", "markdown", "html"]) {
      assert.ok((await runCli(["audit", ...args, "-o", format])).stdout.includes("pss-baseline-latest"), format);
    }
    const plan = documentOf(await runCli(["plan", ...args, "-o", "json"]));
    assertMatchesSchema(plan);
    assert.deepEqual(plan.namespaces[0]?.deniedBy, [{ policy: "pss-baseline-latest", workloads: 1 }]);
    for (const format of ["table", "markdown", "html"]) {
      const { stdout: shown } = await runCli(["plan", ...args, "-o", format]);
      assert.ok(shown.includes("policy pss-baseline-latest denies pods of 1 workload"), format);
    }
    const bare = documentOf(await runCli(["plan", "-f", workloads, "-n", "shop", "-o", "json"]));
    const { deniedBy: _deniedBy, ...namespace } = plan.namespaces[0] ?? {};
    assert.deepEqual(namespace, bare.namespaces[0]);
  });

  it("warn about a step that switches a policy off", async () => {
    // The last binding does not depend on the labels of a plan.
    const words = ["--level", "baseline", "--action", "deny"];
    const byDefault = await exported("default.yaml", ...words);
    const byLabel = await exported("label.yaml", ...words, "--prefix", "own", "--bind", "label:team=a");
    const warned = await exported("default-warn.yaml", "--level", "baseline", "--prefix", "warned");
    const unlabelled = join(directory, "unlabelled.yaml");
    const names = ["empty", "shop", "team"];
    writeFileSync(
      unlabelled,
      `${MANIFESTS.replaceAll(/pod-security.kubernetes.io\/(?:audit|enforce): baseline, policy: pss/g, "team: a")}---
apiVersion: v1
kind: Namespace
metadata: {name: empty, labels: {team: a}}
---
apiVersion: v1
kind: Namespace
metadata: {name: enforced, labels: {team: a, pod-security.kubernetes.io/enforce: baseline}}
`,
    );
    const lostIn = async (...args: readonly string[]): Promise<readonly string[]> => {
      const { notes } = documentOf(await runCli(["plan", "-f", unlabelled, ...args, "-o", "json"]));
      return notes.map(({ message }) => message).filter((message) => message.includes("switches off"));
    };
    const inputs = ["-f", byDefault, "-f", byLabel, "-f", warned];
    assert.deepEqual(await lostIn(...inputs), [
      `step 1 switches off ValidatingAdmissionPolicy pss-baseline-latest in 3 namespaces, because its binding pss-baseline-latest-default does not select the new labels: ${names.join(", ")}; enforce then admits pods that the policy denies now. To keep the policy in force, leave these namespaces out with --skip, or first bind the policy by a label of your own`,
    ]);
    assert.deepEqual(await lostIn(...inputs, "--skip", names.join(",")), []);
    assert.deepEqual(await lostIn("-f", byLabel, "-f", warned), []);
    for (const format of [
      ["-o", "commands"],
      ["--step", "1"],
      ["-o", "markdown"],
      ["-o", "html"],
    ]) {
      const { stdout } = await runCli(["plan", "-f", unlabelled, ...inputs, ...format]);
      assert.ok(stdout.includes("step 1 switches off ValidatingAdmissionPolicy pss-baseline-latest"), format.join(" "));
    }
    // A policy that was edited still denies.
    writeFileSync(byDefault, readFileSync(byDefault, "utf8").replace("failurePolicy: Fail", "failurePolicy: Ignore"));
    const [edited, ...others] = await lostIn(...inputs);
    assert.deepEqual(others, []);
    assert.ok(edited?.includes(`labels: ${names.join(", ")}. To keep`));
  });

  it("read policies from a cluster before everything else, and name the missing right", async (t) => {
    const objects = [...readDocuments(`${await text(DENY)}---\n${MANIFESTS}`)].map((document) => {
      assert.ok("value" in document && isRecord(document.value));
      return document.value;
    });
    const run = async (
      policiesAre: "listed" | "forbidden" | "absent",
    ): Promise<{ document: Document; urls: string[] }> => {
      const stub = await stubServer(t, ({ pathname }): StubAnswer => {
        const isAdmission = pathname.includes("admissionregistration");
        if (pathname === "/version") return { body: { major: "1", minor: "37", gitVersion: "v1.37.0" } };
        if (isAdmission && policiesAre === "forbidden") return status(403, "Forbidden");
        if (isAdmission && policiesAre === "absent") return status(404, "NotFound");
        const plural = pathname.split("/").at(-1) ?? "";
        const items = objects.filter(({ kind }) => `${String(kind).toLowerCase().replace(/y$/, "ie")}s` === plural);
        return { body: { kind: "List", apiVersion: "v1", metadata: { resourceVersion: "1" }, items } };
      });
      const result = await runCli(["audit", "--server", stub.url.href, "-o", "json"]);
      const urls = stub.requests.map(({ url }) => new URL(url, stub.url).pathname);
      return { document: documentOf(result), urls };
    };
    const { document, urls } = await run("listed");
    assert.deepEqual(
      document.policies?.map(({ namespace, name }) => `${namespace}/${name}`),
      ["shop/web", "team/agent"],
    );
    const lists = urls.filter((url) => url.includes("admissionregistration"));
    assert.deepEqual(lists, [
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies",
      "/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings",
    ]);
    assert.ok(urls.indexOf(lists[1] ?? "") < urls.indexOf("/api/v1/pods"));
    const codes = ({ notes }: Document) => notes.map(({ code }) => code).filter((code) => code.includes("polic"));
    assert.deepEqual(codes((await run("forbidden")).document), ["unread-policies"]);
    assert.deepEqual(codes((await run("absent")).document), []);
  });
});

function status(code: number, reason: string): StubAnswer {
  const body = { kind: "Status", apiVersion: "v1", status: "Failure", reason, message: "no", code };
  return { status: code, body };
}

async function text(words: readonly string[]): Promise<string> {
  return (await runCli(["export", ...words])).stdout;
}
