import { readFile } from "node:fs/promises";
import { BUILTIN_CONFIGURATION } from "../../../src/admission/configuration/configuration.ts";
import { clusterSources } from "../../../src/app/webhook/cluster-sources.ts";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { Metrics } from "../../../src/server/metrics/metrics.ts";
import { startWebhookServer } from "../../../src/server/webhook-server.ts";
import { connect } from "../../../src/sources/cluster/connect.ts";
import { NamespaceCache } from "../../../src/sources/cluster/watch/namespace-cache.ts";
import { kubeconfigOf, type ClusterFiles } from "../server.ts";
import { freePort, pairOf } from "./webhook.ts";

/** Starts a webhook in this process that lacks one check: the negative control of the tests. */
export async function startWeakWebhook(
  server: ClusterFiles,
  missing: string,
): Promise<{ readonly port: number; stop(): Promise<void> }> {
  const checks = CHECKS.filter(({ id }) => id !== missing);
  const evaluator = createEvaluator(checks);
  const { client } = await connect({ kubeconfig: kubeconfigOf(server, "admin") }, {}, 0, () => {});
  const cache = new NamespaceCache(client, () => {});
  const caching = cache.run();
  const port = await freePort();
  const { cert, key } = pairOf(server);
  const webhook = await startWebhookServer({
    port,
    address: "127.0.0.1",
    pair: { cert: await readFile(cert), key: await readFile(key) },
    tls: { minVersion: "TLSv1.2" },
    namedPairs: [],
    isPortShared: false,
    service: {
      admission: () => ({ ...BUILTIN_CONFIGURATION, evaluator }),
      sources: (deadline) => clusterSources(client, cache, deadline),
      metrics: new Metrics(evaluator.maxMinor, () => ({
        namespaces: cache.size,
        configReloaded: undefined,
        certificateNotAfter: undefined,
      })),
      log: () => {},
      isDryRun: false,
    },
    isSynced: () => cache.isSynced,
  });
  return {
    port,
    async stop() {
      await webhook.end(0);
      cache.close();
      client.close();
      await caching;
    },
  };
}
