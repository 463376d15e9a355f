import { NO_EXEMPTIONS } from "../admission/exemptions.ts";
import { BUILTIN_POLICY } from "../admission/labels.ts";
import type { ConfiguredAdmission } from "../admission/response.ts";
import type { Evaluator } from "../policy/evaluator.ts";
import { readAdmissionConfiguration } from "../sources/configuration-file.ts";

/**
 * Pod Security Admission as `--admission-config` configures it, or as it is without any configuration.
 *
 * @throws UserError where the file is no configuration that an API server would start with
 */
export function configuredAdmission(file: string | undefined, evaluator: Evaluator): ConfiguredAdmission {
  const configuration = file === undefined ? undefined : readAdmissionConfiguration(file);
  return {
    evaluator,
    exemptions: configuration?.exemptions ?? NO_EXEMPTIONS,
    defaults: configuration?.defaults ?? BUILTIN_POLICY,
  };
}
