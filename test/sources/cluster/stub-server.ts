/** An API server that shows faults which a real one cannot be made to show: it answers what a test tells it to. */
import {
  createServer as createHttpServer,
  type IncomingMessage,
  type RequestListener,
  type ServerResponse,
} from "node:http";
import { createServer as createHttpsServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TestContext } from "node:test";
import { gzipSync } from "node:zlib";
import { ClusterClient, type ClientOptions } from "../../../src/sources/cluster/client.ts";
import type { Credentials, Endpoint } from "../../../src/sources/cluster/endpoint.ts";
import type { TestPair } from "./x509.ts";

/** The answer to one request. */
export interface StubAnswer {
  readonly status?: number;
  /** JSON, or bytes as they are. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly gzip?: boolean;
}

/** Answers a request; undefined cuts the connection, "never" leaves it waiting, and "later" answers with nothing in half a second. */
export type Respond = (url: URL, request: IncomingMessage, count: number) => StubAnswer | "never" | "later" | undefined;

/** A stub that listens, and what has been asked of it. */
export interface Stub {
  readonly url: URL;
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage["headers"] }[];
  /** How many connections were opened to it. */
  connections(): number;
}

/** Starts a stub that ends with the test; with a certificate it speaks TLS. */
export async function stubServer(t: TestContext, respond: Respond, pair?: TestPair): Promise<Stub> {
  const requests: Stub["requests"] = [];
  const listener: RequestListener = (request, response) => {
    requests.push({ method: request.method ?? "", url: request.url ?? "", headers: request.headers });
    answer(response, respond(new URL(request.url ?? "", "http://stub"), request, requests.length));
  };
  const server = pair === undefined ? createHttpServer(listener) : createHttpsServer(pair, listener);
  let connections = 0;
  server.on("connection", () => connections++);
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const url = new URL(`${pair === undefined ? "http" : "https"}://127.0.0.1:${port}`);
  return { url, requests, connections: () => connections };
}

function answer(response: ServerResponse, answered: StubAnswer | "never" | "later" | undefined): void {
  if (answered === "never") return;
  if (answered === "later") {
    setTimeout(() => answer(response, {}), 500);
    return;
  }
  if (answered === undefined) {
    response.socket?.destroy();
    return;
  }
  const { status = 200, body = {}, headers = {}, gzip = false } = answered;
  const bytes = Buffer.isBuffer(body) ? body : Buffer.from(JSON.stringify(body));
  response.writeHead(status, {
    "content-type": "application/json",
    ...(gzip && { "content-encoding": "gzip" }),
    ...headers,
  });
  response.end(gzip && !Buffer.isBuffer(body) ? gzipSync(bytes) : bytes);
}

/** An endpoint at an address, without credentials. */
export function endpointAt(server: URL, parts: Partial<Endpoint> = {}): Endpoint {
  return {
    server,
    context: "test",
    namespace: "default",
    tls: { rejectUnauthorized: true },
    proxy: undefined,
    requestTimeout: 0,
    chunkSize: 500,
    authenticate: () => Promise.resolve<Credentials>({ headers: {} }),
    ...parts,
  };
}

/** A client that does not really wait, and what it was to wait for. */
export function clientOf(
  t: TestContext,
  endpoint: Endpoint,
  options: Partial<ClientOptions> = {},
): { client: ClusterClient; waits: number[] } {
  const waits: number[] = [];
  const client = new ClusterClient(endpoint, {
    signal: new AbortController().signal,
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    ...options,
  });
  t.after(() => client.close());
  return { client, waits };
}
