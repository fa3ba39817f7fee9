import { createHash } from 'node:crypto'
import type { Codebook } from '@doseline/codebook'
import { MOST_CHARACTERS, MOST_LINES } from '../gather/limits.ts'
import { judgePatient } from './judge-patient.ts'
import type { FromWorker, PartContext, ToWorker } from './messages.ts'

/** Judges the charts of one part after another; what it is given is checked already. */
export class PartJudge {
  readonly #codebook: Codebook
  #part: OpenPart | undefined

  constructor(codebook: Codebook) {
    this.#codebook = codebook
  }

  /** Takes a message, and gives what is to be written because of it. Throws where the messages are out of order. */
  take(message: ToWorker): readonly FromWorker[] {
    if ('open' in message) {
      if (this.#part) throw new Error('a part was opened before the one before it was closed')
      this.#part = new OpenPart(message.open, this.#codebook)
      return []
    }
    if (!this.#part) throw new Error('a line came outside of a part')
    if (!('close' in message)) return this.#part.take(message)
    const last = this.#part.finish()
    const closed = this.#part.closing()
    this.#part = undefined
    const { lines, patients } = message.close
    if (closed.lines !== lines || closed.patients !== patients)
      throw new Error(`${closed.part}: ${lines} lines were sent and ${closed.lines} came`)
    return [...last, { closed }]
  }

  /** Whether a part is open: what was sent ended in the middle. */
  get isOpen(): boolean {
    return this.#part !== undefined
  }
}

type OfPatient = Extract<ToWorker, { patient: string }>

class OpenPart {
  readonly #context: PartContext
  readonly #codebook: Codebook
  readonly #digest = createHash('sha256')
  readonly #counts = { lines: 0, patients: 0, doses: 0 }
  #chart: GrowingChart | undefined

  constructor(context: PartContext, codebook: Codebook) {
    this.#context = context
    this.#codebook = codebook
  }

  take(message: OfPatient): readonly FromWorker[] {
    const done = this.#chart?.patient === message.patient ? [] : this.finish()
    this.#chart ??= new GrowingChart(message.patient)
    this.#chart.take(message)
    if ('line' in message) this.#counts.lines++
    return done
  }

  finish(): readonly FromWorker[] {
    if (!this.#chart) return []
    const result = judgePatient(this.#chart.whole(), this.#context, this.#codebook)
    this.#chart = undefined
    this.#digest.update(`${JSON.stringify(result)}\n`)
    this.#counts.patients++
    this.#counts.doses += result.doses.length
    return [result]
  }

  closing() {
    const { part } = this.#context
    return { part, ...this.#counts, digest: this.#digest.digest('hex') }
  }
}

/** A chart whose lines are coming. One that is too large is counted, and not held. */
class GrowingChart {
  readonly patient: string
  #lines: string[] = []
  #characters = 0
  #left = 0
  readonly #unread: { type?: string | undefined; says: string }[] = []

  constructor(patient: string) {
    this.patient = patient
  }

  take(message: OfPatient): void {
    if ('unread' in message) this.#unread.push(message.unread)
    else if ('left' in message) this.#left += message.left
    else this.#add(message.line)
  }

  #add(line: string): void {
    this.#characters += line.length
    if (this.#left === 0 && this.#lines.length < MOST_LINES && this.#characters <= MOST_CHARACTERS) {
      this.#lines.push(line)
      return
    }
    this.#left += this.#lines.length + 1
    this.#lines = []
  }

  whole() {
    return { patient: this.patient, lines: this.#lines, unread: this.#unread, left: this.#left }
  }
}
