import { after } from "node:test";
import { join } from "node:path";
import { leaveOut } from "../missing-tool.ts";
import { ADMISSION_CONFIGURATION } from "./namespaces.ts";
import { seed } from "./seed.ts";
import { reasonForNoServer, startServer, type ClusterFiles, type Server } from "./server.ts";

/** The directory of the server that test/runner/run.ts has started for all files. */
export const CLUSTER_VARIABLE = "KUBECTL_PSS_CLUSTER";

/** Starts a complete server: an AdmissionConfiguration, an audit log, and all namespaces. */
export async function startCluster(): Promise<Server> {
  const server = await startServer({ admissionConfig: ADMISSION_CONFIGURATION, audit: true });
  try {
    await seed(server);
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/**
 * The cluster that test files share. A file that runs alone starts one, and stops it after its tests.
 *
 * @returns undefined, after a printed line, if no cluster is available
 */
export async function openCluster(): Promise<ClusterFiles | undefined> {
  const directory = process.env[CLUSTER_VARIABLE];
  if (directory !== undefined) return { directory, admissionConfig: join(directory, "admission.yaml") };
  const reason = await reasonForNoServer();
  if (reason !== undefined) {
    leaveOut(reason);
    return undefined;
  }
  const server = await startCluster();
  after(() => server.stop());
  return server;
}
