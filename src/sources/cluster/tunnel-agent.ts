import { Agent as HttpAgent, type AgentOptions as HttpAgentOptions } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import { limitConnecting } from "./connect-limit.ts";
import type { Endpoint } from "./endpoint.ts";
import { openTunnel } from "./tunnel.ts";

/** What a tunnel goes through, and how long a connection may take, in milliseconds. */
export interface TunnelOptions {
  readonly proxy: URL;
  readonly tls: Endpoint["tls"];
  readonly connectTimeout: number;
}

type Done = (error: Error | null, socket?: Duplex) => void;

/** Goes to a server with TLS through a tunnel that a proxy opens. */
export class TunnelAgent extends HttpsAgent {
  readonly #tunnels: Tunnels;
  readonly #connectTimeout: number;

  constructor(options: AgentOptions, tunnel: TunnelOptions) {
    super(options);
    this.#tunnels = new Tunnels(tunnel);
    this.#connectTimeout = tunnel.connectTimeout;
  }

  override createConnection(...[options, callback]: Parameters<HttpsAgent["createConnection"]>): undefined {
    const { host, port, ...tls } = options;
    const done: Done = (error, socket) => callback?.(error, socket as Duplex);
    this.#tunnels.open(host ?? "", Number(port ?? 443), done, (socket) =>
      // An address has no servername, and without a host its certificate would be held against "localhost".
      limitConnecting(
        connect({ ...(tls as ConnectionOptions), host: host ?? "", socket }),
        "secureConnect",
        this.#connectTimeout,
      ),
    );
  }

  override destroy(): void {
    this.#tunnels.close();
    super.destroy();
  }
}

/** Goes to a server without TLS through a tunnel that a proxy opens. */
export class PlainTunnelAgent extends HttpAgent {
  readonly #tunnels: Tunnels;

  constructor(options: HttpAgentOptions, tunnel: TunnelOptions) {
    super(options);
    this.#tunnels = new Tunnels(tunnel);
  }

  override createConnection(...[options, callback]: Parameters<HttpAgent["createConnection"]>): undefined {
    const { host, port } = options;
    const done: Done = (error, socket) => callback?.(error, socket as Duplex);
    this.#tunnels.open(host ?? "", Number(port ?? 80), done, (socket) => socket);
  }

  override destroy(): void {
    this.#tunnels.close();
    super.destroy();
  }
}

/** The tunnels that are being opened: who gives up must not wait for them. */
class Tunnels {
  readonly #options: TunnelOptions;
  readonly #closing = new AbortController();

  constructor(options: TunnelOptions) {
    this.#options = options;
  }

  open(host: string, port: number, done: Done, use: (socket: Duplex) => Duplex): void {
    void this.#open(host, port, done, use);
  }

  async #open(host: string, port: number, done: Done, use: (socket: Duplex) => Duplex): Promise<void> {
    const { proxy, tls, connectTimeout } = this.#options;
    try {
      done(null, use(await openTunnel(proxy, { host, port, tls }, this.#closing.signal, connectTimeout)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  close(): void {
    this.#closing.abort();
  }
}
