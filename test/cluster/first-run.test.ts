import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { after, describe, it } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { assertGolden } from "../golden/golden.ts";
import { leaveOut } from "../missing-tool.ts";
import { kubectl, kubectlPss } from "./kubectl.ts";
import { kubeconfigOf, reasonForNoServer, startServer, type ClusterFiles } from "./server.ts";

const OBJECTS = "docs/examples/cluster.yaml";
const WIDTHS = [80, 120];
const SYSTEM_NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"];
const POLLS = 500;
const POLL_MS = 20;
/** The text of the spinner. It goes back to the first column and erases its line. */
const ERASED = /^.*\u001b\[1G/gm; // oxlint-disable-line no-control-regex -- it is about control characters
const CONTROL = /\u001b\[[0-9;?]*[A-Za-z]/g; // oxlint-disable-line no-control-regex -- it is about control characters

/** The commands of the first ten minutes, by the name of their golden files. Each is run on terminals of both widths. */
const COMMANDS: readonly (readonly [name: string, args: string, code: number])[] = [
  ["audit", "audit", 1],
  ["audit-blocked", "audit --only blocked", 1],
  ["audit-ci-runners", "audit -n ci-runners", 0],
  ["audit-logging", "audit -n logging", 0],
  ["audit-shop", "audit -n shop", 0],
  ["audit-batch", "audit -n batch", 0],
  ["audit-playground", "audit -n playground", 0],
  ["audit-legacy-erp", "audit -n legacy-erp", 1],
  ["audit-level-baseline", "audit --level baseline --skip legacy-erp", 1],
  ["dry-run-baseline", "dry-run --enforce baseline -A", 1],
  ["dry-run-shop", "dry-run --enforce restricted -n shop", 0],
  ["plan", "plan", 0],
];

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  const server = await startServer();
  after(() => server.stop());
  await fill(server);

  describe("the first ten minutes on a cluster where nothing is labelled", () => {
    for (const [name, args, code] of COMMANDS) {
      for (const width of WIDTHS) {
        it(`${args}, ${width} columns`, async () => {
          const run = await onTerminal(server, args, width);
          assertGolden(`commands/first-run/${name}-${width}.txt`, run.output);
          assert.equal(run.code, code);
        });
      }
    }

    it("without a terminal there is no suggestion, and JSON has the same verdict", async () => {
      const table = await kubectlPss(["audit", "--kubeconfig", kubeconfigOf(server, "admin")]);
      assert.doesNotMatch(table.stdout, /^Next:/m);
      const json = await kubectlPss(["audit", "--kubeconfig", kubeconfigOf(server, "admin"), "-o", "json"]);
      const report: {
        readonly namespaces: readonly {
          readonly name: string;
          readonly readyFor: string | null;
          readonly readyForReason?: string;
          readonly rejectedNow: number;
        }[];
      } = JSON.parse(json.stdout);
      const ready = report.namespaces.map(({ name, readyFor, readyForReason, rejectedNow }) => [
        name,
        readyFor ?? readyForReason,
        rejectedNow,
      ]);
      assert.deepEqual(
        ready.filter(([name]) => !/^(default|kube-.*)$/.test(String(name))),
        [
          ["batch", "empty", 0],
          ["ci-runners", "privileged", 0],
          ["legacy-erp", "baseline", 1],
          ["logging", "privileged", 0],
          ["playground", "empty", 0],
          ["shop", "restricted", 0],
        ],
      );
    });
  });
}

/** Creates the objects, and completes the Job as its controller would. */
async function fill(server: ClusterFiles): Promise<void> {
  const run = async (args: readonly string[]): Promise<void> => {
    const { code, stderr } = await kubectl(server, "admin", args);
    if (code !== 0) throw new Error(stderr);
  };
  await systemNamespaces(server);
  await run(["apply", "--filename", OBJECTS]);
  const time = "2026-01-02T03:04:05Z";
  const conditions = ["SuccessCriteriaMet", "Complete"].map((type) => ({
    type,
    status: "True",
    lastTransitionTime: time,
  }));
  const status = { startTime: time, completionTime: time, succeeded: 1, conditions };
  const patch = JSON.stringify({ status });
  await run(["patch", "job", "migrate", "-n", "batch", "--subresource=status", "--type=merge", "--patch", patch]);
}

/** Waits for the namespaces that the API server creates once it is ready. */
async function systemNamespaces(server: ClusterFiles): Promise<void> {
  for (let poll = 0; poll < POLLS; poll++) {
    const { code } = await kubectl(server, "admin", ["get", "namespaces", ...SYSTEM_NAMESPACES]);
    if (code === 0) return;
    await sleep(POLL_MS);
  }
  throw new Error(`the API server has not created ${SYSTEM_NAMESPACES.join(", ")}`);
}

/** The environment of a user at a terminal: in CI, the spinner is a line of text. */
function withoutCi(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(([name]) => !/^(?:CI|CI_.*|CONTINUOUS_INTEGRATION)$/.test(name)),
  );
}

/** Runs the plugin on a terminal. What differs from run to run is replaced. */
async function onTerminal(
  server: ClusterFiles,
  args: string,
  width: number,
): Promise<{ readonly output: string; readonly code: number | null }> {
  const command = `stty cols ${width}; exec "$NODE" bin/kubectl-pss.js ${args}`;
  const child = spawn("script", ["-qec", command, "/dev/null"], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      ...withoutCi(process.env),
      TERM: "xterm",
      NODE: process.execPath,
      NO_COLOR: "1",
      KUBECONFIG: kubeconfigOf(server, "admin"),
    },
  });
  const [printed] = await Promise.all([text(child.stdout), once(child, "close")]);
  const output = printed
    .replaceAll("\r\n", "\n")
    .replaceAll(ERASED, "")
    .replaceAll(CONTROL, "")
    // Each port has five digits, so lines break at the same place.
    .replaceAll(/127\.0\.0\.1:\d{5}\b/g, "127.0.0.1:12345");
  return { output, code: child.exitCode };
}
