import type { FieldPath } from "../../api/field-path.ts";
import type { Check, Forbidden } from "../check.ts";
import type { SELinuxOptions } from "../../api/pod.ts";
import { detail, instructInSetters } from "../words/detail.ts";
import { phrase, type Slot } from "../words/phrase.ts";
import type { PodView } from "../pod-view.ts";
import { securityContextFields } from "../fields/restricted-fields.ts";
import { counted, SETTERS, VALUES } from "../words/slots.ts";
import { sortedSet } from "../words/wording.ts";
import { celList, everySecurityContext } from "../fields/cel.ts";
import { planEach, takeAway } from "../fix/planning.ts";

const OPTIONS = ["type", "user", "role"] as const;
const ALLOWED_TYPES_1_0 = ["container_t", "container_init_t", "container_kvm_t"];
const ADDED_TYPES_1_31 = ["container_engine_t"];
const REASON = "seLinuxOptions";
const TYPES = phrase`${counted("type", "types")} ${VALUES}`;
const USER = "user may not be set";
const ROLE = "role may not be set";

/** The forbidden options of a detail: the types, and whether a user and a role are set. */
interface OptionClauses {
  readonly types: readonly string[];
  readonly user: boolean;
  readonly role: boolean;
}

/** `type "a"; user may not be set; role may not be set`: each clause may be missing. All of them are missing only in texts of API servers before v1.26. */
const CLAUSES: Slot<OptionClauses> = {
  pattern: `(?:${TYPES.pattern}(?:; ${USER})?(?:; ${ROLE})?|${USER}(?:; ${ROLE})?|${ROLE}|)`,
  write({ types, user, role }) {
    const clauses = types.length > 0 ? [TYPES.write([types.length, types])] : [];
    if (user) clauses.push(USER);
    if (role) clauses.push(ROLE);
    return clauses.join("; ");
  },
  read(text) {
    const [, types = "", user, role] = READ_CLAUSES.exec(text) ?? [];
    return { types: TYPES.parse(types)?.[1] ?? [], user: user !== undefined, role: role !== undefined };
  },
};
const READ_CLAUSES = new RegExp(`^(.*?)(?:(?:; |^)(${USER}))?(?:(?:; |^)(${ROLE}))?$`, "s");
const SET_FORBIDDEN = phrase`${SETTERS} set forbidden securityContext.seLinuxOptions: ${CLAUSES}`;

/** policy/check_seLinuxOptions.go of k8s.io/pod-security-admission v0.37.2. */
export const seLinuxOptions: Check = {
  id: "seLinuxOptions",
  level: "baseline",
  title: "SELinux",
  requirement:
    "Neither the pod nor a container sets an SELinux user or role, or an SELinux type that is not for containers.",
  description:
    "SELinux isolates a container from the files and processes of the node and of other pods. Another type, user or role " +
    "can remove that isolation. The level may have any value.",
  restrictedFields: OPTIONS.flatMap((option) => securityContextFields(`seLinuxOptions.${option}`)),
  allowedValues: allowedValues([...ALLOWED_TYPES_1_0, ...ADDED_TYPES_1_31]),
  remediation: "Remove user and role from seLinuxOptions. Set type to an allowed type, or remove it, too.",
  example: `
 apiVersion: v1
 kind: Pod
 metadata:
   name: web
 spec:
   securityContext:
     seLinuxOptions:
       level: "s0:c123,c456"
-      user: system_u
-      role: system_r
-      type: spc_t
+      type: container_t
   containers:
     - name: web
       image: registry.example.com/web:1.4
-      securityContext:
-        seLinuxOptions:
-          user: system_u
-          role: system_r
-          type: spc_t
`,
  reasons: [REASON],
  readDetail: detail(SET_FORBIDDEN, ([setters, { types, user, role }]) => {
    const options = [
      ...(types.length > 0 ? [`type ${types.join(", ")}`] : []),
      ...(user ? ["user"] : []),
      ...(role ? ["role"] : []),
    ];
    return instructInSetters(
      setters,
      "seLinuxOptions",
      `remove ${options.join(", ")} from securityContext.seLinuxOptions`,
    );
  }),
  fix: {
    kind: "take away",
    risk: "high",
    edit: "Removes user and role, and the type of containers. The type of the pod becomes container_t.",
    mayBreak:
      "access to files and sockets with other labels: “permission denied”, and AVC denials in the audit log of the node",
    plan: (pod, { fields }) =>
      planEach(pod, fields, ({ path }) => {
        const isPodType = path[1] === "securityContext" && path.at(-1) === "type";
        return [takeAway(path, "high", isPodType ? "container_t" : undefined)];
      }),
  },
  revisions: [
    {
      since: 0,
      check: seLinuxOptions_1_0,
      earlier: [
        {
          until: 26,
          check: seLinuxOptions_1_0_until_1_26,
          change: "The text names a user and a role even if every type is allowed.",
        },
      ],
      cel: celOf(ALLOWED_TYPES_1_0),
      allowedValues: allowedValues(ALLOWED_TYPES_1_0),
    },
    {
      since: 31,
      check: seLinuxOptions_1_31,
      cel: celOf([...ALLOWED_TYPES_1_0, ...ADDED_TYPES_1_31]),
      change: "Allows the type container_engine_t.",
      effect: "relaxes",
    },
  ],
};

function celOf(types: readonly string[]): string {
  return everySecurityContext((context) => {
    const option = (name: string) => `${context}.?seLinuxOptions.?${name}.orValue('')`;
    return `${option("type")} in ${celList(["", ...types])} && ${option("user")} == '' && ${option("role")} == ''`;
  });
}

function allowedValues(types: readonly string[]): string[] {
  return ["undefined / nil", "an empty string", ...types.map((type) => `type ${type}`)];
}

function seLinuxOptions_1_0(pod: PodView): Forbidden | undefined {
  return checkSELinuxOptions(pod, ALLOWED_TYPES_1_0);
}

/** API servers before v1.26 name the user and the role only beside a forbidden type. */
function seLinuxOptions_1_0_until_1_26(pod: PodView): Forbidden | undefined {
  return checkSELinuxOptions(pod, ALLOWED_TYPES_1_0, (clauses) =>
    clauses.types.length > 0 ? clauses : { types: [], user: false, role: false },
  );
}

function seLinuxOptions_1_31(pod: PodView): Forbidden | undefined {
  return checkSELinuxOptions(pod, [...ALLOWED_TYPES_1_0, ...ADDED_TYPES_1_31]);
}

interface ForbiddenOption {
  readonly option: (typeof OPTIONS)[number];
  readonly value: string;
  readonly path: FieldPath;
}

/** @param namedOf the forbidden options that the detail names; all by default */
function checkSELinuxOptions(
  pod: PodView,
  allowedTypes: readonly string[],
  namedOf = (clauses: OptionClauses): OptionClauses => clauses,
): Forbidden | undefined {
  const bad = pod.securityContexts.flatMap(({ container, securityContext, path }) => {
    const { seLinuxOptions } = securityContext;
    const options = seLinuxOptions ? forbiddenOptions(seLinuxOptions, allowedTypes, [...path, "seLinuxOptions"]) : [];
    return options.length > 0 ? [{ container, options }] : [];
  });
  if (bad.length === 0) return undefined;

  const forbidden = bad.flatMap(({ options }) => options);
  const types = sortedSet(forbidden.filter(({ option }) => option === "type").map(({ value }) => value));
  const user = forbidden.some(({ option }) => option === "user");
  const role = forbidden.some(({ option }) => option === "role");
  return {
    reason: REASON,
    detail: SET_FORBIDDEN.write([bad, namedOf({ types, user, role })]),
    fields: forbidden.map(({ value, path }) => ({ path, value })),
  };
}

/** The options that are set to a forbidden value. An empty value counts as not set. */
function forbiddenOptions(
  options: SELinuxOptions,
  allowedTypes: readonly string[],
  path: FieldPath,
): ForbiddenOption[] {
  return OPTIONS.flatMap((option) => {
    const value = options[option];
    if (!value || (option === "type" && allowedTypes.includes(value))) return [];
    return [{ option, value, path: [...path, option] }];
  });
}
