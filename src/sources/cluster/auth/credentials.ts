import { headerValue, impersonationHeaders } from "./impersonation.ts";
import { readPem, refuseExpired, verifyKeyPair, type KeyPair } from "./certificates.ts";
import type { Credentials } from "../endpoint.ts";
import { runExecPlugin, type PluginContext } from "./exec-plugin.ts";
import type { User } from "../kubeconfig/kubeconfig.ts";
import { verifyIdToken } from "./oidc.ts";
import { readTokenFile } from "./token-file.ts";
import { hasCertificate, hasStaticCredentials, hasToken, verifyUser } from "./user-validation.ts";

/** The user to authenticate, and the server that the credentials are for. */
export interface Authentication extends PluginContext {
  readonly user: User;
  readonly server: URL;
  /** `user:password` of the server's URL; empty if it has none. */
  readonly userInfo: string;
}

/**
 * Creates the function that gets the credentials of a user. Each call reads files again and runs a credential plugin again, so the caller keeps
 * the result.
 *
 * The order is that of client-go v0.37.2 (tools/clientcmd/client_config.go, rest/transport.go, transport/round_trippers.go): the server's URL, a
 * token file, a token, a password, a plugin or provider. A client certificate is sent along with all of them but a plugin. Over plain http only
 * impersonation and the credentials of the URL are sent.
 *
 * @throws UserError if credentials contradict each other or cannot be read; so does the function
 */
export function createAuthenticate(authentication: Authentication): () => Promise<Credentials> {
  const { user, origin, server, userInfo } = authentication;
  verifyUser(user, origin);
  const impersonation = impersonationHeaders(user.impersonate, origin);
  const isSecure = server.protocol === "https:";
  // A broken certificate is reported before any request is sent.
  if (isSecure) readPair(authentication);
  return async () => {
    const found = isSecure ? await findCredentials(authentication) : {};
    const authorization = userInfo === "" ? found.authorization : `Basic ${Buffer.from(userInfo).toString("base64")}`;
    const headers =
      authorization === undefined
        ? impersonation
        : { ...impersonation, Authorization: headerValue(authorization, `${origin}: the token`) };
    return { headers, ...found.pair };
  };
}

/** Credentials without impersonation. */
interface OwnCredentials {
  readonly authorization?: string | undefined;
  readonly pair?: KeyPair | undefined;
}

async function findCredentials(authentication: Authentication): Promise<OwnCredentials> {
  const { user, origin } = authentication;
  if (hasStaticCredentials(user)) return readStaticCredentials(authentication);
  if (user.exec !== undefined) {
    const { token, pair } = await runExecPlugin(user.exec, authentication);
    if (pair !== undefined && token === "") refuseExpired(pair.cert, origin, Date.now());
    return { authorization: token === "" ? undefined : `Bearer ${token}`, pair };
  }
  return user.authProvider === undefined ? {} : readStaticCredentials(authentication);
}

/** Reads the client certificate and its key. Refuses an expired certificate that is the user's only credential. */
function readPair({ user, origin, userInfo }: Authentication): KeyPair | undefined {
  if (!hasCertificate(user)) return undefined;
  const cert = readPem(user.clientCertificate, "client certificate", origin);
  const key = readPem(user.clientKey, "client key", origin);
  if (cert === undefined || key === undefined) return undefined;
  const pair = verifyKeyPair({ cert, key }, origin);
  if (!hasToken(user) && user.username === "" && userInfo === "") refuseExpired(cert, origin, Date.now());
  return pair;
}

async function readStaticCredentials(authentication: Authentication): Promise<OwnCredentials> {
  const { user, origin, server } = authentication;
  const { token, tokenFile, username, password } = user;
  const authProvider = hasToken(user) || username !== "" ? undefined : user.authProvider;
  if (authProvider !== undefined) verifyIdToken(authProvider, origin, Date.now());
  const pair = readPair(authentication);
  const fromFile = tokenFile === "" ? undefined : `Bearer ${readTokenFile(tokenFile, token, origin)}`;
  // client-node reads no token files, and loading it takes longer than everything else here.
  if (fromFile !== undefined && pair === undefined) return { authorization: fromFile };
  const { applyKubeConfig } = await import("./client-node.ts");
  const applied = { token: fromFile === undefined ? token : "", username, password, pair, authProvider };
  const { authorization, cert, key } = await applyKubeConfig(applied, server);
  return {
    authorization: fromFile ?? authorization,
    pair: cert === undefined || key === undefined ? undefined : { cert, key },
  };
}
