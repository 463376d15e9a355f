/** The signals by which people and systems end a process. SIGKILL cannot be handled. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

const pending = new Set<() => void>();

/**
 * Does some work and then cleans up, even if a signal or an uncaught error ends the process before the work is done. Signals still end the process.
 * Without pending work, this module handles no signals.
 *
 * @param cleanup is called at least once, and must be harmless if it is called again
 */
export async function withCleanup<T>(cleanup: () => void, work: () => Promise<T>): Promise<T> {
  if (pending.size === 0) listen();
  pending.add(cleanup);
  try {
    return await work();
  } finally {
    cleanup();
    await handlePendingSignals();
    pending.delete(cleanup);
    if (pending.size === 0) stopListening();
  }
}

/**
 * Lets Node handle signals that arrived during synchronous work. Node handles them only at one point of each turn of its event loop, which the first
 * turn may have passed already.
 */
export async function handlePendingSignals(): Promise<void> {
  for (let turns = 0; turns < 2; turns++) await new Promise((resolve) => setImmediate(resolve));
}

function listen(): void {
  for (const signal of SIGNALS) process.on(signal, onSignal);
  process.on("exit", cleanAll);
}

function stopListening(): void {
  for (const signal of SIGNALS) process.off(signal, onSignal);
  process.off("exit", cleanAll);
}

function onSignal(signal: NodeJS.Signals): void {
  cleanAll();
  stopListening();
  process.kill(process.pid, signal);
}

function cleanAll(): void {
  for (const cleanup of pending) cleanup();
}
