/** The length from which on a password is replaced on its own. The gaps in a message would reveal a shorter one. */
const SHORTEST = 4;
/** The headers with secrets. The names of impersonated users are no secrets; their extra values may be. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|^impersonate-extra-/i;
const SCHEME = /^(?:Bearer|Basic) +/i;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/**
 * Replaces the credentials of a request in the answer of a server or proxy: some repeat the headers in a message. It replaces each credential as a
 * whole, without its scheme, and its user and password.
 *
 * @param headers the headers of the request
 */
export function hideCredentials(text: string, headers: Headers): string {
  let shown = text;
  for (const secret of secretsOf(headers)) shown = shown.replaceAll(secret, "…");
  return shown;
}

/** The texts to replace. The longest come first, since one may contain another. */
function secretsOf(headers: Headers): readonly string[] {
  const values = Object.entries(headers)
    .filter(([name]) => SECRET_HEADER.test(name))
    .flatMap(([, value]) => value);
  const secrets = new Set<string>();
  for (const value of values) {
    const bare = value.replace(SCHEME, "");
    for (const secret of [value, bare, ...(/^Basic /i.test(value) ? partsOfBasic(bare) : [])]) {
      for (const form of [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret.toWellFormed())]) {
        if (form.length >= SHORTEST) secrets.add(form);
      }
    }
  }
  return [...secrets].toSorted((a, b) => b.length - a.length);
}

function partsOfBasic(encoded: string): readonly string[] {
  const pair = Buffer.from(encoded, "base64").toString("utf8");
  return [pair, pair.slice(pair.indexOf(":") + 1), encoded.replace(/=+$/, "")];
}
