import assert from "node:assert/strict";
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, it, test } from "node:test";
import { selfSigned } from "../../sources/cluster/x509.ts";
import { CLUSTER, podReview, startWebhook, until, type Sent } from "./running.ts";

const DENIED =
  'pods "web" is forbidden: violates PodSecurity "restricted:latest": allowPrivilegeEscalation != false (container "app" must set ' +
  'securityContext.allowPrivilegeEscalation=false), unrestricted capabilities (container "app" must set securityContext.capabilities.drop=["ALL"]), ' +
  'runAsNonRoot != true (pod or container "app" must set securityContext.runAsNonRoot=true), seccompProfile (pod or container "app" must set ' +
  'securityContext.seccompProfile.type to "RuntimeDefault" or "Localhost")';

const configuration = (enforce: string): string =>
  `apiVersion: pod-security.admission.config.k8s.io/v1\nkind: PodSecurityConfiguration\ndefaults: {enforce: ${enforce}}\n`;

describe("the webhook answers", () => {
  const BIG = 3 * 1024 * 1024;
  const TEXT = "text/plain; charset=utf-8";
  const CASES: Readonly<Record<string, [path: string, sent: Sent, status: number, text: RegExp, type: string]>> = {
    "a review": ["/", { body: podReview() }, 200, /^\{"apiVersion".*"allowed":false.*\}\n$/, "application/json"],
    "a review at any path": ["/any/path?timeout=5s", { body: podReview() }, 200, /"allowed":false/, "application/json"],
    "a charset": ["/", { body: podReview(), type: "application/json; charset=utf-8" }, 200, /u-1/, "application/json"],
    "a timeout that is no duration": ["/?timeout=soon", { body: podReview() }, 200, /u-1/, "application/json"],
    "another method": ["/", { body: podReview(), method: "PUT" }, 200, /u-1/, "application/json"],
    "no body": ["/", {}, 400, /^request body is empty\n$/, TEXT],
    "an unknown path": ["/livez/none", {}, 400, /^request body is empty\n$/, TEXT],
    "another type": [
      "/",
      { body: podReview(), type: "text/json" },
      400,
      /^unable to process a request with a non-json/,
      TEXT,
    ],
    "a body of the longest length": ["/", { body: Buffer.alloc(BIG - 1, " ") }, 400, /^unable to decode/, TEXT],
    "a longer body": ["/", { body: Buffer.alloc(BIG, " ") }, 413, /too large; limit is 3145728 bytes\n$/, TEXT],
    "a longer body of unknown length": [
      "/",
      { body: Buffer.alloc(BIG, " "), headers: { "transfer-encoding": "chunked" } },
      413,
      /too large/,
      TEXT,
    ],
    "no JSON": ["/", { body: "{" }, 400, /^unable to decode the request\n$/, TEXT],
    "invalid UTF-8": ["/", { body: Buffer.from([0x22, 0xff, 0x22]) }, 400, /^unable to decode the request\n$/, TEXT],
    "no request": ["/", { body: "{}" }, 400, /^request is missing\n$/, TEXT],
    "another kind": ["/", { body: '{"apiVersion":"v1","kind":"Pod"}' }, 400, /kind: \/v1, Kind=Pod\n$/, TEXT],
    "/healthz": ["/healthz", {}, 200, /^ok$/, TEXT],
    "/healthz?verbose": ["/healthz?verbose", {}, 200, /^\[\+\]ping ok\nhealthz check passed\n$/, TEXT],
    "/healthz/ping": ["/healthz/ping", {}, 200, /^ok$/, TEXT],
    "/livez": ["/livez", {}, 200, /^ok$/, TEXT],
    "/readyz/informer-sync": ["/readyz/informer-sync", {}, 200, /^ok$/, TEXT],
  };

  for (const [name, [path, sent, status, text, type]] of Object.entries(CASES)) {
    it(name, async (t) => {
      const webhook = await startWebhook(t);
      const received = await webhook.send(path, sent);
      assert.equal(received.status, status);
      assert.match(received.text, text);
      assert.equal(received.type, type);
    });
  }
});

test("a denial has the API server's words, is logged without the object, and is counted", async (t) => {
  const webhook = await startWebhook(t);
  assert.deepEqual(await webhook.review(podReview()), {
    uid: "u-1",
    allowed: false,
    status: {
      metadata: {},
      status: "Failure",
      message: DENIED,
      reason: "Forbidden",
      details: { name: "web", kind: "pods" },
      code: 403,
    },
    auditAnnotations: { "enforce-policy": "restricted:latest" },
  });
  const { time, ...logged } = JSON.parse(webhook.lines.find((line) => line.startsWith("{")) ?? "");
  assert.match(time, /^\d{4}-/);
  assert.deepEqual(logged, {
    level: "info",
    message: "denied",
    namespace: "restricted",
    resource: "pods",
    name: "web",
    operation: "CREATE",
    user: "jane",
    code: 403,
    reason: "Forbidden",
    checks: ["allowPrivilegeEscalation", "capabilities_restricted", "runAsNonRoot", "seccompProfile_restricted"],
    uid: "u-1",
  });
  const { text, type } = await webhook.send("/metrics");
  assert.equal(type, "text/plain; version=0.0.4; charset=utf-8; escaping=underscores");
  const series = text.split("\n").filter((line) => line.startsWith("pod_security_e"));
  assert.deepEqual(series, [
    'pod_security_evaluations_total{decision="allow",mode="enforce",policy_level="privileged",policy_version="latest",request_operation="create",resource="pod",subresource=""} 0',
    'pod_security_evaluations_total{decision="allow",mode="enforce",policy_level="privileged",policy_version="latest",request_operation="update",resource="pod",subresource=""} 0',
    'pod_security_evaluations_total{decision="deny",mode="enforce",policy_level="restricted",policy_version="latest",request_operation="create",resource="pod",subresource=""} 1',
    'pod_security_exemptions_total{request_operation="create",resource="controller",subresource=""} 0',
    'pod_security_exemptions_total{request_operation="create",resource="pod",subresource=""} 0',
    'pod_security_exemptions_total{request_operation="update",resource="controller",subresource=""} 0',
    'pod_security_exemptions_total{request_operation="update",resource="pod",subresource=""} 0',
  ]);
  assert.match(text, /^pod_security_webhook_namespaces_cached 2$/m);
  assert.match(text, /^pod_security_webhook_request_duration_seconds_count 1$/m);
  assert.match(text, /^pod_security_webhook_certificate_not_after_timestamp_seconds \d+$/m);
});

test("a name in the log is JSON in ASCII, whatever it contains", async (t) => {
  const webhook = await startWebhook(t);
  const username = "jané\u202e\u001b[31m😀\n::error::";
  await webhook.review(podReview("restricted", { userInfo: { username } }));
  const line = webhook.lines.find((text) => text.startsWith("{")) ?? "";
  assert.match(line, /^[ -~]+$/);
  assert.equal(JSON.parse(line).user, username);
});

test("a dry run denies nothing, and says what it would deny", async (t) => {
  const webhook = await startWebhook(t, { isDryRun: true });
  assert.deepEqual(await webhook.review(podReview()), {
    uid: "u-1",
    allowed: true,
    auditAnnotations: { "enforce-policy": "restricted:latest", "would-deny": DENIED },
    warnings: [`would be denied: ${DENIED}`],
  });
  assert.ok(webhook.lines.some((line) => line.includes('"would deny"')));
});

test("a namespace that the cache lacks is read, and one that does not exist is an error", async (t) => {
  const webhook = await startWebhook(t, {}, (url, request, count) =>
    url.pathname === "/api/v1/namespaces/new"
      ? {
          body: {
            kind: "Namespace",
            metadata: { name: "new", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
          },
        }
      : CLUSTER(url, request, count),
  );
  assert.match(JSON.stringify(await webhook.review(podReview("new"))), /"code":403/);
  assert.deepEqual(await webhook.review(podReview("none")), {
    uid: "u-1",
    allowed: false,
    status: {
      metadata: {},
      status: "Failure",
      message: 'Internal error occurred: failed to lookup namespace "none"',
      reason: "InternalError",
      details: { causes: [{ message: 'failed to lookup namespace "none"' }] },
      code: 500,
    },
    auditAnnotations: {
      error: 'Internal error occurred: failed to lookup namespace "none": namespaces "none" not found',
    },
  });
});

test("new labels of a namespace are checked against its pods", async (t) => {
  const webhook = await startWebhook(t);
  const object = (labels: object): object => ({
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: "open", labels },
  });
  const change = {
    kind: { group: "", version: "v1", kind: "Namespace" },
    resource: { group: "", version: "v1", resource: "namespaces" },
    name: "open",
    operation: "UPDATE",
    object: object({ "pod-security.kubernetes.io/enforce": "restricted" }),
    oldObject: object({}),
  };
  assert.deepEqual(await webhook.review(podReview("open", change)), {
    uid: "u-1",
    allowed: true,
    warnings: [
      'existing pods in namespace "open" violate the new PodSecurity enforce level "restricted:latest"',
      "old: allowPrivilegeEscalation != false, unrestricted capabilities, runAsNonRoot != true, seccompProfile",
    ],
  });
  // No time is left.
  assert.deepEqual(await webhook.review(podReview("open", change), "/?timeout=0s"), {
    uid: "u-1",
    allowed: true,
    warnings: ["failed to list pods while checking new PodSecurity enforce level"],
  });
});

test("a changed configuration counts once it is valid, and a broken one is reported once", async (t) => {
  const webhook = await startWebhook(t, { configuration: configuration("privileged") });
  const isAllowed = async (): Promise<boolean> =>
    JSON.stringify(await webhook.review(podReview("open"))).includes('"allowed":true');
  assert.ok(await isAllowed());
  const file = join(webhook.directory, "configuration.yaml");
  writeFileSync(file, configuration("strict"));
  await until(() => webhook.lines.some((line) => line.includes("must be one of privileged, baseline, restricted")));
  assert.ok(await isAllowed());
  // As the kubelet does: a new file takes the place of the old one.
  writeFileSync(`${file}.new`, configuration("restricted"));
  renameSync(`${file}.new`, file);
  await until(async () => !(await isAllowed()));
  assert.equal(webhook.lines.filter((line) => line.includes("must be one of")).length, 1);
  const { text } = await webhook.send("/metrics");
  assert.match(text, /config_reloads_total\{result="failure"\} 1\n.*config_reloads_total\{result="success"\} 1\n/);
});

test("a changed certificate is used once its key belongs to it", async (t) => {
  const webhook = await startWebhook(t);
  const before = (await webhook.send("/livez")).fingerprint;
  const { cert, key } = selfSigned({ commonName: "next" });
  writeFileSync(join(webhook.directory, "tls.crt"), cert);
  await until(() => webhook.lines.some((line) => line.includes("the key does not belong to the certificate")));
  assert.equal((await webhook.send("/livez")).fingerprint, before);
  writeFileSync(join(webhook.directory, "tls.key"), key);
  await until(async () => (await webhook.send("/livez")).fingerprint !== before);
});

test("it answers before the first list of namespaces, and is not ready", async (t) => {
  let isUp = false;
  const webhook = await startWebhook(t, { isCold: true }, (url, request, count) =>
    isUp ? CLUSTER(url, request, count) : undefined,
  );
  const { status, text } = await webhook.send("/readyz");
  assert.equal(status, 500);
  assert.equal(text, "[-]informer-sync failed: reason withheld\n[+]shutdown ok\nreadyz check failed\n");
  assert.equal((await webhook.send("/readyz?exclude=informer-sync")).status, 200);
  assert.match(JSON.stringify(await webhook.review(podReview())), /"code":500/);
  isUp = true;
  await until(async () => (await webhook.send("/readyz")).status === 200);
  assert.match(JSON.stringify(await webhook.review(podReview())), /"code":403/);
  assert.equal(webhook.lines.filter((line) => line === "the namespaces can be read again").length, 1);
});

test("after the signal to end it is not ready, closes connections, and still answers", async (t) => {
  const webhook = await startWebhook(t, { shutdownDelay: 1_000 });
  const ended = webhook.end();
  await until(async () => (await webhook.send("/readyz")).status === 500);
  const { status, connection } = await webhook.send("/", { body: podReview() });
  assert.equal(status, 200);
  assert.equal(connection, "close");
  await ended;
  await assert.rejects(webhook.send("/livez"), { code: "ECONNREFUSED" });
});

describe("it does not start", () => {
  it("without a file, with a wrong one, or on a port that is taken", async (t) => {
    const { directory } = await startWebhook(t);
    const missing = join(directory, "none.crt");
    await assert.rejects(startWebhook(t, { certFile: missing }), { message: `${missing}: no such file or directory` });
    await assert.rejects(
      startWebhook(t, { keyFile: join(directory, "tls.crt") }),
      /contains no private key in PEM format/,
    );
    await assert.rejects(startWebhook(t, { configuration: configuration("strict") }), /must be one of privileged/);
    await assert.rejects(startWebhook(t, { address: "192.0.2.1" }), /this machine does not have the address/);
  });
});
