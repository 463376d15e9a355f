/** The flags that select the cluster and the user, with kubectl's names and meanings. An empty one counts as not given. */
export interface ClusterFlags {
  readonly kubeconfig?: string;
  readonly context?: string;
  readonly cluster?: string;
  readonly user?: string;
  readonly server?: string;
  readonly token?: string;
  readonly certificateAuthority?: string;
  readonly clientCertificate?: string;
  readonly clientKey?: string;
  readonly insecureSkipTlsVerify?: boolean;
  readonly tlsServerName?: string;
  readonly as?: string;
  readonly asGroup?: readonly string[];
  readonly asUid?: string;
  /** `--request-timeout` of one request in milliseconds; 0 or absent: no limit. */
  readonly requestTimeout?: number;
  /** `--chunk-size`: the most objects in one answer; 0: no limit; absent: kubectl's default. */
  readonly chunkSize?: number;
}

/** An API server, and how to connect to it. */
export interface Endpoint {
  /** Its address, with the prefix of all its paths: `https://host:6443/k8s/clusters/c-1`. */
  readonly server: URL;
  /** The context in use; null if there is none (flags alone, or inside a cluster). */
  readonly context: string | null;
  /** The namespace of the context; `default` if it names none. */
  readonly namespace: string;
  /** How the server's certificate is verified. */
  readonly tls: {
    /** The PEM of the cluster's authorities. */
    readonly ca?: string | Buffer;
    /** Reads the PEM of the authorities to trust without `ca`. Absent, or undefined as its result: those of Node. Few servers need them. */
    readonly authorities?: () => string[] | undefined;
    readonly rejectUnauthorized: boolean;
    readonly servername?: string;
  };
  /** The URL of the proxy for this server: `http`, `https` or `socks5`; undefined for a direct connection. */
  readonly proxy: URL | undefined;
  /** The limit for one request in milliseconds, including its repetitions and the waits between them; 0: no limit. */
  readonly requestTimeout: number;
  /** The most objects of a list in one answer; 0: no limit. */
  readonly chunkSize: number;
  /**
   * Gets fresh credentials of the user, from files or a credential plugin.
   *
   * @throws UserError if it cannot get any
   */
  authenticate(): Promise<Credentials>;
}

/** The credentials that are sent with a request. They must never be printed. */
export interface Credentials {
  /** `Authorization` and `Impersonate-*`. Several values of one name are several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** The PEM of a client certificate. Its key is in `key`. */
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
}
