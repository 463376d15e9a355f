import { connect, isIPv4, type Socket } from "node:net";
import { withoutBrackets } from "../../server-url.ts";
import { decodeUser, ProxyError } from "./proxy-user.ts";

const VERSION = 5;
const NO_LOGIN = 0;
const LOGIN = 2;
const LOGIN_VERSION = 1;
const CONNECT = 1;
const DEFAULT_PORT = 1080;

/** The meanings of a proxy's codes in its answer to CONNECT (RFC 1928, 6). */
const REFUSALS: readonly string[] = [
  "",
  "it failed",
  "its rules do not allow it",
  "the network cannot be reached",
  "the host cannot be reached",
  "connection refused",
  "it took too long",
  "it knows no CONNECT",
  "it does not know such addresses",
];

/**
 * Opens a connection to an API server through a SOCKS5 proxy (RFC 1928), with the name and password of its URL (RFC 1929). The proxy resolves host
 * names.
 *
 * @throws ProxyError if the proxy refuses; errors of the network if there is no connection to the proxy
 */
export async function openSocks(proxy: URL, host: string, port: number, signal: AbortSignal): Promise<Socket> {
  signal.throwIfAborted();
  const socket = connect({ host: withoutBrackets(proxy.hostname), port: Number(proxy.port) || DEFAULT_PORT });
  // The signal only ends the opening of the tunnel. Requests through it may take longer.
  const giveUp = (): void => void socket.destroy(signal.reason);
  signal.addEventListener("abort", giveUp, { once: true });
  try {
    await greet(socket, proxy);
    const target = withoutBrackets(host);
    socket.write(Buffer.concat([Buffer.from([VERSION, CONNECT, 0]), addressOf(target), uint16(port)]));
    const [version, code = 1, , kind = 0] = await read(socket, 4);
    if (version !== VERSION) throw new ProxyError("it does not answer in SOCKS5");
    if (code !== 0) throw new ProxyError(REFUSALS[code] ?? `it answered ${code}`);
    // The address that the proxy connected from is not used. It comes before the server's bytes.
    await read(socket, (kind === 3 ? ((await read(socket, 1))[0] ?? 0) : kind === 4 ? 16 : 4) + 2);
    return socket;
  } catch (error) {
    socket.destroy();
    throw error;
  } finally {
    signal.removeEventListener("abort", giveUp);
  }
}

async function greet(socket: Socket, proxy: URL): Promise<void> {
  const user = decodeUser(proxy);
  socket.write(Buffer.from(user === undefined ? [VERSION, 1, NO_LOGIN] : [VERSION, 2, NO_LOGIN, LOGIN]));
  const [version, method] = await read(socket, 2);
  if (version !== VERSION) throw new ProxyError("it does not answer in SOCKS5");
  if (method === NO_LOGIN) return;
  if (method !== LOGIN || user === undefined) throw new ProxyError("it wants a login of another kind");
  socket.write(Buffer.concat([Buffer.from([LOGIN_VERSION]), counted(user.name), counted(user.password)]));
  const [, status] = await read(socket, 2);
  if (status !== 0) throw new ProxyError("it rejects the name and password");
}

function addressOf(host: string): Buffer {
  if (isIPv4(host)) return Buffer.from([1, ...host.split(".").map(Number)]);
  return Buffer.concat([Buffer.from([3]), counted(host)]);
}

/** The bytes of a text after their number, which is one byte. */
function counted(text: string): Buffer {
  const bytes = Buffer.from(text);
  if (bytes.length > 255) throw new ProxyError("a name or password is longer than SOCKS5 allows");
  return Buffer.concat([Buffer.from([bytes.length]), bytes]);
}

function uint16(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

/** Reads exactly `length` bytes. All others stay in the socket. */
async function read(socket: Socket, length: number): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  while (bytes.length < length) {
    // All bytes are taken out before the next wait. Otherwise `readable` would fire at once, again and again.
    const chunk = (socket.read(length - bytes.length) ?? socket.read()) as Buffer | null;
    if (chunk !== null) bytes = Buffer.concat([bytes, chunk]);
    else if (socket.errored !== null) throw socket.errored;
    else if (socket.readableEnded || socket.destroyed) throw new ProxyError("it closed the connection");
    else await change(socket);
  }
  return bytes;
}

function change(socket: Socket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const events = ["readable", "end", "close", "error"];
  const done = (): void => {
    for (const event of events) socket.off(event, done);
    resolve();
  };
  for (const event of events) socket.on(event, done);
  return promise;
}
