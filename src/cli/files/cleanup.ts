/** The signals that people and systems end a process with. SIGKILL cannot be heard. */
const SIGNALS = ["SIGHUP", "SIGINT", "SIGTERM"] as const;

const pending = new Set<() => void>();

/**
 * Does some work and then undoes what it leaves behind: also where a signal or an uncaught error ends the process before the work is done.
 * Signals keep their meaning: the process still dies by them. While nothing is left behind, this module listens to none.
 *
 * @param cleanup is called at least once, and must be harmless when it is called again
 */
export async function withCleanup<T>(cleanup: () => void, work: () => Promise<T>): Promise<T> {
  if (pending.size === 0) listen();
  pending.add(cleanup);
  try {
    return await work();
  } finally {
    cleanup();
    await letSignalsIn();
    pending.delete(cleanup);
    if (pending.size === 0) stopListening();
  }
}

/**
 * Gives signals that came during synchronous work a chance to be heard: Node hears them only between the turns of its event loop. The first turn
 * may already be past that point.
 */
export async function letSignalsIn(): Promise<void> {
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
