import { trimOuter } from "../../../../../api/words/trim.ts";
import { shellWord } from "../../../../../api/words/shell-word.ts";
import type { RolloutPlan } from "../../../../../report/plan/rollout-plan.ts";
import { escapeText } from "../../../../words/escape.ts";
import { printed, quoted, shellFunction } from "./shell.ts";

/** The facts by which the script recognizes its cluster, in a sentence. */
export function guardText({ cluster: { uid, server }, notes }: RolloutPlan): string {
  if (uid !== null) return `It runs only on the cluster whose namespace kube-system has the uid ${escapeText(uid)}.`;
  if (server !== null) {
    return `It runs only if kubectl talks to ${escapeText(server)}: the uid of namespace kube-system could not be read.`;
  }
  const isMixed = notes.some(({ code }) => code === "mixed-clusters");
  const why = isMixed
    ? "the dump contains objects of several clusters"
    : "the dump has no uid of namespace kube-system";
  return `NO GUARD: ${why}, so the script runs on any cluster that kubectl talks to.`;
}

/** The shell function that ends the script if kubectl talks to another cluster, or if that cannot be known. */
export function guardFunction(plan: RolloutPlan): string {
  const { uid, server } = plan.cluster;
  if (uid !== null) return uidGuard(plan, uid);
  if (server !== null) return serverGuard(plan, server);
  return shellFunction("check_cluster", [
    `${printed(["Not checked: this script does not know which cluster it is for."])} >&2`,
  ]);
}

function uidGuard({ kubectl, source }: RolloutPlan, uid: string): string {
  const place = source.type === "cluster" ? `${source.context ?? "the cluster"} at ${source.server}` : "the dump";
  return shellFunction("check_cluster", [
    `uid=$(command ${call(kubectl)} get namespace kube-system -o 'jsonpath={.metadata.uid}') ||`,
    "  refuse 'kubectl could not get namespace kube-system, by which this script recognizes its cluster.'",
    `[ "$uid" != ${quoted(uid)} ] || return 0`,
    `uid=$(printf '%s' "$uid" | LC_ALL=C tr -cd '!-~')`,
    String.raw`refuse 'kubectl talks to another cluster. The uid of namespace kube-system is' \ `.trimEnd(),
    `  ${quoted(`  ${uid}  in ${place}, for which this script was made`)} \\`,
    `  "  \${uid:-none}  in the cluster of kubectl"`,
  ]);
}

/**
 * `kubectl version` requests one path below the server's address, and -v=6 names it (client-go transport/round_trippers.go): `GET https://host/version`
 * or `url="https://host/version"`. That is exact with every flag, KUBECONFIG and inside a pod, and `kubectl config view` is not.
 */
function serverGuard({ kubectl }: RolloutPlan, server: string): string {
  const address = trimOuter(server, /\//);
  return shellFunction("check_cluster", [
    `log=$(command ${call(kubectl)} version -v=6 2>&1 >/dev/null) || {`,
    `  printf '%s\\n' "$log" | grep -v '^[IWE][0-9][0-9]* ' >&2`,
    "  refuse 'kubectl could not ask the server for its version.'",
    "}",
    String.raw`url=$(printf '%s\n' "$log" | sed -n 's#.*[ "]\(https\{0,1\}://[^ "?]*\)/version[? "].*#\1#p' | head -n 1)`,
    "scheme=${url%%://*} rest=${url#*://}",
    "host=${rest%%/*}",
    'path=${rest#"$host"}',
    "host=$(printf '%s' \"${host##*@}\" | tr '[:upper:]' '[:lower:]')",
    "case $scheme:$host in",
    "  https:*:443) host=${host%:443} ;;",
    "  http:*:80) host=${host%:80} ;;",
    "esac",
    "url=$scheme://$host${path%/}",
    `[ "$url" != ${quoted(address)} ] || return 0`,
    `url=$(printf '%s' "$url" | LC_ALL=C tr -cd '!-~')`,
    String.raw`refuse 'kubectl talks to another server:' \ `.trimEnd(),
    `  ${quoted(`  ${address}  is the server for which this script was made`)} \\`,
    `  "  $url  is the server of kubectl"`,
  ]);
}

function call(kubectl: readonly string[]): string {
  return kubectl.map(shellWord).join(" ");
}
