import {
  type ChartedDose,
  type CoverageRecord,
  day,
  exactly,
  known,
  missing,
  type OtherDose,
  type Place,
  type Quantity,
} from '@doseline/dose'

/** A quantity as charted: `60 mg`. */
export function charted(text: string): Quantity {
  const [value = '', unit = ''] = text.split(' ')
  return { value: exactly(value), unit }
}

/** Names of a drug, each read from the administration. */
export function named(names: { readonly ndc?: string; readonly hcpcs?: string; readonly text?: string }) {
  const place: Place = { resource: 'MedicationAdministration/ma-1', element: 'medication' }
  const list = (name: string | undefined) => (name === undefined ? [] : [{ name, place }])
  return { ndc: list(names.ndc), rxnorm: [], hcpcs: list(names.hcpcs), text: list(names.text) }
}

export const PROLIA = named({ ndc: '55513071001' })
export const XGEVA = named({ ndc: '55513073001' })
export const MEPSEVII = named({ ndc: '69794000101' })
export const FORTEO = named({ text: 'Forteo' })

/** A completed dose of Prolia, 60 mg, under Medicare Part B; nothing else is charted, and all of it was read. */
export function aChartedDose(differs: Partial<ChartedDose> = {}): ChartedDose {
  const administration = differs.administration ?? 'MedicationAdministration/ma-1'
  const place = (element: string): Place => ({ resource: administration, element })
  return {
    administration,
    patient: known('Patient/p1', place('subject')),
    encounter: known('Encounter/e1', place('context')),
    status: known('completed', place('status')),
    administeredOn: known(day('2026-03-02'), place('effectiveDateTime')),
    drug: known(PROLIA, place('medication')),
    dose: known(charted('60 mg'), place('dosage.dose')),
    containersOpened: missing('not-recorded', 'The chart does not say how many containers were opened.'),
    amountOpened: missing('not-recorded', 'The chart does not state an amount opened.'),
    documentation: known({}),
    visit: known(undefined),
    stays: known([]),
    setting: missing('not-recorded', 'The chart does not hold the visit in which the dose was given.'),
    medicines: known([]),
    results: known([]),
    discarded: missing('not-recorded', 'The chart does not say how much was discarded.'),
    minutes: missing('not-recorded', 'The chart does not say when the infusion started and stopped.'),
    acquired: missing('not-recorded', 'The chart does not say whether the drug was bought or supplied.'),
    diagnoses: known([]),
    coverages: known([aCoverage()]),
    otherDoses: known([]),
    authorizations: known([]),
    charges: known([]),
    dailyDoseReason: missing('not-recorded', 'No reason is stated why more was given that day than is labeled.'),
    gaps: known([]),
    proposed: missing('not-recorded', 'Nothing is proposed.'),
    ...differs,
  }
}

/** Medicare Part B, without days or order. */
export function aCoverage(differs: Partial<CoverageRecord> = {}): CoverageRecord {
  return {
    reference: 'Coverage/c1',
    status: 'active',
    types: [],
    payors: [{ name: 'Medicare Part B', identifiers: [] }],
    place: { resource: differs.reference ?? 'Coverage/c1', element: 'period' },
    ...differs,
  }
}

/** Another completed dose of Prolia, six months before. */
export function anotherDose(differs: Partial<OtherDose> = {}): OtherDose {
  return {
    administration: 'MedicationAdministration/ma-0',
    status: 'completed',
    administeredOn: known(day('2025-09-02')),
    drug: known(PROLIA),
    dose: known(charted('60 mg')),
    ...differs,
  }
}
