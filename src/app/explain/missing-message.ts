import { UserError } from "../../api/user-error.ts";

const NO_MESSAGE = "no message of Pod Security Admission found";
const EXPECTED =
  'Expected a text such as: pods "web" is forbidden: violates PodSecurity "restricted:latest": privileged (…)';
/** The fields that every Kubernetes object has, in YAML or JSON, also within a List. */
const OBJECT = [/^[\t -]*"?apiVersion"?:/m, /^[\t -]*"?kind"?:/m];
/** A field that only the API server writes into an object. */
const OF_CLUSTER = /^[\t ]*"?(?:uid|resourceVersion|creationTimestamp)"?:\s*"?\S/m;
const NAMESPACE = /^[\t ]*"?namespace"?:\s*"?([a-z0-9](?:[-a-z0-9]*[a-z0-9])?)"?,?\s*$/m;
/** The command that prints the messages about a namespace, whatever its labels and its events are. */
const JUDGE = "Judge the namespace: kubectl pss audit -n NAMESPACE --messages | kubectl pss explain -";
const WORDS_OF_EVENTS = /^LAST SEEN\s+TYPE\s+REASON/m;

/** The error about an empty standard input: the command before the pipe has printed nothing, or only to standard error. */
export function emptyInput(): UserError {
  return new UserError("standard input is empty, so there is nothing to explain", [
    "The command before the pipe printed nothing: kubectl writes errors to standard error (2>&1 passes them on), and events remain for an hour.",
    JUDGE,
  ]);
}

/** The error about a text without a message. For an object, which may have no condition or status with one, it names the command that judges it. */
export function missingMessage(text: string): UserError {
  if (OBJECT.every((pattern) => pattern.test(text))) {
    if (!OF_CLUSTER.test(text))
      return new UserError(
        `${NO_MESSAGE} in this manifest`,
        "Judge the file: kubectl pss lint --level restricted --messages FILE | kubectl pss explain -",
      );
    const namespace = NAMESPACE.exec(text)?.[1] ?? "NAMESPACE";
    return new UserError(
      `${NO_MESSAGE} in this object`,
      `Judge its namespace: kubectl pss audit -n ${namespace} --messages | kubectl pss explain -`,
    );
  }
  if (WORDS_OF_EVENTS.test(text))
    return new UserError(`${NO_MESSAGE} in these events, which remain for an hour`, JUDGE);
  return new UserError(NO_MESSAGE, EXPECTED);
}
