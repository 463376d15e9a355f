import { isRecord } from "../../../api/record.ts";
import { UserError } from "../../../api/user-error.ts";
import type { AuthProvider } from "../kubeconfig/kubeconfig.ts";

/** A token counts as expired this many milliseconds early, since clocks differ (client-go v0.37.2 plugin/pkg/client/auth/oidc). */
const LEEWAY = 10_000;

/**
 * Refuses an expired OIDC token. kubectl would now use the refresh token and write the new tokens into the kubeconfig. Many providers accept a
 * refresh token only once. This program writes nothing, so using it here would log the user out of kubectl.
 *
 * @param now in milliseconds since 1970
 * @throws UserError
 */
export function verifyIdToken({ config }: AuthProvider, origin: string, now: number): void {
  const token = Object.hasOwn(config, "id-token") ? (config["id-token"] ?? "") : "";
  const hint = "Run any kubectl command with this kubeconfig once: it renews the token and saves it.";
  if (token === "") throw new UserError(`${origin}: the auth provider oidc has no id-token`, hint);
  const expiry = expiryOf(token);
  if (expiry === undefined) throw new UserError(`${origin}: the id-token of the auth provider oidc is not a JWT`, hint);
  if (now + LEEWAY < expiry) return;
  const when = new Date(expiry).toISOString().replace(".000Z", "Z");
  throw new UserError(`${origin}: the id-token of the auth provider oidc expired at ${when}`, hint);
}

/** The time when a token expires, in milliseconds since 1970; undefined if it is not a JWT or has no such time. */
function expiryOf(token: string): number | undefined {
  const [, payload = "", ...rest] = token.split(".");
  if (rest.length !== 1) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(payload, "base64url").toString("utf8"));
    if (!isRecord(claims) || typeof claims["exp"] !== "number") return undefined;
    const expiry = claims["exp"] * 1000;
    // A later time than a date can have is never reached.
    return Math.min(expiry, MAX_DATE);
  } catch {
    return undefined;
  }
}

const MAX_DATE = 8_640_000_000_000_000;
