/** A log of an API server in which the webhook has the place of the plugin. */
import assert from "node:assert/strict";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { Client } from "../client.ts";
import { WITHOUT_PLUGIN } from "../export/policies.ts";
import { kubectlPss } from "../kubectl.ts";
import { reasonForNoServer } from "../server.ts";
import { registerWebhook, startWebhook } from "../webhook/webhook.ts";
import { act, eventsIn, historyOf, shortly, startLogged } from "./logged.ts";
import { SCENARIOS, namespaceOf } from "./scenarios.ts";

const RULES = "apiVersion: audit.k8s.io/v1\nkind: Policy\nrules:\n- level: Request\n";

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  describe("kubectl pss history of a real audit log, with the webhook in the place of the plugin", async () => {
    const logged = await startLogged(RULES, [WITHOUT_PLUGIN]);
    const { server, log } = logged;
    const webhook = await startWebhook(server, ["--config", server.admissionConfig]);
    after(async () => {
      await webhook.stop();
      await logged.stop();
    });
    await registerWebhook(server, webhook.port);
    await act(logged);
    const { namespaces } = await historyOf(server, [await readFile(log)]);
    const reported = new Map(namespaces.map((namespace) => [namespace.name, namespace]));

    it("has no annotation of the plugin", async () => {
      const keys = (await eventsIn(log)).flatMap(({ annotations }) => Object.keys(annotations ?? {}));
      const prefixes = new Set(keys.filter((key) => key.includes("pod-security")).map((key) => key.split("/")[0]));
      assert.deepEqual([...prefixes].toSorted(), [
        "advisory.pod-security-webhook.kubernetes.io",
        "pod-security-webhook.kubernetes.io",
      ]);
    });

    for (const [title, { expected }] of Object.entries(SCENARIOS)) {
      it(title, () => {
        const namespace = reported.get(namespaceOf(title));
        assert.ok(namespace !== undefined);
        assert.deepEqual(shortly(namespace), expected("Request"));
      });
    }
  });

  describe("kubectl pss history --server-metrics of a real API server", async () => {
    const logged = await startLogged(RULES);
    const directory = await mkdtemp(join(tmpdir(), "kubectl-pss-metrics-"));
    const [old, now] = [join(directory, "old.txt"), join(directory, "now.txt")];
    after(async () => {
      await logged.stop();
      await rm(directory, { recursive: true });
    });
    const admin = await Client.open(logged.server, "admin");
    const save = async (file: string): Promise<void> => writeFile(file, (await admin.send("GET", "/metrics")).text);
    await save(old);
    await act(logged);
    await save(now);
    admin.close();

    it("tells what the test did", async () => {
      const { namespaces } = await historyOf(logged.server, [await readFile(logged.log)]);
      const all = (name: "violations" | "denied"): number => namespaces.reduce((sum, one) => sum + one[name], 0);
      const { code, stdout } = await kubectlPss([
        "history",
        "--server-metrics",
        now,
        "--since-metrics",
        old,
        "--fail-on",
        "audit",
      ]);
      assert.equal(code, 1);
      const risen = (what: string): number =>
        stdout
          .split("\n")
          .filter((line) => line.includes(what))
          .reduce((sum, line) => sum + Number(/^\d+/.exec(line)?.[0] ?? 0), 0);
      // The counters count dry runs as well, and SCENARIOS have one with a violation.
      assert.equal(risen("  violates audit  "), all("violations") + 1);
      assert.equal(risen("  rejected by enforce  "), all("denied"));
    });

    it("proves nothing if nothing happened", async () => {
      const { code, stdout } = await kubectlPss([
        "history",
        "--server-metrics",
        now,
        "--since-metrics",
        now,
        "--fail-on",
        "any",
      ]);
      assert.equal(code, 0);
      assert.match(stdout, /No pod was judged, so this proves nothing\./);
    });
  });
}
