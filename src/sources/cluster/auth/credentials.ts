import { headerValue, impersonationHeaders } from "./impersonation.ts";
import { readPem, refuseExpired, verifyKeyPair, type KeyPair } from "./certificates.ts";
import type { Credentials } from "../endpoint.ts";
import type { ExecCredential } from "./exec-credential.ts";
import { runExecPlugin, type PluginSurroundings } from "./exec-plugin.ts";
import type { ExecPlugin, User } from "../kubeconfig/kubeconfig.ts";
import { verifyIdToken } from "./oidc.ts";
import { readTokenFile } from "./token-file.ts";
import { hasCertificate, hasStaticCredentials, hasToken, verifyUser } from "../kubeconfig/user-validation.ts";

/** Who asks, and which server. */
export interface Asking extends PluginSurroundings {
  readonly user: User;
  readonly server: URL;
  /** `user:password` of the server's URL; empty where it has none. */
  readonly userInfo: string;
}

/**
 * Makes the function that gives the credentials of a user, with the order that client-go v0.37.2 keeps (tools/clientcmd/client_config.go,
 * rest/transport.go, transport/round_trippers.go): what the server's URL holds, a token's file, a token, a password, then whom a plugin or
 * provider has to be asked for; a client certificate goes along with any of them but a plugin. Over plain http only impersonation and what the URL
 * holds are sent.
 *
 * @throws UserError where credentials contradict each other or cannot be read
 */
export function createAuthenticate(asking: Asking): (isRefused: boolean) => Promise<Credentials> {
  const { user, origin, server, userInfo } = asking;
  verifyUser(user, origin);
  const impersonation = impersonationHeaders(user.impersonate, origin);
  const isSecure = server.protocol === "https:";
  if (isSecure) readPair(asking);
  const ask = isSecure ? createSource(asking) : async (): Promise<Answer> => ({});
  return async (isRefused) => {
    const answer = await ask(isRefused);
    const authorization = userInfo === "" ? answer.authorization : `Basic ${Buffer.from(userInfo).toString("base64")}`;
    const headers =
      authorization === undefined
        ? impersonation
        : { ...impersonation, Authorization: headerValue(authorization, `${origin}: the token`) };
    return { headers, ...answer.pair };
  };
}

/** What there is to show, but for impersonation. */
interface Answer {
  readonly authorization?: string | undefined;
  readonly pair?: KeyPair | undefined;
}

function createSource(asking: Asking): (isRefused: boolean) => Promise<Answer> {
  const { user } = asking;
  if (hasStaticCredentials(user)) return createStaticSource(asking);
  if (user.exec !== undefined) return createExecSource(user.exec, asking);
  return user.authProvider === undefined ? async () => ({}) : createStaticSource(asking);
}

/** The certificate and its key; a certificate that is over is refused where nothing else says who asks. */
function readPair({ user, origin, userInfo }: Asking): KeyPair | undefined {
  if (!hasCertificate(user)) return undefined;
  const cert = readPem(user.clientCertificate, "client certificate", origin);
  const key = readPem(user.clientKey, "client key", origin);
  if (cert === undefined || key === undefined) return undefined;
  const pair = verifyKeyPair({ cert, key }, origin);
  if (!hasToken(user) && user.username === "" && userInfo === "") refuseExpired(cert, origin, Date.now());
  return pair;
}

function createStaticSource(asking: Asking): (isRefused: boolean) => Promise<Answer> {
  const { user, origin, server } = asking;
  const { token, tokenFile, username, password } = user;
  const isProviderAsked = !hasToken(user) && username === "";
  const apply = async (): Promise<Answer> => {
    const authProvider = isProviderAsked ? user.authProvider : undefined;
    if (authProvider !== undefined) verifyIdToken(authProvider, origin, Date.now());
    const pair = readPair(asking);
    const inFile = tokenFile !== "";
    // Loading it takes longer than all the rest, and a file's token is ours to read.
    if (inFile && pair === undefined) return {};
    const { applyKubeConfig } = await import("../kubeconfig/client-node.ts");
    const shown = { token: inFile ? "" : token, username, password, pair, authProvider };
    const { authorization, cert, key } = await applyKubeConfig(shown, server);
    return { authorization, pair: cert === undefined || key === undefined ? undefined : { cert, key } };
  };
  let answer: Promise<Answer> | undefined;
  return async (isRefused) => {
    if (isRefused) answer = undefined;
    const known = await (answer ??= apply());
    if (tokenFile === "") return known;
    return { ...known, authorization: `Bearer ${readTokenFile(tokenFile, token, origin)}` };
  };
}

/** Keeps what the plugin gave until it expires or is refused. Whoever asks while it runs waits for the same answer. */
function createExecSource(plugin: ExecPlugin, asking: Asking): (isRefused: boolean) => Promise<Answer> {
  let known: ExecCredential | undefined;
  let running: Promise<ExecCredential> | undefined;
  const runOnce = async (): Promise<ExecCredential> => {
    try {
      known = undefined;
      known = await runExecPlugin(plugin, asking);
      return known;
    } finally {
      running = undefined;
    }
  };
  return async (isRefused) => {
    const isValid = known !== undefined && !isRefused && (known.expiry === undefined || Date.now() <= known.expiry);
    const { token, pair } = isValid && known !== undefined ? known : await (running ??= runOnce());
    if (pair !== undefined && token === "") refuseExpired(pair.cert, asking.origin, Date.now());
    return { authorization: token === "" ? undefined : `Bearer ${token}`, pair };
  };
}
