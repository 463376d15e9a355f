/** `kubectl pss fix --labels`: the labels of a plan in Namespace manifests. */
import assert from "node:assert/strict";
import { closeSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { tree } from "../../sources/tree.ts";
import { runCli } from "../run-cli.ts";

const PSS = "pod-security.kubernetes.io";
const SAFE = "securityContext: {allowPrivilegeEscalation: false, capabilities: {drop: [ALL]}}";
const POD = `securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}, containers: [{name: c, image: c, ${SAFE}}]`;

const deployment = (namespace: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: ${namespace}, uid: d-${namespace}}\nspec: {selector: {}, template: {spec: {${POD}}}}\n` +
  `---\napiVersion: v1\nkind: Pod\nmetadata: {name: web-1, namespace: ${namespace}, ownerReferences: [{apiVersion: apps/v1, kind: Deployment, name: web, uid: d-${namespace}, controller: true}]}\nspec: {${POD}}\n`;
const bare = (namespace: string): string =>
  `apiVersion: v1\nkind: Pod\nmetadata: {name: bare, namespace: ${namespace}}\nspec: {${POD}}\n`;

const NAMESPACES = {
  "ready.yaml": `# The shop.
apiVersion: v1
kind: Namespace
metadata:
  name: ready   # ready for restricted
  labels:
    team: shop
    # Raised in spring.
    ${PSS}/enforce: "privileged"
`,
  "more.yaml": [
    "apiVersion: v1\nkind: Namespace\nmetadata: {name: flow}\n",
    "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: crlf\n  annotations:\n    a: b\n",
  ]
    .join("---\n")
    .replaceAll("\n", "\r\n"),
  "list.json": `{\n    "apiVersion": "v1",\n    "kind": "List",\n    "items": [\n        {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "listed", "labels": {}}}\n    ]\n}\n`,
  "observed.yaml": "apiVersion: v1\nkind: Namespace\nmetadata:\n  name: observed\n",
  "unrelated.yaml": "apiVersion: v1\nkind: Namespace\nmetadata: {name: unrelated}\n",
};
const WORKLOADS = [...["ready", "flow", "crlf", "listed", "unwritten"].map(deployment), bare("observed")].join("---\n");
const OTHERS = "Add the other flags of the first plan, such as --kubeconfig, --admission-config and --pod-template";
const UNWRITTEN = "apiVersion: v1\nkind: Namespace\nmetadata: {name: unwritten}\n";

interface Steps {
  readonly steps: readonly { readonly safe: boolean; readonly commands: readonly string[] }[];
}

/** Plans the rollout on the manifests of a directory, and writes the plan beside it. */
async function planOf(directory: string): Promise<{ readonly file: string; readonly plan: Steps }> {
  const dump = tree({ "workloads.yaml": WORKLOADS, "namespace.yaml": UNWRITTEN });
  const { stdout } = await runCli(["plan", "-f", directory, "-f", dump, "--skip", "unrelated", "-o", "json"]);
  const file = join(tree({ "plan.json": stdout }), "plan.json");
  return { file, plan: JSON.parse(stdout) as Steps };
}

const contentOf = (directory: string): string[] =>
  Object.keys(NAMESPACES).map((name) => readFileSync(join(directory, name), "utf8"));

test("a diff is shown, and nothing is written", async () => {
  const directory = tree(NAMESPACES);
  const { file } = await planOf(directory);
  const before = contentOf(directory);
  const { code, stdout, stderr } = await runCli(["fix", "--labels", "--plan", file, directory]);
  assert.equal(code, 0);
  assert.match(stdout, new RegExp(`^-    ${PSS}/enforce: "privileged"\n\\+    ${PSS}/enforce: "restricted"$`, "m"));
  assert.match(stderr, /^5 Namespace manifests would get the labels of the plan$/m);
  assert.match(stderr, /^1 namespace of the plan has no manifest among the inputs:\n {2}unwritten$/m);
  assert.match(
    stderr,
    /^1 namespace keeps enforce, because the plan observes first; then --observed raises it:\n {2}observed \(7 days\)$/m,
  );
  assert.doesNotMatch(stderr, /plan again/);
  assert.deepEqual(contentOf(directory), before);
  assert.equal((await runCli(["fix", "--labels", "--plan", file, "--exit-code", directory])).code, 1);
});

test("--write edits the labels alone, and then the safe steps of a plan have nothing to do", async () => {
  const directory = tree(NAMESPACES);
  const { file, plan } = await planOf(directory);
  assert.ok(plan.steps.some(({ safe, commands }) => safe && commands.length > 0));
  const run = () => runCli(["fix", "--labels", "--plan", file, "--observed", "--write", directory]);
  const first = await run();
  assert.equal(first.code, 0);
  assert.equal(first.stdout, "");
  const [ready = "", more = "", list = "", , unrelated] = contentOf(directory);
  assert.equal(unrelated, NAMESPACES["unrelated.yaml"]);
  assert.equal(
    ready,
    NAMESPACES["ready.yaml"].replace('"privileged"', '"restricted"') +
      `    ${PSS}/audit: restricted\n    ${PSS}/warn: restricted\n`.replace(/^/, ""),
  );
  assert.ok(more.split("\n").every((line) => line === "" || line.endsWith("\r")));
  assert.deepEqual(JSON.parse(list).items[0].metadata.labels[`${PSS}/enforce`], "restricted");
  const again = await run();
  assert.match(again.stderr, /^0 Namespace manifests get the labels of the plan; 5 have them already$/m);
  assert.deepEqual(contentOf(directory), [ready, more, list, contentOf(directory)[3], unrelated]);
  const { plan: later } = await planOf(directory);
  const left = later.steps.filter(({ safe }) => safe).flatMap(({ commands }) => commands);
  assert.ok(
    left.every((command) => command.includes(" unwritten ")),
    left.join("\n"),
  );
});

test("an observed namespace keeps its enforce, and gets its other labels", async () => {
  const directory = tree(NAMESPACES);
  const { file } = await planOf(directory);
  await runCli(["fix", "--labels", "--plan", file, "--write", directory]);
  const text = readFileSync(join(directory, "observed.yaml"), "utf8");
  assert.match(text, new RegExp(`${PSS}/warn: restricted`));
  assert.match(text, new RegExp(`${PSS}/enforce: privileged|^(?![\\s\\S]*${PSS}/enforce:)`));
  await runCli(["fix", "--labels", "--plan", file, "--observed", "--write", directory]);
  assert.match(readFileSync(join(directory, "observed.yaml"), "utf8"), new RegExp(`${PSS}/enforce: restricted`));
});

test("text that cannot be edited is left with the reason, and so is a file that Helm rendered", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  const alias = "x: &l {team: a}\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: flow\n  labels: *l\n";
  const helm = `---\n# Source: a/templates/ns.yaml\n${NAMESPACES["ready.yaml"]}`;
  const directory = tree({ "alias.yaml": alias, "helm.yaml": helm });
  const { code, stdout, stderr } = await runCli(["fix", "--labels", "--plan", file, "--exit-code", directory]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(stderr, /alias\.yaml:1: Namespace\/flow: line 6: it is the alias \*l: edit the text at &l/);
  assert.match(
    stderr,
    /helm\.yaml:\d+: Namespace\/ready: Helm rendered it, so an edit would be lost; --force makes it$/m,
  );
  assert.match((await runCli(["fix", "--labels", "--plan", file, "--force", directory])).stdout, /helm\.yaml/);
});

test("a manifest that enforces a stricter level than the plan is not relaxed", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  const plan = JSON.parse(readFileSync(file, "utf8"));
  for (const step of plan.steps) for (const one of step.namespaces) one.to[`${PSS}/enforce`] = "baseline";
  writeFileSync(file, JSON.stringify(plan));
  const directory = tree({ "ns.yaml": NAMESPACES["ready.yaml"].replace("privileged", "restricted") });
  const flags = ["fix", "--labels", "--plan", file, "--exit-code"];
  const { code, stdout, stderr } = await runCli([...flags, directory]);
  assert.equal(code, 1);
  assert.equal(stdout, "");
  assert.match(
    stderr,
    /ns\.yaml:2: Namespace\/ready: it enforces restricted, and the plan only baseline; --force makes the edit$/m,
  );
  const again = `Apply the stricter manifests, and plan again with a new dump FILE. ${OTHERS}:`;
  assert.ok(stderr.includes(`${again}\n  kubectl pss plan -f FILE --skip unrelated -o json > ${file}\n`), stderr);
  assert.match((await runCli([...flags, "--force", directory])).stdout, /^\+.*enforce: "baseline"$/m);
});

test("a newer plan is planned with the flags of the plan", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  const plan = JSON.parse(readFileSync(file, "utf8"));
  const skip = { skip: ["a", "b c"], keepPrivileged: ["cni"], skipManaged: true, includeEmpty: true, maxStep: 1 };
  const changes = {
    ...{ source: { type: "cluster", context: "prod; rm", server: "https://a" }, target: "baseline" },
    ...{ scope: { names: ["ready", "flow"], selector: "team=a", skipped: [] }, options: { ...plan.options, ...skip } },
    ...{ pin: { version: "v1.30", newer: [] }, history: { file: "h.json" }, noPlan: "nothing could be read" },
  };
  writeFileSync(file, JSON.stringify({ ...plan, ...changes }));
  const run = () => runCli(["fix", "--labels", "--plan", file, tree(NAMESPACES)]);
  const { code, stderr } = await run();
  const flags =
    "--context 'prod; rm' --server https://a -n ready,flow -l team=a --target baseline --max-step 1 --pin v1.30 --skip 'a,b c' --skip-managed " +
    "--keep-privileged cni --include-empty --history h.json -o json";
  assert.equal(code, 2);
  const command = `kubectl pss plan ${flags} > ${file}`;
  assert.ok(stderr.endsWith(`\nCorrect that, and plan again. ${OTHERS}:\n  ${command}\n`), stderr);
  // Every flag is one of the plan's.
  const words = flags.replaceAll("'", "").split(" ").filter((word) => word.startsWith("-")); // prettier-ignore
  const { stdout: help } = await runCli(["plan", "--help"]);
  for (const word of words) assert.match(help, new RegExp(`(?:^|\\s)${word}\\b`, "m"), word);
});

/** The lines on standard error for a plan that is changed so that it has no steps. */
async function refusalOf(change: Readonly<Record<string, unknown>>): Promise<readonly string[]> {
  const { file } = await planOf(tree(NAMESPACES));
  const plan = JSON.parse(readFileSync(file, "utf8"));
  writeFileSync(file, JSON.stringify({ ...plan, noPlan: "nothing could be read", ...change }));
  const { code, stderr } = await runCli(["fix", "--labels", "--plan", file, tree(NAMESPACES)]);
  assert.equal(code, 2);
  return stderr.trimEnd().replaceAll(file, "PLAN").split("\n");
}

test("a newer plan is about the same cluster and the same version", async () => {
  const server = "https://me:secret@10.0.0.1:6443";
  const cluster = { type: "cluster", context: null, server };
  for (const [change, flags] of [
    [{ source: cluster }, "--server https://10.0.0.1:6443"],
    [{ source: { ...cluster, context: "prod" } }, "--context prod --server https://10.0.0.1:6443"],
    [
      { source: cluster, upgrade: { from: "v1.30", to: "v1.33", namespaces: [] } },
      "--server https://10.0.0.1:6443 --server-version v1.33",
    ],
    [{ serverVersion: "v1.30" }, "-f FILE --server-version v1.30"],
    [{ serverVersion: "v1.37" }, "-f FILE"],
  ] as const) {
    const lines = await refusalOf(change);
    assert.equal(lines.at(-1), `  kubectl pss plan ${flags} --skip unrelated -o json > PLAN`);
  }
});

test("a long command is complete", async () => {
  const names = Array.from({ length: 700 }, (_, index) => `namespace-${index}`);
  const { file } = await planOf(tree(NAMESPACES));
  const plan = JSON.parse(readFileSync(file, "utf8"));
  plan.options.skip = names;
  for (const step of plan.steps) for (const one of step.namespaces) one.to[`${PSS}/enforce`] = "baseline";
  writeFileSync(file, JSON.stringify(plan));
  const stricter = tree({ "ns.yaml": NAMESPACES["ready.yaml"].replace("privileged", "restricted") });
  const { stderr } = await runCli(["fix", "--labels", "--plan", file, stricter]);
  const command = `  kubectl pss plan -f FILE --skip ${names.join(",")} -o json > PLAN`;
  assert.ok(stderr.replaceAll(file, "PLAN").split("\n").includes(command), stderr);
  assert.equal((await refusalOf({ options: plan.options })).at(-1), command);
});

test("the next command after an error is complete", async () => {
  const names = Array.from({ length: 700 }, (_, index) => `namespace-${index}`).join(",");
  const { stderr } = await runCli(["dry-run", "-n", names], { columns: 80 });
  assert.ok(
    stderr.split("\n").some((line) => line.startsWith("Next: kubectl pss dry-run") && line.endsWith(` -n ${names}`)),
    stderr,
  );
});

test("a plan that came from a pipe is not replaced", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, "utf8")), noPlan: "nothing could be read" }));
  const descriptor = openSync(file, "r");
  try {
    const { stderr } = await runCli(["fix", "--labels", "--plan", `/dev/fd/${descriptor}`, tree(NAMESPACES)]);
    assert.match(stderr, /^ {2}kubectl pss plan -f FILE --skip unrelated -o json$/m);
  } finally {
    closeSync(descriptor);
  }
});

test("a plan that does not name its cluster or its options has its own reason, and no command", async () => {
  const unknown = "Correct that, and plan again with the flags of the first plan.";
  for (const name of ["source", "scope", "options", "target", "serverVersion"]) {
    assert.deepEqual(await refusalOf({ [name]: undefined }), [
      "error: PLAN has no steps: nothing could be read",
      unknown,
    ]);
  }
});

test("a plan needs only its steps", async () => {
  const directory = tree(NAMESPACES);
  const { file } = await planOf(directory);
  const plan = JSON.parse(readFileSync(file, "utf8"));
  for (const step of plan.steps) for (const one of step.namespaces) one.to[`${PSS}/enforce`] = "baseline";
  writeFileSync(file, JSON.stringify({ apiVersion: plan.apiVersion, kind: plan.kind, steps: plan.steps }));
  const { code, stderr } = await runCli(["fix", "--labels", "--plan", file, directory]);
  assert.equal(code, 0, stderr);
  const stricter = tree({ "ns.yaml": NAMESPACES["ready.yaml"].replace("privileged", "restricted") });
  const { stderr: text } = await runCli(["fix", "--labels", "--plan", file, stricter]);
  assert.match(text, /^Apply the stricter manifests, and plan again with the flags of the first plan\.$/m);
  assert.doesNotMatch(text, /kubectl pss plan/);
});

test("the configuration decides which files are read", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  const ready = NAMESPACES["ready.yaml"];
  const directory = tree({
    ".kubectl-pss.yaml": "exclude: [vendor/]\nincludeHidden: true\n",
    "app/ns.yaml": ready,
    "vendor/ns.yaml": ready,
    ".hidden/ns.yaml": ready,
  });
  const filesIn = async (...flags: readonly string[]): Promise<readonly string[]> => {
    const { stdout } = await runCli(["fix", "--labels", "--plan", file, ...flags, directory]);
    return [...stdout.matchAll(/^\+\+\+ .*\/([^/]+\/ns\.yaml)$/gm)].map(([, name = ""]) => name);
  };
  assert.deepEqual(await filesIn(), [".hidden/ns.yaml", "app/ns.yaml"]);
  const other = join(tree({ "other.yaml": "exclude: ['**/app/']\n" }), "other.yaml");
  assert.doesNotMatch((await filesIn("--config", other)).join(" "), /hidden/);
  const { code, stderr } = await runCli(["fix", "--labels", "--plan", file, "--config", `${other}x`, directory]);
  assert.equal(code, 2);
  assert.match(stderr, /other\.yamlx/);
});

test("only labels of Pod Security Admission are taken from a plan", async () => {
  const { file } = await planOf(tree(NAMESPACES));
  const plan = JSON.parse(readFileSync(file, "utf8"));
  for (const step of plan.steps) for (const one of step.namespaces) one.to["team"] = "attacker";
  writeFileSync(file, JSON.stringify(plan));
  const { stdout } = await runCli(["fix", "--labels", "--plan", file, tree(NAMESPACES)]);
  assert.doesNotMatch(stdout, /attacker/);
});

test("flags that do not fit together, and files that are no plan, are errors with a next step", async () => {
  const directory = tree(NAMESPACES);
  const { file } = await planOf(directory);
  const other = tree({
    "a.json": "{}",
    "b.json": '{"apiVersion": "kubectl-pss/v1", "kind": "RolloutPlan", "steps": 1}',
  });
  for (const [flags, message] of [
    [["--plan", file], /--plan and --observed are for --labels/],
    [["--labels"], /--labels needs a plan/],
    [["--labels", "--plan", file, "--level", "restricted"], /--level has no effect with --labels/],
    [["--labels", "--plan", file, "--take-away"], /--take-away has no effect with --labels/],
    [["--labels", "--plan", file, "--context", "test"], /--context has no effect with --labels/],
    [["--labels", "--plan", file, "-n", "ready"], /-n has no effect with --labels/],
    [["--labels", "--plan", file, "--server-version", "v1.30"], /--server-version has no effect with --labels/],
    [["--labels", "--plan", file, "-k", directory], /-k has no effect with --labels/],
    [["--labels", "--plan", file, "-o", "patch"], /-o patch is not for --labels/],
    [["--labels", "--plan", join(other, "missing.json")], /missing\.json.*\n.*Check the path/],
    [["--labels", "--plan", join(other, "a.json")], /is not a plan/],
    [["--labels", "--plan", join(other, "b.json")], /steps/],
  ] as const) {
    const { code, stdout, stderr } = await runCli(["fix", ...flags, directory]);
    assert.equal(code, 2, flags.join(" "));
    assert.equal(stdout, "");
    assert.match(stderr, message);
  }
});
