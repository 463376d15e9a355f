import { hostNamespaces } from "../../../src/policy/checks/hostNamespaces.ts";
import { testCheck } from "../check-table.ts";

testCheck(hostNamespaces, [
  { name: "unset", pod: { spec: {} } },
  { name: "false", pod: { spec: { hostNetwork: false, hostPID: false, hostIPC: false } } },
  {
    name: "all, in the order of the rule",
    pod: { spec: { hostIPC: true, hostPID: true, hostNetwork: true } },
    forbidden: {
      reason: "host namespaces",
      detail: "hostNetwork=true, hostPID=true, hostIPC=true",
      fields: [
        { path: ["spec", "hostNetwork"], value: true },
        { path: ["spec", "hostPID"], value: true },
        { path: ["spec", "hostIPC"], value: true },
      ],
    },
  },
  ...(["hostNetwork", "hostPID", "hostIPC"] as const).map((field) => ({
    name: `${field} alone`,
    pod: { spec: { [field]: true } },
    forbidden: { reason: "host namespaces", detail: `${field}=true`, fields: [{ path: ["spec", field], value: true }] },
  })),
]);
