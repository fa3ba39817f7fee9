import type { Connection } from '@doseline/ehr-client'
import type { FhirResource } from 'fhir/r4'
import { type Approver, writtenName } from './approver.ts'

const PERSON = /(?:https?:\/\/[^\s"“”]{1,300}?\/)?(Practitioner(?:Role)?\/[A-Za-z0-9\-.]{1,64})/g

/** The people of this EHR by name, each asked for once. Whoever cannot be read stays a reference. */
export class Names {
  readonly #connection: Connection
  readonly #signedIn: () => Approver
  readonly #asked = new Map<string, Promise<string>>()

  constructor(connection: Connection, signedIn: () => Approver) {
    this.#connection = connection
    this.#signedIn = signedIn
  }

  /** The text with names in the place of references to people of this EHR. */
  async in(text: string): Promise<string> {
    const found = [...text.matchAll(PERSON)].flatMap(([whole, reference = '']) =>
      whole === reference || whole === `${this.#connection.base}/${reference}` ? [{ whole, reference }] : [],
    )
    const named = await Promise.all(
      found.map(async ({ whole, reference }) => [whole, await this.#of(reference)] as const),
    )
    return named.reduce((said, [whole, name]) => said.replace(whole, name), text)
  }

  #of(reference: string): Promise<string> {
    const { reference: own, identifier, display } = this.#signedIn()
    if (reference === (own ?? identifier)) return Promise.resolve(display)
    const asked = this.#asked.get(reference) ?? this.#read(reference)
    this.#asked.set(reference, asked)
    return asked
  }

  async #read(reference: string): Promise<string> {
    const read = await this.#connection.request(reference).catch(() => undefined)
    return (isOf(read, reference) && writtenName(read)) || reference
  }
}

function isOf(read: unknown, reference: string): read is FhirResource {
  const { resourceType, id } = (read ?? {}) as { resourceType?: unknown; id?: unknown }
  return `${resourceType}/${id}` === reference
}
