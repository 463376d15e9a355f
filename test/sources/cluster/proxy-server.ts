/** Proxies for tests: one of HTTP, and one of SOCKS5. */
import { createServer as createHttpServer } from "node:http";
import { createServer as createHttpsServer } from "node:https";
import { connect, createServer, type AddressInfo, type Server, type Socket } from "node:net";
import type { TestContext } from "node:test";
import type { TestPair } from "./x509.ts";

/** Listens on a free port until the test ends. */
export async function listen(t: TestContext, server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => socket.destroy());
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

/** Starts an HTTP proxy that answers CONNECT with a status, and other requests with an empty object. */
export async function proxyServer(
  t: TestContext,
  status: number,
  pair?: TestPair,
): Promise<{ url: URL; asked: string[] }> {
  const asked: string[] = [];
  const server = pair === undefined ? createHttpServer() : createHttpsServer(pair);
  server.on("request", (request, response) => {
    const { authorization = "", "proxy-authorization": user = "" } = request.headers;
    asked.push(`${request.method} ${request.url} ${user}${authorization}`);
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
  });
  server.on("connect", (request, socket) => {
    asked.push(`CONNECT ${request.url} ${request.headers["proxy-authorization"] ?? ""}`);
    if (status !== 200) {
      socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
      return;
    }
    const [host = "", port] = (request.url ?? "").split(":");
    const target = connect(Number(port), host, () => socket.write("HTTP/1.1 200 OK\r\n\r\n"));
    target.pipe(socket).pipe(target);
    target.on("error", () => socket.destroy());
    socket.on("error", () => target.destroy());
    t.after(() => target.destroy());
  });
  const port = await listen(t, server);
  return { url: new URL(`http${pair === undefined ? "" : "s"}://u:p%20w@127.0.0.1:${port}`), asked };
}

/** Starts a proxy that sends the given bytes (in hex) one after the other, and then connects to a port, if one is given. */
export async function socksServer(
  t: TestContext,
  answers: readonly string[],
  port?: number,
): Promise<{ url: URL; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((socket) => {
    let count = 0;
    socket.on("data", (bytes) => {
      const answer = answers[count++];
      if (answer === undefined) return;
      asked.push(bytes.toString("hex"));
      if (answer === "") socket.destroy();
      // Byte by byte, as may happen in a network.
      for (const byte of Buffer.from(answer, "hex")) socket.write(Buffer.from([byte]));
      if (count !== answers.length || port === undefined) return;
      socket.removeAllListeners("data");
      const target = connect(port, "127.0.0.1");
      target.pipe(socket).pipe(target);
      target.on("error", () => socket.destroy());
      t.after(() => target.destroy());
    });
  });
  return { url: new URL(`socks5://127.0.0.1:${await listen(t, server)}`), asked };
}
