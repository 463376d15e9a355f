import assert from "node:assert/strict";
import { test } from "node:test";
import { readAnnotation } from "../../src/accepted/annotation.ts";

const WEB = { namespace: "shop", kind: "Deployment", name: "web*" };
const KEY = "kubectl-pss/accept.hostPorts";
const ABOUT = { namespace: "shop", kind: "Deployment", name: String.raw`web\*`, check: "hostPorts" };

for (const [value, expected] of [
  ["the ingress needs it", { reason: "the ingress needs it" }],
  [" a; until=2027-01-31 ", { reason: "a", until: "2027-01-31" }],
  ["a;b; c ;container=proxy;until = 2027-01-31", { reason: "a;b; c", container: "proxy", until: "2027-01-31" }],
  ["a; container=", { reason: "a", container: "" }],
  ["see a=b", { reason: "see a=b" }],
  ["a;", { reason: "a" }],
  ["kept until 2026-11-30; until=2026-12-31", { reason: "kept until 2026-11-30", until: "2026-12-31" }],
  ["since 2025-11-30, see the ticket", { reason: "since 2025-11-30, see the ticket" }],
  ["a; until=2027-01-31; ;", { reason: "a", until: "2027-01-31" }],
  ["the container needs it until the migration: 2027", { reason: "the container needs it until the migration: 2027" }],
] as const) {
  test(`an annotation with a reason: ${value}`, () => {
    assert.deepEqual(readAnnotation(KEY, value, WEB), { entry: { ...ABOUT, ...expected } });
  });
}

for (const [value, fault] of [
  ["", /no reason/],
  ["until=2027-01-31", /no reason/],
  [" ; until=2027-01-31", /no reason/],
  ["a; untill=2027-01-31", /"untill" is no setting; did you mean until\?/],
  ["a; ticket=7", /"ticket" is no setting; did you mean container or until\?/],
  ["a; until=2027-02-30", /until: expected the last day as YYYY-MM-DD/],
  ["a; until=", /until: expected the last day/],
  [";;", /no reason/],
  ["ok; until: 2026-11-30", /the reason contains until: write `; until=YYYY-MM-DD` at the end/],
  ["ok, until=2026-11-30", /the reason contains until: /],
  ["ok until=2026-11-30", /the reason contains until: /],
  ["ok; Until : 2026-11-30", /the reason contains until: /],
  ["ok; until=2026-11-30 (TICKET-5)", /the reason contains until: /],
  ["ok; until=2026-11-30; ticket 5", /the reason contains until: /],
  ["ok; until: 2026-11-30; container=proxy", /the reason contains until: /],
  ["ok; container=other, until=2026-11-30", /the reason contains container: write `; container=NAME` at the end/],
  ["a; until=2027-01-31; until=2027-01-31", /until is there twice/],
  ["ok until 2026-11-30", /names a day, which ends nothing: write `; until=2026-11-30` at the end/],
  ["ok till 2026-11-30; container=proxy", /names a day, which ends nothing/],
  ["this expires on 2026-11-30", /names a day, which ends nothing/],
] as const) {
  test(`an annotation without an effect: ${value}`, () => {
    const read = readAnnotation(KEY, value, WEB);
    assert.match("fault" in read ? read.fault : "", fault);
    assert.match("fault" in read ? read.fault : "", /accepts nothing/i);
  });
}

for (const [key, fault] of [
  ["kubectl-pss/accept.hostPort", /no check is named "hostPort"; did you mean hostPorts\?/],
  [
    "kubectl-pss/accept.seccompProfile",
    /no check is named "seccompProfile"; did you mean seccompProfile_baseline or seccompProfile_restricted\?; it accepts nothing/,
  ],
  ["kubectl-pss/accept.hostNetwork", /no check is named "hostNetwork"; did you mean hostNamespaces\?/],
  ["kubectl-pss/accept.*", /"\*" is a pattern: name one check; it accepts nothing/],
  ["kubectl-pss/accept.hostPort?", /name one check; it accepts nothing/],
  [String.raw`kubectl-pss/accept.host\Ports`, /name one check; it accepts nothing/],
  ["kubectl-pss/accept.", /expected the ID of a check/],
  ["kubectl-pss/acept.hostPorts", /no annotation of this program has this name/],
  ["kubectl-pss/accept-hostPorts", /It is written kubectl-pss\/accept.hostPorts$/],
  ["kubectl-pss/accept-host", /It is written kubectl-pss\/accept.CHECK$/],
  ["kubectl-pss.io/accept.hostPorts", /It is written kubectl-pss\/accept.hostPorts$/],
  ["accept.kubectl-pss/hostPorts", /It is written kubectl-pss\/accept.hostPorts$/],
] as const) {
  test(`an annotation with another name: ${key}`, () => {
    const read = readAnnotation(key, "a reason", WEB);
    assert.match("fault" in read ? read.fault : "", fault);
  });
}
