/**
 * The one place where @kubernetes/client-node is used, and it must be imported late: only what reads a cluster with credentials of its
 * kubeconfig pays for loading it. Its KubeConfig lives in a file of its own, since the index would bring all API classes along.
 */
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { AuthProvider } from "./kubeconfig.ts";
import type { KeyPair } from "../auth/certificates.ts";

/** Credentials that a kubeconfig holds itself. What is not there is empty or undefined. */
export interface StaticUser {
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly pair: KeyPair | undefined;
  readonly authProvider: AuthProvider | undefined;
}

/** What they come to in a request. */
export interface StaticCredentials {
  /** The value of the header; undefined where there is none. */
  readonly authorization: string | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

const NAME = "chosen";

/**
 * Lets KubeConfig make headers and TLS material of the credentials of a kubeconfig. It is made anew each time: it takes the seconds that an OIDC
 * token holds for the time when it ends, and would never again look at the token itself.
 */
export async function applyKubeConfig(user: StaticUser, server: URL): Promise<StaticCredentials> {
  const config = new KubeConfig();
  config.loadFromOptions({
    clusters: [{ name: NAME, server: server.href, skipTLSVerify: false }],
    users: [
      {
        name: NAME,
        token: user.token,
        username: user.username,
        password: user.password,
        // Bytes that have been read and looked at: it would prefer a file to data, and kubectl refuses both together.
        certData: user.pair?.cert.toString("base64"),
        keyData: user.pair?.key.toString("base64"),
        authProvider: user.authProvider && { name: user.authProvider.name, config: { ...user.authProvider.config } },
      },
    ],
    contexts: [{ name: NAME, cluster: NAME, user: NAME }],
    currentContext: NAME,
  });
  const options: Parameters<KubeConfig["applyToHTTPSOptions"]>[0] = {};
  await config.applyToHTTPSOptions(options);
  const { headers, auth, cert, key } = options;
  const header = headers !== undefined && !Array.isArray(headers) ? headers["Authorization"] : undefined;
  const basic = typeof auth === "string" ? `Basic ${Buffer.from(auth).toString("base64")}` : undefined;
  return {
    authorization: basic ?? (typeof header === "string" ? header : undefined),
    cert: Buffer.isBuffer(cert) ? cert : undefined,
    key: Buffer.isBuffer(key) ? key : undefined,
  };
}
