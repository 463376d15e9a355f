import type { FieldPath } from "../../api/field-path.ts";

/**
 * The stage at which kube-apiserver v1.37.2 fails to start, and the beginning of its message: `read` is for the
 * AdmissionConfiguration, `load` for the PodSecurityConfiguration, `initialize` for the contents of the latter
 * (pkg/server/options/admission.go and pkg/admission/plugins.go of k8s.io/apiserver v0.37.2). `template` is for Rancher's
 * template, which kube-apiserver never reads.
 */
export type Stage = "read" | "load" | "initialize" | "template";

const STAGE_TEXTS: Readonly<Record<Stage, string>> = {
  read: "failed to read plugin config",
  load: `couldn't init admission plugin "PodSecurity"`,
  initialize: `failed to initialize admission plugin "PodSecurity"`,
  template: "invalid PodSecurityAdmissionConfigurationTemplate",
};

/**
 * A configuration with which kube-apiserver does not start. The message is kube-apiserver's own, without the values
 * that it quotes.
 */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** The field with the fault, from the root of the document; the first one if there are several. */
  readonly path: FieldPath;
  /** The next thing to do, as a sentence. */
  readonly hint: string;

  constructor(stage: Stage, reason: string, path: FieldPath, hint: string) {
    super(`${STAGE_TEXTS[stage]}: ${reason}`);
    this.path = path;
    this.hint = hint;
  }
}
