const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** A name of a user that is part of the name of a binding. */
const USUAL_NAME = /^[\w.@-]{1,100}$/;

/** The subject of a binding that `kubectl create` makes. */
export interface BindingSubject {
  readonly flag: string;
  /** The end of the binding's name. */
  readonly suffix: string;
}

/** The flag for a user or a service account. A user whose name cannot be part of the name of an object has the suffix `reader`. */
export function subjectOf(user: string): BindingSubject {
  const [, ...account] = SERVICE_ACCOUNT.exec(user) ?? [];
  if (account.length > 0) return { flag: `--serviceaccount=${account.join(":")}`, suffix: account.join("-") };
  return { flag: `--user=${user}`, suffix: USUAL_NAME.test(user) ? user : "reader" };
}
