import type { Channel } from '@doseline/contract'
import { allPages, type Connection, tokenSearch } from '@doseline/ehr-client'
import type { Bundle, FhirResource } from 'fhir/r4'
import { keyIn, keysIn } from './answer-keys.ts'
import { type LeftBehind, Run, why } from './run.ts'

/** What became of writing to an EHR for a trial. */
export interface Trial {
  readonly run: string
  /** What was done, a line each. */
  readonly done: readonly string[]
  readonly troubles: readonly string[]
  readonly leftBehind: readonly LeftBehind[]
}

/**
 * Writes what the channel of this EHR would write, as something entered in error that no biller can take for a charge:
 * once, a second time (which must not make another), and with a change. Then it takes everything away again.
 */
export async function tryWriting(line: Connection, patient: string, channel: Channel): Promise<Trial> {
  const run = new Run(line)
  const trial = new Trying(line, run, patient)
  try {
    await trial.write(channel)
  } catch (thrown) {
    trial.troubles.push(why(thrown))
  }
  await trial.findTheRest()
  const leftBehind = await run.cleanUp()
  const { done, troubles } = trial
  return { run: run.name, done, troubles, leftBehind }
}

const SAYS = 'Doseline: a write that was tried; it means nothing'

class Trying {
  readonly done: string[] = []
  readonly troubles: string[] = []
  readonly #line: Connection
  readonly #run: Run
  readonly #subject: { readonly reference: string }
  /** Types of which something was sent. */
  readonly #sent = new Set<string>()

  constructor(line: Connection, run: Run, patient: string) {
    this.#line = line
    this.#run = run
    this.#subject = { reference: `Patient/${patient}` }
  }

  async write(channel: Channel): Promise<void> {
    switch (channel) {
      case 'transaction':
        return this.#transaction()
      case 'single':
        for (const resource of this.#charges()) await this.#oneByOne(resource)
        return
      case 'oracle-create':
        this.done.push('not tried: what ChargeItem/$create creates is a charge, and cannot be taken away again')
        return
      case 'hl7v2':
        this.done.push('not tried: it goes to the billing system, not to the EHR')
        return
      case 'by-hand':
        this.done.push('nothing to try: by hand nothing is sent')
        return
      default:
        return this.#oneByOne(this.#message(channel))
    }
  }

  /** What was made without a word of it: an answer that was lost on the way, or one that names no id. */
  async findTheRest(): Promise<void> {
    for (const type of this.#sent) {
      const found = await allPages(this.#line, tokenSearch(type, 'identifier', this.#token())).catch(() => undefined)
      // A server that leaves the parameter out answers with everything it has.
      for (const resource of found?.resources ?? []) {
        if (JSON.stringify(resource).includes(this.#run.name)) this.#run.remember(`${type}/${resource.id}`)
      }
    }
  }

  async #transaction(): Promise<void> {
    const entry = this.#charges().map((resource) => ({
      resource,
      request: { method: 'POST' as const, url: resource.resourceType, ifNoneExist: this.#identifier() },
    }))
    const body: Bundle<FhirResource> = { resourceType: 'Bundle', type: 'transaction', entry }
    const first = keysIn((await this.#line.send('', { method: 'POST', body, headers: PREFER })).body)
    for (const key of first) this.#run.remember(key)
    this.done.push(`one transaction: ${first.length} of ${entry.length} stored`)
    if (first.length < entry.length) this.troubles.push('the answer does not say what was stored')
    const again = keysIn((await this.#line.send('', { method: 'POST', body, headers: PREFER })).body)
    for (const key of again) this.#run.remember(key)
    this.#sameAgain(first, again)
  }

  async #oneByOne(resource: FhirResource): Promise<void> {
    const type = resource.resourceType
    const options = {
      method: 'POST',
      body: resource,
      headers: { ...PREFER, 'if-none-exist': this.#identifier() },
    } as const
    const first = keyIn(await this.#line.send(type, options), type)
    if (!first) {
      this.troubles.push(`${type}: created, but the answer does not say under which id`)
      return
    }
    this.#run.remember(first)
    this.done.push(`${type}: created`)
    const again = keyIn(await this.#line.send(type, options), type)
    if (again) this.#run.remember(again)
    this.#sameAgain([first], again ? [again] : [])
  }

  #sameAgain(first: readonly string[], again: readonly string[]): void {
    const isSame = first.length === again.length && first.every((key) => again.includes(key))
    if (isSame) this.done.push('sent a second time: nothing new was made')
    else
      this.troubles.push(
        'sent a second time it was made again: the app looks before it sends, and an index that lags may still double it',
      )
  }

  #charges(): FhirResource[] {
    return [
      this.#ours({
        resourceType: 'ChargeItem',
        status: 'entered-in-error',
        code: { text: SAYS },
        subject: this.#subject,
      }),
      this.#ours({ resourceType: 'Flag', status: 'entered-in-error', code: { text: SAYS }, subject: this.#subject }),
    ]
  }

  #message(channel: 'task' | 'communication' | 'document'): FhirResource {
    if (channel === 'task') {
      const code = { text: SAYS }
      return this.#ours({
        resourceType: 'Task',
        status: 'entered-in-error',
        intent: 'proposal',
        code,
        for: this.#subject,
      })
    }
    const about = { status: 'entered-in-error' as const, subject: this.#subject }
    if (channel === 'communication') {
      return this.#ours({ resourceType: 'Communication', ...about, payload: [{ contentString: SAYS }] })
    }
    const attachment = { contentType: 'text/plain', data: Buffer.from(SAYS).toString('base64') }
    return this.#ours({ resourceType: 'DocumentReference', ...about, content: [{ attachment }] })
  }

  #ours<T extends FhirResource>(resource: T): T {
    this.#sent.add(resource.resourceType)
    return { ...this.#run.tagged(resource), identifier: [{ system: TRIAL, value: this.#run.name }] }
  }

  #identifier(): string {
    return `identifier=${this.#token()}`
  }

  #token(): string {
    return `${TRIAL}|${this.#run.name}`
  }
}

const TRIAL = 'https://doseline.example/fhir/sid/trial'
const PREFER = { prefer: 'return=representation' }
