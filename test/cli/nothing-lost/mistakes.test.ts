/** Notes on likely mistakes: the output with file and line, the effect of `--strict`, and the formats. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { runCli, type CliResult } from "../run-cli.ts";

const root = mkdtempSync(join(tmpdir(), "kubectl-pss-mistakes-"));
after(() => rmSync(root, { recursive: true }));

async function run(args: readonly string[], text: string): Promise<Omit<CliResult, "screen">> {
  const file = join(mkdtempSync(join(root, "case-")), "in.yaml");
  writeFileSync(file, text);
  const { code, stdout, stderr } = await runCli([...args, ...(args[0] === "lint" ? [] : ["-f"]), file]);
  return { code, stdout: stdout.replaceAll(file, "in.yaml"), stderr: stderr.replaceAll(file, "in.yaml") };
}

/** A Pod that meets restricted, except for some lines of its container's securityContext. */
function pod(lines: string): string {
  return `apiVersion: v1
kind: Pod
metadata: {name: web, namespace: shop}
spec:
  securityContext: {runAsNonRoot: true, seccompProfile: {type: RuntimeDefault}}
  containers:
  - name: web
    image: registry.example.com/web:1
    securityContext:
      allowPrivilegeEscalation: false
      ${lines}
`;
}

function namespace(field: string, ...pairs: readonly string[]): string {
  const lines = pairs.map((pair) => `    pod-security.kubernetes.io/${pair}\n`).join("");
  return `apiVersion: v1\nkind: Namespace\nmetadata:\n  name: shop\n  ${field}:\n${lines}`;
}

const HOST_POD =
  "apiVersion: v1\nkind: Pod\nmetadata: {name: p, namespace: shop}\nspec: {hostNetwork: true, containers: [{name: a, image: x}]}\n";

/** Small inputs of users: the exit code at restricted, and the notes. */
const CASES: readonly (readonly [name: string, text: string, code: 0 | 1, notes: readonly string[]])[] = [
  [
    "drop: [all]",
    pod("capabilities: {drop: [all]}"),
    1,
    [
      'in.yaml:11: spec.containers[0].securityContext.capabilities.drop[0] is "all": Pod Security Admission accepts only ALL, in capitals; did you mean "ALL"?',
    ],
  ],
  [
    "add: [CAP_NET_BIND_SERVICE]",
    pod("capabilities: {drop: [ALL], add: [CAP_NET_BIND_SERVICE]}"),
    1,
    [
      `in.yaml:11: spec.containers[0].securityContext.capabilities.add[0] is "CAP_NET_BIND_SERVICE": Kubernetes' names of capabilities have no CAP_; did you mean "NET_BIND_SERVICE"?`,
    ],
  ],
  [
    "a label as an annotation",
    namespace("annotations", "enforce: privileged"),
    0,
    [
      'in.yaml:6: annotation pod-security.kubernetes.io/enforce=privileged of Namespace "shop" has no effect: set the label pod-security.kubernetes.io/enforce=privileged',
    ],
  ],
  [
    "misspelt labels beside a right one",
    namespace("labels", "enforce: baseline", "audits: restricted", "warn-versions: v1.30", "enforce_version: v1.30"),
    0,
    [
      'in.yaml:7: label pod-security.kubernetes.io/audits=restricted of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/audit?',
      'in.yaml:8: label pod-security.kubernetes.io/warn-versions=v1.30 of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/warn-version?',
      'in.yaml:9: label pod-security.kubernetes.io/enforce_version=v1.30 of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/enforce-version?',
    ],
  ],
  [
    "a label as an annotation, of a Namespace with a Pod that its level would admit",
    `${namespace("annotations", "enforce: privileged")}---\n${HOST_POD}`,
    1,
    [
      'in.yaml:6: annotation pod-security.kubernetes.io/enforce=privileged of Namespace "shop" has no effect: set the label pod-security.kubernetes.io/enforce=privileged',
    ],
  ],
  [
    "only misspelt labels",
    namespace("labels", "enforce-level: restricted", "enforced: restricted", "warning: restricted"),
    0,
    [
      'in.yaml:6: label pod-security.kubernetes.io/enforce-level=restricted of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/enforce?',
      'in.yaml:7: label pod-security.kubernetes.io/enforced=restricted of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/enforce?',
      'in.yaml:8: label pod-security.kubernetes.io/warning=restricted of Namespace "shop" has no effect: did you mean pod-security.kubernetes.io/warn?',
    ],
  ],
  ["no mistake", pod("capabilities: {drop: [ALL], add: [NET_BIND_SERVICE]}"), 0, []],
];

describe("lint", () => {
  for (const [name, text, code, notes] of CASES) {
    it(name, async () => {
      const lines = (severity: string): string[] => notes.map((note) => `${severity}: ${note}`);
      const usual = await run(["lint", "--level", "restricted"], text);
      assert.equal(usual.code, code);
      assert.deepEqual(usual.stderr.split("\n").slice(0, -1), lines("warning"));
      const strict = await run(["lint", "--level", "restricted", "--fail-on", "none", "--strict"], text);
      assert.equal(strict.code, notes.length === 0 ? 0 : 2);
      assert.deepEqual(strict.stderr.split("\n").slice(0, -1), lines("error"));
    });
  }
});

const [, TEXT = ""] = CASES[3] ?? [];

describe("machine formats have the notes with their lines", () => {
  it("sarif", async () => {
    const { stdout } = await run(["lint", "-o", "sarif"], TEXT);
    const { runs } = JSON.parse(stdout) as {
      runs: {
        invocations: {
          toolExecutionNotifications: {
            level: string;
            descriptor: { id: string };
            locations: { physicalLocation: { region: { startLine: number } } }[];
          }[];
        }[];
      }[];
    };
    const notifications = runs[0]?.invocations[0]?.toolExecutionNotifications ?? [];
    assert.deepEqual(
      notifications.map(({ level, descriptor, locations }) => [
        level,
        descriptor.id,
        locations[0]?.physicalLocation.region.startLine,
      ]),
      [7, 8, 9].map((line) => ["warning", "misspelt-label", line]),
    );
  });

  it("github", async () => {
    const { stdout } = await run(["lint", "-o", "github"], TEXT);
    assert.equal(stdout.match(/^::warning file=in\.yaml,line=[789]::label pod-security/gm)?.length, 3, stdout);
  });
});

describe("audit, dry-run and plan of a dump", () => {
  for (const args of [["audit"], ["dry-run", "--enforce", "baseline", "-A"], ["plan"]]) {
    it(args.join(" "), async () => {
      const { stderr } = await run(args, TEXT);
      assert.equal(stderr.match(/^warning: in\.yaml:[789]: label .* has no effect/gm)?.length, 3, stderr);
      if (args[0] === "plan") return;
      const strict = await run([...args, "--strict"], TEXT);
      assert.equal(strict.code, 2);
      assert.equal(strict.stderr.match(/^error: in\.yaml:[789]: label .* has no effect/gm)?.length, 3, strict.stderr);
    });
  }
});
