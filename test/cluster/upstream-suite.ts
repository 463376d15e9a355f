import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { buildGoProgram, goVersion, type GoProgram } from "../go-program.ts";
import { kubeconfigOf, type ClusterFiles } from "./server.ts";

const SUITE: GoProgram = {
  module: join(import.meta.dirname, "export", "upstream"),
  package: ".",
  name: "upstream-suite",
  isTest: true,
  notice: "Building Kubernetes' tests of Pod Security admission: a minute, this once",
};

/** The number of upstream's tests, with all subtests. */
export const UPSTREAM_TESTS = 751;

/** The result of upstream's tests. */
export interface SuiteResult {
  readonly code: number | null;
  readonly passed: number;
  /** The names of the tests that failed. */
  readonly failed: readonly string[];
}

/** Runs Kubernetes' own tests of Pod Security Admission against a server, whatever enforces the standards there. */
export async function runUpstreamSuite(server: ClusterFiles): Promise<SuiteResult> {
  const program = await buildGoProgram(SUITE, (await goVersion()) ?? "");
  const child = spawn(program, ["-test.v", "-test.run", "TestStandards"], {
    env: { ...process.env, KUBECONFIG: kubeconfigOf(server, "admin") },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const [output] = await Promise.all([text(child.stdout), once(child, "close")]);
  const results = [...output.matchAll(/^ *--- (PASS|FAIL): (\S+)/gm)];
  return {
    code: child.exitCode,
    passed: results.filter(([, verdict]) => verdict === "PASS").length,
    failed: results.flatMap(([, verdict, name = ""]) => (verdict === "FAIL" ? [name] : [])),
  };
}
