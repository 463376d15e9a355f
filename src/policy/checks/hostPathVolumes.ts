import type { Check, Forbidden } from "../check.ts";
import { detail, instructInVolumes } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { hasSource, shownSource } from "../fields/volumes.ts";
import { counted, VOLUMES } from "../words/slots.ts";
import { decide } from "../fix/planning.ts";

const REASON = "hostPath volumes";
const NAMED_VOLUMES = phrase`${counted("volume", "volumes")} ${VOLUMES}`;

/** policy/check_hostPathVolumes.go of k8s.io/pod-security-admission v0.37.2. */
export const hostPathVolumes: Check = {
  id: "hostPathVolumes",
  level: "baseline",
  title: "HostPath Volumes",
  requirement: "Pods do not mount the node's file system.",
  description:
    "A hostPath volume gives the container access to the node's file system: to the credentials of the kubelet, " +
    "the sockets of the container runtime, and the files of other pods.",
  restrictedFields: ["spec.volumes[*].hostPath"],
  allowedValues: ["undefined / nil"],
  remediation:
    "Use another kind of volume: emptyDir for scratch space, configMap or secret for configuration, " +
    "persistentVolumeClaim for data (with a local PersistentVolume for a disk of the node).",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   containers:
     - name: web
       image: registry.example.com/web:1.4
       volumeMounts:
         - name: cache
           mountPath: /cache
   volumes:
     - name: cache
-      hostPath:
-        path: /var/cache/web
+      emptyDir: {}
`,
  reasons: [REASON],
  readDetail: detail(NAMED_VOLUMES, ([, names]) =>
    instructInVolumes(names, "replace hostPath with another kind of volume"),
  ),
  fix: decide(
    [
      { when: "scratch space or a cache", change: "emptyDir: {}" },
      {
        when: "the time zone (/etc/localtime)",
        change: "the environment variable TZ, and the time zones in the image",
      },
      {
        when: "data on a disk of the node",
        change: "a persistentVolumeClaim, with a PersistentVolume of type local",
      },
      {
        when: "the socket of the container runtime, or files of the node such as /var/log, /proc or /sys",
        change: "keep it, and run it in a namespace of its own with the level privileged",
      },
    ],
    "The files of the node are no longer there: programs fail with “no such file or directory”, or begin with an empty directory.",
  ),
  revisions: [
    { since: 0, check: hostPathVolumes_1_0, cel: "variables.spec.?volumes.orValue([]).all(v, !has(v.hostPath))" },
  ],
};

function hostPathVolumes_1_0(pod: PodView): Forbidden | undefined {
  const bad = (pod.spec.volumes ?? [])
    .map((volume, index) => ({ volume, path: ["spec", "volumes", index, "hostPath"] }))
    .filter(({ volume }) => hasSource(volume, "hostPath"));
  if (bad.length === 0) return undefined;
  return {
    reason: REASON,
    detail: NAMED_VOLUMES.write([bad.length, bad.map(({ volume }) => volume.name ?? "")]),
    fields: bad.map(({ volume, path }) => ({ path, value: shownSource(volume, "hostPath") })),
  };
}
