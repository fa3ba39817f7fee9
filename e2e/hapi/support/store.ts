import type { Bundle, FhirResource } from 'fhir/r4'
import type { Scenario } from '../../../fhir-fixtures/src/index.ts'

const KINDS = [
  'Patient',
  'Practitioner',
  'Encounter',
  'MedicationAdministration',
  'Medication',
  'Condition',
  'Observation',
  'Coverage',
  'ChargeItem',
  'Flag',
  'Provenance',
  'Task',
] as const

/** HAPI’s store as somebody sees it who may see everything. */
export class HapiStore {
  readonly #base: string

  constructor(base: string) {
    this.#base = base
  }

  /** A request; throws with what was said where it is refused. */
  async ask(path: string, method = 'GET', body?: object): Promise<FhirResource> {
    const response = await fetch(path ? `${this.#base}/${path}` : this.#base, {
      method,
      // HAPI answers a search it has seen within the last minute from its memory, unless it is asked not to.
      headers: { 'content-type': 'application/fhir+json', 'cache-control': 'no-cache' },
      ...(body && { body: JSON.stringify(body) }),
    })
    const answer = (await response.json()) as FhirResource
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answer)}`)
    return answer
  }

  /** All of a search, page after page. */
  async all<T extends FhirResource>(search: string): Promise<T[]> {
    const found: T[] = []
    for (let next: string | undefined = search; next; ) {
      const page = (await this.ask(next)) as Bundle<T>
      found.push(...(page.entry ?? []).flatMap(({ resource }) => resource ?? []))
      const link = page.link?.find(({ relation }) => relation === 'next')?.url
      next = link === undefined ? undefined : `?${link.slice(link.indexOf('?') + 1)}`
    }
    return found
  }

  /** How many there are of each type a test could leave something of. */
  async counts(): Promise<Record<string, number>> {
    const counts = KINDS.map(async (type) => {
      const { total } = (await this.ask(`${type}?_summary=count`)) as Bundle
      return [type, total ?? Number.NaN] as const
    })
    return Object.fromEntries(await Promise.all(counts))
  }

  /** Puts the chart of a scenario there under its own ids, and tells the id of its patient. */
  async put({ chart }: Scenario): Promise<string> {
    const resources = (chart.entry ?? []).flatMap(({ resource }) => resource ?? [])
    const entry = resources.map((resource) => ({
      resource,
      request: { method: 'PUT' as const, url: `${resource.resourceType}/${resource.id}` },
    }))
    await this.ask('', 'POST', { resourceType: 'Bundle', type: 'transaction', entry })
    return resources.find(({ resourceType }) => resourceType === 'Patient')?.id ?? ''
  }

  /** Takes a chart and all that was written about its patient away again. */
  async remove({ chart }: Scenario): Promise<void> {
    const resources = (chart.entry ?? []).flatMap(({ resource }) => resource ?? [])
    const patient = resources.find(({ resourceType }) => resourceType === 'Patient')?.id
    const written = await Promise.all(
      ['ChargeItem', 'Flag'].map((type) => this.all(`${type}?subject=Patient/${patient}`)),
    )
    const targets = written.flat().map(({ resourceType, id }) => `${resourceType}/${id}`)
    const provenance = targets.length > 0 ? await this.all(`Provenance?target=${targets.join(',')}`) : []
    const entry = [...provenance, ...written.flat(), ...resources].map(({ resourceType, id }) => ({
      request: { method: 'DELETE' as const, url: `${resourceType}/${id}` },
    }))
    await this.ask('', 'POST', { resourceType: 'Bundle', type: 'transaction', entry })
  }
}
