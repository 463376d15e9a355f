import { MAX_FILE_BYTES } from "../../api/files.ts";
import { UserError } from "../../api/user-error.ts";
import type { WebhookCertificates } from "../../api/webhook/certificates.ts";
import { ADVISORY, REGISTRATION, SECRET, SERVICE, WEBHOOK_NAMESPACE } from "../../api/webhook/names.ts";
import { renewCertificates, type KeptCertificates } from "../../server/certificates/renewal.ts";
import { withBundle } from "../../server/certificates/with-bundle.ts";
import {
  decodeRegistration,
  hostOf,
  injectedFrom,
  recordOf,
  textOf,
  type Registration,
} from "../../server/setup/registration.ts";
import { readCertificateDirectory } from "../../sources/webhook/certificate-directory.ts";
import { readObjects, type FileObject } from "../../sources/webhook/read-objects.ts";
import type { Terminal } from "../terminal.ts";

/** The flags of the command: the certificates to issue. */
export interface CertificatesRequest {
  /** The directory with the files; absent if only `filename` has the old certificates. */
  readonly directory?: string;
  /** Files with the Secret and the ValidatingWebhookConfiguration. */
  readonly filename?: readonly string[];
  /** More DNS names. */
  readonly dnsNames: readonly string[];
  readonly renewBefore: number;
  readonly validFor: number;
  readonly isForced: boolean;
}

/**
 * Issues certificates for a webhook, or renews them if necessary.
 *
 * @param now in milliseconds since 1970
 * @throws UserError if the flags or the files are wrong
 */
export async function runCertificates(
  request: CertificatesRequest,
  { readStandardInput }: Pick<Terminal, "readStandardInput">,
  now: number,
): Promise<WebhookCertificates> {
  const { directory, filename, dnsNames, renewBefore, validFor, isForced } = request;
  if (directory === undefined && filename === undefined) {
    throw new UserError(
      "the old certificates are not known",
      "Give the objects of the cluster with -f, or a directory for the files with --directory. The examples of --help have both.",
    );
  }
  if (renewBefore >= validFor) {
    throw new UserError(
      "--renew-before is not shorter than --valid-for",
      "The new certificate would be renewed at once.",
    );
  }
  const objects = filename === undefined ? [] : await readObjects(filename, () => readStandardInput(MAX_FILE_BYTES));
  const source = registrationOf(objects);
  const registration = source && decodeRegistration(source.object);
  const secret = secretOf(objects);
  if (objects.length > 0 && registration === undefined && secret === undefined) {
    throw new UserError(
      "the files have neither the Secret nor the ValidatingWebhookConfiguration of a webhook",
      "Read both from the cluster, as the first example of --help does.",
    );
  }
  const own = registration === undefined ? [`${SERVICE}.${WEBHOOK_NAMESPACE}.svc`] : namesOf(registration);
  const names = [...new Set([...own, ...dnsNames])];
  const old = keptOf(directory, registration, secret);
  const renewed = await renewCertificates(old, { names, now, renewBefore, validFor, isForced });
  if (
    directory !== undefined &&
    old.certificate !== "" &&
    !isForced &&
    renewed.reason?.includes("is not for") === true
  ) {
    const problem = `${directory}: ${renewed.reason}, so it may be the certificate of another server`;
    throw new UserError(problem, "Give another directory, or replace the certificate with --renew.");
  }
  return {
    ...renewed,
    names,
    registration: {
      name: registration?.name ?? REGISTRATION,
      webhooks: registration?.webhooks.map((webhook) => webhook.name) ?? [REGISTRATION, ADVISORY],
      ...(source !== undefined && { manifest: withBundle(source.object, renewed.authorities) }),
    },
    secret: {
      namespace:
        secret?.namespace ?? registration?.webhooks.find((one) => one.service)?.service?.namespace ?? WEBHOOK_NAMESPACE,
      name: secret?.name ?? SECRET,
    },
  };
}

function registrationOf(objects: readonly FileObject[]): FileObject | undefined {
  const found = objects.filter(({ kind }) => kind === "ValidatingWebhookConfiguration");
  const one = found.find(({ name }) => name === REGISTRATION) ?? (found.length === 1 ? found[0] : undefined);
  if (one === undefined) return undefined;
  const injected = injectedFrom(one.object);
  if (injected !== undefined) {
    throw new UserError(
      `${one.name}: cert-manager sets its caBundle`,
      `Let cert-manager renew the certificate, or remove the annotation ${injected.annotation}.`,
    );
  }
  return one;
}

/** The Secret with the certificate. Its type does not matter: a certificate that is overlooked would no longer be trusted. */
function secretOf(objects: readonly FileObject[]): FileObject | undefined {
  const found = objects.filter(({ kind, object }) => kind === "Secret" && "tls.crt" in recordOf(object["data"]));
  return found.find(({ name }) => name === SECRET) ?? (found.length === 1 ? found[0] : undefined);
}

function namesOf({ name, webhooks }: Registration): readonly string[] {
  return webhooks.map((webhook) => {
    const host = hostOf(webhook);
    if (/[a-z]/i.test(host) && !host.includes(":")) return host;
    const problem = `${name}: the webhook ${webhook.name} has no DNS name`;
    throw new UserError(problem, "Register a Service, or a URL with a DNS name.");
  });
}

function keptOf(
  directory: string | undefined,
  registration: Registration | undefined,
  secret: FileObject | undefined,
): KeptCertificates {
  const files = directory === undefined ? undefined : readCertificateDirectory(directory);
  const data = recordOf(secret?.object["data"]);
  const decode = (base64: unknown): string => Buffer.from(textOf(base64), "base64").toString("utf8");
  const bundles = registration?.webhooks.map(({ caBundle }) => decode(caBundle)) ?? [];
  const kept = files ?? { authorities: "", certificate: decode(data["tls.crt"]), key: decode(data["tls.key"]) };
  return { ...kept, authorities: [kept.authorities, decode(data["ca.crt"]), ...bundles].join("\n") };
}
