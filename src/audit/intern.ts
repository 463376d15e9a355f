/** Gives back the first string that was equal to this one. */
export type Intern = (text: string) => string;

/** The words for the same fault are the same in thousands of workloads: each is kept once. */
export function createIntern(): Intern {
  const known = new Map<string, string>();
  return (text) => {
    const first = known.get(text);
    if (first === undefined) known.set(text, text);
    return first ?? text;
  };
}
