import { UserError } from "../../../api/user-error.ts";
import type { Impersonation } from "../kubeconfig/kubeconfig.ts";

type Headers = Record<string, string | readonly string[]>;

/**
 * The headers that impersonate another user (client-go v0.37.2 transport/round_trippers.go).
 *
 * @param origin the place of the user in its kubeconfig, for errors
 * @throws UserError if there are groups, a uid or extra values without a user, or a value that a header cannot have
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
 * Converts a text to the value of a header. Go sends the UTF-8 bytes of a text, and Node the lower byte of each character, so each byte becomes a
 * character.
 *
 * @throws UserError if it contains a control character. The message has no value, since it may be a credential
 */
export function headerValue(value: string, what: string): string {
  // oxlint-disable-next-line no-control-regex
  if (/[\u0000-\u0008\u000A-\u001F\u007F]/.test(value)) {
    throw new UserError(
      `${what} contains a line break or another character that a header cannot contain`,
      "Remove it.",
    );
  }
  return Buffer.from(value, "utf8").toString("latin1");
}

/** Escapes the characters of a key that the name of a header cannot have. The API server decodes them. */
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
