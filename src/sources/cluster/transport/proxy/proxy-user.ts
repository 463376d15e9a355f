/** A proxy refused to connect to the API server. */
export class ProxyError extends Error {
  override readonly name = "ProxyError";
}

/** The user in a proxy's URL; undefined if there is none. Invalid percent-encoding is taken literally. */
export function decodeUser({
  username,
  password,
}: URL): { readonly name: string; readonly password: string } | undefined {
  if (username === "" && password === "") return undefined;
  return { name: decode(username), password: decode(password) };
}

/** The header `Proxy-Authorization`, if the proxy's URL has a user. */
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
