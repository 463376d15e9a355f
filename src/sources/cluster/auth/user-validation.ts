import { UserError } from "../../../api/user-error.ts";
import type { User } from "../kubeconfig/kubeconfig.ts";
import { verifyExecPlugin } from "./exec-plugin.ts";

/** The plugins that replace the auth providers which client-go removed. */
const REMOVED: Readonly<Record<string, string>> = {
  azure: "kubelogin",
  gcp: "gke-gcloud-auth-plugin",
};

/** Whether a user has a bearer token: in the kubeconfig, in a flag, or in a file that they name. */
export function hasToken({ token, tokenFile }: User): boolean {
  return token !== "" || tokenFile !== "";
}

/** Whether a user has credentials in the kubeconfig or in files. Then no plugin is run. */
export function hasStaticCredentials(user: User): boolean {
  return hasToken(user) || user.username !== "" || hasCertificate(user);
}

/** Whether a user has a client certificate. */
export function hasCertificate({ clientCertificate: { data, file } }: User): boolean {
  return data !== "" || file !== "";
}

/**
 * Refuses credentials that contradict each other, as client-go v0.37.2 does (tools/clientcmd/validation.go validateAuthInfo).
 *
 * @throws UserError
 */
export function verifyUser(user: User, origin: string): void {
  const { clientCertificate, clientKey, username, password, authProvider, exec } = user;
  const choose = "Keep one of them; flags count as well as the kubeconfig.";
  if (hasToken(user) && (username !== "" || password !== "")) {
    const message = `${origin}: more than one authentication method found: token and basicAuth, only one is allowed`;
    throw new UserError(message, choose);
  }
  if (hasCertificate(user)) {
    for (const [name, { data, file }] of Object.entries({
      "client-certificate": clientCertificate,
      "client-key": clientKey,
    })) {
      if (data !== "" && file !== "")
        throw new UserError(`${origin}: ${name}-data and ${name} are both specified`, choose);
    }
    if (clientKey.data === "" && clientKey.file === "") {
      const message = `${origin}: a client certificate without its key: client-key-data or client-key must be specified`;
      throw new UserError(message, "Add the key, or name its file with --client-key.");
    }
  }
  if (exec !== undefined && authProvider !== undefined) {
    throw new UserError(`${origin}: auth-provider and exec are both specified`, choose);
  }
  if (exec !== undefined) verifyExecPlugin(exec, origin);
  if (authProvider !== undefined && authProvider.name !== "oidc") {
    const { name } = authProvider;
    const instead = Object.hasOwn(REMOVED, name) ? REMOVED[name] : undefined;
    const hint = instead
      ? `Use the credential plugin ${instead}, as kubectl does.`
      : "Use oidc, or a credential plugin.";
    const shown = instead === undefined ? "its name" : `name "${name}"`;
    throw new UserError(`${origin}: no auth provider found for ${shown}`, hint);
  }
}
