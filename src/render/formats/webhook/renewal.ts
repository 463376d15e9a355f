import { SECRET } from "../../../api/webhook/names.ts";
import type { Suggestions } from "../../terminal/style.ts";

/**
 * The command that renews the certificates of a cluster. The own manager of the fields keeps an apply of the other manifests from removing the caBundle, and
 * the one that a user set by hand is replaced.
 *
 * @param registration the name of the ValidatingWebhookConfiguration
 * @param namespace the namespace of the Secret
 */
export function renewalPipe(
  { registration, namespace }: { readonly registration: string; readonly namespace: string },
  { kubectl, pss }: Suggestions,
): string {
  const objects = [`secret/${SECRET}`, `validatingwebhookconfiguration/${registration}`];
  return [
    kubectl(["get", ...objects, "-n", namespace, "--ignore-not-found", "-o", "yaml"]).text,
    pss(["webhook", "certificates", "-f", "-", "-o", "manifests"]).text,
    kubectl(["apply", "--server-side", "--force-conflicts", "--field-manager=webhook-certificates", "-f", "-"]).text,
  ].join(" | ");
}
