import { InvalidArgumentError, Option, type Command } from "commander";
import { INCLUDE_HIDDEN } from "./options.ts";
import type { ClusterFlags } from "../sources/cluster/endpoint.ts";

/** The flags of a command that reads a cluster, or a dump in its place, as commander hands them over. */
export interface ClusterOptions extends ClusterFlags {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly selector?: string;
  readonly filename?: readonly string[];
  readonly includeHidden?: boolean;
}

/** Adds kubectl's flags for the cluster and who asks it, and those for the namespaces that are asked about. */
export function addClusterOptions(command: Command): Command {
  return command
    .optionsGroup("Namespaces:")
    .option("-n, --namespace <NAME>", "one namespace alone")
    .option("-A, --all-namespaces", "every namespace")
    .option("-l, --selector <SELECTOR>", "the namespaces with these labels: team=a,env!=prod,tier in (x,y)")
    .optionsGroup("In place of a cluster:")
    .option(
      "-f, --filename <PATH...>",
      "read a dump: files, directories, globs or - (kubectl get ns,pods,deploy,… -A -o yaml)",
    )
    .option(INCLUDE_HIDDEN.flag, INCLUDE_HIDDEN.help)
    .optionsGroup("Cluster, as for kubectl:")
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
      new Option("--request-timeout <TIME>", "for one request: 30s, 1m30s, or seconds; 0 is none").argParser(
        parseDuration,
      ),
    );
}

function collect(value: string, previous: readonly string[] = []): readonly string[] {
  return [...previous, value];
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
const SECONDS = /^\d+$/;
const DURATION = /^(?:\d+(?:\.\d+)?(?:ms|s|m|h))+$/;

/** Reads `--request-timeout` as kubectl does (ParseTimeout of client-go's clientcmd, v0.37.2), and gives milliseconds. */
export function parseDuration(text: string): number {
  if (SECONDS.test(text)) return Number(text) * 1000;
  if (!DURATION.test(text))
    throw new InvalidArgumentError("It is a time like 30s, 1m30s or 500ms, or a number of seconds.");
  let milliseconds = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    milliseconds += Number(amount) * (UNITS[unit ?? ""] ?? 0);
  }
  return milliseconds;
}
