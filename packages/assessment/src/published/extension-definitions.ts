import type { ElementDefinition, StructureDefinition } from 'fhir/r4'
import { about } from './canonical.ts'

interface Extension {
  readonly id: string
  readonly title: string
  readonly on: readonly string[]
  /** One value, or parts by name. */
  readonly holds: string | Readonly<Record<string, string>>
}

const EXTENSIONS: readonly Extension[] = [
  {
    id: 'charge-modifier',
    title: 'A modifier of a charge, with its place on the line',
    on: ['ChargeItem'],
    holds: { sequence: 'positiveInt', code: 'CodeableConcept' },
  },
  {
    id: 'billed-ndc',
    title: 'The drug as a claim names it',
    on: ['ChargeItem'],
    holds: { ndc: 'Coding', quantity: 'Quantity' },
  },
  {
    id: 'written-digest',
    title: 'Digest of the content as Doseline wrote it',
    on: ['ChargeItem', 'Flag'],
    holds: 'string',
  },
  {
    id: 'judged-version',
    title: 'The version of a resource that a decision was made from',
    on: ['Provenance.entity.what'],
    holds: 'string',
  },
  {
    id: 'containers-opened',
    title: 'How many containers were opened',
    on: ['MedicationAdministration', 'MedicationDispense'],
    holds: 'integer',
  },
  {
    id: 'opened-amount',
    title: 'What the opened containers held',
    on: ['MedicationAdministration', 'MedicationDispense'],
    holds: 'Quantity',
  },
  {
    id: 'discarded-amount',
    title: 'How much of the drug was thrown away',
    on: ['MedicationAdministration', 'MedicationDispense'],
    holds: 'Quantity',
  },
  {
    id: 'acquired',
    title: 'How the drug was acquired: bought, 340B, supplied, free',
    on: ['MedicationAdministration', 'MedicationDispense'],
    holds: 'code',
  },
]

/** A definition of each extension Doseline reads or writes. */
export function extensionDefinitions(): StructureDefinition[] {
  return EXTENSIONS.map(({ id, title, on, holds }) => {
    const described = about('StructureDefinition', id, title)
    return {
      resourceType: 'StructureDefinition',
      ...described,
      fhirVersion: '4.0.1',
      kind: 'complex-type',
      abstract: false,
      context: on.map((expression) => ({ type: 'element', expression })),
      type: 'Extension',
      baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Extension',
      derivation: 'constraint',
      differential: { element: [root(title), ...elementsOf(holds), fixedUrl('Extension.url', described.url)] },
    }
  })
}

const root = (title: string): ElementDefinition => ({
  id: 'Extension',
  path: 'Extension',
  short: title,
  definition: title,
})

const fixedUrl = (id: string, uri: string): ElementDefinition => ({
  id,
  path: id.replace(/:[^.]+/g, ''),
  fixedUri: uri,
})

function elementsOf(holds: Extension['holds']): ElementDefinition[] {
  if (typeof holds === 'string') {
    return [
      { id: 'Extension.extension', path: 'Extension.extension', max: '0' },
      { id: 'Extension.value[x]', path: 'Extension.value[x]', min: 1, type: [{ code: holds }] },
    ]
  }
  return Object.entries(holds).flatMap(([name, type]) => {
    const id = `Extension.extension:${name}`
    return [
      { id, path: 'Extension.extension', sliceName: name, min: 1, max: '1' },
      fixedUrl(`${id}.url`, name),
      { id: `${id}.value[x]`, path: 'Extension.extension.value[x]', min: 1, type: [{ code: type }] },
    ]
  })
}
