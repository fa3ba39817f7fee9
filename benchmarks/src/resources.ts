import { readFileSync } from 'node:fs'

/** Memory and processor time of this process and of others, looked at four times a second. */
export class Resources {
  #own = 0
  #workers = 0
  #pids: readonly number[] = []
  #workerSeconds = 0
  readonly #before = process.cpuUsage()
  readonly #clock = setInterval(() => this.#look(), 250)

  watch(pids: readonly number[]): void {
    this.#pids = pids
  }

  /** Megabytes of resident memory as high as they were seen, and seconds of processor time. */
  stop() {
    clearInterval(this.#clock)
    const { user, system } = process.cpuUsage(this.#before)
    return {
      peakMegabytes: { scan: Math.round(this.#own), workers: Math.round(this.#workers) },
      processorSeconds: { scan: (user + system) / 1e6, workers: this.#workerSeconds },
    }
  }

  #look(): void {
    this.#own = Math.max(this.#own, process.memoryUsage.rss() / 1e6)
    this.#workers = Math.max(this.#workers, sum(this.#pids.map(residentMegabytes)))
    this.#workerSeconds = Math.max(this.#workerSeconds, sum(this.#pids.map(processorSeconds)))
  }
}

const sum = (values: readonly number[]): number => values.reduce((total, each) => total + each, 0)

const PAGE = 4096
const TICKS_A_SECOND = 100

function residentMegabytes(pid: number): number {
  return (Number(fields(pid, 'statm')[1] ?? 0) * PAGE) / 1e6
}

/** User and system time: the 14th and 15th field, counted after the name in brackets. */
function processorSeconds(pid: number): number {
  const after = fields(pid, 'stat')
  return (Number(after[13] ?? 0) + Number(after[14] ?? 0)) / TICKS_A_SECOND
}

/** Of a process that has ended nothing is known. */
function fields(pid: number, file: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8')
      .replace(/\(.*\)/, 'name')
      .split(' ')
  } catch {
    return []
  }
}
