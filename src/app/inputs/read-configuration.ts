import type { PodSecurityConfiguration } from "../../admission/configuration/configuration.ts";
import { NO_EXEMPTIONS } from "../../admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../admission/labels.ts";
import type { Terminal } from "../terminal.ts";

/**
 * Reads the configuration of Pod Security Admission (`--admission-config`), and says if the file has none. Loaded late, since most runs have none.
 *
 * @returns undefined without a file
 * @throws UserError where the file is no configuration that an API server would start with
 */
export async function readConfiguration(
  file: string | undefined,
  { say }: Pick<Terminal, "say">,
): Promise<PodSecurityConfiguration | undefined> {
  if (file === undefined) return undefined;
  const { readAdmissionConfiguration } = await import("../../sources/configuration-file.ts");
  const configuration = readAdmissionConfiguration(file);
  if (configuration.isUnset === true) {
    say(
      `warning: ${file} has no configuration of Pod Security Admission: the API server's own defaults count (privileged, no exemptions)`,
    );
  }
  return configuration;
}

/**
 * Reads the configuration of a cluster.
 *
 * @param file undefined for an API server without a configuration
 * @throws UserError if an API server would not start with the file
 */
export async function readClusterConfiguration(
  file: string | undefined,
  terminal: Pick<Terminal, "say">,
): Promise<PodSecurityConfiguration> {
  return (await readConfiguration(file, terminal)) ?? { exemptions: NO_EXEMPTIONS, defaults: BUILTIN_POLICY };
}
