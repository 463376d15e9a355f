/** A shorter password is not replaced on its own: a message would show by its gaps what the password is. */
const SHORTEST = 4;
/** The headers that say who asks. Names that are impersonated are no secrets, and what else is told of them may be. */
const SECRET_HEADER = /^(?:proxy-)?authorization$|^impersonate-extra-/i;
const SCHEME = /^(?:Bearer|Basic) +/i;

type Headers = Readonly<Record<string, string | readonly string[]>>;

/**
 * Replaces the credentials of a request in what the server or a proxy has answered to it: some repeat the headers in a message. Each one
 * is replaced whole, without its scheme, and as user and password.
 *
 * @param headers those of the request
 */
export function hideCredentials(text: string, headers: Headers): string {
  let shown = text;
  for (const secret of secretsOf(headers)) shown = shown.replaceAll(secret, "…");
  return shown;
}

/** The longest come first, since one may hold another. */
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
