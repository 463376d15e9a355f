import assert from "node:assert/strict";
import { test } from "node:test";
import { sysctls } from "../../../src/policy/checks/sysctls.ts";
import { type CheckCase, testCheck } from "../check-table.ts";

const REVISIONS = [0, 27, 29, 32, 37];

/** Each sysctl that any revision allows, and the first revision that allows it. */
const FIRST_ALLOWED: Readonly<Record<string, number>> = {
  "kernel.shm_rmid_forced": 0,
  "net.ipv4.ip_local_port_range": 0,
  "net.ipv4.tcp_syncookies": 0,
  "net.ipv4.ping_group_range": 0,
  "net.ipv4.ip_unprivileged_port_start": 0,
  "net.ipv4.ip_local_reserved_ports": 27,
  "net.ipv4.tcp_keepalive_time": 29,
  "net.ipv4.tcp_fin_timeout": 29,
  "net.ipv4.tcp_keepalive_intvl": 29,
  "net.ipv4.tcp_keepalive_probes": 29,
  "net.ipv4.tcp_rmem": 32,
  "net.ipv4.tcp_wmem": 32,
  "net.ipv4.tcp_slow_start_after_idle": 37,
  "net.ipv4.tcp_notsent_lowat": 37,
};

function pod(...names: string[]) {
  return { spec: { securityContext: { sysctls: names.map((name) => ({ name })) } } };
}

function forbidden(...names: string[]) {
  return {
    reason: "forbidden sysctls",
    detail: names.join(", "),
    fields: names.map((name, index) => ({ path: ["spec", "securityContext", "sysctls", index, "name"], value: name })),
  };
}

testCheck(sysctls, [
  { name: "no security context", pod: { spec: {} } },
  { name: "no sysctls", pod: { spec: { securityContext: {} } } },
  ...Object.entries(FIRST_ALLOWED).flatMap(([name, first]): CheckCase[] => [
    { name: `${name}, allowed`, at: REVISIONS.filter((minor) => minor >= first), pod: pod(name) },
    {
      name: `${name}, not yet allowed`,
      at: REVISIONS.filter((minor) => minor < first),
      pod: pod(name),
      forbidden: forbidden(name),
    },
  ]),
  { name: "unknown ones", pod: pod("a", "b"), forbidden: forbidden("a", "b") },
  {
    name: "names keep their order and their repetitions",
    pod: pod("kernel.msgmax", "a.b", "kernel.msgmax"),
    forbidden: forbidden("kernel.msgmax", "a.b", "kernel.msgmax"),
  },
  {
    name: "names with slashes and in capitals",
    pod: pod("net/ipv4/tcp_syncookies", "NET.IPV4.TCP_SYNCOOKIES"),
    forbidden: forbidden("net/ipv4/tcp_syncookies", "NET.IPV4.TCP_SYNCOOKIES"),
  },
  {
    name: "a sysctl without a name, after an allowed one",
    pod: { spec: { securityContext: { sysctls: [{ name: "net.ipv4.tcp_syncookies" }, {}] } } },
    forbidden: {
      reason: "forbidden sysctls",
      detail: "",
      fields: [{ path: ["spec", "securityContext", "sysctls", 1, "name"], value: null }],
    },
  },
]);

for (const { since, allowedValues = sysctls.allowedValues } of sysctls.revisions) {
  test(`sysctls v1.${since} lists the values that it allows`, () => {
    const names = Object.keys(FIRST_ALLOWED).filter((name) => (FIRST_ALLOWED[name] ?? Infinity) <= since);
    assert.deepEqual(allowedValues, ["undefined / nil", ...names]);
  });
}
