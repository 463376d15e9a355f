import { shellWord } from "../../../api/words/shell-word.ts";
import type { WebhookCertificates } from "../../../api/webhook/certificates.ts";
import { stringifyBlockYaml } from "../../words/documents/yaml.ts";
import type { CertificateFormat } from "./certificate-formats.ts";

/** The manager of the fields in the cluster, so that an apply of the other manifests keeps them. */
const APPLY = "kubectl apply --server-side --force-conflicts --field-manager=webhook-certificates -f -";

/**
 * Renders the objects that a cluster needs. The `caBundle` is before the Secret: the API server must trust the new certificate before a replica serves it.
 *
 * @param directory the directory with the files, for the commands
 */
export function renderCertificates(
  certificates: WebhookCertificates,
  format: CertificateFormat,
  directory: string,
): readonly string[] {
  const { registration, secret } = certificates;
  if (format === "manifests") {
    const trust = registration.manifest === undefined ? [] : [`${stringifyBlockYaml(registration.manifest)}---\n`];
    return [...trust, secretOf(certificates)];
  }
  const files = ["tls.crt", "tls.key", "ca.crt"].map(
    (file) => `--from-file=${file}=${directory.replace(/\/$/, "")}/${file}`,
  );
  const { name, namespace } = secret;
  const create = [
    "kubectl",
    "create",
    "secret",
    "generic",
    name,
    "-n",
    namespace,
    "--type=kubernetes.io/tls",
    ...files,
  ];
  const patch = ["kubectl", "patch", "validatingwebhookconfiguration", registration.name, "--type=json", "-p"];
  return [
    "# 1. The API server trusts the new certificate, and the old one as long as a replica serves it.\n",
    `${[...patch, patchOf(certificates)].map(shellWord).join(" ")}\n`,
    "# 2. The webhook gets the new certificate, within two minutes.\n",
    `${[...create, "--dry-run=client", "-o", "yaml"].map(shellWord).join(" ")} |\n  ${APPLY}\n`,
  ];
}

/** The JSON Patch that sets the `caBundle`. It changes nothing if the webhooks are in another order. */
function patchOf({ registration, authorities }: WebhookCertificates): string {
  const changes = registration.webhooks.flatMap((name, index) => [
    { op: "test", path: `/webhooks/${index}/name`, value: name },
    { op: "add", path: `/webhooks/${index}/clientConfig/caBundle`, value: base64(authorities) },
  ]);
  return JSON.stringify(changes);
}

function secretOf({ secret, authorities, certificate, key }: WebhookCertificates): string {
  return stringifyBlockYaml({
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: secret.name, namespace: secret.namespace },
    type: "kubernetes.io/tls",
    data: { "ca.crt": base64(authorities), "tls.crt": base64(certificate), "tls.key": base64(key) },
  });
}

/** PEM is ASCII. */
function base64(text: string): string {
  return btoa(text);
}
