import type { FieldPath } from "../../api/field-path.ts";
import type { Check, FaultyField, Forbidden } from "../check.ts";
import type { Volume } from "../../api/pod.ts";
import { detail, instructInVolumes } from "../words/detail.ts";
import { phrase } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { hasSource, hasSourceAmong, shownSource } from "../fields/volumes.ts";
import { counted, VALUES, VOLUMES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";

const REASON = "restricted volume types";
const USE = phrase`${counted("volume", "volumes")} ${VOLUMES} ${counted("uses", "use")} restricted volume ${counted("type", "types")} ${VALUES}`;

const ALLOWED_SOURCES = [
  "configMap",
  "csi",
  "downwardAPI",
  "emptyDir",
  "ephemeral",
  "image",
  "persistentVolumeClaim",
  "projected",
  "secret",
];

/** If a volume has several of these sources, the first one is named. */
const RESTRICTED_SOURCES = [
  "hostPath",
  "gcePersistentDisk",
  "awsElasticBlockStore",
  "gitRepo",
  "nfs",
  "iscsi",
  "glusterfs",
  "rbd",
  "flexVolume",
  "cinder",
  "cephfs",
  "flocker",
  "fc",
  "azureFile",
  "vsphereVolume",
  "quobyte",
  "azureDisk",
  "photonPersistentDisk",
  "portworxVolume",
  "scaleIO",
  "storageos",
];

/** policy/check_restrictedVolumes.go of k8s.io/pod-security-admission v0.37.2. */
export const restrictedVolumes: Check = {
  id: "restrictedVolumes",
  level: "restricted",
  title: "Volume Types",
  requirement: "Volumes come from the namespace, from claims, from drivers or from images, and from nowhere else.",
  description:
    "A pod may mount only what an administrator has provided or what belongs to the namespace: " +
    "neither the node's files nor storage that the pod describes by itself, with its address and credentials.",
  restrictedFields: ["spec.volumes[*]"],
  allowedValues: ALLOWED_SOURCES,
  remediation:
    "Claim storage by a persistentVolumeClaim or an ephemeral volume, whose PersistentVolume names the disk or the " +
    "server; take emptyDir for scratch space, and configMap, secret, projected or downwardAPI for configuration.",
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
  readDetail: detail(USE, ([, names, , , types]) =>
    instructInVolumes(names, `replace ${types.join(" or ")} by another kind of volume, such as persistentVolumeClaim`),
  ),
  revisions: [
    {
      since: 0,
      check: restrictedVolumes_1_0,
      overrides: ["hostPathVolumes"],
      change: "Takes the place of hostPathVolumes: hostPath is one of the sources that it forbids.",
    },
  ],
};

const ALLOWED: ReadonlySet<string> = new Set(ALLOWED_SOURCES);

function restrictedVolumes_1_0(pod: PodView): Forbidden | undefined {
  const bad = (pod.spec.volumes ?? []).flatMap((volume, index) =>
    hasSourceAmong(volume, ALLOWED)
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
