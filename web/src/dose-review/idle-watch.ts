import type { ReactiveController, ReactiveControllerHost } from 'lit'
import { tabStorageIfAny } from '../session/tab-storage.ts'

/** Covered after a while without input; closed for good after half an hour. */
export type Presence = 'there' | 'locked' | 'ended'

export interface IdleParts {
  /** Names the launch, so that loading the page again is no way past the lock. */
  readonly launch: string | null
  /** Minutes until the chart is covered. */
  readonly minutes: () => number
  readonly onChange: (presence: Presence) => void
  readonly now?: () => number
  readonly storage?: Storage
}

export const DEFAULT_IDLE_MINUTES = 10
const ENDED_AFTER_MINUTES = 30
const MINUTE = 60_000
/** Both how often it is looked and how often the last input is written down. */
const STEP = 10_000
const INPUTS = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const

/** Whether somebody is there, by their input in this page. It goes by the clock, so a computer that slept wakes up locked. */
export class IdleWatch implements ReactiveController {
  presence: Presence = 'there'
  readonly #host: ReactiveControllerHost
  readonly #parts: IdleParts
  #last = 0
  #noted = 0
  #timer: ReturnType<typeof setInterval> | undefined

  constructor(host: ReactiveControllerHost, parts: IdleParts) {
    this.#host = host
    this.#parts = parts
    host.addController(this)
  }

  hostConnected(): void {
    const used = this.#storage?.getItem(this.#key) ?? undefined
    if (used === undefined) this.#note()
    else this.#last = Number(used)
    for (const input of INPUTS) addEventListener(input, this.#used, { capture: true, passive: true })
    document.addEventListener('visibilitychange', this.#look)
    this.#timer = setInterval(this.#look, STEP)
    this.#look()
  }

  hostDisconnected(): void {
    for (const input of INPUTS) removeEventListener(input, this.#used, { capture: true })
    document.removeEventListener('visibilitychange', this.#look)
    clearInterval(this.#timer)
  }

  /** The person says that they are there, after the lock. */
  goOn(): void {
    if (this.presence !== 'locked') return
    this.#note()
    this.#become('there')
  }

  readonly #used = (): void => {
    this.#look()
    if (this.presence === 'there') this.#note()
  }

  readonly #look = (): void => {
    if (this.presence === 'ended') return
    const idle = (this.#now() - this.#last) / MINUTE
    if (idle >= ENDED_AFTER_MINUTES) this.#become('ended')
    else if (idle >= this.#parts.minutes()) this.#become('locked')
  }

  #note(): void {
    this.#last = this.#now()
    if (this.#last - this.#noted < STEP) return
    this.#noted = this.#last
    // Without it the lock holds until the page is loaded again, which is the end of a launch there.
    try {
      this.#storage?.setItem(this.#key, String(this.#last))
    } catch {}
  }

  #become(presence: Presence): void {
    if (this.presence === presence) return
    this.presence = presence
    this.#parts.onChange(presence)
    this.#host.requestUpdate()
  }

  #now(): number {
    return (this.#parts.now ?? Date.now)()
  }

  get #storage(): Storage | undefined {
    return this.#parts.storage ?? tabStorageIfAny()
  }

  get #key(): string {
    return `doseline.used.${this.#parts.launch ?? ''}`
  }
}
