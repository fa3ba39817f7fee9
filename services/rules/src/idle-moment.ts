/** Turns of the event loop that are waited for, at most, and milliseconds in which an idle one is over. */
const MOST_TURNS = 2_000
const IDLE_TURN = 1

/**
 * Waits for a turn of the event loop in which nothing was to be done. Then every connection that had arrived was accepted
 * and every request read: a server that is closed right after resets none that waited unseen while it was busy.
 */
export async function idleMoment(now: () => number = () => performance.now()): Promise<void> {
  for (let turn = 0; turn < MOST_TURNS; turn++) {
    const before = now()
    await new Promise((done) => setImmediate(done))
    await new Promise((done) => setImmediate(done))
    if (now() - before < IDLE_TURN) return
  }
}
