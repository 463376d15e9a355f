import type { SetupResult } from "../../api/webhook/setup.ts";
import type { ServingPem } from "../../server/setup/check-certificate.ts";
import type { Registration } from "../../server/setup/registration.ts";
import type { ClusterFlags } from "../../sources/cluster/endpoint.ts";

/** The flags of the command: the parts of the setup to check. */
export interface WebhookCheckRequest extends ClusterFlags {
  /** Files with the objects, in place of a cluster. */
  readonly filename?: readonly string[];
  /** The configuration of Pod Security Admission. */
  readonly config?: string;
  readonly certFile?: string;
  readonly keyFile?: string;
  /** The name of the ValidatingWebhookConfiguration. */
  readonly name: string;
  /** The service account of the webhook, in the namespace of its Service. */
  readonly serviceAccount: string;
  /** How long before its end a certificate must be renewed, in milliseconds. */
  readonly renewBefore: number;
  readonly verbosity: number;
}

/** The setup of a cluster, or that of files. */
export interface FoundSetup {
  /** Absent if there is none, or it cannot be read. */
  readonly registration?: Registration;
  /** The certificate of a Secret, if one has `tls.crt`. */
  readonly serving?: ServingPem;
  /** Why there is none. */
  readonly withoutServing?: string;
  /** The configuration in a ConfigMap. */
  readonly configuration?: { readonly name: string; readonly text: string };
  /** The results of the checks that are done already. */
  readonly results: readonly SetupResult[];
}
