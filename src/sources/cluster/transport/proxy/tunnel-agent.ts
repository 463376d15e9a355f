import { Agent as HttpAgent, type AgentOptions as HttpAgentOptions } from "node:http";
import { Agent as HttpsAgent, type AgentOptions } from "node:https";
import type { Duplex } from "node:stream";
import { connect, type ConnectionOptions } from "node:tls";
import type { Endpoint } from "../../endpoint.ts";
import { limitConnecting } from "../time-limit.ts";
import { openTunnel } from "./tunnel.ts";

/** How tunnels are opened. */
export interface TunnelOptions {
  readonly proxy: URL;
  readonly tls: Endpoint["tls"];
  /** The limit for opening a connection, in milliseconds. */
  readonly connectTimeout: number;
}

/**
 * The option by which a request ends its tunnel. An agent cannot use the request's own signal, because Node removes it from the options.
 */
export interface Abandonable {
  readonly abandoned?: AbortSignal;
}

type Done = (error: Error | null, socket?: Duplex) => void;

/** Connects to a server with TLS through the tunnel of a proxy. */
export class TunnelAgent extends HttpsAgent {
  readonly #tunnels: Tunnels;
  readonly #connectTimeout: number;

  constructor(options: AgentOptions, tunnel: TunnelOptions) {
    super(options);
    this.#tunnels = new Tunnels(tunnel);
    this.#connectTimeout = tunnel.connectTimeout;
  }

  override createConnection(...[options, callback]: Parameters<HttpsAgent["createConnection"]>): undefined {
    const { host, port, abandoned, ...tls } = options as typeof options & Abandonable;
    const done: Done = (error, socket) => callback?.(error, socket as Duplex);
    this.#tunnels.open({ host: host ?? "", port: Number(port ?? 443), abandoned }, done, (socket) =>
      // An IP address has no servername. Without a host, Node would compare the certificate with "localhost".
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

/** Connects to a server without TLS through the tunnel of a proxy. */
export class PlainTunnelAgent extends HttpAgent {
  readonly #tunnels: Tunnels;

  constructor(options: HttpAgentOptions, tunnel: TunnelOptions) {
    super(options);
    this.#tunnels = new Tunnels(tunnel);
  }

  override createConnection(...[options, callback]: Parameters<HttpAgent["createConnection"]>): undefined {
    const { host, port, abandoned } = options as typeof options & Abandonable;
    const done: Done = (error, socket) => callback?.(error, socket as Duplex);
    this.#tunnels.open({ host: host ?? "", port: Number(port ?? 80), abandoned }, done, (socket) => socket);
  }

  override destroy(): void {
    this.#tunnels.close();
    super.destroy();
  }
}

interface Target {
  readonly host: string;
  readonly port: number;
  /** Ends the opening of the tunnel. */
  readonly abandoned: AbortSignal | undefined;
}

/** Opens tunnels. Opening ends when the request is aborted, or the agent closed. */
class Tunnels {
  readonly #options: TunnelOptions;
  readonly #closing = new AbortController();

  constructor(options: TunnelOptions) {
    this.#options = options;
  }

  open(target: Target, done: Done, use: (socket: Duplex) => Duplex): void {
    void this.#open(target, done, use);
  }

  async #open({ host, port, abandoned }: Target, done: Done, use: (socket: Duplex) => Duplex): Promise<void> {
    const { proxy, tls, connectTimeout } = this.#options;
    const closing = this.#closing.signal;
    const signal = abandoned === undefined ? closing : AbortSignal.any([closing, abandoned]);
    try {
      done(null, use(await openTunnel(proxy, { host, port, tls }, signal, connectTimeout)));
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
    }
  }

  close(): void {
    this.#closing.abort();
  }
}
