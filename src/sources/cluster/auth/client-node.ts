/**
 * The only file that imports @kubernetes/client-node. It must be imported late, so that only runs with credentials of a kubeconfig pay for it.
 * It imports the file of KubeConfig and not the package's index, because the index loads all API classes.
 */
import { KubeConfig } from "@kubernetes/client-node/dist/config.js";
import type { AuthProvider } from "../kubeconfig/kubeconfig.ts";
import type { KeyPair } from "./certificates.ts";

/** The credentials in a kubeconfig. Absent ones are empty or undefined. */
export interface StaticUser {
  readonly token: string;
  readonly username: string;
  readonly password: string;
  readonly pair: KeyPair | undefined;
  readonly authProvider: AuthProvider | undefined;
}

/** The same credentials as parts of a request. */
export interface StaticCredentials {
  /** The value of the header; undefined if there is none. */
  readonly authorization: string | undefined;
  readonly cert: Buffer | undefined;
  readonly key: Buffer | undefined;
}

const NAME = "chosen";

/**
 * Lets KubeConfig turn the credentials of a kubeconfig into headers and TLS material. Each call creates a new one, since KubeConfig takes the
 * seconds in an OIDC token for milliseconds, and would not read the token again.
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
        // The verified bytes. KubeConfig would prefer a file to data; kubectl refuses both together.
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
