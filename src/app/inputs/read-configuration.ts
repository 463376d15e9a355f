import type { PodSecurityConfiguration } from "../../admission/configuration/configuration.ts";
import { NO_EXEMPTIONS } from "../../admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../admission/labels.ts";

/**
 * Reads the configuration of Pod Security Admission (`--admission-config`). Loaded late, since most runs have none.
 *
 * @returns undefined without a file
 * @throws UserError where the file is no configuration that an API server would start with
 */
export async function readConfiguration(file: string | undefined): Promise<PodSecurityConfiguration | undefined> {
  if (file === undefined) return undefined;
  const { readAdmissionConfiguration } = await import("../../sources/configuration-file.ts");
  return readAdmissionConfiguration(file);
}

/**
 * Reads the configuration of a cluster.
 *
 * @param file undefined for an API server without a configuration
 * @throws UserError if an API server would not start with the file
 */
export async function readClusterConfiguration(file: string | undefined): Promise<PodSecurityConfiguration> {
  return (await readConfiguration(file)) ?? { exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY };
}
