import { existsSync } from "node:fs";
import { describeKind, isKind, shorten, showPath } from "../../../api/words/quoted.ts";
import { isRecord } from "../../../api/record.ts";
import { UserError } from "../../../api/user-error.ts";
import { parseYamlDocument } from "../../../text/yaml.ts";
import { verifyKeyPair, type KeyPair } from "./certificates.ts";
import type { ExecPlugin } from "../kubeconfig/kubeconfig.ts";

/** The credentials from a plugin. */
export interface ExecCredential {
  /** Empty if there is none. */
  readonly token: string;
  readonly pair: KeyPair | undefined;
}

/**
 * Reads the ExecCredential that a plugin printed as JSON or YAML. It verifies the same as client-go v0.37.2
 * (plugin/pkg/client/auth/exec/exec.go). The expiration is not used: the server answers 401, and the plugin is run again.
 *
 * @throws UserError if the output is not an ExecCredential. The message contains only the kind and version of the output
 */
export function readExecCredential(output: string, plugin: ExecPlugin, origin: string): ExecCredential {
  const fail = (fault: string): UserError => {
    const hint = "Run it by hand to see what it prints, or look for a newer version of it.";
    return new UserError(`${nameOfPlugin(plugin, origin)} ${fault}`, hint);
  };
  const credential = parse(output);
  if (!isRecord(credential)) {
    throw fail(`printed ${output.trim() === "" ? "nothing" : "text that is not JSON"}; expected an ExecCredential`);
  }
  const { kind, apiVersion, status } = credential;
  if (kind !== "ExecCredential") {
    throw fail(`printed ${describeKind(apiVersion, kind)}; expected an ExecCredential`);
  }
  if (apiVersion !== plugin.apiVersion) {
    const returned = isKind(apiVersion, kind) ? String(apiVersion) : "another version";
    throw fail(`is configured to use API version ${plugin.apiVersion}, and returned ${returned}`);
  }
  if (!isRecord(status)) throw fail("didn't return a status field");
  const text = (key: string): string => {
    const value = status[key] ?? "";
    if (typeof value !== "string") throw fail(`returned a status.${key} that is not a string`);
    return value;
  };
  const token = text("token");
  const cert = text("clientCertificateData");
  const key = text("clientKeyData");
  if (token === "" && cert === "" && key === "") throw fail("didn't return a token or cert/key pair");
  if ((cert === "") !== (key === "")) throw fail("returned only certificate or key, not both");
  const timestamp = text("expirationTimestamp");
  if (timestamp !== "" && Number.isNaN(Date.parse(timestamp)))
    throw fail("returned a status.expirationTimestamp that is not a time");
  const pair = { cert: Buffer.from(cert), key: Buffer.from(key) };
  return { token, pair: cert === "" ? undefined : verifyKeyPair(pair, nameOfPlugin(plugin, origin)) };
}

function parse(output: string): unknown {
  try {
    return parseYamlDocument(output).value;
  } catch {
    return undefined;
  }
}

/** Names a plugin in a message. Arguments are left out, since they may be secret; some users write them into the command. */
export function nameOfPlugin({ command }: ExecPlugin, origin: string): string {
  const [name = "", ...others] = command.split(/\s/);
  const shown = /[/\\]/.test(name) ? showPath(name, existsSync) : shorten(name, LONGEST_COMMAND);
  return `${origin}: exec plugin ${shown}${others.length > 0 ? "…" : ""}`;
}

const LONGEST_COMMAND = 100;
