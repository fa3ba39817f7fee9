import type { OperationOutcome } from 'fhir/r4'
import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const copy = <T extends object>(resource: T): T => structuredClone(resource)

/** A page of one type, as a search answers it. */
const page = (chart: SpoiledChart, type: string, more: object) => {
  const { patient } = chart
  const own = chart.entries.filter(({ resource }) => resource?.resourceType === type)
  chart.remove(({ resourceType }) => resourceType === type)
  return chart.add({
    resourceType: 'Bundle',
    type: 'searchset',
    entry: own,
    link: [{ relation: 'self', url: `https://ehr.example/fhir/${type}?patient=${patient}` }],
    ...more,
  })
}
const READ = ['MedicationAdministration', 'Coverage', 'Condition', 'ChargeItem', 'Flag', 'MedicationRequest'] as const

/** What Oracle's newer platform says of resources that do not conform. */
const leftOut = (type: string): OperationOutcome => ({
  resourceType: 'OperationOutcome',
  issue: [
    {
      severity: 'warning',
      code: 'processing',
      diagnostics: `2 ${type} resources do not conform and were left out.`,
    },
  ],
})

/** Copies that disagree, what was deleted, and what was left out. */
export const ONE_CHART: readonly Spoiler[] = [
  {
    name: 'a second copy of the dose with another amount, and nothing that orders the two',
    spoil: ({ dose, entries }) => {
      if (dose.dosage?.dose?.value === undefined) return false
      set(dose, 'meta', undefined)
      const other = copy(dose)
      set(other.dosage?.dose, 'value', dose.dosage.dose.value / 2)
      return entries.push({ resource: other }) > 0
    },
    says: /twice|two (versions|copies)|differ|disagree/,
  },
  {
    name: 'a second copy of the coverage that was cancelled, and nothing that orders the two',
    spoil: ({ coverages, entries }) => {
      for (const coverage of coverages) {
        set(coverage, 'meta', undefined)
        entries.push({ resource: { ...copy(coverage), status: 'cancelled' } })
      }
      return coverages.length > 0
    },
    says: /twice|two (versions|copies)|differ|disagree/,
  },
  {
    name: 'a second copy of the visit that was cancelled, and nothing that orders the two',
    spoil: ({ encounter, entries }) =>
      set(encounter, 'meta', undefined) && encounter
        ? entries.push({ resource: { ...copy(encounter), status: 'cancelled' } }) > 0
        : false,
    says: /twice|two (versions|copies)|differ|disagree/,
  },
  {
    name: 'a visit that the dose names, and the chart does not hold',
    spoil: (chart) => {
      if (!chart.encounter) return false
      chart.remove(({ resourceType }) => resourceType === 'Encounter')
      return true
    },
    says: /as its visit, and the chart does not hold it/,
  },
  ...(
    [
      ['a stay', { class: { code: 'IMP' }, location: undefined }, /inpatient/],
      ['cancelled', { status: 'cancelled' }, /cancelled/],
    ] as const
  ).map(
    ([name, differs, says]): Spoiler => ({
      name: `a visit that the dose contains, and that is ${name}`,
      spoil: ({ dose, encounter }) => {
        if (!encounter) return false
        set(dose, 'contained', [
          ...(dose.contained ?? []),
          { ...copy(encounter), subject: undefined, ...differs, id: 'visit' },
        ])
        return set(dose, 'context', { reference: '#visit' })
      },
      says,
    }),
  ),
  {
    name: 'a history whose newest word about the dose is DELETE',
    spoil: (chart) => {
      chart.bundle.type = 'history'
      const dose = chart.entries.find(({ resource }) => resource === chart.dose)
      const url = chart.request.focus
      if (!dose) return false
      dose.request = { method: 'PUT', url }
      dose.response = { status: '200', lastModified: '2026-03-02T20:00:00Z' }
      chart.entries.unshift({
        fullUrl: dose.fullUrl ?? `https://ehr.example/fhir/${url}`,
        request: { method: 'DELETE', url },
        response: { status: '204', lastModified: '2026-11-20T08:00:00Z' },
      })
      return true
    },
    says: /./,
  },
  {
    name: 'a transaction that deletes the coverage',
    spoil: (chart) => {
      chart.bundle.type = 'transaction'
      for (const { id } of chart.coverages) chart.entries.push({ request: { method: 'DELETE', url: `Coverage/${id}` } })
      return chart.coverages.length > 0
    },
    says: /coverage/i,
  },
  {
    name: 'the visit was an inpatient stay, and the dose refers to it by a kept urn:uuid:',
    spoil: ({ dose, encounter }) => {
      if (!encounter) return false
      set(encounter, 'id', '0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0')
      set(encounter, 'class', { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'IMP' })
      set(encounter, 'location', undefined)
      return set(dose, 'context', { reference: 'urn:uuid:0c3151bd-1cbf-4d64-b04d-cd9187a4c6e0' })
    },
    says: /inpatient|setting/,
  },
  ...READ.flatMap((type): Spoiler[] => [
    {
      name: `a next page of ${type} that was not read`,
      spoil: (chart) =>
        page(chart, type, {
          link: [
            { relation: 'next', url: `https://ehr.example/fhir?page=2&t=${type}` },
            { relation: 'self', url: `https://ehr.example/fhir/${type}?patient=x` },
          ],
        }),
      says: /page|not (wholly|all|completely)|left out/,
    },
    {
      name: `a search of ${type} whose total is larger than what came`,
      spoil: (chart) => page(chart, type, { total: 4000 }),
      says: new RegExp(`total|4000|4,000|not (wholly|all|completely)|left out|${type}`),
    },
    {
      name: `an OperationOutcome among the ${type} that says that some were left out`,
      spoil: (chart) => {
        page(chart, type, {})
        const result = chart.all('Bundle').at(-1)
        result?.entry?.push({
          search: { mode: 'outcome' },
          resource: leftOut(type),
        })
        return result !== undefined
      },
      says: /left out|conform|reported/,
    },
  ]),
  {
    name: 'an error among the records, stored under an address of its own, that results are missing',
    spoil: ({ entries }) =>
      entries.push({
        fullUrl: 'https://ehr.example/fhir/OperationOutcome/o-12',
        resource: {
          resourceType: 'OperationOutcome',
          issue: [{ severity: 'error', code: 'too-costly', diagnostics: 'Search truncated: not all matches returned' }],
        },
      }) > 0,
    says: /truncated/,
  },
  {
    name: 'a second dose of the day that does not say whose it is',
    spoil: (chart) => chart.addDose({ subject: { display: 'Somebody' } }),
    says: /whose dose/,
  },
  ...(['suppressed', 'incomplete'] as const).map(
    (code): Spoiler => ({
      name: `a coverage search whose OperationOutcome informs that it is ${code}`,
      spoil: (chart) => {
        page(chart, 'Coverage', {})
        const resource = { resourceType: 'OperationOutcome', issue: [{ severity: 'information', code }] } as const
        return (
          (chart
            .all('Bundle')
            .at(-1)
            ?.entry?.push({ search: { mode: 'outcome' }, resource }) ?? 0) > 0
        )
      },
      says: /reported/,
    }),
  ),
  ...['SUBSETTED', 'REDACTED', 'MASKED'].map(
    (code): Spoiler => ({
      name: `a dose that is marked ${code}`,
      spoil: ({ dose }) => set(dose, 'meta', { tag: [{ code }] }),
      says: /without all/,
    }),
  ),
  ...['HTEST', 'UNRELIABLE'].flatMap((code): Spoiler[] => [
    {
      name: `a dose that is marked ${code}`,
      spoil: ({ dose }) => set(dose, 'meta', { security: [{ code }] }),
      says: /is marked as/,
    },
    {
      name: `a patient whose record is marked ${code}`,
      spoil: (chart) =>
        chart.all('Patient').map((patient) => set(patient, 'meta', { security: [{ code }] })).length > 0,
      says: /is marked as/,
    },
  ]),
  {
    name: 'a request of a batch that the EHR only accepted',
    spoil: (chart) => chart.entries.push({ response: { status: '202 Accepted' } }) > 0,
    says: /202/,
  },
  {
    name: 'a link that does not say what it leads to',
    spoil: (chart) => page(chart, 'Coverage', { link: [{ rel: 'next', url: 'https://ehr.example/fhir?page=2' }] }),
    says: /further page/,
  },
  ...(['MedicationAdministration?effective-time=2026-03-02', 'Coverage?_elements=status'] as const).map(
    (search): Spoiler => ({
      name: `a search that its server narrowed: ${search}`,
      spoil: (chart) =>
        page(chart, search.split('?')[0] ?? '', {
          link: [{ relation: 'self', url: `https://ehr.example/fhir/${search}` }],
        }),
      says: /was narrowed by/,
    }),
  ),
  ...(['MedicationAdministration', 'Coverage', 'ChargeItem', 'ClaimResponse', 'Encounter'] as const).map(
    (type): Spoiler => ({
      name: `${type} that was read in part`,
      spoil: ({ request, isStatedAsNotCharged }) => {
        if (isStatedAsNotCharged && type === 'ChargeItem') return false
        request.reads = { ...request.reads, [type]: 'failed' }
        return true
      },
      says: new RegExp(type),
    }),
  ),
  {
    name: 'the dose of a Bundle whose entry is no list but holds the coverage under a wrong resourceType',
    spoil: ({ coverages }) => {
      for (const coverage of coverages) set(coverage, 'resourceType', 'coverage')
      return coverages.length > 0
    },
    says: /coverage/i,
  },
  {
    name: 'a Bundle in the chart whose entry is not a list',
    spoil: (chart) => chart.add({ resourceType: 'Bundle', type: 'searchset', entry: 'ChargeItem' }),
    says: /entry/,
  },
  {
    name: 'a charge whose resourceType is mistyped',
    spoil: (chart) =>
      chart.add({ resourceType: 'Chargeitem', id: 'c', status: 'billed', subject: { reference: chart.patient } }),
    says: /[cC]harge[iI]tem/,
  },
]
