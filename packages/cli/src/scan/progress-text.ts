import type { ScanProgress } from '@doseline/scan'

/** Characters of the bar. */
const BAR = 24

/** Says how far a scan is, how fast it goes and how long it still takes. */
export class ScanClock {
  readonly #now: () => number
  #step: ScanProgress['step'] | undefined
  #since = 0

  /** `now`: milliseconds of a clock that only goes on. */
  constructor(now: () => number) {
    this.#now = now
  }

  text(progress: ScanProgress): string {
    if (progress.step !== this.#step) {
      this.#step = progress.step
      this.#since = this.#now()
    }
    const { step } = progress
    if (step === 'reading')
      return `Reading ${bar(progress.bytes, progress.bytesOf)} ${count(progress.lines)} lines of ${count(progress.files)} files`
    if (step === 'gathering') return 'Bringing the lines of each patient together …'
    if (step === 'writing') return 'Writing the results …'
    const { patients, patientsOf, doses, verdicts, unchanged } = progress
    const seconds = (this.#now() - this.#since) / 1000
    // What had not changed took no time.
    const rate = seconds > 0 ? (patients - unchanged) / seconds : 0
    const left = rate > 0 ? ` · ${clock((patientsOf - patients) / rate)} left` : ''
    const said = `${verdicts.ready} ready, ${verdicts['not-ready']} not ready, ${verdicts['needs-information']} need information, ${verdicts['not-billable']} not billable`
    return `Judging ${bar(patients, patientsOf)} ${count(patients)} of ${count(patientsOf)} patients · ${rate.toFixed(0)} a second${left} · ${count(doses)} doses: ${said}`
  }
}

function bar(done: number, of: number): string {
  const filled = of > 0 ? Math.min(BAR, Math.floor((BAR * done) / of)) : 0
  return `[${'#'.repeat(filled)}${'.'.repeat(BAR - filled)}]`
}

const count = (of: number): string => of.toLocaleString('en-US')

function clock(seconds: number): string {
  const whole = Math.ceil(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.ceil(whole / 60)
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}
