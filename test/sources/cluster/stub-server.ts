/** An API server with the answers of a test, for faults that a real server cannot show. */
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
import type { ClientOptions } from "../../../src/sources/cluster/client/client-options.ts";
import { ClusterClient } from "../../../src/sources/cluster/client/client.ts";
import type { Credentials, Endpoint } from "../../../src/sources/cluster/endpoint.ts";
import type { TestPair } from "./x509.ts";

/** The answer to one request. */
export interface StubAnswer {
  readonly status?: number;
  /** A value that is sent as JSON, or bytes that are sent unchanged. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly gzip?: boolean;
}

/** Answers a request. Undefined cuts the connection, "never" does not answer, and "later" answers with nothing in half a second. */
export type Respond = (url: URL, request: IncomingMessage, count: number) => StubAnswer | "never" | "later" | undefined;

/** A running stub, and the requests that it got. */
export interface Stub {
  readonly url: URL;
  readonly requests: { readonly method: string; readonly url: string; readonly headers: IncomingMessage["headers"] }[];
  /** The number of its connections. */
  connections(): number;
}

/** Starts a stub that ends with the test. With a certificate it uses TLS. */
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

/** The endpoint of an address, without credentials. */
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

/** A client that does not wait, and the requested waits. */
export function clientOf(
  t: TestContext,
  endpoint: Endpoint,
  options: Partial<ClientOptions> = {},
): { client: ClusterClient; waits: number[] } {
  const waits: number[] = [];
  const client = new ClusterClient(endpoint, {
    sleep: (milliseconds) => {
      waits.push(milliseconds);
      return Promise.resolve();
    },
    ...options,
  });
  t.after(() => client.close());
  return { client, waits };
}
