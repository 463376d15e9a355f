/** The flags that say which cluster is meant and who asks, with kubectl's names and meanings; empty ones count as not given. */
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
  /** `--request-timeout` in milliseconds for one request; 0 or absent: none. */
  readonly requestTimeout?: number;
  /** `--chunk-size`: the most objects in one answer; 0: all at once; absent: kubectl's default. */
  readonly chunkSize?: number;
}

/** An API server, and how it is spoken to. */
export interface Endpoint {
  /** Its address, with the prefix below which its paths stand: `https://host:6443/k8s/clusters/c-1`. */
  readonly server: URL;
  /** The context that was chosen; null where there is none (flags alone, or inside a cluster). */
  readonly context: string | null;
  /** The namespace of the context; `default` where it names none. */
  readonly namespace: string;
  /** What is not about credentials: PEM of the authorities, and how the server's certificate is verified. */
  readonly tls: {
    readonly ca?: string | Buffer;
    /** PEM of those that count where `ca` is not there; undefined, or gives undefined: Node's own. Read late, since few servers need them. */
    readonly authorities?: () => string[] | undefined;
    readonly rejectUnauthorized: boolean;
    readonly servername?: string;
  };
  /** The proxy for this server: `http`, `https` or `socks5`; undefined where it is reached directly. */
  readonly proxy: URL | undefined;
  /** For one request, with what it is repeated for and waits in between, in milliseconds; 0: none. */
  readonly requestTimeout: number;
  /** The most objects of a list in one answer; 0: all at once. */
  readonly chunkSize: number;
  /**
   * Who asks. May run a credential plugin, whose answer is kept until it expires.
   *
   * @param isRefused whether the server has just answered 401 to what this gave before: then a plugin is run anew, once
   * @throws UserError where there are no credentials to be had
   */
  authenticate(isRefused: boolean): Promise<Credentials>;
}

/** What goes along with a request: never to be printed. */
export interface Credentials {
  /** `Authorization` and `Impersonate-*`; several values under one name are several headers. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  /** PEM of a client certificate and its key. */
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
}
