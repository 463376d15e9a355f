import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { toolEnvironment } from "../../../../src/sources/rendering/run/environment.ts";

const EMPTY = join("tmp", "empty");
const USER = {
  PATH: "/bin",
  HOME: "/home/me",
  LANG: "C",
  HELM_PLUGINS: "/home/me/plugins",
  HELM_NAMESPACE: "prod",
  HELM_KUBETOKEN: "token",
  HELM_REPOSITORY_CONFIG: "/home/me/repositories.yaml",
  KUBECONFIG: "/home/me/config",
  KUSTOMIZE_PLUGIN_HOME: "/home/me/kustomize",
  XDG_CONFIG_HOME: "/home/me/.config",
  GIT_SSH_COMMAND: "ssh -i key",
  no_proxy: "*",
  NO_PROXY: "*",
  https_proxy: "http://proxy.example.org",
};

test("a program that renders keeps the user's PATH, home and language", () => {
  const { PATH, HOME, LANG } = toolEnvironment(USER, EMPTY);
  assert.deepEqual({ PATH, HOME, LANG }, { PATH: "/bin", HOME: "/home/me", LANG: "C" });
});

test("it gets no plugins, repositories, kubeconfig, aliases, proxies or Git protocols", () => {
  const environment = toolEnvironment(USER, EMPTY);
  const values = Object.entries(environment).filter(([name]) => !["PATH", "HOME", "LANG"].includes(name));
  for (const [name, value = ""] of values) {
    const isHarmless = value.startsWith(EMPTY) || ["off", "false", "none", "http://127.0.0.1:1"].includes(value);
    assert.ok(isHarmless, `${name}=${value}`);
  }
  const names = new Set(values.map(([name]) => name));
  for (const name of [
    "HELM_PLUGINS",
    "KUSTOMIZE_PLUGIN_HOME",
    "KUBECONFIG",
    "KUBERC",
    "HTTPS_PROXY",
    "GIT_ALLOW_PROTOCOL",
  ]) {
    assert.ok(names.has(name), name);
  }
});
