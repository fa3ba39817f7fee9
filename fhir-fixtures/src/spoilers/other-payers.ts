import type { Coverage } from 'fhir/r4'
import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

/** A second coverage of the patient. */
const second = (name: string, says: RegExp, differs: (chart: SpoiledChart) => Partial<Coverage>): Spoiler => ({
  name: `a second coverage ${name}`,
  spoil: (chart) => {
    const [first, ...others] = chart.coverages
    if (!first || others.length > 0) return false
    return chart.add({
      resourceType: 'Coverage',
      id: 'second-coverage',
      status: 'active',
      beneficiary: { reference: chart.patient },
      subscriberId: 'S1',
      payor: [{ display: 'Amgen' }],
      order: 2,
      ...differs(chart),
    })
  },
  says,
})
const ANY = /coverage\/|administration\/was-bought|nobody-holds/

/** Payers beside the one that is billed. */
export const OTHER_PAYERS: readonly Spoiler[] = [
  second('by a foundation that gives the drug', ANY, () => ({ payor: [{ display: 'Amgen Safety Net Foundation' }] })),
  second('by a program for patients, in its type', ANY, () => ({
    type: { text: 'Patient assistance program' },
    payor: [{ display: 'Amgen' }],
  })),
  second('by a free drug program, in its class', ANY, () => ({
    type: { text: 'Other' },
    class: [{ type: { text: 'plan' }, value: 'FREE', name: 'Manufacturer free drug program' }],
  })),
  second('by a company that makes drugs', ANY, () => ({ payor: [{ display: 'Novartis Patient Support' }] })),
  second('by a program that replaces drug', ANY, () => ({
    payor: [{ display: 'Ultragenyx UltraCare' }],
    type: { text: 'Drug replacement' },
  })),
  {
    name: 'a plan that is called one of retirees, before Medicare',
    spoil: (chart) => {
      const [plan, ...others] = chart.coverages
      if (!plan || others.length > 0 || chart.originalMedicare) return false
      set(plan, 'order', 1)
      set(plan, 'class', [{ type: { text: 'group' }, value: 'R1', name: 'State retirees' }])
      return chart.add({
        resourceType: 'Coverage',
        id: 'of-medicare',
        status: 'active',
        order: 2,
        beneficiary: { reference: chart.patient },
        type: { text: 'Medicare Part B' },
        payor: [{ display: 'Medicare' }],
      })
    },
    says: /coverage\//,
  },
  {
    name: 'a plan of a former employer before Medicare',
    spoil: (chart) => {
      const medicare = chart.originalMedicare
      if (!medicare) return false
      set(medicare, 'order', 2)
      return chart.add({
        resourceType: 'Coverage',
        id: 'retiree',
        status: 'active',
        order: 1,
        beneficiary: { reference: chart.patient },
        type: { text: 'Retiree health plan' },
        payor: [{ display: 'Aetna' }],
      })
    },
    says: /coverage\//,
  },
  ...(
    [
      ['by its name', { display: 'Aetna commercial' }],
      ['by a coverage that is not in the chart', { reference: 'Coverage/not-in-the-chart' }],
    ] as const
  ).map(
    ([name, coverage]): Spoiler => ({
      name: `an account of the visit that bills another payer, ${name}`,
      spoil: (chart) =>
        set(chart.encounter, 'account', [{ reference: 'Account/of-the-visit' }]) &&
        chart.add({
          resourceType: 'Account',
          id: 'of-the-visit',
          status: 'active',
          subject: [{ reference: chart.patient }],
          coverage: [{ priority: 1, coverage }],
        }),
      says: /coverage\//,
    }),
  ),
  ...(['draft', 'active'] as const).map(
    (status): Spoiler => ({
      name: `a claim (${status}) of the visit that was made to another payer`,
      spoil: (chart) =>
        chart.encounter !== undefined &&
        chart.add({
          resourceType: 'Claim',
          id: 'to-another',
          status,
          use: 'claim',
          type: { coding: [{ code: 'professional' }] },
          patient: { reference: chart.patient },
          created: chart.day,
          billablePeriod: { start: chart.day, end: chart.day },
          provider: { display: 'Clinic' },
          priority: { coding: [{ code: 'normal' }] },
          insurer: { display: 'Aetna' },
          insurance: [{ sequence: 1, focal: true, coverage: { display: 'Aetna commercial' } }],
          item: [
            {
              sequence: 1,
              encounter: [chart.dose.context ?? {}],
              servicedDate: chart.day,
              productOrService: { coding: [{ system: 'http://www.ama-assn.org/go/cpt', code: '99213' }] },
            },
          ],
        }),
      says: /coverage\/|charges\//,
    }),
  ),
]

const withSecond = (name: string, differs: Partial<Coverage>): Harmless => ({
  name: `a second coverage ${name}`,
  change: (chart) => {
    const medicare = chart.originalMedicare
    if (!medicare) return false
    set(medicare, 'order', 1)
    return chart.add({
      resourceType: 'Coverage',
      id: 'second-coverage',
      status: 'active',
      order: 2,
      beneficiary: { reference: chart.patient },
      ...differs,
    })
  },
})

/** Payers that come after the one that is billed, as usual. */
export const HARMLESS_PAYERS: readonly Harmless[] = [
  ...['Medicaid QMB', 'QMB Plus', 'NC Medicaid SLMB', 'Medicaid - Qualified Medicare Beneficiary'].map((name) =>
    withSecond(`that is called “${name}”`, {
      type: { text: 'Medicaid' },
      payor: [{ display: 'NC Medicaid' }],
      class: [{ type: { coding: [{ code: 'plan' }] }, value: 'Q', name }],
    }),
  ),
  withSecond('of Medicaid that pays the premiums and shares of Medicare, by its type', {
    type: { text: 'Medicaid QMB' },
    payor: [{ display: 'NC Medicaid' }],
  }),
  withSecond('of a former employer', {
    type: { text: 'Retiree health plan' },
    payor: [{ display: 'Aetna' }],
  }),
  {
    name: 'a second coverage that pays the copay, of a company that makes drugs',
    change: (chart) => {
      const [plan, ...others] = chart.coverages
      if (!plan || others.length > 0 || !/blue cross/i.test(JSON.stringify(plan))) return false
      set(plan, 'order', 1)
      return chart.add({
        resourceType: 'Coverage',
        id: 'second-coverage',
        status: 'active',
        order: 2,
        beneficiary: { reference: chart.patient },
        type: { text: 'Copay card' },
        payor: [{ display: 'Amgen SupportPlus Co-Pay Program' }],
      })
    },
  },
]
