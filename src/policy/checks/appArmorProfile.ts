import type { Check, FaultyField, Forbidden } from "../check.ts";
import { detail, firstOf, instructInPod, setInSetters } from "../words/detail.ts";
import { phrase, type Slot } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { CONFINED_PROFILE_TYPES, forbiddenProfiles } from "../fields/profiles.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import type { FieldChange } from "../../api/checks/field-change.ts";
import { compareBytes } from "../../api/words/byte-order.ts";
import { plural } from "../../api/words/plural.ts";
import { goQuote } from "../../api/words/go-quote.ts";
import { listOf, type Setter, SETTERS, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";
import { celList, everySecurityContext } from "../fields/cel.ts";
import { planForbiddenProfiles } from "../fix/profiles.ts";

const ANNOTATION_PREFIX = "container.apparmor.security.beta.kubernetes.io/";
const REASONS = ["forbidden AppArmor profile", "forbidden AppArmor profiles"] as const;

/** The setters of a forbidden profile, and the number of annotations; the text tells only whether it is more than one. */
interface ProfileSetters {
  readonly setters: readonly Setter[];
  readonly annotations: number;
}

/** `pod and container "a" and annotation`: each part may be missing, but not both. */
const PROFILE_SETTERS: Slot<ProfileSetters> = {
  pattern: `(?:${SETTERS.pattern} and annotations?|${SETTERS.pattern}|annotations?)`,
  write({ setters, annotations }) {
    const words = setters.length > 0 ? [SETTERS.write(setters)] : [];
    if (annotations > 0) words.push(plural(annotations, "annotation", "annotations"));
    return words.join(" and ");
  },
  read(text) {
    const [, setters = "", annotation] = /^(.*?)(?:(?: and |^)(annotations?))?$/s.exec(text) ?? [];
    const annotations = annotation === undefined ? 0 : annotation.length - "annotation".length + 1;
    return { setters: setters === "" ? [] : SETTERS.read(setters), annotations };
  },
  containersOf: ({ setters }) => setters.flatMap(({ container }) => container ?? []),
};
const MUST_NOT_SET = phrase`${PROFILE_SETTERS} must not set AppArmor profile type to ${VALUES}`;
/** `container.apparmor.security.beta.kubernetes.io/web="unconfined"`: the whole detail before v1.30. */
const ANNOTATIONS = phrase`${listOf(`${ANNOTATION_PREFIX.replaceAll(".", String.raw`\.`)}[^=]*="(?:[^"\\\\]|\\\\.)*"`)}`;

const CEL_1_0 =
  everySecurityContext(
    (context) => `${context}.?appArmorProfile.?type.orValue('RuntimeDefault') in ${celList(CONFINED_PROFILE_TYPES)}`,
  ) +
  ` && variables.annotations.all(k, !k.startsWith('${ANNOTATION_PREFIX}') || variables.annotations[k] in ['', 'runtime/default'] || ` +
  "variables.annotations[k].startsWith('localhost/'))";

/** policy/check_appArmorProfile.go of k8s.io/pod-security-admission v0.37.2. */
export const appArmorProfile: Check = {
  id: "appArmorProfile",
  level: "baseline",
  title: "AppArmor",
  requirement: "Neither the pod nor a container turns AppArmor off.",
  description:
    "If the node supports AppArmor, the container runtime applies its default profile to every container. " +
    "A pod may choose another profile of the node, but may not run unconfined.",
  restrictedFields: [...securityContextFields("appArmorProfile.type"), `metadata.annotations["${ANNOTATION_PREFIX}*"]`],
  allowedValues: [
    "undefined / nil",
    ...CONFINED_PROFILE_TYPES,
    "in an annotation: undefined / nil, empty, runtime/default, localhost/*",
  ],
  remediation:
    "Remove the profile or the annotation, so that the runtime's default applies. Or set appArmorProfile.type to " +
    "RuntimeDefault, or to Localhost with the name of a profile that is loaded on the nodes.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
-  annotations:
-    container.apparmor.security.beta.kubernetes.io/web: unconfined
 spec:
   securityContext:
     appArmorProfile:
-      type: Unconfined
+      type: RuntimeDefault
   containers:
     - name: web
       image: registry.example.com/web:1.4
-      securityContext:
-        appArmorProfile:
-          type: Unconfined
`,
  reasons: [...REASONS],
  readDetail: firstOf(
    detail(MUST_NOT_SET, ([{ setters }, values]) => [
      ...setInSetters(setters, "appArmorProfile.type", "RuntimeDefault"),
      ...values.flatMap(removeAnnotation),
    ]),
    detail(ANNOTATIONS, ([annotations]) => annotations.flatMap(removeAnnotation)),
  ),
  fix: {
    kind: "take away",
    risk: "medium",
    edit: "Removes the profile of containers and the annotation, and sets the profile of the pod to RuntimeDefault.",
    mayBreak: "what the runtime's profile denies: mount, writes to /proc and /sys, ptrace of other processes",
    plan: (pod, { fields }) => planForbiddenProfiles(pod, fields),
  },
  revisions: [
    {
      since: 0,
      check: appArmorProfile_1_0,
      cel: CEL_1_0,
      earlier: [
        {
          until: 30,
          check: appArmorProfile_1_0_until_1_30,
          change: "Reads the field appArmorProfile, too, and the text says who sets a profile.",
        },
      ],
    },
  ],
};

/** API servers before v1.30 have annotations only, and list them. */
function appArmorProfile_1_0_until_1_30(pod: PodView): Forbidden | undefined {
  const annotations = forbiddenAnnotations(pod);
  if (annotations.length === 0) return undefined;
  return {
    reason: plural(annotations.length, ...REASONS),
    detail: ANNOTATIONS.write([annotations.map(({ text }) => text)]),
    fields: annotations.map(fieldOf),
  };
}

function appArmorProfile_1_0(pod: PodView): Forbidden | undefined {
  const profiles = forbiddenProfiles(pod, "appArmorProfile");
  const annotations = forbiddenAnnotations(pod);
  if (profiles.length + annotations.length === 0) return undefined;

  const values = [...sortedSet(profiles.map(({ type }) => type)), ...annotations.map(({ text }) => text)];
  return {
    reason: plural(values.length, ...REASONS),
    detail: MUST_NOT_SET.write([{ setters: profiles, annotations: annotations.length }, values]),
    fields: [...profiles.map(({ field }) => field), ...annotations.map(fieldOf)],
  };
}

function fieldOf({ key, value }: { readonly key: string; readonly value: string }): FaultyField {
  return { path: ["metadata", "annotations", key], value };
}

/**
 * The annotations that leave a container unconfined, whether or not the pod has this container; sorted by their texts.
 */
function forbiddenAnnotations(pod: PodView): { key: string; value: string; text: string }[] {
  return Object.entries(pod.metadata?.annotations ?? {})
    .filter(([key, value]) => key.startsWith(ANNOTATION_PREFIX) && !isConfined(value))
    .map(([key, value]) => ({ key, value, text: `${key}=${goQuote(value)}` }))
    .sort((a, b) => compareBytes(a.text, b.text));
}

/** The instruction for a value of the detail, if it is an annotation: `key="value"`. */
function removeAnnotation(text: string): FieldChange[] {
  const key = text.startsWith(ANNOTATION_PREFIX) ? text.slice(0, text.indexOf("=")) : "";
  return key === "" ? [] : [instructInPod(["metadata", "annotations", key], `remove the annotation ${key}`)];
}

function isConfined(profile: string): boolean {
  return profile === "" || profile === "runtime/default" || profile.startsWith("localhost/");
}
