import type { FixEvidence } from "../../api/checks/fix-declaration.ts";
import { count, plural } from "../../api/words/plural.ts";
import type { PlannedChange } from "../../policy/check.ts";
import { declaredContainers, isDeclared } from "../../policy/fix/placing.ts";
import { userOf } from "../../policy/fix/users.ts";
import { containerOf, type PodView, type VisitedContainer } from "../../policy/pod-view.ts";
import type { ImageEvidence, ImageFacts, UserFacts } from "./image-evidence.ts";

/** A change, and the facts that its evidence comes from. */
export interface MarkedChange extends PlannedChange {
  /** In words, with the name of the container each; empty if no fact was looked for. */
  readonly because: readonly string[];
}

/** The effect of a change on one container. */
interface Effect {
  readonly evidence: FixEvidence;
  readonly because: string;
  /** The user that the container needs beside `runAsNonRoot`, because the kubelet does not know the number of its name. */
  readonly user?: number;
}

/**
 * Marks the changes of a pod with what running pods of the same images tell about them. A change for several containers has the worst of their marks.
 *
 * @returns the changes, and a change of `runAsUser` for each container whose image has a named user
 */
export function markChanges(
  changes: readonly PlannedChange[],
  pod: PodView,
  images: ImageEvidence,
): readonly MarkedChange[] {
  return changes.flatMap((change): readonly MarkedChange[] => {
    const judge = judgeOf(change);
    if (judge === undefined) return [{ ...change, because: [] }];
    const effects = affectedBy(change, pod).map((visited) => ({ visited, ...judge(visited, pod, images) }));
    const evidence = ORDER.find((one) => effects.some((effect) => effect.evidence === one));
    if (evidence === undefined) return [{ ...change, because: [] }];
    const because = effects.flatMap((effect) => (effect.evidence === evidence ? factOf(effect) : []));
    const users = effects.flatMap((effect) => (effect.user === undefined ? [] : [withUser(change, effect)]));
    return [{ ...change, evidence, because }, ...users];
  });
}

/** The worst first. */
const ORDER: readonly FixEvidence[] = ["breaks", "unknown", "likely", "safe"];

/** An effect on a container of the pod. */
interface VisitedEffect extends Effect {
  readonly visited: VisitedContainer;
}

function factOf({ visited, because }: VisitedEffect): string {
  return `${visited.name}: ${because}`;
}

function withUser(change: PlannedChange, effect: VisitedEffect): MarkedChange {
  const path = [...effect.visited.path, "securityContext", "runAsUser"];
  return { ...change, path, value: effect.user, risk: "low", evidence: "safe", because: [factOf(effect)] };
}

type Judge = (visited: VisitedContainer, pod: PodView, images: ImageEvidence) => Effect;

/** The judge of a change that pods of the same image may have already; undefined for others. */
function judgeOf({ path, value, evidence }: PlannedChange): Judge | undefined {
  switch (path.at(-1)) {
    case "runAsNonRoot":
      return effectOfNonRoot;
    case "allowPrivilegeEscalation":
      return (visited, _, images) => effectOfField(images.of(imageOf(visited)), (facts) => facts.unescalated, evidence);
    case "seccompProfile":
      return (visited, _, images) => effectOfField(images.of(imageOf(visited)), (facts) => facts.confined, evidence);
    case "drop":
      return Array.isArray(value) && value.includes("ALL") ? effectOfDrop : undefined;
    default:
      return undefined;
  }
}

/** The containers that a change affects: the one that it is in, or all that do not set the field of the pod themselves. */
function affectedBy({ path }: PlannedChange, pod: PodView): readonly VisitedContainer[] {
  if (path[1] !== "securityContext") {
    const own = containerOf(pod, path);
    return own !== undefined && isDeclared(own) ? [own] : [];
  }
  const field = path.at(-1) === "runAsNonRoot" ? "runAsNonRoot" : "seccompProfile";
  return declaredContainers(pod).filter(({ container }) => container.securityContext?.[field] === undefined);
}

function imageOf({ container }: VisitedContainer): string {
  return container.image ?? "";
}

const NO_POD = "no pod of its image was found";

function effectOfField(
  facts: ImageFacts | undefined,
  podsOf: (facts: ImageFacts) => number,
  otherwise: FixEvidence,
): Effect {
  if (facts === undefined) return { evidence: otherwise, because: NO_POD };
  const pods = podsOf(facts);
  if (pods > 0) return { evidence: "safe", because: runWithIt(pods) };
  return { evidence: otherwise, because: `no pod of its image runs with it (${count(facts.pods, "pod")})` };
}

function runWithIt(pods: number): string {
  return `${count(pods, "pod")} of its image ${plural(pods, "runs", "run")} with it`;
}

/** A pod is evidence for a container that has the same user, and at least its capabilities after the edit. */
function effectOfDrop(visited: VisitedContainer, pod: PodView, images: ImageEvidence): Effect {
  const user = userOf(pod, visited);
  const facts = images.of(imageOf(visited));
  const added = visited.container.securityContext?.capabilities?.add ?? [];
  const same = (facts?.dropped ?? []).filter(
    (one) => one.user === user && one.added.every((name) => added.includes(name)),
  );
  const pods = same.reduce((sum, one) => sum + one.pods, 0);
  if (pods > 0) return { evidence: "safe", because: runWithIt(pods) };
  const real = user ?? onlyUser(facts);
  if (real !== undefined && real > 0) {
    return { evidence: "likely", because: `user ${real} has no capabilities to lose` };
  }
  return effectOfField(facts, () => 0, "unknown");
}

function onlyUser(facts: UserFacts | undefined): number | undefined {
  const [user, ...others] = facts?.users.keys() ?? [];
  return others.length === 0 ? user : undefined;
}

function effectOfNonRoot(visited: VisitedContainer, pod: PodView, images: ImageEvidence): Effect {
  const user = userOf(pod, visited);
  if (user === 0) return { evidence: "breaks", because: "runAsUser is 0" };
  if (user !== undefined) return { evidence: "safe", because: `runAsUser is ${user}` };
  const facts = images.of(imageOf(visited));
  return facts === undefined ? { evidence: "unknown", because: NO_POD } : effectOnImage(facts);
}

/** The effect of `runAsNonRoot: true` on a container without `runAsUser`. */
function effectOnImage({ pods, users, nonRoot, refused, named }: ImageFacts): Effect {
  const numbers = [...users.keys()].toSorted((a, b) => a - b);
  const isRoot = refused > 0 || users.has(0);
  const isOther = nonRoot > 0 || named.size > 0 || numbers.some((user) => user > 0);
  if (isRoot && isOther) {
    return { evidence: "unknown", because: "its image runs as root in some pods, and as another user in others" };
  }
  if (users.has(0)) return { evidence: "breaks", because: `its image runs as root in ${podsAs(users, 0)}` };
  if (isRoot)
    return { evidence: "breaks", because: `the kubelet refuses its image as root in ${count(refused, "pod")}` };
  if (nonRoot > 0) return { evidence: "safe", because: runWithIt(nonRoot) };
  const [user, ...otherUsers] = numbers;
  const [name] = named.keys();
  if (name !== undefined) {
    const known = `its image has the named user ${name}`;
    if (user === undefined || otherUsers.length > 0) {
      return { evidence: "breaks", because: `${known}, and no pod tells its number: set runAsUser` };
    }
    return { evidence: "safe", because: `${known}, which is user ${user} in ${podsAs(users, user)}`, user };
  }
  if (user === undefined) {
    return { evidence: "unknown", because: `no pod of its image tells its user (${count(pods, "pod")})` };
  }
  const all = numbers.map((one) => `user ${one} in ${podsAs(users, one)}`).join(", ");
  return { evidence: "safe", because: `its image runs as ${all}; if the image gives it by name, set runAsUser, too` };
}

function podsAs(users: UserFacts["users"], user: number): string {
  return count(users.get(user) ?? 0, "pod");
}
