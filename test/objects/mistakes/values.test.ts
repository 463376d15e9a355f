/** The remarks in a report on misspelt values of pods. */
import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { CHECKS } from "../../../src/policy/checks.ts";
import { createEvaluator } from "../../../src/policy/evaluator.ts";
import { itemsOf, levelAt } from "../../audit/items.ts";

/** The remarks on a Pod: `field is "value": …`. */
function remarksOn(spec: object, metadata: object = {}): string[] {
  const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p", ...metadata }, spec };
  return itemsOf(JSON.stringify(pod)).flatMap((item) => {
    if (item.type !== "remark") return [];
    assert.deepEqual([item.code, item.severity], ["misspelt-value", "warning"]);
    return item.message;
  });
}

function withContext(securityContext: object): object {
  return { containers: [{ name: "a", image: "x", securityContext }] };
}

const CONTEXT = "spec.containers[0].securityContext";
const ONLY_ALL = "Pod Security Admission accepts only ALL, in capitals";
const NO_PREFIX = "Kubernetes' names of capabilities have no CAP_";
const CAPITALS = "names of capabilities are in capitals";

describe("capabilities", () => {
  for (const [found, meant, rule] of [
    ["all", "ALL", ONLY_ALL],
    ["All", "ALL", ONLY_ALL],
    ["CAP_ALL", "ALL", ONLY_ALL],
    ["cap_all", "ALL", ONLY_ALL],
    ["*", "ALL", ONLY_ALL],
    [" ALL", "ALL", ONLY_ALL],
    ["CAP_NET_RAW", "NET_RAW", NO_PREFIX],
    ["cap_sys_admin", "SYS_ADMIN", NO_PREFIX],
  ] as const) {
    it(`drop: [${found}]`, () => {
      assert.deepEqual(remarksOn(withContext({ capabilities: { drop: [found] } })), [
        `${CONTEXT}.capabilities.drop[0] is "${found}": ${rule}; did you mean "${meant}"?`,
      ]);
      assert.deepEqual(remarksOn(withContext({ capabilities: { drop: ["ALL", found] } })), []);
    });
  }

  for (const [found, meant, rule] of [
    ["CAP_NET_BIND_SERVICE", "NET_BIND_SERVICE", NO_PREFIX],
    ["CAP_CHOWN", "CHOWN", NO_PREFIX],
    ["cap_chown", "CHOWN", NO_PREFIX],
    ["chown", "CHOWN", CAPITALS],
    ["net_bind_service", "NET_BIND_SERVICE", CAPITALS],
    ["NET-BIND-SERVICE", "NET_BIND_SERVICE", "no capability has this name"],
    ["NET_BIND_SERVICES", "NET_BIND_SERVICE", "no capability has this name"],
  ] as const) {
    it(`add: [${found}]`, () => {
      const spec = withContext({ capabilities: { add: ["CHOWN", found], drop: ["ALL"] } });
      assert.deepEqual(remarksOn(spec), [
        `${CONTEXT}.capabilities.add[1] is "${found}": ${rule}; did you mean "${meant}"?`,
      ]);
    });
  }

  it("no remark on right names, unknown names, and values without an effect", () => {
    for (const capabilities of [
      { drop: ["ALL"], add: ["NET_BIND_SERVICE", "SYS_ADMIN"] },
      // Container runtimes do not distinguish upper and lower case.
      { drop: ["net_raw", "chown"] },
      // ALL is forbidden, too.
      { add: ["all", "CAP_ALL"] },
      { add: ["TELEPORT"], drop: ["TELEPORT"] },
      { add: [null, ""], drop: [] },
    ]) {
      assert.deepEqual(remarksOn(withContext({ capabilities })), []);
    }
  });

  it("are found in each list of containers, and have the whole path in a template", () => {
    const container = { name: "a", image: "x", securityContext: { capabilities: { drop: ["all"] } } };
    const spec = { containers: [container], initContainers: [container], ephemeralContainers: [container] };
    assert.deepEqual(
      remarksOn(spec).map((text) => text.replace(/ is .*/, "")),
      ["initContainers", "containers", "ephemeralContainers"].map(
        (list) => `spec.${list}[0].securityContext.capabilities.drop[0]`,
      ),
    );
    const template = { metadata: { labels: {} }, spec: { containers: [container] } };
    const job = {
      apiVersion: "batch/v1",
      kind: "CronJob",
      metadata: { name: "j" },
      spec: { jobTemplate: { spec: { template } } },
    };
    const remark = itemsOf(JSON.stringify(job)).find((item) => item.type === "remark");
    assert.match(remark?.message ?? "", /^spec\.jobTemplate\.spec\.template\.spec\.containers\[0\]\.securityContext\./);
  });
});

describe("types of profiles", () => {
  for (const [found, meant] of [
    ["runtime/default", "RuntimeDefault"],
    ["docker/default", "RuntimeDefault"],
    ["runtimeDefault", "RuntimeDefault"],
    ["RUNTIME_DEFAULT", "RuntimeDefault"],
    ["RuntimeDefalt", "RuntimeDefault"],
    ["Default", "RuntimeDefault"],
    ["localhost/profile.json", "Localhost"],
    ["localhost", "Localhost"],
    ["unconfined", "Unconfined"],
  ] as const) {
    it(found, () => {
      for (const profile of ["seccompProfile", "appArmorProfile"]) {
        const end = `is "${found}": the types are RuntimeDefault, Localhost and Unconfined; did you mean "${meant}"?`;
        const securityContext = { [profile]: { type: found } };
        assert.deepEqual(remarksOn({ ...withContext(securityContext), securityContext }), [
          `spec.securityContext.${profile}.type ${end}`,
          `${CONTEXT}.${profile}.type ${end}`,
        ]);
      }
    });
  }

  it("no remark on right types, and on types without meaning", () => {
    for (const type of ["RuntimeDefault", "Localhost", "Unconfined", "", "strict", null]) {
      assert.deepEqual(remarksOn(withContext({ seccompProfile: { type }, appArmorProfile: { type } })), []);
    }
    assert.deepEqual(remarksOn(withContext({ seccompProfile: {} })), []);
  });

  for (const [found, meant] of [
    ["RuntimeDefault", "runtime/default"],
    ["docker/default", "runtime/default"],
    ["Unconfined", "unconfined"],
    ["Localhost/web", "localhost/web"],
    ["localhost:web", "localhost/web"],
  ] as const) {
    it(`${found} in an annotation of AppArmor`, () => {
      const key = "container.apparmor.security.beta.kubernetes.io/a";
      assert.deepEqual(remarksOn(withContext({}), { annotations: { [key]: found } }), [
        `metadata.annotations[${key}] is "${found}": the values are runtime/default, localhost/PROFILE and unconfined; did you mean "${meant}"?`,
      ]);
    });
  }

  it("no remark on right annotations", () => {
    const key = "container.apparmor.security.beta.kubernetes.io/a";
    for (const value of ["runtime/default", "localhost/web", "unconfined", "", "other"]) {
      assert.deepEqual(remarksOn(withContext({}), { annotations: { [key]: value } }), []);
    }
  });
});

describe("other values", () => {
  for (const [found, meant] of [
    ["Windows", "windows"],
    ["WINDOWS", "windows"],
    ["window", "windows"],
    ["Linux", "linux"],
    ["linux ", "linux"],
    ["windws", "windows"],
  ] as const) {
    it(`os.name: "${found}"`, () => {
      assert.deepEqual(remarksOn({ ...withContext({}), os: { name: found } }), [
        `spec.os.name is "${found}": the names are linux and windows; did you mean "${meant}"?`,
      ]);
    });
  }

  for (const [found, meant] of [
    ["net/ipv4/ip_unprivileged_port_start", "net.ipv4.ip_unprivileged_port_start"],
    ["kernel/shm_rmid_forced", "kernel.shm_rmid_forced"],
    ["net/ipv4/conf/eno2.100/rp_filter", "net.ipv4.conf.eno2/100.rp_filter"],
    ["net/ipv4.tcp_syncookies", "net.ipv4/tcp_syncookies"],
    ["kernel/msgmax", "kernel.msgmax"],
    ["net/ipv4/ping_group_range", "net.ipv4.ping_group_range"],
  ] as const) {
    it(`the sysctl ${found}`, () => {
      const securityContext = {
        sysctls: [
          { name: "net.ipv4.tcp_rmem", value: "1" },
          { name: found, value: "1" },
        ],
      };
      assert.deepEqual(remarksOn({ ...withContext({}), securityContext }), [
        `spec.securityContext.sysctls[1].name is "${found}": Pod Security Admission knows names with dots only; did you mean "${meant}"?`,
      ]);
    });
  }

  it("procMount", () => {
    for (const [found, meant] of [
      ["default", "Default"],
      ["unmasked", "Unmasked"],
      ["DEFAULT", "Default"],
      ["Unmaskd", "Unmasked"],
      ["un-masked", "Unmasked"],
      ["default ", "Default"],
    ] as const) {
      assert.deepEqual(remarksOn(withContext({ procMount: found })), [
        `${CONTEXT}.procMount is "${found}": the values are Default and Unmasked; did you mean "${meant}"?`,
      ]);
    }
  });

  it("no remark on right ones", () => {
    const securityContext = { sysctls: [{ name: "net.ipv4.conf.eno2/100.rp_filter" }, { name: "kernel" }, {}, null] };
    const spec = { ...withContext({ procMount: "Default" }), os: { name: "windows" }, securityContext };
    assert.deepEqual(remarksOn(spec), []);
    assert.deepEqual(remarksOn({ ...withContext({ procMount: "Unmasked" }), os: { name: "linux" } }), []);
    assert.deepEqual(remarksOn({ ...withContext({ procMount: "" }), os: { name: "plan9" } }), []);
  });
});

it("a value is shown on one line, and shortened", () => {
  const [message = ""] = remarksOn({
    ...withContext({}),
    securityContext: { sysctls: [{ name: `net/${"x\n".repeat(5000)}` }] },
  });
  assert.ok(message.length < 600 && !message.includes("\n"), message);
});

it("a remark changes no verdict: the wrong values are forbidden, and the right values are allowed", () => {
  const evaluator = createEvaluator(CHECKS);
  const restricted = levelAt("restricted", "latest");
  const verdict = ([drop, add, type, sysctl]: readonly string[]): boolean => {
    const spec = {
      securityContext: { runAsNonRoot: true, seccompProfile: { type }, sysctls: [{ name: sysctl, value: "1" }] },
      ...withContext({ allowPrivilegeEscalation: false, capabilities: { drop: [drop], add: [add] } }),
    };
    const pod = { apiVersion: "v1", kind: "Pod", metadata: { name: "p" }, spec };
    const workload = itemsOf(JSON.stringify(pod)).find((item) => item.type === "workload");
    assert.ok(workload !== undefined);
    return evaluator.forPod(workload.pod).violations(restricted).length === 0;
  };
  const right = ["ALL", "NET_BIND_SERVICE", "RuntimeDefault", "net.ipv4.tcp_syncookies"];
  const wrong = ["all", "CAP_NET_BIND_SERVICE", "runtime/default", "net/ipv4/tcp_syncookies"];
  assert.equal(verdict(right), true);
  for (const [index, value] of wrong.entries()) assert.equal(verdict(right.with(index, value)), false, value);
});
