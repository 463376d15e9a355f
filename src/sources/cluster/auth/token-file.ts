import { existsSync } from "node:fs";
import { showPath } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { readCredentialFile } from "../kubeconfig/credential-file.ts";

/**
 * Reads a bearer token from its file. A kubelet or a login renews such a file, so its content is not kept. The file goes before `otherwise`, as in
 * client-go v0.37.2 (transport/token_source.go).
 *
 * @param otherwise the token to use if the file has none; empty for none
 * @throws UserError if there is no token
 */
export function readTokenFile(file: string, otherwise: string, origin: string): string {
  const { token, fault } = read(file);
  if (token !== "") return token;
  if (otherwise !== "") return otherwise;
  throw new UserError(
    `${origin}: the token file ${showPath(file, existsSync)}: ${fault}`,
    "Log in to the cluster again, or correct tokenFile.",
  );
}

function read(file: string): { readonly token: string; readonly fault: string } {
  const { bytes, fault } = readCredentialFile(file);
  return bytes === undefined ? { token: "", fault } : { token: bytes.toString("utf8").trim(), fault: "is empty" };
}
