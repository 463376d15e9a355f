import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { chmodSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { UserError } from "../../../../src/api/user-error.ts";
import * as work from "../workspace.ts";
import { selfSigned } from "../x509.ts";
import { leaveOut } from "../../../missing-tool.ts";

const SERVER = selfSigned();
const PAIR = selfSigned({ commonName: "plugged" });
const V1 = "client.authentication.k8s.io/v1";
const V1BETA1 = "client.authentication.k8s.io/v1beta1";

/** A plugin that records its input and counts its runs. It prints `out`, with the number of the run. */
const SCRIPT = `#!/bin/sh
printf '%s' "$KUBERNETES_EXEC_INFO" > "$DIRECTORY/info"
printf '%s|%s|%s' "$1" "$2" "$OWN" > "$DIRECTORY/told"
echo run >> "$DIRECTORY/runs"
sed "s/RUN/$(wc -l < "$DIRECTORY/runs" | tr -d ' ')/" "$DIRECTORY/out"
exit "\${EXIT:-0}"
`;

const credential = (status: object, apiVersion = V1): string =>
  JSON.stringify({ apiVersion, kind: "ExecCredential", status });

async function set(t: TestContext, out: string, exec: object = {}, cluster: object = {}) {
  const { url, arrived, answer } = await work.recorder(t, SERVER);
  const directory = work.directoryWith(t, { out, "bin/plugin": SCRIPT, "server.crt": SERVER.cert });
  const plugin = {
    apiVersion: V1,
    command: "sh",
    args: [join(directory, "bin/plugin")],
    env: [{ name: "DIRECTORY", value: directory }],
    interactiveMode: "IfAvailable",
    ...exec,
  };
  const file = join(directory, "config");
  writeFileSync(
    file,
    work.kubeconfig({ server: url, "certificate-authority": "server.crt", ...cluster }, { exec: plugin }),
  );
  const runs = (): number => readFileSync(join(directory, "runs"), "utf8").trim().split("\n").length;
  return { directory, arrived, answer, runs, flags: { kubeconfig: file } };
}

interface Case {
  readonly name: string;
  readonly exec?: object;
  readonly cluster?: object;
  readonly apiVersion?: string;
}

const CASES: readonly Case[] = [
  { name: "v1" },
  { name: "v1beta1, with an optional mode", apiVersion: V1BETA1, exec: { apiVersion: V1BETA1, interactiveMode: "" } },
  { name: "no mode but Never", exec: { interactiveMode: "Never" } },
  { name: "the cluster", exec: { provideClusterInfo: true } },
  {
    name: "all of the cluster",
    exec: { provideClusterInfo: true },
    cluster: {
      "tls-server-name": "localhost",
      "disable-compression": true,
      extensions: [
        { name: "other", extension: 1 },
        { name: "client.authentication.k8s.io/exec", extension: { a: [1, "x"], b: { c: null } } },
      ],
    },
  },
  {
    name: "an insecure cluster",
    exec: { provideClusterInfo: true },
    cluster: { "certificate-authority": "", "insecure-skip-tls-verify": true },
  },
];

if (!work.HAS_KUBECTL) leaveOut(work.WITHOUT_KUBECTL);
for (const { name, exec, cluster, apiVersion } of work.HAS_KUBECTL ? CASES : []) {
  test(`the plugin gets the same as from kubectl: ${name}`, async (t) => {
    const { directory, flags, arrived } = await set(t, credential({ token: "t" }, apiVersion), exec, cluster);
    const info = (): unknown => JSON.parse(readFileSync(join(directory, "info"), "utf8"));
    const { status, stderr } = await work.kubectl(["get", "--raw", "/", ...work.asArguments(flags)], {});
    assert.equal(status, 0, stderr);
    const expected = info();
    const who = arrived.at(-1);
    await work.get(await work.resolveHere(flags));
    assert.deepEqual(info(), expected);
    assert.deepEqual(arrived.at(-1), who);
    assert.deepEqual(who?.headers, ["authorization: Bearer t"]);
  });
}

test("command, arguments and environment; a command with a slash is relative to the kubeconfig's directory", async (t) => {
  const exec = { command: "bin/plugin", args: ["one", "two words"] };
  const { directory, flags } = await set(t, credential({ token: "t" }), exec);
  chmodSync(join(directory, "bin/plugin"), 0o755);
  const endpoint = await work.resolveHere(flags, { DIRECTORY: directory, OWN: "outer" });
  await endpoint.authenticate();
  assert.equal(readFileSync(join(directory, "told"), "utf8"), "one|two words|outer");
});

for (const expirationTimestamp of ["2999-01-01T00:00:00Z", "2001-01-01T00:00:00Z"]) {
  test(`it runs each time, whenever its credentials expire: ${expirationTimestamp}`, async (t) => {
    const { flags, runs, arrived } = await set(t, credential({ token: "RUN", expirationTimestamp }));
    const endpoint = await work.resolveHere(flags);
    await work.get(endpoint);
    await work.get(endpoint);
    assert.equal(runs(), 2);
    assert.deepEqual(
      arrived.map(({ headers }) => headers.join("")),
      ["1", "2"].map((token) => `authorization: Bearer ${token}`),
    );
  });
}

test("a certificate with a token, and YAML", async (t) => {
  const status = { token: "t", clientCertificateData: PAIR.cert, clientKeyData: PAIR.key, expirationTimestamp: null };
  const yaml = `apiVersion: ${V1}\nkind: ExecCredential\nstatus: ${JSON.stringify(status)}\n`;
  const { flags, arrived } = await set(t, yaml.replaceAll("\\n", "\\u000a"));
  await work.get(await work.resolveHere(flags));
  assert.deepEqual(arrived, [{ headers: ["authorization: Bearer t"], client: "plugged" }]);
});

test("with a terminal it is interactive", async (t) => {
  for (const interactiveMode of ["Never", "IfAvailable", "Always"]) {
    const { directory, flags } = await set(t, credential({ token: "t" }), { interactiveMode });
    const endpoint = await work.resolveHere(flags, {}, { isTerminal: true });
    await endpoint.authenticate();
    const info: unknown = JSON.parse(readFileSync(join(directory, "info"), "utf8"));
    const spec = { interactive: interactiveMode !== "Never" };
    assert.deepEqual(info, { kind: "ExecCredential", apiVersion: V1, spec });
  }
});

test("it may prompt on standard error, and read the answer from standard input", (t) => {
  const script = `echo "Password:" >&2; read -r answer; echo "{kind: ExecCredential, apiVersion: ${V1}, status: {token: $answer}}"`;
  const exec = { apiVersion: V1, command: "sh", args: ["-c", script], interactiveMode: "Always" };
  const cluster = { server: "https://k.example" };
  const file = join(work.directoryWith(t, { config: work.kubeconfig(cluster, { exec }) }), "config");
  const module = new URL("../workspace.ts", import.meta.url).href;
  const program = `
    const { resolveHere } = await import(${JSON.stringify(module)});
    const endpoint = await resolveHere({ kubeconfig: ${JSON.stringify(file)} }, {}, { isTerminal: true });
    console.log(JSON.stringify(await endpoint.authenticate()));`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], {
    stdio: [openSync(join(work.directoryWith(t, { input: "secret\n" }), "input"), "r"), "pipe", "pipe"],
    encoding: "utf8",
  });
  assert.equal(stderr, "Password:\n");
  assert.deepEqual(JSON.parse(stdout), { headers: { Authorization: "Bearer secret" } });
});

const RUN = 'user "u": exec plugin sh ';

/** Outputs of a plugin, and their messages. `hunter2` is the credential in all of them. */
const FAULTS: readonly (readonly [name: string, out: string, message: string, exec?: object])[] = [
  ["nothing", "", `${RUN}printed nothing; expected an ExecCredential`],
  ["a text", "hunter2", `${RUN}printed text that is not JSON; expected an ExecCredential`],
  ["broken JSON", '{"token": "hunter2"', `${RUN}printed text that is not JSON; expected an ExecCredential`],
  [
    "another kind",
    '{"kind": "Status", "message": "hunter2"}',
    `${RUN}printed another kind; expected an ExecCredential`,
  ],
  ["an invalid kind", '{"kind": "hunter2 secret"}', `${RUN}printed another kind; expected an ExecCredential`],
  [
    "another version",
    credential({ token: "hunter2" }, V1BETA1),
    `${RUN}is configured to use API version ${V1}, and returned ${V1BETA1}`,
  ],
  ["no status", credential({}).replace("{}", "null"), `${RUN}didn't return a status field`],
  ["no credentials", credential({}), `${RUN}didn't return a token or cert/key pair`],
  ["a number", credential({ token: 2 }), `${RUN}returned a status.token that is not a string`],
  ["half a pair", credential({ clientKeyData: "hunter2" }), `${RUN}returned only certificate or key, not both`],
  [
    "no pair",
    credential({ clientKeyData: "hunter2", clientCertificateData: "hunter2" }),
    `${RUN.trim()}: the client certificate is not a certificate`,
  ],
  [
    "no time",
    credential({ token: "hunter2", expirationTimestamp: "soon" }),
    `${RUN}returned a status.expirationTimestamp that is not a time`,
  ],
  ["too much", "hunter2 ".repeat(200_000), `${RUN}printed more than 1024 KiB, which is too much for credentials`],
  ["a failure", "hunter2", `${RUN}failed with exit code 3`, { args: ["-c", "echo hunter2; exit 3"] }],
  ["a signal", "hunter2", `${RUN}was ended by SIGTERM`, { args: ["-c", "kill $$"] }],
  [
    "a command that is not there",
    "",
    'user "u": exec plugin no-such-plugin is not installed: executable not found',
    { command: "no-such-plugin" },
  ],
  ["no terminal", "", `${RUN}needs a terminal, and standard input is not one`, { interactiveMode: "Always" }],
  ["no command", "", 'user "u": exec.command is missing', { command: "" }],
  ["no version", "", 'user "u": exec.apiVersion is missing', { apiVersion: "" }],
  [
    "an old version",
    "",
    'user "u": exec plugin: invalid apiVersion "client.authentication.k8s.io/v1alpha1"',
    { apiVersion: "client.authentication.k8s.io/v1alpha1" },
  ],
  [
    "no mode",
    "",
    'user "u": exec.interactiveMode is missing, must be Never, IfAvailable, Always',
    { interactiveMode: "" },
  ],
  [
    "another mode",
    "",
    'user "u": exec.interactiveMode must be Never, IfAvailable, Always',
    { interactiveMode: "never" },
  ],
  ["a variable without a name", "", 'user "u": a variable of exec.env has no name', { env: [{ value: "hunter2" }] }],
  ["a zero byte", "", `${RUN}cannot be run: an argument or variable contains a zero byte`, { args: ["hunter2\0"] }],
];

for (const [name, out, message, exec] of FAULTS) {
  test(`rejected: ${name}`, async (t) => {
    const { directory, flags, arrived } = await set(t, out, exec);
    const error = await faultOf(flags);
    assert.equal(error.message, expected(directory, message));
    assert.doesNotMatch(error.message + error.hint, /hunter2/);
    if (work.HAS_KUBECTL) {
      const { status } = await work.kubectl(["get", "--raw", "/", ...work.asArguments(flags)], {});
      assert.equal(status, 1, "kubectl refuses it too");
      assert.deepEqual(arrived, []);
    }
  });
}

function expected(directory: string, message: string): string {
  return `${join(directory, "config")}:1: ${message}`;
}

test("the hint of a plugin that is not installed is shown without control characters", async (t) => {
  const exec = { command: "no-such-plugin", installHint: "Get it:\n  brew install \u001b[1mit" };
  const { flags } = await set(t, "", exec);
  assert.equal((await faultOf(flags)).hint, "installHint: Get it:\ninstallHint:   brew install \\x1b[1mit");
});

test("a plugin that is not executable", async (t) => {
  const { directory, flags } = await set(t, "", { command: "./bin/plugin" });
  const where = join(directory, "bin/plugin");
  assert.equal(
    (await faultOf(flags)).message,
    expected(directory, `user "u": exec plugin ${where} cannot be run: permission denied`),
  );
});

async function faultOf(flags: { readonly kubeconfig: string }): Promise<UserError> {
  const error: unknown = await work
    .resolveHere(flags)
    .then((endpoint) => endpoint.authenticate())
    .catch((reason: unknown) => reason);
  assert.ok(error instanceof UserError, String(error));
  return error;
}
