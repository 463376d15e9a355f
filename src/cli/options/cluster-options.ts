import { InvalidArgumentError, Option, type Command } from "commander";
import { parseDuration } from "./values/duration.ts";
import { includeHiddenOption, recursiveOption } from "./shared-options.ts";
import type { ObjectsRequest } from "../../app/inputs/objects-request.ts";

/** The flags of a command that reads a cluster, or a dump instead. */
export type ClusterOptions = Omit<ObjectsRequest, "verbosity" | "serverVersion">;

/** The heading of the flags that select the cluster and the user. */
export const CLUSTER_GROUP = "Cluster, as for kubectl:";

/** Adds kubectl's flags for the cluster, the user and the namespaces. */
export function addClusterOptions(command: Command): Command {
  command
    .optionsGroup("Namespaces:")
    .addOption(
      new Option("-n, --namespace <NAME>", "only this namespace; repeatable, or a,b").argParser(collectNamespaces),
    )
    .option("-A, --all-namespaces", "every namespace")
    .option("-l, --selector <SELECTOR>", "the namespaces with these labels: team=a,env!=prod,tier in (x,y)")
    .optionsGroup("In place of a cluster:")
    .option(
      "-f, --filename <PATH...>",
      "read a dump: files, directories, globs or - (kubectl get ns,pods,deploy,… -A -o yaml)",
    )
    .addOption(recursiveOption())
    .addOption(includeHiddenOption());
  return addClusterFlags(command);
}

/** Adds kubectl's flags for the cluster and the user. */
export function addClusterFlags(command: Command): Command {
  return command
    .optionsGroup(CLUSTER_GROUP)
    .option("--kubeconfig <FILE>", "the kubeconfig; else the files of KUBECONFIG, else ~/.kube/config")
    .option("--context <NAME>", "a context of the kubeconfig")
    .option("--cluster <NAME>", "a cluster of the kubeconfig")
    .option("--user <NAME>", "a user of the kubeconfig")
    .option("-s, --server <URL>", "the address of the API server")
    .option("--token <TOKEN>", "a bearer token")
    .option("--certificate-authority <FILE>", "the authority that signed the server's certificate")
    .option("--client-certificate <FILE>", "a client certificate")
    .option("--client-key <FILE>", "its key")
    .option("--insecure-skip-tls-verify", "do not verify the server's certificate")
    .option("--tls-server-name <NAME>", "the name that the server's certificate is for")
    .option("--as <NAME>", "the user to impersonate")
    .addOption(new Option("--as-group <NAME>", "a group to impersonate; repeatable").argParser(collect))
    .option("--as-uid <UID>", "the UID to impersonate")
    .addOption(
      new Option(
        "--request-timeout <TIME>",
        "the limit for one request: 30s, 1m30s, or seconds; 0 for no limit",
      ).argParser(parseDuration),
    )
    .addOption(
      new Option(
        "--chunk-size <N>",
        "the most objects of a list in one response (default: 500); 0 for all at once",
      ).argParser(parseChunkSize),
    );
}

/** Adds the namespaces of one more `-n`. A text without any name does not change: as for kubectl, it may mean no namespace. */
export function collectNamespaces(text: string, previous: readonly string[] = []): readonly string[] {
  const names = text.split(",");
  const empty = names.indexOf("") + 1;
  if (text !== "" && empty > 0) throw new InvalidArgumentError(`Name ${empty} of ${names.length} is empty.`);
  return [...previous, ...names];
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

/** The integers that Go's ParseInt accepts with base 0, which kubectl uses for the numbers of flags: also `0x10`, `010` and `1_000`. */
const INTEGER = /^([-+]?)(0x(?:_?[\da-f])+|0b(?:_?[01])+|0o?(?:_?[0-7])+|0|[1-9](?:_?\d)*)$/i;
const MAX_INT64 = 2n ** 63n - 1n;

/**
 * Parses `--chunk-size`, which kubectl reads as an int64 (AddChunkSizeFlag of pkg/cmd/util, kubectl v0.37.2).
 *
 * @returns the most objects in one answer; 0 means all at once, as does a negative number for the API server
 * @internal exported for its test
 */
export function parseChunkSize(text: string): number {
  const [, sign, digits = ""] = INTEGER.exec(text) ?? [];
  if (sign === undefined) throw new InvalidArgumentError(NO_CHUNK_SIZE);
  const size = BigInt(digits.replaceAll("_", "").replace(/^0(?=[0-7])/, "0o"));
  if (size > MAX_INT64) throw new InvalidArgumentError(NO_CHUNK_SIZE);
  return sign === "-" ? 0 : Math.min(Number(size), Number.MAX_SAFE_INTEGER);
}

const NO_CHUNK_SIZE = "It is a number of objects; 0 for all at once.";
