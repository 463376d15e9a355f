/** A proxy that would not connect to the API server. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

/** Who uses a proxy, as its URL says; undefined where it names nobody. What is no percent-encoding stands for itself. */
export function decodeUser({
  username,
  password,
}: URL): { readonly name: string; readonly password: string } | undefined {
  if (username === "" && password === "") return undefined;
  return { name: decode(username), password: decode(password) };
}

/** `Proxy-Authorization`, where the proxy's URL names a user. */
export function authorization(proxy: URL): { readonly "proxy-authorization"?: string } {
  const user = decodeUser(proxy);
  if (user === undefined) return {};
  return { "proxy-authorization": `Basic ${Buffer.from(`${user.name}:${user.password}`).toString("base64")}` };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
