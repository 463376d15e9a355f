import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { dnsLabelFaults, dnsSubdomainFaults } from "../../src/admission/dns-names.ts";

const NO_LABEL =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an " +
  "alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const NO_SUBDOMAIN =
  "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end " +
  "with an alphanumeric character (e.g. 'example.com', regex used for validation is " +
  String.raw`'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`;
const LONG_LABEL = "must be no more than 63 characters";
const LONG_SUBDOMAIN = "must be no more than 253 characters";
const DOTS = "must not contain dots";

describe("dnsLabelFaults", () => {
  const cases: readonly [name: string, faults: readonly string[]][] = [
    ["a", []],
    ["0", []],
    ["kube-system", []],
    ["a--b", []],
    ["a".repeat(63), []],
    ["a".repeat(64), [LONG_LABEL]],
    ["", [NO_LABEL]],
    ["Foo", [NO_LABEL]],
    ["-a", [NO_LABEL]],
    ["a-", [NO_LABEL]],
    ["a_b", [NO_LABEL]],
    ["a b", [NO_LABEL]],
    ["a\n", [NO_LABEL]],
    ["*", [NO_LABEL]],
    ["a.b", [DOTS]],
    ["a..b", [NO_LABEL]],
    [`${"a".repeat(64)}.b`, [LONG_LABEL, DOTS]],
    ["A".repeat(64), [LONG_LABEL, NO_LABEL]],
    // 31 characters of two bytes are 62 bytes.
    ["é".repeat(31), [NO_LABEL]],
    ["é".repeat(32), [LONG_LABEL, NO_LABEL]],
  ];
  for (const [name, faults] of cases) it(JSON.stringify(name), () => assert.deepEqual(dnsLabelFaults(name), faults));
});

describe("dnsSubdomainFaults", () => {
  const cases: readonly [name: string, faults: readonly string[]][] = [
    ["a", []],
    ["a.b.c", []],
    ["a".repeat(64), []],
    [`${"a.".repeat(126)}a`, []],
    [`${"a.".repeat(126)}aa`, [LONG_SUBDOMAIN]],
    ["A".repeat(254), [LONG_SUBDOMAIN, NO_SUBDOMAIN]],
    ["", [NO_SUBDOMAIN]],
    ["Foo", [NO_SUBDOMAIN]],
    ["a..b", [NO_SUBDOMAIN]],
    [".a", [NO_SUBDOMAIN]],
    ["a.", [NO_SUBDOMAIN]],
    ["a_b", [NO_SUBDOMAIN]],
    ["a.-b", [NO_SUBDOMAIN]],
  ];
  for (const [name, faults] of cases)
    it(JSON.stringify(name), () => assert.deepEqual(dnsSubdomainFaults(name), faults));
});
