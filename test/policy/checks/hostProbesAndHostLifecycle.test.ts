import { hostProbesAndHostLifecycle } from "../../../src/policy/checks/hostProbesAndHostLifecycle.ts";
import { testCheck } from "../check-table.ts";

function forbidden(detail: string, ...fields: [path: string, value: string][]) {
  return {
    reason: "probe or lifecycle host",
    detail,
    fields: fields.map(([path, value]) => ({
      path: path.split(".").map((step) => (/^\d+$/.test(step) ? Number(step) : step)),
      value,
    })),
  };
}

testCheck(hostProbesAndHostLifecycle, [
  { name: "no probes", pod: { spec: { containers: [{ name: "a" }, { name: "b", lifecycle: {} }] } } },
  {
    name: "handlers without a host, and with an empty one",
    pod: {
      spec: {
        containers: [
          {
            name: "a",
            livenessProbe: { httpGet: {} },
            readinessProbe: { tcpSocket: { host: "" } },
            startupProbe: {},
            lifecycle: { postStart: { httpGet: { host: "" } }, preStop: {} },
          },
        ],
      },
    },
  },
  {
    name: "the node's own addresses",
    pod: {
      spec: {
        containers: [
          {
            name: "a",
            livenessProbe: { httpGet: { host: "127.0.0.1" } },
            readinessProbe: { tcpSocket: { host: "::1" } },
            startupProbe: { httpGet: { host: "localhost" } },
          },
        ],
      },
    },
    forbidden: forbidden(
      'container "a" uses probe or lifecycle hosts "127.0.0.1", "::1", "localhost"',
      ["spec.containers.0.livenessProbe.httpGet.host", "127.0.0.1"],
      ["spec.containers.0.readinessProbe.tcpSocket.host", "::1"],
      ["spec.containers.0.startupProbe.httpGet.host", "localhost"],
    ),
  },
  ...(["livenessProbe", "readinessProbe", "startupProbe"] as const).flatMap((probe) =>
    (["httpGet", "tcpSocket"] as const).map((action) => ({
      name: `${action} of ${probe}`,
      pod: { spec: { containers: [{ name: "a", [probe]: { [action]: { host: "2001:4860:4860::8888" } } }] } },
      forbidden: forbidden('container "a" uses probe or lifecycle host "2001:4860:4860::8888"', [
        `spec.containers.0.${probe}.${action}.host`,
        "2001:4860:4860::8888",
      ]),
    })),
  ),
  ...(["postStart", "preStop"] as const).flatMap((hook) =>
    (["httpGet", "tcpSocket"] as const).map((action) => ({
      name: `${action} of ${hook}`,
      pod: { spec: { containers: [{ name: "a", lifecycle: { [hook]: { [action]: { host: "another.host" } } } }] } },
      forbidden: forbidden('container "a" uses probe or lifecycle host "another.host"', [
        `spec.containers.0.lifecycle.${hook}.${action}.host`,
        "another.host",
      ]),
    })),
  ),
  {
    name: "several containers, with a host that both name",
    pod: {
      spec: {
        containers: [
          { name: "valid" },
          { name: "invalid1", livenessProbe: { httpGet: { host: "a.com" } } },
          {
            name: "invalid2",
            lifecycle: { preStop: { tcpSocket: { host: "b.com" } } },
            startupProbe: { httpGet: { host: "a.com" } },
          },
        ],
      },
    },
    forbidden: forbidden(
      'containers "invalid1", "invalid2" use probe or lifecycle hosts "a.com", "b.com"',
      ["spec.containers.1.livenessProbe.httpGet.host", "a.com"],
      ["spec.containers.2.startupProbe.httpGet.host", "a.com"],
      ["spec.containers.2.lifecycle.preStop.tcpSocket.host", "b.com"],
    ),
  },
  {
    name: "names and hosts are sorted sets; every list of containers counts",
    pod: {
      spec: {
        initContainers: [{ name: "z", startupProbe: { httpGet: { host: "h9" } } }],
        containers: [
          { name: "b", livenessProbe: { httpGet: { host: "h10" }, tcpSocket: { host: "H2" } } },
          { name: "b", livenessProbe: { httpGet: { host: "h2" } } },
        ],
        ephemeralContainers: [{ name: "a", readinessProbe: { tcpSocket: { host: "h9" } } }],
      },
    },
    forbidden: forbidden(
      'containers "a", "b", "z" use probe or lifecycle hosts "H2", "h10", "h2", "h9"',
      ["spec.initContainers.0.startupProbe.httpGet.host", "h9"],
      ["spec.containers.0.livenessProbe.httpGet.host", "h10"],
      ["spec.containers.0.livenessProbe.tcpSocket.host", "H2"],
      ["spec.containers.1.livenessProbe.httpGet.host", "h2"],
      ["spec.ephemeralContainers.0.readinessProbe.tcpSocket.host", "h9"],
    ),
  },
  {
    name: "two containers of the same name are one",
    pod: {
      spec: {
        containers: [
          { name: "a", livenessProbe: { httpGet: { host: "h" } } },
          { name: "a", livenessProbe: { httpGet: { host: "h" } } },
        ],
      },
    },
    forbidden: forbidden(
      'container "a" uses probe or lifecycle host "h"',
      ["spec.containers.0.livenessProbe.httpGet.host", "h"],
      ["spec.containers.1.livenessProbe.httpGet.host", "h"],
    ),
  },
]);
