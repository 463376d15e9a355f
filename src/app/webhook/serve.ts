import type { SecureVersion } from "node:tls";
import { BUILTIN_CONFIGURATION } from "../../admission/configuration/configuration.ts";
import { UserError } from "../../api/user-error.ts";
import { CHECKS } from "../../policy/checks.ts";
import { createEvaluator } from "../../policy/evaluator.ts";
import { Metrics } from "../../server/metrics/metrics.ts";
import { opensslCiphers } from "../../server/tls/cipher-suites.ts";
import { parseNamedPair } from "../../server/tls/named-pairs.ts";
import { startWebhookServer, type ServerOptions, type WebhookServer } from "../../server/webhook-server.ts";
import { readAdmissionConfiguration } from "../../sources/configuration-file.ts";
import { connect } from "../../sources/cluster/connect.ts";
import { NamespaceCache } from "../../sources/cluster/watch/namespace-cache.ts";
import { readTextFile } from "../../sources/files/read-text.ts";
import { readServingPair } from "../../sources/serving-certificate.ts";
import { watchFiles } from "../../sources/watched-files.ts";
import type { Terminal } from "../terminal.ts";
import { clusterSources } from "./cluster-sources.ts";
import { Reloaded } from "./reloaded.ts";

/** How to serve the webhook: the flags of the command. */
export interface WebhookRequest {
  /** The configuration of Pod Security Admission; absent for that of an API server without one. */
  readonly config?: string;
  readonly kubeconfig?: string;
  readonly port: number;
  /** An address of this machine; empty for all. */
  readonly address: string;
  readonly certFile: string;
  readonly keyFile: string;
  readonly minTlsVersion: SecureVersion;
  /** The cipher suites of TLS 1.2 as Go names them: `a,b`; absent for those of Node. */
  readonly cipherSuites?: string;
  /** Certificates for some names: `cert,key:name`. */
  readonly sniPairs: readonly string[];
  /** Whether another process may listen on the same port. */
  readonly isPortShared: boolean;
  /** How long connections are accepted after the signal to end, in milliseconds. */
  readonly shutdownDelay: number;
  readonly isDryRun: boolean;
  readonly verbosity: number;
}

/**
 * Serves Pod Security Admission as a webhook until a signal ends it.
 *
 * @param signal ends the server; reviews that have begun are finished
 * @throws UserError if a file or the address is wrong, or there is no cluster
 */
export async function runWebhook(
  request: WebhookRequest,
  { env, say }: Pick<Terminal, "env" | "say">,
  signal: AbortSignal,
): Promise<void> {
  const { config, certFile, keyFile, verbosity } = request;
  const configuration = new Reloaded(
    () => (config === undefined ? BUILTIN_CONFIGURATION : readAdmissionConfiguration(config, readTextFile, "--config")),
    say,
  );
  const sniFiles = request.sniPairs.map(parseNamedPair);
  const pairs = new Reloaded(
    () => ({
      own: readServingPair(certFile, keyFile),
      named: sniFiles.map((files) => ({ ...readServingPair(files.certFile, files.keyFile), patterns: files.patterns })),
    }),
    say,
  );
  const { minTlsVersion: minVersion, cipherSuites } = request;
  const tls = { minVersion, ...(cipherSuites !== undefined && { ciphers: opensslCiphers(cipherSuites) }) };
  const flags = request.kubeconfig === undefined ? {} : { kubeconfig: request.kubeconfig };
  // A watch occupies one of the few connections of a client, so the cache has a client of its own.
  const watching = await connect(flags, env, verbosity, say);
  const { client } = await connect(flags, env, verbosity, say);
  const cache = new NamespaceCache(watching.client, say);
  const evaluator = createEvaluator(CHECKS);
  const metrics = new Metrics(evaluator.maxMinor, () => ({
    namespaces: cache.size,
    configReloaded: configuration.time,
    certificateNotAfter: pairs.value.own.notAfter,
  }));
  const caching = cache.run();
  let server: WebhookServer | undefined;
  let stopWatching = (): void => {};
  try {
    server = await start({
      ...{ port: request.port, address: request.address, isPortShared: request.isPortShared },
      ...{ pair: pairs.value.own, namedPairs: pairs.value.named, tls },
      service: {
        admission: () => ({ ...configuration.value, evaluator }),
        sources: (deadline) => clusterSources(client, cache, deadline),
        metrics,
        log: say,
        isDryRun: request.isDryRun,
      },
      isSynced: () => cache.isSynced,
    });
    const { replaceCertificates } = server;
    const sni = sniFiles.flatMap((files) => [files.certFile, files.keyFile]);
    stopWatching = watchFiles([...(config === undefined ? [] : [config]), certFile, keyFile, ...sni], () => {
      const result = configuration.check();
      if (result !== "unchanged") metrics.recordReload(result === "changed");
      if (result === "changed") say("the changed configuration is in force");
      if (pairs.check() !== "changed") return;
      replaceCertificates(pairs.value.own, pairs.value.named);
      say("the changed certificate is in use");
    });
    say(`serving Pod Security Admission on port ${request.port}${request.isDryRun ? ", as a dry run" : ""}`);
    await ended(signal);
    say("ending after the reviews that have begun");
    await server.end(request.shutdownDelay);
  } finally {
    stopWatching();
    cache.close();
    client.close();
    watching.client.close();
    await caching;
  }
}

async function start(options: ServerOptions): Promise<WebhookServer> {
  try {
    return await startWebhookServer(options);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "";
    const fault = LISTEN_FAULTS[code];
    if (fault === undefined) throw error;
    throw new UserError(`port ${options.port}: ${fault}`, "Choose another one with --secure-port or --bind-address.");
  }
}

const LISTEN_FAULTS: Readonly<Record<string, string>> = {
  EADDRINUSE: "another program listens there",
  EADDRNOTAVAIL: "this machine does not have the address",
  EACCES: "permission denied",
  ENOTFOUND: "the address cannot be looked up",
};

async function ended(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
