import type { FieldPath } from "../../api/field-path.ts";
import type { Check, FaultyField, Forbidden } from "../check.ts";
import type { Volume } from "../../api/pod.ts";
import { detail, instructInVolumes } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import {
  ALLOWED_SOURCES,
  hasSource,
  hasSourceAmong,
  RESTRICTED_SOURCES,
  shownSource,
  SOURCES_ALLOWED_BEFORE_1_33,
} from "../fields/volumes.ts";
import { counted, VALUES, VOLUMES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";
import { decide } from "../fix/planning.ts";

const REASON = "restricted volume types";
const USE = phrase`${counted("volume", "volumes")} ${VOLUMES} ${counted("uses", "use")} restricted volume ${counted("type", "types")} ${VALUES}`;

/** policy/check_restrictedVolumes.go of k8s.io/pod-security-admission v0.37.2. */
export const restrictedVolumes: Check = {
  id: "restrictedVolumes",
  level: "restricted",
  title: "Volume Types",
  requirement: "Pods mount only objects of the namespace, claims, CSI drivers, images and scratch space.",
  description:
    "A pod may mount objects of its namespace, and storage that an administrator provides. It may not mount the node's " +
    "files, or storage whose address and credentials are in the pod.",
  restrictedFields: ["spec.volumes[*]"],
  allowedValues: ALLOWED_SOURCES,
  remediation:
    "For storage use a persistentVolumeClaim or an ephemeral volume: the PersistentVolume names the disk or the server. " +
    "Use emptyDir for scratch space, and configMap, secret, projected or downwardAPI for configuration.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     runAsNonRoot: true
     seccompProfile:
       type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
       securityContext:
         allowPrivilegeEscalation: false
         capabilities:
           drop: [ALL]
       volumeMounts:
         - name: data
           mountPath: /data
   volumes:
     - name: data
-      nfs:
-        server: nfs.example.com
-        path: /exports/web
+      persistentVolumeClaim:
+        claimName: web-data
`,
  reasons: [REASON],
  // The check also replaces hostPathVolumes, so its message names this type.
  policyReason: {
    cel: `'${REASON}' + (variables.spec.?volumes.orValue([]).exists(v, has(v.hostPath)) ? ' (hostPath)' : '')`,
    of: ({ spec: { volumes = [] } }) =>
      volumes.some((volume) => volume["hostPath"] !== undefined) ? `${REASON} (hostPath)` : REASON,
  },
  readDetail: detail(USE, ([, names, , , types]) =>
    instructInVolumes(
      names,
      `replace ${types.join(" or ")} with another kind of volume, such as persistentVolumeClaim`,
    ),
  ),
  fix: decide(
    [
      { when: "hostPath: scratch space or a cache", change: "emptyDir: {}" },
      {
        when: "hostPath: the time zone (/etc/localtime)",
        change: "the environment variable TZ, and the time zones in the image",
      },
      {
        when: "hostPath: data on a disk of the node",
        change: "a persistentVolumeClaim, with a PersistentVolume of type local",
      },
      {
        when: "hostPath: the socket of the container runtime, or files of the node such as /var/log, /proc or /sys",
        change: "keep it, and run it in a namespace of its own with the level privileged",
      },
      {
        when: "nfs, iscsi and other storage in the pod",
        change: "a persistentVolumeClaim, with a PersistentVolume that names the server",
      },
    ],
    "Another volume has other contents: programs fail with “no such file or directory”, or begin with an empty directory.",
  ),
  revisions: [
    {
      since: 0,
      check: restrictedVolumes_1_0,
      earlier: [{ until: 33, check: restrictedVolumes_1_0_until_1_33, change: "Allows image volumes." }],
      cel: `variables.spec.?volumes.orValue([]).all(v, ${ALLOWED_SOURCES.map((source) => `has(v.${source})`).join(" || ")})`,
      overrides: ["hostPathVolumes"],
      change: "It forbids hostPath, too.",
    },
  ],
};

const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_SOURCES);

function restrictedVolumes_1_0(pod: PodView): Forbidden | undefined {
  return checkVolumes(pod, ALLOWED);
}

/** API servers of v1.31 and v1.32 have image volumes, and do not allow them at any policy version. */
function restrictedVolumes_1_0_until_1_33(pod: PodView): Forbidden | undefined {
  return checkVolumes(pod, SOURCES_ALLOWED_BEFORE_1_33);
}

function checkVolumes(pod: PodView, allowed: ReadonlySet<string>): Forbidden | undefined {
  const bad = (pod.spec.volumes ?? []).flatMap((volume, index) =>
    hasSourceAmong(volume, allowed)
      ? []
      : [{ name: volume.name ?? "", source: restrictedSource(volume, ["spec", "volumes", index]) }],
  );
  if (bad.length === 0) return undefined;
  const types = sortedSet(bad.map(({ source }) => source.type));
  return {
    reason: REASON,
    detail: USE.write([bad.length, bad.map(({ name }) => name), bad.length, types.length, types]),
    fields: bad.map(({ source }) => source.field),
  };
}

/**
 * The source that makes a volume restricted, and its path. For a volume without a known source, the volume itself, by
 * its name.
 */
function restrictedSource(volume: Volume, path: FieldPath): { type: string; field: FaultyField } {
  const type = RESTRICTED_SOURCES.find((source) => hasSource(volume, source));
  if (type === undefined) return { type: "unknown", field: { path, value: { name: volume.name } } };
  return { type, field: { path: [...path, type], value: shownSource(volume, type) } };
}
