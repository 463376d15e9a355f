/** Secrets in kubeconfigs, plugins, proxies and answers of servers: no output contains one. */
import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { parseYamlDocument } from "../../../src/text/yaml.ts";
import { aggregated, DISCOVERY } from "../../sources/cluster/lists/custom/served-kinds.ts";
import { stubServer, type StubAnswer } from "../../sources/cluster/stub-server.ts";
import { selfSigned } from "../../sources/cluster/x509.ts";
import { tree } from "../../sources/tree.ts";
import { LOGIN_NAMES, kubeconfig, misplaced, shownOf } from "./kubeconfigs.ts";
import { READING } from "../program-commands.ts";
import { Rotation, Secrets, pickReading, runSilently } from "./secrets.ts";
import { repeats } from "../../seed.ts";
import { mutate } from "./shapes.ts";

const secrets = new Secrets(3);
const rotation = new Rotation();
const directory = tree({ config: "" });
const config = join(directory, "config");
const PATH = process.env["PATH"] ?? "";
/** An address without a listener, so that a connection fails at once. */
const UNREACHABLE = "https://127.0.0.1:1";

/** The next command that reads a cluster, in its next format. */
function command(): readonly string[] {
  const ofClusters = READING.filter(({ readsCluster }) => readsCluster);
  const args = rotation.next(pickReading(secrets.random, ofClusters));
  // A fix reads a cluster only beside manifests.
  return args[0] === "fix" ? [...args, "--evidence", "cluster", "-"] : args;
}

async function ask(text: string, flags: readonly string[] = [], env: Readonly<Record<string, string>> = {}) {
  writeFileSync(config, text);
  const args = [...command(), "--kubeconfig", config, ...flags];
  return runSilently(secrets, { args, env: { PATH, HOME: directory, ...env }, shown: shownOf(text, secrets) });
}

test("kubeconfigs with each kind of login, for an unreachable server", async () => {
  for (const login of LOGIN_NAMES) {
    for (let run = 0; run < repeats(5, 50); run++) {
      const { code } = await ask(kubeconfig(UNREACHABLE, login, () => secrets.make()));
      assert.equal(code, 2);
    }
  }
});

test("kubeconfigs with a value in a wrong place", async () => {
  for (let run = 0; run < repeats(2, 10); run++) {
    for (const text of misplaced(UNREACHABLE, () => secrets.make())) assert.equal((await ask(text)).code, 2, text);
  }
  assert.ok(secrets.count >= 200, `${secrets.count} secrets`);
});

test("kubeconfigs with a random fault, in YAML and JSON", async () => {
  for (let run = 0; run < repeats(30, 1000); run++) {
    for (const login of LOGIN_NAMES) {
      const text = kubeconfig(UNREACHABLE, login, () => secrets.make());
      const json = JSON.stringify(parseYamlDocument(text).value, null, secrets.random.pick([0, 2]));
      // A mutation may change the command of a plugin, which would then run. So there is no plugin here.
      if (login !== "exec") for (const form of [text, json]) await ask(mutate(form, secrets));
    }
  }
});

test("flags, and the environment", async () => {
  const text = kubeconfig(UNREACHABLE, "token", () => secrets.make());
  const [host = ""] = UNREACHABLE.split("https://").slice(1);
  const runs: readonly (readonly [flags: readonly string[], env: Readonly<Record<string, string>>])[] = [
    [["--token", secrets.make()], {}],
    [["--token", `${secrets.make()}\n`], {}],
    [["--server", `https://admin:${secrets.make()}@${host}`], {}],
    [["--server", `https://${secrets.make()}@${host}/?a=${secrets.make()}#${secrets.make()}`], {}],
    [["--server", `https://admin:${secrets.make()}/x@${host}`], {}],
    [["--server", `https://admin:1/${secrets.make()}@${host}`], {}],
    [["--server", `https://admin:1?${secrets.make()}@${host}`], {}],
    [["--server", `ftp://admin:${secrets.make()}@${host}`], {}],
    [["--server", `admin:${secrets.make()}@${host}`], {}],
    [["--client-key", secrets.make(), "--client-certificate", secrets.make()], {}],
    [["--certificate-authority", secrets.make()], {}],
    [["--as-uid", secrets.make()], {}],
    [["--as", `a\n${secrets.make()}`], {}],
    [[], { HTTPS_PROXY: `http://admin:${secrets.make()}@${host}` }],
    [[], { HTTPS_PROXY: `https://${secrets.make()}@${host}` }],
    [[], { https_proxy: `socks5://admin:${secrets.make()}@${host}` }],
    [[], { HTTPS_PROXY: `admin:${secrets.make()}@${host}` }],
    [[], { HTTPS_PROXY: `ftp://admin:${secrets.make()}@${host}` }],
    [[], { HTTPS_PROXY: `http://admin:${secrets.make()}@:x` }],
  ];
  // Requests to 127.0.0.1 never use a proxy.
  const elsewhere = text.replace(host, "host.invalid");
  for (const [flags, env] of runs) {
    for (let run = 0; run < 3; run++) {
      const { code } = await ask(Object.keys(env).length > 0 ? elsewhere : text, flags, env);
      assert.equal(code, 2);
    }
  }
});

/** A pod with secrets in every text that no check judges. */
function pod(name: string): object {
  const secret = (): string => secrets.make();
  return {
    metadata: { name, namespace: "shop", uid: name, annotations: { a: secret() }, labels: { a: secret() } },
    spec: {
      containers: [
        {
          name: "c",
          image: secret(),
          args: [secret()],
          env: [{ name: "PASSWORD", value: secret() }],
          securityContext: { privileged: true },
        },
      ],
      volumes: [{ name: "v", flexVolume: { options: { password: secret() } } }],
    },
    status: { message: secret() },
  };
}

/** Invalid answers of a server, each with secrets. */
function answers(): readonly StubAnswer[] {
  const secret = (): string => secrets.make();
  const raw = (text: string, type = "application/json", status = 200): StubAnswer => ({
    status,
    body: Buffer.from(text),
    headers: { "content-type": type },
  });
  return [
    raw(secret()),
    raw(`{"items": [${secret()}]}`),
    raw(`{"items": "${secret()}"}`),
    raw(`"${secret()}"`),
    raw(`<html><form action="?token=${secret()}">${secret()}</form></html>`, "text/html"),
    raw(secret(), "text/plain", 404),
    raw(secret(), "text/plain", 403),
    raw(secret(), "text/plain", 500),
    raw(secret(), "text/plain", 401),
    raw(`{"message": ${secret()}}`, "application/json", 401),
    raw(`k8s\0${secret()}`, "application/vnd.kubernetes.protobuf"),
    raw(`k8s\0\n\u0005\n\u0001a\u0012\u0001${secret()}`, "application/vnd.kubernetes.protobuf"),
    { ...raw(secret()), headers: { "content-encoding": "gzip" } },
    { status: 302, headers: { location: `https://user:${secret()}@host/?token=${secret()}` } },
    { status: 200, body: { major: secret(), minor: secret() } },
    { body: { items: [secret(), [secret()], 5, { metadata: secret() }, { metadata: { name: [secret()] } }] } },
    { body: { items: [{ metadata: { name: "p", namespace: "shop", labels: { a: [secret()] } }, spec: secret() }] } },
    { body: { items: [pod("p"), pod("q")], metadata: {} } },
  ];
}

const VERSION: StubAnswer = { body: { major: "1", minor: "37" } };
const NAMESPACES: StubAnswer = { body: { items: [{ metadata: { name: "shop" } }], metadata: {} } };
const NOTHING: StubAnswer = { body: { items: [], metadata: {} } };

test("the answers of a server", async (t) => {
  let wrong: StubAnswer = NOTHING;
  let at = "";
  const stub = await stubServer(
    t,
    ({ pathname }) => {
      if (pathname === at || at === "") return wrong;
      if (pathname === "/version") return VERSION;
      if (pathname === DISCOVERY) return { body: aggregated() };
      return pathname === "/api/v1/namespaces" ? NAMESPACES : NOTHING;
    },
    selfSigned(),
  );
  const server = `https://127.0.0.1:${stub.url.port}`;
  let judged = 0;
  for (let run = 0; run < repeats(1, 10); run++) {
    for (const path of ["", "/version", "/api/v1/namespaces", "/apis/apps/v1/deployments", "/api/v1/pods"]) {
      for (const [index, answer] of answers().entries()) {
        [wrong, at] = [answer, path];
        const login = LOGIN_NAMES[index % 2] ?? "token";
        const text = kubeconfig(server, login, () => secrets.make());
        const { code } = await ask(text, ["--request-timeout", "20s"]);
        if (code === 0 || code === 1) judged++;
      }
    }
  }
  assert.ok(judged > 0, "some answers were judged");
  assert.ok(stub.requests.some(({ headers }) => headers.authorization !== undefined));
});

test("a server that sends the request's headers back, with all their contents", async (t) => {
  const stub = await stubServer(
    t,
    (_, { headers, rawHeaders }) => {
      const { authorization = "" } = headers;
      const [, value = ""] = authorization.split(" ");
      const pair = Buffer.from(value, "base64").toString();
      const said = [authorization, value, pair, pair.split(":")[1], JSON.stringify(headers), rawHeaders.join("\n")];
      return { status: 403, body: { kind: "Status", message: said.join(" | ") } };
    },
    selfSigned(),
  );
  const server = `https://127.0.0.1:${stub.url.port}`;
  for (const login of LOGIN_NAMES) {
    // Without a user in the server's URL, which would replace the login.
    for (const text of [
      kubeconfig(server, login, () => secrets.make()),
      kubeconfig(server, login, () => secrets.make()).replace(/\/\/admin:[^@]*@/, "//"),
    ]) {
      const { code } = await ask(text);
      assert.equal(code, 2, text);
    }
  }
  assert.ok(stub.requests.some(({ headers }) => headers.authorization?.startsWith("Bearer ")));
  assert.ok(stub.requests.some(({ headers }) => headers.authorization?.startsWith("Basic ")));
});

test("a plan names a server without its user and password, and has a note about that", async (t) => {
  const stub = await stubServer(t, ({ pathname }) => {
    if (pathname === "/version") return VERSION;
    if (pathname === DISCOVERY) return { body: aggregated() };
    return pathname === "/api/v1/namespaces" ? NAMESPACES : NOTHING;
  });
  const { host } = stub.url;
  for (const format of ["commands", "table", "json", "markdown"]) {
    const args = ["plan", "-o", format, "--server", `http://admin:${secrets.make()}@${host}/?a=${secrets.make()}`];
    const { code, stdout, stderr } = await runSilently(secrets, { args, env: { PATH, KUBECONFIG: "/dev/null" } });
    assert.equal(code, 0, stderr);
    assert.match(stdout, new RegExp(`--server http://${host} label`));
    assert.match(format === "json" ? stdout : stderr, /the commands leave out the user and password of --server/);
  }
  // Values that are not secret are not left out.
  const { stdout, stderr } = await runSilently(secrets, {
    args: ["plan", "-o", "commands", "--server", `${host}`],
    env: { PATH, KUBECONFIG: "/dev/null" },
  });
  assert.match(stdout, new RegExp(`--server ${host} label`));
  assert.doesNotMatch(stderr, /user and password/);
});
