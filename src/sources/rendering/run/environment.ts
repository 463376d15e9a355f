import { join } from "node:path";
import type { Environment } from "../../cluster/kubeconfig/kubeconfig-files.ts";

/** The variables that configure Helm, kubectl and kustomize, that name proxies, or that git obeys. */
const CONFIGURING = /^(?:helm|kustomize|kube|git|xdg)|_proxy$/i;
/** No server listens there, so a program that tries to download something fails at once. */
const NOWHERE = "http://127.0.0.1:1";

/**
 * The environment of a program that renders: that of the user, without what makes Helm and kustomize load plugins, repositories or a kubeconfig. As
 * a second guard against downloads, the programs find a proxy that does not exist, and git may use no protocol.
 *
 * @param empty an empty directory
 */
export function toolEnvironment(env: Environment, empty: string): Environment {
  const kept = Object.entries(env).filter(([name]) => !CONFIGURING.test(name));
  const directory = (name: string): string => join(empty, name);
  return {
    ...Object.fromEntries(kept),
    HELM_PLUGINS: directory("plugins"),
    HELM_CACHE_HOME: directory("cache"),
    HELM_CONFIG_HOME: directory("config"),
    HELM_DATA_HOME: directory("data"),
    KUSTOMIZE_PLUGIN_HOME: directory("plugins"),
    XDG_CONFIG_HOME: directory("config"),
    KUBECONFIG: directory("kubeconfig"),
    // kubectl v1.34: no aliases and no other defaults of flags.
    KUBERC: "off",
    KUBECTL_KUBERC: "false",
    GIT_ALLOW_PROTOCOL: "none",
    ...Object.fromEntries(["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].map((name) => [name, NOWHERE])),
  };
}
