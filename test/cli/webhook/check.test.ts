import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, it, type TestContext } from "node:test";
import { loadAll } from "js-yaml";
import { selfSigned } from "../../sources/cluster/x509.ts";
import { assertMatchesSchema } from "../../docs/schema/schemas.ts";
import { stubServer } from "../../sources/cluster/stub-server.ts";
import { runCli, type CliResult } from "../run-cli.ts";

const MANIFESTS = readFileSync("deploy/webhook.yaml", "utf8");

async function check(stdin: string, ...flags: readonly string[]): Promise<CliResult> {
  return await runCli(["webhook", "check", "-f", "-", ...flags], { stdin });
}

/** The manifests with certificates, as a cluster has them. */
async function complete(...flags: readonly string[]): Promise<string> {
  const issued = await runCli(["webhook", "certificates", "-f", "-", "-o", "manifests", ...flags], {
    stdin: MANIFESTS.replace("metadata:\n  name: pod-security-webhook.kubernetes.io", "metadata:\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: x}\n  name: pod-security-webhook.kubernetes.io"), // prettier-ignore
  });
  assert.equal(issued.code, 0);
  const others = MANIFESTS.split("---\n").filter((document) => !document.includes("kind: ValidatingWebhook"));
  return [...others, issued.stdout].join("\n---\n");
}

interface Registered {
  name: string;
  readonly clientConfig: Record<string, unknown>;
}

/** Objects with a change of each webhook. */
function changed(objects: string, change: (webhook: Registered) => void): string {
  const documents = loadAll(objects) as readonly { readonly kind: string; readonly webhooks?: readonly Registered[] }[];
  // Anchors share values.
  const copies: typeof documents = JSON.parse(JSON.stringify(documents));
  for (const { webhooks = [] } of copies) webhooks.forEach(change);
  return JSON.stringify({ apiVersion: "v1", kind: "List", items: copies });
}

/** A pod of the webhook. */
const READY = {
  metadata: { labels: { "app.kubernetes.io/name": "pod-security-webhook" } },
  spec: { containers: [{ name: "webhook", ports: [{ name: "webhook", containerPort: 8443 }] }] },
  status: { conditions: [{ type: "Ready", status: "True" }] },
};

describe("kubectl pss webhook check -f", () => {
  it("checks the Service of each webhook", async () => {
    const { code, stdout } = await check(
      changed(MANIFESTS, ({ name, clientConfig }) => {
        if (name.startsWith("advisory.")) clientConfig["service"] = { namespace: "other", name: "second" };
      }),
    );
    assert.equal(code, 0);
    assert.match(stdout, /^ok +service +Service webhook of namespace pod-security-webhook: port 443$/m);
    assert.match(stdout, /^skipped +service +the files have no Service second of namespace other$/m);
  });

  it("accepts the manifests, and those with certificates", async () => {
    const plain = await check(MANIFESTS);
    assert.equal(plain.code, 0);
    assert.match(plain.stdout, /^notice +caBundle .*no caBundle, which the cluster needs/m);
    const { code, stdout } = await check(await complete());
    assert.equal(code, 0);
    assert.match(
      stdout,
      /^ok +certificate +Secret webhook-tls: DNS:webhook\.pod-security-webhook\.svc, until 2027-11-30$/m,
    );
    assert.match(stdout, /^ok +caBundle .*trusts the certificate for webhook\.pod-security-webhook\.svc$/m);
    assert.match(
      stdout,
      /^ok +configuration +ConfigMap configuration: podsecurityconfiguration\.yaml: enforce privileged/m,
    );
  });

  it("finds a certificate that expires soon, one for another name, and a bundle of another authority", async () => {
    const soon = await check(await complete("--valid-for", "40d"), "--renew-before", "41d");
    assert.equal(soon.code, 1);
    assert.match(soon.stdout, /^problem +certificate .*expires on 2027-01-09, in 40 days$/m);
    const objects = await complete();
    const renamed = await check(
      changed(
        objects,
        ({ clientConfig }) => (clientConfig["service"] = { name: "other", namespace: "pod-security-webhook" }),
      ),
    );
    assert.match(renamed.stdout, /the certificate is not for other\.pod-security-webhook\.svc, but has DNS:/);
    const [, bundle = ""] = /caBundle: (\S+)/.exec(objects) ?? [];
    const [, another = ""] = /caBundle: (\S+)/.exec(await complete()) ?? [];
    const wrong = await check(objects.replaceAll(`caBundle: ${bundle}`, `caBundle: ${another}`));
    assert.match(wrong.stdout, /^problem +caBundle .*the caBundle is not that of the certificate$/m);
    const nothing = await check(objects.replaceAll(`caBundle: ${bundle}`, "caBundle: bm90aGluZw=="));
    assert.match(nothing.stdout, /the caBundle contains no certificate that can be read/);
  });

  it("leaves the renewal to cert-manager if that sets the caBundle", async () => {
    const issued = async (now: string, name = "cert-manager.io/inject-ca-from", value = "a/b") => {
      const items = loadAll(await complete("--valid-for", "20d", "--renew-before", "1h")) as readonly {
        readonly kind: string;
        readonly metadata: { annotations?: object };
      }[];
      for (const { kind, metadata } of items)
        if (kind === "ValidatingWebhookConfiguration") metadata.annotations = { [name]: value };
      const stdin = JSON.stringify({ apiVersion: "v1", kind: "List", items });
      const { code, stdout, stderr } = await runCli(["webhook", "check", "-f", "-"], { stdin, now: Date.parse(now) });
      assert.equal(stderr, "");
      assert.doesNotMatch(stdout, /webhook certificates/);
      return { code, stdout };
    };
    const advice = "next: Let cert-manager renew the certificate and set the caBundle";
    const short = await issued("2026-12-01T12:00:00Z");
    assert.deepEqual([short.code, /^ok +certificate /m.test(short.stdout)], [0, true], short.stdout);
    const late = await issued("2026-12-18T12:00:00Z");
    assert.equal(late.code, 0);
    assert.match(late.stdout, /^notice +certificate .*cert-manager has not renewed it$/m);
    assert.ok(late.stdout.includes(`${advice}: cmctl renew b -n a\n`), late.stdout);
    for (const [name, value] of [
      ["cert-manager.io/inject-ca-from", "a;b/c"],
      ["cert-manager.io/inject-ca-from-secret", "a/b"],
    ] as const) {
      const expired = await issued("2027-12-18T12:00:00Z", name, value);
      assert.equal(expired.code, 1);
      assert.match(expired.stdout, /^problem +certificate .*expired on/m);
      assert.ok(expired.stdout.includes(`${advice}.\n`), expired.stdout);
    }
  });

  it("has exit code 2 for wrong files, beside the other results", async (t) => {
    const directory = mkdtempSync(join(tmpdir(), "kubectl-pss-check-"));
    t.after(() => rmSync(directory, { recursive: true }));
    const file = (name: string, text: string): string => {
      writeFileSync(join(directory, name), text);
      return join(directory, name);
    };
    const config = file("config.yaml", MANIFESTS.slice(0, 40));
    const one = await check(MANIFESTS, "--config", config);
    assert.deepEqual(
      [one.code, /^problem +configuration /m.test(one.stdout), /^ok +registration/m.test(one.stdout)],
      [2, true, true],
    );
    const { cert } = selfSigned();
    const [certificate, key] = [file("tls.crt", cert), file("tls.key", selfSigned().key)];
    const two = await check(MANIFESTS, "--tls-cert-file", certificate, "--tls-private-key-file", key);
    assert.match(two.stdout, /the private key does not belong to the certificate/);
    assert.equal((await check(MANIFESTS, "--tls-cert-file", config)).code, 2);
    assert.equal((await check(MANIFESTS, "--tls-cert-file", join(directory, "none"))).code, 2);
    assert.match((await check(MANIFESTS, "--tls-private-key-file", key)).stderr, /needs --tls-cert-file/);
    assert.match((await check("kind: Pod\n")).stderr, /no ValidatingWebhookConfiguration in the files/);
  });

  it("renews the certificates of the registration and the namespace that it checks", async () => {
    const moved = MANIFESTS.replaceAll("namespace: pod-security-webhook", "namespace: other").replaceAll(
      "name: pod-security-webhook.kubernetes.io",
      "name: other.example.com",
    );
    const { stdout } = await check(moved, "--name", "other.example.com");
    assert.match(
      stdout,
      /next: kubectl get secret\/webhook-tls validatingwebhookconfiguration\/other\.example\.com -n other /,
    );
    assert.doesNotMatch(stdout, /validatingwebhookconfiguration\/pod-security-webhook/);
  });

  it("ends on a terminal with the command of the most important result, and with none for wrong manifests", async () => {
    const plain = await runCli(["webhook", "check", "-f", "-"], {
      stdin: MANIFESTS,
      columns: 200,
      env: { NO_COLOR: "1" },
    });
    assert.match(
      plain.stdout,
      /^Next: kubectl get secret\/webhook-tls .*\n +issues the certificates after the manifests are applied\n$/m,
    );
    const wrong = changed(MANIFESTS, (webhook) => Object.assign(webhook, { rules: [] }));
    const { code, stdout } = await runCli(["webhook", "check", "-f", "-"], {
      stdin: wrong,
      columns: 200,
      env: { NO_COLOR: "1" },
    });
    assert.deepEqual([code, /^Next: /m.test(stdout)], [1, false]);
  });

  it("ends in a cluster with a command that needs no file, and with its effect", async (t) => {
    const objects = loadAll(await complete()) as readonly { readonly kind: string }[];
    const find = (kind: string): object | undefined => objects.find((one) => one.kind === kind);
    const nextOf = async (kinds: readonly string[]): Promise<string> => {
      const { url } = await stubServer(t, ({ pathname }, { method }) => {
        if (method === "POST") return { status: 201, body: { status: { allowed: true } } };
        const kind = /validatingwebhook/.test(pathname)
          ? "ValidatingWebhookConfiguration"
          : /services/.test(pathname)
            ? "Service"
            : /secrets/.test(pathname)
              ? "Secret"
              : "Pod";
        if (kind === "Pod" && kinds.includes(kind)) return { body: { items: [READY] } };
        return kinds.includes(kind) ? { body: find(kind) } : { status: 404 };
      });
      const { stdout } = await runCli(["webhook", "check", "--server", url.href], {
        columns: 200,
        env: { NO_COLOR: "1" },
      });
      assert.doesNotMatch(stdout, /next: .*deploy\//);
      return stdout.slice(stdout.indexOf("\nNext: ") + 1).replaceAll(url.href, "URL");
    };
    assert.equal(
      await nextOf([]),
      "Next: kubectl -s URL get validatingwebhookconfigurations   whether the webhook is installed with another name: then add --name\n",
    );
    const registered = "ValidatingWebhookConfiguration";
    assert.match(
      await nextOf([registered, "Secret"]),
      /^Next: kubectl -s URL expose deployment webhook .*\s+makes the Service of the webhook's Deployment\n$/,
    );
    assert.match(
      await nextOf([registered, "Secret", "Service"]),
      /^Next: kubectl -s URL get pods .*\s+the state of its pods\n$/,
    );
    assert.match(
      await nextOf([registered, "Secret", "Service", "Pod"]),
      /^Next: kubectl -s URL patch .*\s+sets webhooks\[0\]\.failurePolicy\n$/,
    );
  });

  it("says that the Service is not in the files", async () => {
    const registration = MANIFESTS.split("---\n").find((one) => one.includes("kind: ValidatingWebhook"));
    const { stdout } = await check(registration ?? "");
    assert.match(stdout, /^skipped +service +the files have no Service webhook of namespace pod-security-webhook$/m);
  });

  it("prints the same results as JSON, with the same exit code", async () => {
    const wrong = changed(MANIFESTS, (webhook) => Object.assign(webhook, { rules: [], name: "\u001b[31m" }));
    const [table, json] = [await check(wrong), await check(wrong, "-o", "json")];
    assert.deepEqual([json.code, json.stderr], [table.code, ""]);
    const document = JSON.parse(json.stdout);
    assertMatchesSchema(document);
    const states = (document.results as readonly { readonly state: string; readonly part: string }[]).map(
      ({ state, part }) => `${state} ${part}`,
    );
    const lines = [...table.stdout.matchAll(/^(problem|unknown|notice|ok|skipped) +(\w+)/gm)];
    assert.deepEqual(states, lines.map(([, state, part]) => `${state} ${part}`)); // prettier-ignore
    assert.equal(document.summary.problem, states.filter((one) => one.startsWith("problem")).length);
    assert.ok(!json.stdout.includes("\u001b"));
  });

  it("shows names of the files without control characters", async () => {
    const { stdout } = await check(changed(MANIFESTS, (webhook) => (webhook.name = "\u001b[31m\n::error::x")));
    assert.match(stdout, /webhooks\[0\] \\/);
    assert.doesNotMatch(stdout, /^::error/m);
    assert.ok(!stdout.includes("\u001b"));
  });
});

describe("kubectl pss webhook check without rights", () => {
  const RIGHTS = "deploy/webhook/rights.yaml";
  const RECONCILE = "--dry-run=client -o yaml | kubectl -s URL auth reconcile -f -";
  const ROLE =
    `kubectl -s URL create clusterrole pod-security-webhook --verb=get,list,watch --resource=namespaces ${RECONCILE} && ` +
    `kubectl -s URL create clusterrole pod-security-webhook --verb=list --resource=pods ${RECONCILE}`;
  const bind = (binding: string, subject: string): string =>
    `kubectl -s URL create clusterrolebinding ${binding} --clusterrole=pod-security-webhook ${subject} ${RECONCILE}`;
  const bound = (user: string, binding: string, subject: string): readonly string[] => [
    `bound to ${user}`,
    bind(`pod-security-webhook-${binding}`, subject),
  ];
  const own = "system:serviceaccount:pod-security-webhook:own";
  for (const [name, flags, [expected, binding]] of [
    [
      "of the webhook's own service account",
      [],
      ["and its binding", bind("pod-security-webhook", "--serviceaccount=pod-security-webhook:webhook")],
    ],
    [
      "of another service account",
      ["--service-account", "own"],
      bound(own, "pod-security-webhook-own", "--serviceaccount=pod-security-webhook:own"),
    ],
    ["of the user of --as", ["--as", "jane"], bound("jane", "jane", "--user=jane")],
    ["of a user without a usual name", ["--as", "a b"], bound("a b", "reader", "'--user=a b'")],
    [
      "of a service account without a usual name",
      ["--as", "system:serviceaccount:a/b:c"],
      bound("system:serviceaccount:a/b:c", "reader", "--serviceaccount=a/b:c"),
    ],
    [
      "of a service account with a long name",
      ["--as", `system:serviceaccount:a:${"b".repeat(100)}`],
      bound(`system:serviceaccount:a:${"b".repeat(100)}`, "reader", `--serviceaccount=a:${"b".repeat(100)}`),
    ],
  ] as const) {
    it(`${name}: the command makes the role and binds it`, async (t) => {
      const { url } = await stubServer(t, (_, { method }) =>
        method === "POST" ? { status: 201, body: { status: { allowed: false } } } : { status: 404 },
      );
      const { code, stdout } = await runCli(["webhook", "check", "--server", url.href, ...flags, "-o", "json"]);
      assert.equal(code, 1);
      const { results } = JSON.parse(stdout);
      const rights = results.find(({ part }: { readonly part: string }) => part === "rights");
      assert.equal(rights.state, "problem");
      assert.equal(rights.expected, `the ClusterRole pod-security-webhook, ${expected}`);
      const command = rights.next.command.replaceAll(url.href, "URL");
      assert.equal(command, `${ROLE} && ${binding}`);
      // The command gives the rights of the file.
      const objects = loadAll(readFileSync(RIGHTS, "utf8")) as readonly {
        readonly kind: string;
        readonly rules?: object;
      }[];
      assert.deepEqual(objects.find(({ kind }) => kind === "ClusterRole")?.rules, [
        { apiGroups: [""], resources: ["namespaces"], verbs: ["get", "list", "watch"] },
        { apiGroups: [""], resources: ["pods"], verbs: ["list"] },
      ]);
    });
  }
});

/** A list with one pod that a Service selects. */
function readyPods(service: {
  readonly spec?: { readonly selector: object; readonly ports: readonly { readonly targetPort: string }[] };
}) {
  const { selector: labels, ports } = service.spec ?? { selector: {}, ports: [] };
  const containers = [{ ports: ports.map(({ targetPort: name }) => ({ name })) }];
  const pod = {
    metadata: { labels },
    spec: { containers },
    status: { conditions: [{ type: "Ready", status: "True" }] },
  };
  return { kind: "PodList", apiVersion: "v1", metadata: {}, items: [pod] };
}

it("a long command is complete", async (t) => {
  const { url } = await stubServer(t, (_, { method }) =>
    method === "POST" ? { status: 201, body: { status: { allowed: false } } } : { status: 404 },
  );
  const { stdout } = await runCli(["webhook", "check", "--server", url.href, "--as", "u".repeat(5000)]);
  assert.match(stdout, new RegExp(`next: kubectl .*--user=u{5000} .* auth reconcile -f -$`, "m"));
});

describe("kubectl pss webhook check of a cluster", () => {
  /** A cluster with the registration and the Secret of `webhook certificates`. */
  async function cluster(
    t: TestContext,
    secret: (found: object) => { readonly status?: number; readonly body?: unknown },
    { isHealthy = false, manifests }: { readonly isHealthy?: boolean; readonly manifests?: string } = {},
  ) {
    const objects = loadAll(manifests ?? (await complete())) as readonly { readonly kind: string }[];
    const find = (kind: string): object => objects.find((one) => one.kind === kind) ?? {};
    const asked: string[] = [];
    const { url } = await stubServer(t, ({ pathname }, { method }) => {
      if (method === "POST") return { status: 201, body: { status: { allowed: true } } };
      asked.push(pathname);
      if (pathname.includes("/validatingwebhookconfigurations/"))
        return { body: find("ValidatingWebhookConfiguration") };
      if (pathname.includes("/secrets/")) return secret(find("Secret"));
      if (!isHealthy) return { status: 404 };
      return { body: pathname.endsWith("/pods") ? readyPods(find("Service")) : find("Service") };
    });
    const run = (...flags: readonly string[]) => runCli(["webhook", "check", "--server", url.href, ...flags]);
    return { run, asked };
  }

  it("compares the certificate of the Secret with the caBundle, and prints no key", async (t) => {
    const issued: string[] = [];
    const { run } = await cluster(t, (body) => {
      if (issued.length === 0) issued.push((body as { readonly data: { readonly "tls.key": string } }).data["tls.key"]);
      return { body };
    });
    const { stdout } = await run();
    assert.match(stdout, /^ok +certificate +Secret webhook-tls: DNS:webhook\.pod-security-webhook\.svc/m);
    assert.match(stdout, /^ok +caBundle .*trusts the certificate/m);
    const keys = issued.flatMap((key) => [key, Buffer.from(key, "base64").toString()]);
    assert.match(keys[1] ?? "", /PRIVATE KEY/);
    const lines = keys.flatMap((text) => text.split("\n")).filter((line) => line.length > 20);
    for (const flags of [[], ["-v", "9"], ["-o", "json"], ["-o", "json", "-v", "9"]]) {
      const { screen } = await run(...flags);
      for (const line of lines) assert.ok(!screen.includes(line), flags.join(" "));
    }
    const other = { data: { "tls.crt": Buffer.from(selfSigned().cert).toString("base64") } };
    const wrong = await cluster(t, () => ({ body: other }));
    assert.match((await wrong.run()).stdout, /^problem +caBundle .*the caBundle is not that of the certificate$/m);
    const none = await cluster(t, () => ({ body: {} }));
    const { code, stdout: text } = await none.run();
    assert.deepEqual([code, /^problem +certificate .*contains no certificate/m.test(text)], [1, true], text);
  });

  it("skips the certificate without the Secret, and without the right to get it", async (t) => {
    const absent = await cluster(t, () => ({ status: 404 }));
    assert.match((await absent.run()).stdout, /^skipped +certificate .*has no Secret webhook-tls$/m);
    const message = 'secrets "webhook-tls" is forbidden';
    const forbidden = await cluster(t, () => ({ status: 403, body: { kind: "Status", message } }));
    const { code, stdout } = await forbidden.run();
    const optional =
      /^skipped +certificate .*is optional, and docs\/rbac\.yaml has its rule: secrets "webhook-tls" is forbidden$/m;
    assert.match(stdout, optional);
    assert.equal(code, 1);
    assert.match(
      readFileSync("docs/rbac.yaml", "utf8"),
      /resources: \[secrets\]\n.*resourceNames: \[webhook-tls\]\n.*verbs: \[get\]/,
    );
  });

  it("compares the Secret only with the webhooks of its Service", async (t) => {
    const caBundle = Buffer.from(selfSigned().cert).toString("base64");
    const manifests = changed(await complete(), ({ name, clientConfig }) => {
      if (name.startsWith("advisory."))
        Object.assign(clientConfig, { service: { namespace: "other", name: "b" }, caBundle });
    });
    const items = (JSON.parse(manifests) as { readonly items: readonly object[] }).items;
    const { run } = await cluster(t, (body) => ({ body }), {
      manifests: items.map((one) => JSON.stringify(one)).join("\n---\n"),
    });
    for (const { stdout } of [await run(), await check(manifests)]) {
      const bundles = [...stdout.matchAll(/^(\w+) +caBundle +(.*)$/gm)].map(([, state, found]) => [state, found]);
      assert.equal(bundles.length, 2, stdout);
      assert.deepEqual(bundles.map(([state]) => state), ["ok", "ok"], stdout); // prettier-ignore
      assert.match(
        bundles.join("\n"),
        /trusts the certificate for webhook\.pod-security-webhook\.svc\n.*advisory.*: 1 authority$/,
      );
    }
  });

  for (const [name, answer] of Object.entries({
    "an error of the server": { status: 500, body: { kind: "Status", message: "etcd is down" } },
    "an unknown user": { status: 401, body: { kind: "Status", message: "Unauthorized" } },
    "an answer that is no JSON": { body: Buffer.from("<html>") },
  })) {
    it(`says that the certificate is unknown, and ends with 3, after ${name}`, async (t) => {
      const { run } = await cluster(t, () => answer, { isHealthy: true });
      const { code, stdout } = await run("-o", "json");
      const { results } = JSON.parse(stdout);
      const found = results.filter(({ part }: { readonly part: string }) => part === "certificate");
      assert.deepEqual(found.map(({ state }: { readonly state: string }) => state), ["unknown"], stdout); // prettier-ignore
      assert.match(found[0].found, /^the Secret webhook-tls of namespace pod-security-webhook could not be read: /);
      assert.match(found[0].next.command, / get secret webhook-tls -n pod-security-webhook$/);
      assert.deepEqual(results.filter(({ state }: { readonly state: string }) => state === "problem"), []); // prettier-ignore
      assert.equal(code, 3);
    });
  }

  it("ends with 3 if something cannot be checked, which is no success", async (t) => {
    const message = "validatingwebhookconfigurations is forbidden";
    const { url } = await stubServer(t, () => ({ status: 403, body: { kind: "Status", message } }));
    const { code, stdout } = await runCli(["webhook", "check", "--server", url.href]);
    assert.deepEqual(
      [code, [...stdout.matchAll(/^unknown +(\w+)/gm)].map(([, part]) => part)],
      [3, ["registration", "rights"]],
    );
  });

  it("does not read the Secret if a flag names a certificate", async (t) => {
    const { run, asked } = await cluster(t, (body) => ({ body }));
    await run("--tls-cert-file", "none.crt");
    assert.deepEqual(asked.filter((path) => path.includes("/secrets/")), []); // prettier-ignore
    assert.ok(asked.some((path) => path.includes("/validatingwebhookconfigurations/")));
  });
});
