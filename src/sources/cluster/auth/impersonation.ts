import { UserError } from "../../../api/user-error.ts";
import type { Impersonation } from "../kubeconfig/kubeconfig.ts";

type Headers = Record<string, string | readonly string[]>;

/**
 * The headers with which somebody asks as somebody else (client-go v0.37.2 transport/round_trippers.go).
 *
 * @param origin whose kubeconfig entry it is, for errors
 * @throws UserError where groups, a uid or extra values are asked for without a user, or cannot stand in a header
 */
export function impersonationHeaders(impersonate: Impersonation, origin: string): Headers {
  const { user, uid, groups, extra } = impersonate;
  const extras = Object.entries(extra).filter(([, values]) => values.length > 0);
  if (user === "") {
    if (uid === "" && groups.length === 0 && Object.keys(extra).length === 0) return {};
    const message = `${origin}: requesting uid, groups or user-extra without impersonating a user`;
    throw new UserError(message, "Name the user with --as.");
  }
  const field = (value: string): string => headerValue(value, `${origin}: impersonation: a value`);
  return {
    "Impersonate-User": field(user),
    ...(uid === "" ? {} : { "Impersonate-Uid": field(uid) }),
    ...(groups.length === 0 ? {} : { "Impersonate-Group": groups.map(field) }),
    ...Object.fromEntries(extras.map(([key, values]) => [`Impersonate-Extra-${escapeKey(key)}`, values.map(field)])),
  };
}

/**
 * A text as the value of a header. Go sends its UTF-8, Node the lower byte of each character: so each byte becomes one.
 *
 * @throws UserError where it holds a control character, and without the value, which may be a credential
 */
export function headerValue(value: string, what: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(value)) {
    throw new UserError(`${what} holds a line end or another character that no header may hold`, "Remove it.");
  }
  return Buffer.from(value, "utf8").toString("latin1");
}

/** Keys of extra values may hold what names of headers may not; the API server decodes them. */
function escapeKey(key: string): string {
  const bytes = [...Buffer.from(key, "utf8")];
  return bytes.map((byte) => (isPlain(byte) ? String.fromCharCode(byte) : percent(byte))).join("");
}

function isPlain(byte: number): boolean {
  return /[A-Za-z0-9!#$&'*+.^_`|~-]/.test(String.fromCharCode(byte));
}

function percent(byte: number): string {
  return `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
