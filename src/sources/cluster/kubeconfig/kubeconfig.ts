/**
 * The fields of a kubeconfig that are used here, after k8s.io/client-go v0.37.2 tools/clientcmd/api/v1/types.go. An absent text is empty, and paths
 * are absolute.
 */
export interface Kubeconfig {
  readonly currentContext: string;
  readonly clusters: ReadonlyMap<string, Cluster>;
  readonly users: ReadonlyMap<string, User>;
  readonly contexts: ReadonlyMap<string, Context>;
}

/** An entry of a kubeconfig. */
export interface Entry {
  /** `file:line`, for errors; empty for values of flags or a pod. */
  readonly origin: string;
}

/** PEM: `data` in verified base64, or `file`, the path of a file. */
export interface Pem {
  readonly data: string;
  readonly file: string;
}

export interface Cluster extends Entry {
  readonly server: string;
  readonly tlsServerName: string;
  readonly insecureSkipTlsVerify: boolean;
  readonly certificateAuthority: Pem;
  readonly proxyUrl: string;
  readonly disableCompression: boolean;
  /** The extension `client.authentication.k8s.io/exec`, which is for credential plugins; undefined if there is none. */
  readonly execExtension: unknown;
}

export interface User extends Entry {
  readonly clientCertificate: Pem;
  readonly clientKey: Pem;
  readonly token: string;
  readonly tokenFile: string;
  readonly username: string;
  readonly password: string;
  readonly impersonate: Impersonation;
  readonly authProvider: AuthProvider | undefined;
  readonly exec: ExecPlugin | undefined;
}

export interface Impersonation {
  readonly user: string;
  readonly uid: string;
  readonly groups: readonly string[];
  readonly extra: Readonly<Record<string, readonly string[]>>;
}

export interface AuthProvider {
  readonly name: string;
  readonly config: Readonly<Record<string, string>>;
}

/** A program that prints credentials. */
export interface ExecPlugin {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: readonly { readonly name: string; readonly value: string }[];
  readonly apiVersion: string;
  readonly installHint: string;
  readonly provideClusterInfo: boolean;
  readonly interactiveMode: string;
}

export interface Context extends Entry {
  readonly cluster: string;
  readonly user: string;
  readonly namespace: string;
}

const NO_PEM: Pem = { data: "", file: "" };

/** A cluster without any value. */
export const NO_CLUSTER: Cluster = {
  origin: "",
  server: "",
  tlsServerName: "",
  insecureSkipTlsVerify: false,
  certificateAuthority: NO_PEM,
  proxyUrl: "",
  disableCompression: false,
  execExtension: undefined,
};

/** A user without any value. */
export const NO_USER: User = {
  origin: "",
  clientCertificate: NO_PEM,
  clientKey: NO_PEM,
  token: "",
  tokenFile: "",
  username: "",
  password: "",
  impersonate: { user: "", uid: "", groups: [], extra: {} },
  authProvider: undefined,
  exec: undefined,
};
