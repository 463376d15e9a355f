import { NO_EXEMPTIONS } from "../../admission/exemptions.ts";
import { BUILTIN_POLICY } from "../../admission/labels.ts";
import type { ConfiguredAdmission } from "../../admission/response.ts";
import { readAdmissionConfiguration } from "../../sources/configuration-file.ts";

/**
 * Reads the configuration of Pod Security Admission (`--admission-config`).
 *
 * @param file undefined for an API server without a configuration
 * @throws UserError if an API server would not start with the file
 */
export function readConfiguration(file: string | undefined): Omit<ConfiguredAdmission, "evaluator"> {
  const configuration = file === undefined ? undefined : readAdmissionConfiguration(file);
  return {
    exemptions: configuration?.exemptions ?? NO_EXEMPTIONS,
    defaults: configuration?.defaults ?? BUILTIN_POLICY,
  };
}
