const SERVICE_ACCOUNT = /^system:serviceaccount:([^:]+):([^:]+)$/;
/** A name of a user or a service account that is part of the name of a binding. */
const USUAL_NAME = /^[\w.@-]{1,100}$/;

/** The subject of a binding that `kubectl create` makes. */
export interface BindingSubject {
  readonly flag: string;
  /** The end of the binding's name. */
  readonly suffix: string;
}

/** The flag for a user or a service account. One whose name cannot be part of the name of an object has the suffix `reader`. */
export function subjectOf(user: string): BindingSubject {
  const [, ...account] = SERVICE_ACCOUNT.exec(user) ?? [];
  const isAccount = account.length > 0;
  const flag = isAccount ? `--serviceaccount=${account.join(":")}` : `--user=${user}`;
  const name = isAccount ? account.join("-") : user;
  return { flag, suffix: USUAL_NAME.test(name) ? name : "reader" };
}
