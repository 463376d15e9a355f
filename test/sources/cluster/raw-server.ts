/** A server that sends the exact bytes of a test, and counts its requests. */
import { createServer, type Socket } from "node:net";
import type { TestContext } from "node:test";
import { listen } from "./proxy-server.ts";

/** One request. */
export interface RawRequest {
  /** The path with its query. */
  readonly url: string;
  /** The number of requests for this path, including this one. */
  readonly count: number;
  /** Its lines, unchanged. */
  readonly head: string;
}

/** Bytes, or a function of the connection. */
export type RawBehaviour = string | Buffer | ((socket: Socket, request: RawRequest) => void);

export interface RawServer {
  readonly url: string;
  /** The requested paths, in order. */
  readonly requests: readonly string[];
  /** The number of bytes that the client has read. */
  sent(): number;
}

/** Answers each path of `behaviours` with its behaviour, and every other path like an API server with one namespace and one pod. */
export async function rawServer(
  t: TestContext,
  behaviours: Readonly<Record<string, RawBehaviour>>,
): Promise<RawServer> {
  const requests: string[] = [];
  const counts = new Map<string, number>();
  const sockets: Socket[] = [];
  const server = createServer((socket) => {
    sockets.push(socket);
    let text = "";
    socket.on("error", () => socket.destroy());
    socket.on("data", (chunk: Buffer) => {
      text += chunk.toString("latin1");
      for (let end = text.indexOf("\r\n\r\n"); end !== -1; end = text.indexOf("\r\n\r\n")) {
        const url = /^\S+ (\S+)/.exec(text)?.[1] ?? "";
        const head = text.slice(0, end);
        text = text.slice(end + 4);
        const [path = ""] = url.split("?");
        const count = (counts.get(path) ?? 0) + 1;
        counts.set(path, count);
        requests.push(url);
        const behaviour = behaviours[path] ?? json(USUAL[path] ?? { items: [] });
        if (typeof behaviour === "function") behaviour(socket, { url, count, head });
        else socket.write(behaviour);
      }
    });
  });
  const port = await listen(t, server);
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    sent: () => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0),
  };
}

const USUAL: Readonly<Record<string, unknown>> = {
  "/version": { major: "1", minor: "37", gitVersion: "v1.37.2" },
  "/api/v1/namespaces": { items: [{ metadata: { name: "shop" } }] },
  "/api/v1/pods": { items: [pod("cart")] },
};

/** A pod in the only namespace. */
export function pod(name: string): object {
  return { metadata: { namespace: "shop", name, uid: name }, spec: { containers: [{ name: "c" }] } };
}

/** A complete answer. */
export function answer(status: string, headers: Readonly<Record<string, string>>, body: string | Buffer): Buffer {
  const lines = Object.entries({ "Content-Length": String(Buffer.byteLength(body)), ...headers });
  const head = `HTTP/1.1 ${status}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join("")}\r\n`;
  return Buffer.concat([Buffer.from(head, "latin1"), Buffer.from(body)]);
}

export function json(body: unknown, status = "200 OK", headers: Readonly<Record<string, string>> = {}): Buffer {
  return answer(status, { "Content-Type": "application/json", ...headers }, JSON.stringify(body));
}

/** Writes the same text until the connection closes. */
export function endlessly(start: string, again: string): (socket: Socket) => void {
  return (socket) => {
    const write = (): void => {
      while (!socket.destroyed && socket.write(again));
    };
    socket.on("drain", write);
    socket.write(start);
    write();
  };
}
