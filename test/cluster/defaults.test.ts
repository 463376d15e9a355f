import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { describe, it } from "node:test";
import { promisify } from "node:util";
import { kubectlPss } from "./kubectl.ts";
import { Client } from "./client.ts";
import { kubeconfigOf, reasonForNoServer, startServer } from "./server.ts";
import { leaveOut } from "../missing-tool.ts";

/** An AdmissionConfiguration with these defaults. */
function configurationWith(defaults: string): string {
  return [
    "apiVersion: apiserver.config.k8s.io/v1",
    "kind: AdmissionConfiguration",
    "plugins:",
    "  - name: PodSecurity",
    "    configuration:",
    "      apiVersion: pod-security.admission.config.k8s.io/v1",
    "      kind: PodSecurityConfiguration",
    `      defaults: {${defaults}}`,
    "",
  ].join("\n");
}

const DEFAULTS: Readonly<Record<string, readonly [defaults: string | undefined, answer: RegExp]>> = {
  "Kubernetes' own defaults": [undefined, /^pod\/pss-test created \(server dry run\)\n$/],
  "enforce=baseline": ["enforce: baseline", /Forbidden.*violates PodSecurity "baseline:latest"/],
  "warn=restricted": [
    "warn: restricted",
    /^Warning: would violate PodSecurity "restricted:latest".*\npod\/pss-test created/,
  ],
};

const reason = await reasonForNoServer();
if (reason !== undefined) {
  leaveOut(reason);
} else {
  describe("the warning of a plan about the defaults ends with a command that shows them", () => {
    for (const [name, [defaults, answer]] of Object.entries(DEFAULTS)) {
      it(name, async () => {
        const server = await startServer(
          defaults === undefined ? {} : { admissionConfig: configurationWith(defaults) },
        );
        try {
          const client = await Client.open(server, "admin");
          await client.create({ apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } });
          client.close();
          const flags = ["--kubeconfig", kubeconfigOf(server, "admin")];
          const { stderr: notes } = await kubectlPss(["plan", ...flags, "-n", "shop"]);
          const [command = ""] = /kubectl [^\n]*--dry-run=server/.exec(notes.replaceAll(/\n +/g, " ")) ?? [];
          assert.match(command, / run pss-test -n shop .*--privileged/);
          const [program = "", ...args] = command.split(" ");
          const { stdout, stderr } = await promisify(execFile)(program, args).catch(
            (error: unknown) => error as { readonly stdout: string; readonly stderr: string },
          );
          assert.match(stderr + stdout, answer);
        } finally {
          await server.stop();
        }
      });
    }
  });
}
