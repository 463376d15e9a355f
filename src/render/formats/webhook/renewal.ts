import { REGISTRATION, SECRET, WEBHOOK_NAMESPACE } from "../../../api/webhook/names.ts";
import type { Suggestions } from "../../terminal/style.ts";

/**
 * The command that renews the certificates of a cluster. The own manager of the fields keeps an apply of the other manifests from removing the caBundle, and
 * the one that a user set by hand is replaced.
 */
export function renewalPipe({ kubectl, pss }: Suggestions): string {
  const objects = [`secret/${SECRET}`, `validatingwebhookconfiguration/${REGISTRATION}`];
  return [
    kubectl(["get", ...objects, "-n", WEBHOOK_NAMESPACE, "--ignore-not-found", "-o", "yaml"]).text,
    pss(["webhook", "certificates", "-f", "-", "-o", "manifests"]).text,
    kubectl(["apply", "--server-side", "--force-conflicts", "--field-manager=webhook-certificates", "-f", "-"]).text,
  ].join(" | ");
}
