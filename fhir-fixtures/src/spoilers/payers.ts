import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const SOPT = 'https://nahdo.org/sopt'
const type = (code: string, display: string) => ({ coding: [{ system: SOPT, code, display }], text: display })

/** Original Medicare's coverage says something else of itself. */
const says = (
  name: string,
  differs: (coverage: object, chart: SpoiledChart) => void,
  said = /coverage\//,
): Spoiler => ({
  name,
  spoil: (chart) => {
    const coverage = chart.originalMedicare
    if (!coverage) return false
    differs(coverage, chart)
    return true
  },
  says: said,
})
const payor = (coverage: object, display: string) => set(coverage, 'payor', [{ display }])

/** A person states that Original Medicare pays, and the coverage says something else of itself. */
const statedAgainst = (words: string, spoil: (coverage: object) => boolean): Spoiler => ({
  name: `Original Medicare that is stated, and a coverage that says “${words}”`,
  spoil: (chart) => {
    const { originalMedicare: coverage, request } = chart
    if (!coverage || !chart.day) return false
    const stated = { by: 'Practitioner/n1', at: `${chart.day}T23:00:00Z`, ...chart.stated, payer: 'Medicare Part B' }
    request.attested = { ...request.attested, [request.focus]: stated }
    set(coverage, 'type', undefined)
    return spoil(coverage)
  },
  says: /payer-is-known/,
})

/** Who pays is another than Original Medicare, or cannot be told. */
export const PAYERS: readonly Spoiler[] = [
  ...['Medicare HMO', 'Hospice Medicare', 'Medicare TERMINATED', 'Medicaid of Ohio', 'Acme Advantage'].map((words) =>
    statedAgainst(words, (coverage) => payor(coverage, words)),
  ),
  statedAgainst('a plan named Gold HMO', (coverage) => {
    payor(coverage, 'MCR PT B')
    return set(coverage, 'class', [{ type: { coding: [{ code: 'plan' }] }, value: '1', name: 'Gold HMO' }])
  }),
  ...['spouse', 'child', 'injured'].map(
    (code): Spoiler => ({
      name: `Medicare that is registered as of a ${code}`,
      spoil: ({ originalMedicare }) => set(originalMedicare, 'relationship', { coding: [{ code }] }),
      says: /insures each person alone/,
    }),
  ),
  {
    name: 'a payer that is stated against the type of its coverage',
    spoil: (chart) => {
      const { originalMedicare: coverage, request } = chart
      if (!coverage || !chart.day) return false
      const stated = { by: 'Practitioner/n1', at: `${chart.day}T23:00:00Z`, ...chart.stated, payer: 'Medicare Part B' }
      request.attested = { ...request.attested, [request.focus]: stated }
      return set(coverage, 'type', { coding: [{ system: 'https://nahdo.org/sopt', code: '111' }] })
    },
    says: /code 111/,
  },
  {
    name: 'a coverage that ended on the evening before, as a time in UTC',
    spoil: ({ originalMedicare, dose, day, request }) => {
      const written = dose.effectiveDateTime ?? dose.effectivePeriod?.start
      if (!originalMedicare || request.timeZone !== undefined || !written?.endsWith('-05:00')) return false
      return set(originalMedicare, 'period', { start: '2015-01-01', end: `${day}T04:59:59Z` })
    },
    says: /was-active-that-day/,
  },
  says('Medicare Part A alone', (coverage) => {
    set(coverage, 'type', { text: 'Medicare Part A' })
    payor(coverage, 'Medicare Part A')
  }),
  says('Medicare Part D alone', (coverage) => {
    set(coverage, 'type', { text: 'Medicare Part D' })
    payor(coverage, 'Medicare Part D')
  }),
  says('Medicare Part A and D, without B', (coverage, chart) => {
    set(coverage, 'type', { text: 'Medicare Part A' })
    payor(coverage, 'Medicare Part A')
    chart.add({
      ...structuredClone(coverage),
      id: 'cov-d',
      type: { text: 'Medicare Part D' },
      payor: [{ display: 'Medicare Part D' }],
    })
  }),
  says('Medicare Part C beside A, B and D', (coverage, chart) => {
    for (const [part, order] of [
      ['A', 1],
      ['C', 1],
      ['D', 1],
    ] as const) {
      chart.add({
        ...structuredClone(coverage),
        id: `cov-${part}`,
        order,
        type: { text: `Medicare Part ${part}` },
        payor: [{ display: `Medicare Part ${part}` }],
      })
    }
  }),
  says('Medicare Part C by its contract number', (coverage) => {
    set(coverage, 'type', { text: 'Medicare' })
    set(coverage, 'class', [
      {
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/coverage-class', code: 'plan' }] },
        value: 'H1234',
      },
    ])
    payor(coverage, 'Medicare')
  }),
  says('SOPT 1 on a Medicare Advantage plan of Humana', (coverage) => {
    set(coverage, 'type', type('1', 'MEDICARE'))
    payor(coverage, 'Humana Gold Plus')
  }),
  says('SOPT 11, managed Medicare', (coverage) => {
    set(coverage, 'type', type('11', 'Medicare (Managed Care)'))
    payor(coverage, 'Medicare')
  }),
  says('SOPT 111, a Medicare HMO', (coverage) => {
    set(coverage, 'type', type('111', 'Medicare HMO'))
    payor(coverage, 'Medicare')
  }),
  ...['Medicare Advantage PPO', 'Medicare HMO', 'Medicaid', 'Medicare-Medicaid Plan'].map((words) =>
    says(`type “${words}” beside the payor Medicare`, (coverage) => {
      set(coverage, 'type', { text: words })
      payor(coverage, 'Medicare')
    }),
  ),
  says('a plan named “Advantage PPO” beside the payor Medicare', (coverage) => {
    set(coverage, 'type', { text: 'Medicare' })
    set(coverage, 'class', [{ type: { text: 'plan' }, value: '001', name: 'Medicare Advantage PPO' }])
    payor(coverage, 'Medicare')
  }),
  says('Medicaid as the payor under the code of Medicare', (coverage) => payor(coverage, 'NC Medicaid')),
  says('Aetna as the payor under the code of Medicare FFS', (coverage) => payor(coverage, 'Aetna')),
  says('two payors of different companies', (coverage) =>
    set(coverage, 'payor', [{ display: 'Medicare Part B' }, { display: 'Blue Cross NC' }]),
  ),
  says('Medicare alone, in second place', (coverage) => set(coverage, 'order', 2)),
  says('no payor at all', (coverage) => {
    set(coverage, 'type', undefined)
    set(coverage, 'payor', [])
  }),
  says('the patient as payor', (coverage, chart) => {
    set(coverage, 'type', undefined)
    set(coverage, 'payor', [{ reference: chart.patient }])
  }),
  says('the patient as payor beside the type of Medicare', (coverage, chart) =>
    set(coverage, 'payor', [{ reference: chart.patient }]),
  ),
  says('the payer ID of Humana on Medicare Part B', (coverage, chart) => {
    const identifier = [{ type: { text: 'Payer ID' }, system: 'urn:payerid', value: '61101' }]
    chart.add({ resourceType: 'Organization', id: 'payer-by-id', name: 'Medicare Part B', identifier })
    set(coverage, 'payor', [{ reference: 'Organization/payer-by-id' }])
  }),
  says('Medicare Part B-ID, which pays for immunosuppressive drugs', (coverage) => {
    set(coverage, 'type', { text: 'Medicare Part B-ID' })
    payor(coverage, 'Medicare Part B-ID')
  }),
  ...(
    [
      ['AARP MEDICARECOMPLETE', 2],
      ['UHC MCR ADV', undefined],
      ['HUMANA GOLD PLUS HMO', undefined],
      ['Tufts Medicare Preferred', undefined],
      ['Summit Senior Choice', 2],
    ] as const
  ).map(([name, order]) =>
    says(`${name} beside Original Medicare`, (coverage, chart) =>
      chart.add({
        ...structuredClone(coverage),
        id: 'cov-second',
        order,
        type: { text: name },
        payor: [{ display: name }],
      }),
    ),
  ),
  says('hospice beside Original Medicare', (coverage, chart) =>
    chart.add({
      ...structuredClone(coverage),
      id: 'cov-second',
      order: 2,
      type: { text: 'Hospice' },
      payor: [{ display: 'Hospice' }],
    }),
  ),
  says('Railroad Medicare beside Medicare Part B, both first', (coverage, chart) => {
    set(coverage, 'order', 1)
    chart.add({
      ...structuredClone(coverage),
      id: 'cov-second',
      type: { text: 'Railroad Medicare' },
      payor: [{ display: 'Railroad Medicare' }],
    })
  }),
  says('a draft of a plan of Part C beside Original Medicare', (coverage, chart) =>
    chart.add({
      ...structuredClone(coverage),
      id: 'cov-draft',
      status: 'draft',
      order: 1,
      type: { text: 'Humana Medicare Advantage' },
      payor: [{ display: 'Humana Medicare Advantage' }],
    }),
  ),
  says('a payor whose record is also called Humana Medicare Advantage', (coverage, chart) => {
    const alias = ['Humana Medicare Advantage']
    chart.add({ resourceType: 'Organization', id: 'payer-by-alias', name: 'Medicare', alias })
    set(coverage, 'payor', [{ reference: 'Organization/payer-by-alias' }])
  }),
  says('a contract of Part C in an extension of Blue Button', (coverage) => {
    const url = 'https://bluebutton.cms.gov/resources/variables/ptc_cntrct_id_03'
    payor(coverage, 'Medicare')
    set(coverage, 'type', undefined)
    set(coverage, 'extension', [{ url, valueCoding: { system: url, code: 'H5216' } }])
  }),
  says('a coverage that is listed for subrogation', (coverage) => set(coverage, 'subrogation', true)),
  says('workers’ compensation', (coverage) => {
    set(coverage, 'type', { text: 'Workers’ compensation' })
    payor(coverage, 'Medicare')
  }),
  says('a coverage that ended before the dose', (coverage) =>
    set(coverage, 'period', { start: '2010-01-01', end: '2011-12-31' }),
  ),
  says('a coverage that began after the dose', (coverage) => set(coverage, 'period', { start: '2035-01-01' })),
  says('a coverage whose period cannot be read', (coverage) =>
    set(coverage, 'period', { start: '2026-13-01', end: '2026-02-30' }),
  ),
  says('a second coverage of another payer, both without order', (coverage, chart) => {
    set(coverage, 'order', undefined)
    const other = {
      ...structuredClone(coverage),
      id: 'cov-other',
      type: { text: 'Commercial' },
      payor: [{ display: 'Aetna' }],
    }
    chart.add(other)
  }),
  says('a second coverage of another payer whose status is in another case, first in order', (coverage, chart) => {
    set(coverage, 'order', 2)
    chart.add({
      ...structuredClone(coverage),
      id: 'cov-other',
      status: 'Active',
      order: 1,
      type: { text: 'Commercial' },
      payor: [{ display: 'Aetna' }],
    })
  }),
  says('no coverage', (_, chart) => chart.remove(({ resourceType }) => resourceType === 'Coverage')),
  says(
    'a coverage of another beneficiary',
    (coverage) => set(coverage, 'beneficiary', { reference: 'Patient/somebody-else' }),
    /Coverage\//,
  ),
]
