import assert from "node:assert/strict";
import { test } from "node:test";
import { leaveOut } from "../../missing-tool.ts";
import { WITHOUT_PLUGIN } from "../export/policies.ts";
import { reasonForNoServer, startServer } from "../server.ts";
import { runUpstreamSuite, UPSTREAM_TESTS } from "../upstream-suite.ts";
import { registerWebhook, startWebhook } from "./webhook.ts";
import { startWeakWebhook } from "./weak-webhook.ts";

const reason = await reasonForNoServer();
if (reason !== undefined) leaveOut(reason);
else {
  test("Kubernetes' own tests pass with the webhook in place of the plugin", async () => {
    const server = await startServer({ flags: [WITHOUT_PLUGIN] });
    const webhook = await startWebhook(server);
    try {
      await registerWebhook(server, webhook.port);
      const { code, passed, failed } = await runUpstreamSuite(server);
      assert.deepEqual(failed, []);
      assert.equal(passed, UPSTREAM_TESTS);
      assert.equal(code, 0);
    } finally {
      assert.equal(await webhook.stop(), 0);
      await server.stop();
    }
  });

  test("Kubernetes' own tests fail without one check", async () => {
    const server = await startServer({ flags: [WITHOUT_PLUGIN] });
    const webhook = await startWeakWebhook(server, "privileged");
    try {
      await registerWebhook(server, webhook.port);
      const { code, failed } = await runUpstreamSuite(server);
      assert.notEqual(code, 0);
      assert.ok(
        failed.some((name) => name.includes("privileged")),
        failed.join("\n"),
      );
    } finally {
      await webhook.stop();
      await server.stop();
    }
  });
}
