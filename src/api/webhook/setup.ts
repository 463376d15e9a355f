/** The check of a webhook's setup: its files, and the objects that make the API server call it. */

/** The parts of a setup, in the order in which they are shown. */
export type SetupPart = "configuration" | "certificate" | "registration" | "caBundle" | "service" | "rights";

/**
 * The result of a check:
 *
 * - `ok`
 * - `notice`: allowed, and people should know it
 * - `problem`: the webhook does not work, or requests pass that it should judge
 * - `unknown`: the check was not possible
 * - `skipped`: the check was not requested
 */
export type SetupState = "ok" | "notice" | "problem" | "unknown" | "skipped";

/** A change of one field of the ValidatingWebhookConfiguration, as in a JSON Patch. */
export interface RegistrationChange {
  readonly op: "add" | "remove";
  /** A JSON pointer. */
  readonly path: string;
  readonly value?: unknown;
}

/** The next step after a result. */
export type SetupStep =
  | { readonly type: "change"; readonly registration: string; readonly change: RegistrationChange }
  /** A command that needs no file of the repository, and what it does in a few words. */
  | { readonly type: "kubectl"; readonly words: readonly string[]; readonly effect: string }
  /** Issues or renews the certificates of a ValidatingWebhookConfiguration. */
  | { readonly type: "certificates"; readonly registration: string; readonly namespace: string }
  /** Makes the role of the webhook, and binds it: also to `user`, unless that is its own service account. */
  | { readonly type: "rights"; readonly user: string }
  | { readonly type: "advice"; readonly sentence: string };

/** A result of the check of a setup. */
export interface SetupResult {
  readonly part: SetupPart;
  readonly state: SetupState;
  readonly found: string;
  /** The expected state; absent if it was found. */
  readonly expected?: string;
  readonly next?: SetupStep;
  /** Whether the command line or one of its files is wrong. */
  readonly isWrongInput?: true;
}

/** The check of a setup. */
export interface SetupCheck {
  /** Whether the objects were read from files. */
  readonly isFromFiles: boolean;
  readonly results: readonly SetupResult[];
}
