import { createContext, Script } from 'node:vm'
import type { WrittenPattern } from './patterns-in.ts'
import { type Probe, probesFor, textOf } from './probes.ts'

/** Characters of the longest text, and of the one it is compared with. */
const LONGEST = 32_768
const TIMES = 8
/** Milliseconds below which nothing is looked at closer, and after which the engine gives up. */
const QUICK = 10
const LONGEST_RUN = 1_000
/** A text of eight times the length takes 8 times as long where the pattern is linear, 64 times where it is quadratic. */
const MOST_GROWTH = 24
/** What is slow is slow every time; what was slow once may have met a busy machine. */
const TRIES = 4

/** The probe on which a pattern takes more than linear time, and how long; undefined where there is none. */
export function slowOn(pattern: WrittenPattern): { readonly probe: Probe; readonly milliseconds: number } | undefined {
  const timed = timing(pattern)
  for (const probe of probesFor(pattern)) {
    const [short, long] = [textOf(probe, LONGEST / TIMES), textOf(probe, LONGEST)]
    let milliseconds = timed(long)
    for (let at = 0; at < TRIES && milliseconds >= QUICK; at++) {
      const shorter = timed(short)
      if (shorter >= LONGEST_RUN) return { probe, milliseconds: shorter }
      milliseconds = Math.min(milliseconds, timed(long))
      if (milliseconds <= shorter * MOST_GROWTH) milliseconds = 0
    }
    if (milliseconds >= QUICK) return { probe, milliseconds }
  }
  return undefined
}

/** Milliseconds of this thread that a pattern needs for all its matches in a text; it is stopped when it takes too long. */
function timing({ source, flags }: WrittenPattern): (text: string) => number {
  const context = createContext({ pattern: new RegExp(source, flags.includes('g') ? flags : `${flags}g`), text: '' })
  const script = new Script(`text.replace(pattern, '')`)
  return (text) => {
    context.text = text
    const started = process.threadCpuUsage()
    try {
      script.runInContext(context, { timeout: LONGEST_RUN })
    } catch {
      return LONGEST_RUN
    }
    const { user, system } = process.threadCpuUsage(started)
    return (user + system) / 1000
  }
}
