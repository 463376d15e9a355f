/** The output for users who may not read everything. Each golden file has the output on a terminal of 80 columns. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it, type TestContext } from "node:test";
import type { RolloutPlan } from "../../../src/report/plan/rollout-plan.ts";
import { codeBlocks } from "../../docs/code-blocks.ts";
import { assertMatchesSchema } from "../../docs/schema/schemas.ts";
import { assertGolden } from "../../golden/golden.ts";
import { directoryWith, kubeconfig } from "../../sources/cluster/workspace.ts";
import { runCli } from "../run-cli.ts";
import { rbacServer, type Rights } from "./rbac-server.ts";

/** Users by their rights. */
const USERS = {
  admin: () => true,
  /** A Role in one namespace, with the right to get it. */
  tenant: (_verb, _resource, namespace) => namespace === "team-a",
  /** As the tenant, without the right to get the namespace. */
  developer: (verb, _resource, namespace) => verb === "list" && namespace === "team-a",
  podReader: (verb, resource) => verb === "list" && resource === "pods",
  viewer: (_verb, resource) => resource === "namespaces" || resource === "pods",
  nobody: () => false,
} as const satisfies Readonly<Record<string, Rights>>;

interface Scenario {
  readonly rights: Rights;
  readonly args: readonly string[];
  /** The exit code. Most runs are incomplete. */
  readonly code?: number;
  /** The name that the API server knows. */
  readonly user?: string;
}

const NAMED = ["-n", "team-a"];
const LOG = "test/fixtures/history/audit.log";
const DRY_RUN = ["dry-run", "--enforce", "restricted"];

/** Command lines by their golden file in test/golden/commands/forbidden. */
const SCENARIOS: Readonly<Record<string, Scenario>> = {
  "audit-admin": { rights: USERS.admin, args: ["audit"], code: 0 },
  "audit-tenant": { rights: USERS.tenant, args: ["audit"] },
  "audit-tenant-wide": { rights: USERS.tenant, args: ["audit", "-o", "wide"] },
  "audit-tenant-two-named": { rights: USERS.tenant, args: ["audit", ...NAMED, "-n", "team-b"] },
  "audit-developer": { rights: USERS.developer, args: ["audit"] },
  "audit-developer-named": { rights: USERS.developer, args: ["audit", ...NAMED] },
  "audit-pod-reader": { rights: USERS.podReader, args: ["audit"] },
  "audit-viewer": { rights: USERS.viewer, args: ["audit"] },
  "audit-viewer-named": { rights: USERS.viewer, args: ["audit", ...NAMED] },
  "audit-viewer-markdown": { rights: USERS.viewer, args: ["audit", "-o", "markdown"] },
  "audit-viewer-github": { rights: USERS.viewer, args: ["audit", "-o", "github"] },
  "audit-nobody": { rights: USERS.nobody, args: ["audit"] },
  "audit-nobody-everywhere": { rights: USERS.nobody, args: ["audit", "-A"] },
  "audit-nobody-selector": { rights: USERS.nobody, args: ["audit", "-l", "team=a"] },
  "audit-nobody-two-named": { rights: USERS.nobody, args: ["audit", ...NAMED, "-n", "team-b"] },
  "audit-nobody-named": { rights: USERS.nobody, args: ["audit", ...NAMED] },
  "audit-nobody-wide": { rights: USERS.nobody, args: ["audit", "-o", "wide"] },
  "audit-nobody-markdown": { rights: USERS.nobody, args: ["audit", "-o", "markdown"] },
  "audit-nobody-github": { rights: USERS.nobody, args: ["audit", "-o", "github"] },
  "audit-anonymous": { rights: USERS.nobody, args: ["audit"], user: "system:anonymous" },
  "audit-service-account": { rights: USERS.viewer, args: ["audit"], user: "system:serviceaccount:ci:build" },
  "audit-odd-user": { rights: USERS.viewer, args: ["audit"], user: "CORP\\\\o'hara" },
  "plan-tenant": { rights: USERS.tenant, args: ["plan"] },
  "plan-developer": { rights: USERS.developer, args: ["plan"] },
  "plan-viewer": { rights: USERS.viewer, args: ["plan"] },
  "plan-viewer-commands": { rights: USERS.viewer, args: ["plan", "-o", "commands"] },
  "plan-nobody": { rights: USERS.nobody, args: ["plan"] },
  "plan-nobody-commands": { rights: USERS.nobody, args: ["plan", "-o", "commands"] },
  "plan-nobody-markdown": { rights: USERS.nobody, args: ["plan", ...NAMED, "-o", "markdown"] },
  "history-tenant-two-named": {
    rights: USERS.tenant,
    args: ["history", "-n", "late,team-a", LOG],
    code: 0,
  },
  "history-nobody-selector": { rights: USERS.nobody, args: ["history", "-l", "team=a", LOG], code: 2 },
  "history-nobody": { rights: USERS.nobody, args: ["history", "-n", "late", LOG], code: 0 },
  "dry-run-nobody": { rights: USERS.nobody, args: DRY_RUN },
  "dry-run-tenant": { rights: USERS.tenant, args: DRY_RUN, code: 1 },
  "dry-run-developer": { rights: USERS.developer, args: DRY_RUN },
};

/** Runs a command as a user whose current namespace is team-a. The server's port differs from run to run, so it is hidden. */
async function runAs(t: TestContext, { rights, args, user = "jane" }: Scenario, namespace = "team-a") {
  const { url, requests } = await rbacServer(t, rights, user);
  const directory = directoryWith(t, { config: kubeconfig({ server: url.origin }, {}, { namespace }) });
  const run = await runCli([...args, "--kubeconfig", `${directory}/config`], { columns: 80, env: { NO_COLOR: "1" } });
  const hide = (text: string): string => text.replaceAll(url.origin, "https://example").replaceAll(directory, "~");
  // In CI, this line replaces the spinner.
  const stderr = hide(run.stderr).replace("- reading the cluster\n", "");
  // A page has tens or hundreds of objects; a list of one object is a question about rights.
  const paths = requests.map((request) => request.url.replace(/[?&]limit=\d{2,}/, ""));
  return { code: run.code, stdout: hide(run.stdout), stderr, paths };
}

describe("a user who may not read everything", () => {
  const { CI } = process.env;
  before(() => {
    process.env["CI"] = "true";
  });
  after(() => {
    if (CI === undefined) delete process.env["CI"];
  });

  for (const [name, scenario] of Object.entries(SCENARIOS)) {
    it(name, async (t) => {
      const { code, stdout, stderr } = await runAs(t, scenario);
      const actual = [
        `# kubectl pss ${scenario.args.join(" ")}`,
        `Exit code ${code}`,
        `## stdout\n\n\`\`\`\n${stdout}\`\`\``,
        `## stderr\n\n\`\`\`\n${stderr}\`\`\`\n`,
      ].join("\n\n");
      assertGolden(`commands/forbidden/${name}.md`, actual);
      assert.equal(code, scenario.code ?? 3);
      assert.ok(stderr.split("error:").length <= 2, "more than one error");
    });
  }

  it("docs/usage.md shows real output", async (t) => {
    const { stderr } = await runAs(t, { rights: USERS.tenant, args: ["audit"] });
    const blocks = codeBlocks(readFileSync("docs/usage.md", "utf8")).filter(({ code }) =>
      code.includes("may not list"),
    );
    assert.deepEqual(
      blocks.map(({ code }) => code),
      [`$ kubectl pss audit\n${stderr}`],
    );
  });

  const LISTS = [
    ...["deployments", "replicasets", "statefulsets", "daemonsets"].map((name) => `apps/v1/${name}`),
    ...["cronjobs", "jobs"].map((name) => `batch/v1/${name}`),
    ...["replicationcontrollers", "podtemplates", "pods"].map((name) => `v1/${name}`),
  ];
  /** The request for the kinds of the cluster, before the lists. */
  const DISCOVERY = "/apis";
  /** Policies have no namespace. */
  const POLICIES = ["validatingadmissionpolicies", "validatingadmissionpolicybindings"].map(
    (name) => `/apis/admissionregistration.k8s.io/v1/${name}`,
  );
  const EVENTS = "v1/events&fieldSelector=reason%3DFailedCreate";
  /** The paths of some lists, in a namespace or in all. */
  const pathsIn = (lists: readonly string[], namespace?: string): string[] =>
    lists.map((path) => {
      const root = path.startsWith("v1/") ? "/api/" : "/apis/";
      const place = namespace === undefined ? "" : `namespaces/${namespace}/`;
      return `${root}${path.replace(/v1\//, `v1/${place}`)}`;
    });
  /** The paths of all lists of an audit, after the request for the kinds of the cluster. */
  const listsIn = (namespace?: string): string[] => [DISCOVERY, ...POLICIES, ...pathsIn([...LISTS, EVENTS], namespace)];

  /** Verifies that the first requests are made in their order. The others, and the one for the kinds, are made beside each other. */
  const assertRequests = (paths: readonly string[], first: readonly string[], others: readonly string[]): void => {
    assert.deepEqual(
      paths.filter((path) => first.includes(path)),
      first,
    );
    assert.equal(paths[0], first[0]);
    assert.deepEqual(paths.toSorted(), [...first, ...others].toSorted());
  };

  for (const command of ["audit", "plan"]) {
    it(`${command}: after two forbidden lists, only the current namespace is read`, async (t) => {
      const { paths } = await runAs(t, { rights: USERS.tenant, args: [command] });
      const first = ["/version", "/api/v1/namespaces", "/api/v1/pods?limit=1", "/api/v1/namespaces/team-a"];
      // Only a plan reads the identity of the cluster.
      const system = command === "plan" ? ["/api/v1/namespaces/kube-system"] : [];
      assertRequests(paths, [...first, ...system], listsIn("team-a"));
    });
  }

  it("all namespaces are read if all pods may be listed", async (t) => {
    const { paths } = await runAs(t, { rights: USERS.podReader, args: ["audit"] });
    const first = ["/version", "/api/v1/namespaces", "/api/v1/pods?limit=1"];
    assertRequests(paths, first, listsIn());
  });

  it("-A and -l request all namespaces, and -n requests one: the current namespace is not read instead", async (t) => {
    const pathsOf = async (...args: readonly string[]): Promise<readonly string[]> =>
      (await runAs(t, { rights: USERS.nobody, args: ["audit", ...args] })).paths;
    assertRequests(await pathsOf("-A"), ["/version", "/api/v1/namespaces"], listsIn());
    assertRequests(await pathsOf("-l", "a=b"), ["/version", "/api/v1/namespaces&labelSelector=a%3Db"], []);
    assertRequests(await pathsOf("-n", "team-b"), ["/version", "/api/v1/namespaces/team-b"], listsIn("team-b"));
  });

  it("the namespace default is the current one of a context without a namespace", async (t) => {
    const { stderr } = await runAs(t, { rights: USERS.nobody, args: ["audit"] }, "");
    assert.match(stderr, /^warning: only the current namespace "default" was tried; -n NAMESPACE reads\n {2}another$/m);
  });

  it("a current namespace that does not exist is an error", async (t) => {
    const rights: Rights = (verb) => verb === "get";
    const { code, stderr, paths } = await runAs(t, { rights, args: ["audit"] }, "gone");
    assert.match(
      stderr,
      /^error: there is no namespace "gone"; to list those that exist:\n {2}kubectl get namespaces$/m,
    );
    assert.equal(code, 2);
    assertRequests(
      paths,
      ["/version", "/api/v1/namespaces", "/api/v1/pods?limit=1", "/api/v1/namespaces/gone"],
      [DISCOVERY],
    );
  });

  it("JSON has an entry for each list", async (t) => {
    for (const [rights, count] of [
      [USERS.tenant, 2],
      [USERS.viewer, 8],
      [USERS.nobody, 12],
    ] as const) {
      for (const command of ["audit", "plan"]) {
        const { code, stdout, stderr } = await runAs(t, { rights, args: [command, "-o", "json"] });
        const document: { readonly unreadable: readonly object[] } = JSON.parse(stdout);
        assertMatchesSchema(document);
        assert.deepEqual([code, document.unreadable.length, stderr], [3, count, ""]);
      }
    }
  });

  for (const format of ["sarif", "junit", "github", "gitlab", "rdjson", "azure", "markdown", "html"]) {
    it(`${format} has one message`, async (t) => {
      const { stdout } = await runAs(t, { rights: USERS.nobody, args: ["audit", "-o", format] });
      assert.equal(stdout.split("kubectl create clusterrole ").length, 2);
      assert.equal(stdout.split("may not get").length, 2);
      assert.doesNotMatch(stdout, /is forbidden: User/);
    });
  }

  it("a plan keeps a namespace with unknown labels, and --skip knows its name", async (t) => {
    const { stdout } = await runAs(t, { rights: USERS.developer, args: ["plan", "-o", "json"] });
    const { kept, steps, summary } = JSON.parse(stdout) as Pick<RolloutPlan, "kept" | "steps" | "summary">;
    const because = "its labels could not be read, so its policy is unknown";
    assert.deepEqual(kept, [{ name: "team-a", reason: "unread", because, needs: [] }]);
    assert.deepEqual(
      steps.flatMap(({ commands, undo }) => [...commands, ...undo]),
      [],
    );
    const enforcing = { privileged: 0, baseline: 0, restricted: 0 };
    assert.deepEqual(summary, {
      namespaces: 1,
      changed: 0,
      observeFirst: 0,
      observationOver: 0,
      blocked: 0,
      kept: 1,
      enforcing,
      unknown: 1,
    });
    const skipped = await runAs(t, { rights: USERS.developer, args: ["plan", "--skip", "team-a"] });
    assert.match(skipped.stdout, /^ {2}team-a: skipped/m);
    assert.doesNotMatch(skipped.stderr, /there is no namespace/);
  });

  it("a plan keeps all namespaces if all labels are forbidden, with the workloads that block baseline", async (t) => {
    const { stdout } = await runAs(t, { rights: (verb) => verb === "list", args: ["plan", "-o", "json"] });
    assert.equal((JSON.parse(stdout) as RolloutPlan).summary.unknown, 0);
    const rights: Rights = (verb, resource) => verb === "list" && resource !== "namespaces";
    const blind = JSON.parse((await runAs(t, { rights, args: ["plan", "-o", "json"] })).stdout) as RolloutPlan;
    assert.deepEqual(
      blind.kept.map(({ name, reason, needs }) => [name, reason, needs.map((need) => need.name)]),
      [
        ["team-a", "unread", []],
        ["team-b", "unread", ["agent", "debug"]],
      ],
    );
    assert.deepEqual([blind.summary.namespaces, blind.summary.unknown], [2, 2]);
  });

  for (const format of ["table", "wide", "markdown", "html", "json", "yaml"]) {
    it(`dry-run -o ${format}: a forbidden policy is unknown, and not a default`, async (t) => {
      const { stdout } = await runAs(t, { rights: USERS.developer, args: [...DRY_RUN, "-o", format] });
      // A document also has the policy after the change, as if the namespace had no other labels.
      if (format === "json" || format === "yaml") assert.match(stdout, /currentPolicy"?: null/);
      else {
        const record = format === "html" ? stdout.slice(stdout.indexOf('"name":"team-a"')) : stdout;
        assert.match(record, /unknown/);
        assert.doesNotMatch(record, /privileged:latest|built-in default|builtin/);
      }
    });
  }

  it("metrics: a current namespace whose own lists were read is complete, and the run is not", async (t) => {
    const completeOf = async (rights: Rights): Promise<readonly string[]> => {
      const file = `${directoryWith(t, {})}/pss.prom`;
      await runAs(t, { rights, args: ["audit", "-o", `prometheus=${file}`] });
      const lines = readFileSync(file, "utf8").split("\n");
      return lines.filter((line) => /^kubectl_pss_(?:namespace|last_run)_complete/.test(line));
    };
    const run = "kubectl_pss_last_run_complete 0";
    const namespace = 'kubectl_pss_namespace_complete{namespace="team-a"}';
    assert.deepEqual(await completeOf(USERS.tenant), [run, `${namespace} 1`]);
    assert.deepEqual(await completeOf(USERS.developer), [run, `${namespace} 0`]);
    const withoutJobs: Rights = (...right) => USERS.tenant(...right) && right[1] !== "jobs";
    assert.deepEqual(await completeOf(withoutJobs), [run, `${namespace} 0`]);
  });

  it("--strict adds no other error", async (t) => {
    const { code, stderr } = await runAs(t, { rights: USERS.podReader, args: ["audit", "--strict"] });
    assert.equal(code, 3);
    assert.doesNotMatch(stderr, /the labels of namespace/);
  });
});
