import { dirname, isAbsolute, join, resolve, sep } from "node:path";
import { describeKind, quote } from "../../../api/words/quoted.ts";
import { UserError } from "../../../api/user-error.ts";
import { YamlError, parseYamlDocument, type ParsedDocument } from "../../../text/yaml.ts";
import { FieldReader } from "./field-reader.ts";
import type { Cluster, Context, ExecPlugin, Kubeconfig, User, Entry } from "./kubeconfig.ts";

/** The extension of a cluster that credential plugins get. */
const EXEC_EXTENSION = "client.authentication.k8s.io/exec";

/**
 * Parses one kubeconfig. Relative paths become absolute; they are relative to the directory of `file`.
 *
 * @throws UserError if client-go v0.37.2 (tools/clientcmd, api/v1/conversion.go) refuses the file: it is not YAML, has another kind or a wrong type,
 *   or a list has two entries of one name
 */
export function readKubeconfigDocument(file: string, text: string): Kubeconfig {
  const document = parse(file, text);
  const fields = new FieldReader(file, document, document.value, []);
  const apiVersion = fields.text("apiVersion") || "v1";
  const kind = fields.text("kind") || "Config";
  if (apiVersion !== "v1" || kind !== "Config") {
    const found = `expected kind Config of v1, found ${describeKind(apiVersion, kind)}`;
    throw new UserError(`${fields.origin}: ${found}`, "Name a kubeconfig; -f names the files to audit.");
  }
  const base = dirname(resolve(file));
  const absolute = (path: string): string => (path === "" || isAbsolute(path) ? path : join(base, path));
  return {
    currentContext: fields.text("current-context"),
    clusters: named(fields.mappings("clusters"), "cluster", (cluster) => readCluster(cluster, absolute)),
    users: named(fields.mappings("users"), "user", (user) => readUser(user, absolute)),
    contexts: named(fields.mappings("contexts"), "context", readContext),
  };
}

function parse(file: string, text: string): ParsedDocument {
  try {
    return parseYamlDocument(text);
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    const hint = "Correct the file; kubectl cannot read it either.";
    throw new UserError(`${file}:${error.line ?? 1}: not valid YAML: ${error.message}`, hint);
  }
}

function named<T extends Entry>(
  items: readonly FieldReader[],
  key: string,
  read: (fields: FieldReader) => T,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  for (const item of items) {
    const name = item.text("name");
    const earlier = found.get(name);
    if (earlier !== undefined) {
      const where = `the first is ${earlier.origin}`;
      throw new UserError(
        `${item.origin}: a second ${key} named ${quote(name)}; ${where}`,
        "Rename or remove one of them.",
      );
    }
    found.set(name, { ...read(item.mapping(key)), origin: item.origin });
  }
  return found;
}

function readCluster(fields: FieldReader, absolute: (path: string) => string): Cluster {
  const extension = fields.mappings("extensions").find((each) => each.text("name") === EXEC_EXTENSION);
  return {
    origin: "",
    server: fields.text("server"),
    tlsServerName: fields.text("tls-server-name"),
    insecureSkipTlsVerify: fields.flag("insecure-skip-tls-verify"),
    certificateAuthority: {
      data: fields.base64("certificate-authority-data"),
      file: absolute(fields.text("certificate-authority")),
    },
    proxyUrl: fields.text("proxy-url"),
    disableCompression: fields.flag("disable-compression"),
    execExtension: extension?.value("extension"),
  };
}

function readUser(fields: FieldReader, absolute: (path: string) => string): User {
  const provider = fields.mapping("auth-provider");
  return {
    origin: "",
    clientCertificate: {
      data: fields.base64("client-certificate-data"),
      file: absolute(fields.text("client-certificate")),
    },
    clientKey: { data: fields.base64("client-key-data"), file: absolute(fields.text("client-key")) },
    token: fields.text("token"),
    tokenFile: absolute(fields.text("tokenFile")),
    username: fields.text("username"),
    password: fields.text("password"),
    impersonate: {
      user: fields.text("as"),
      uid: fields.text("as-uid"),
      groups: fields.texts("as-groups"),
      extra: fields.mapping("as-user-extra").textListsByKey(),
    },
    authProvider: fields.has("auth-provider")
      ? { name: provider.text("name"), config: provider.mapping("config").textsByKey() }
      : undefined,
    exec: fields.has("exec") ? readExec(fields.mapping("exec"), absolute) : undefined,
  };
}

function readExec(fields: FieldReader, absolute: (path: string) => string): ExecPlugin {
  const command = fields.text("command");
  const apiVersion = fields.text("apiVersion");
  // Older versions had no modes, and their plugins got the terminal (client-go's api/v1/defaults.go).
  const isOlder = /^client\.authentication\.k8s\.io\/v1(?:alpha|beta)1$/.test(apiVersion);
  return {
    // A name without a separator is found on the PATH. On Windows, client-go takes a path with slashes relative to the working directory.
    command: command.includes(sep) || command.includes("/") ? absolute(command) : command,
    args: fields.texts("args"),
    env: fields.mappings("env").map((variable) => ({ name: variable.text("name"), value: variable.text("value") })),
    apiVersion,
    installHint: fields.text("installHint"),
    provideClusterInfo: fields.flag("provideClusterInfo"),
    interactiveMode: fields.text("interactiveMode") || (isOlder ? "IfAvailable" : ""),
  };
}

function readContext(fields: FieldReader): Context {
  return {
    origin: "",
    cluster: fields.text("cluster"),
    user: fields.text("user"),
    namespace: fields.text("namespace"),
  };
}
