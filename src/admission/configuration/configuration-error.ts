import type { FieldPath } from "../../api/field-path.ts";

/**
 * What kube-apiserver v1.37.2 is about when it gives up, and what it says before the reason: `read` is the
 * AdmissionConfiguration, `load` the PodSecurityConfiguration, `initialize` what the latter says
 * (pkg/server/options/admission.go and pkg/admission/plugins.go of k8s.io/apiserver v0.37.2).
 */
export type Stage = "read" | "load" | "initialize";

const STAGE_TEXTS: Readonly<Record<Stage, string>> = {
  read: "failed to read plugin config",
  load: `couldn't init admission plugin "PodSecurity"`,
  initialize: `failed to initialize admission plugin "PodSecurity"`,
};

/** A configuration with which kube-apiserver does not start. The message is its own, without the values that it quotes. */
export class ConfigurationError extends Error {
  override readonly name = "ConfigurationError";
  /** The field at fault, from the root of the document; the first one where there are several. */
  readonly path: FieldPath;
  /** What to do next, as a sentence. */
  readonly hint: string;

  constructor(stage: Stage, reason: string, path: FieldPath, hint: string) {
    super(`${STAGE_TEXTS[stage]}: ${reason}`);
    this.path = path;
    this.hint = hint;
  }
}
