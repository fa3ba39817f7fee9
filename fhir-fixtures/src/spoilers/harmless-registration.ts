import { type Harmless, type SpoiledChart, set } from './spoiler.ts'

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'

const beside = (name: string, differs: object, more?: (chart: SpoiledChart) => void): Harmless => ({
  name: `${name} beside Original Medicare`,
  change: (chart) => {
    const { originalMedicare } = chart
    if (!originalMedicare) return false
    const second = structuredClone(originalMedicare)
    set(originalMedicare, 'order', 1)
    more?.(chart)
    return chart.add({ ...second, class: undefined, id: 'beside-medicare', order: 2, ...differs })
  },
})

const state = (chart: SpoiledChart, differs: object): void => {
  const stated = { by: 'A biller', at: '2026-11-23T10:00:00Z', ...chart.stated, ...differs }
  chart.request.attested = { ...chart.request.attested, [chart.request.focus]: stated }
}
/** A person states that Original Medicare pays first. */
const stated = (chart: SpoiledChart): void => state(chart, { coverage: `Coverage/${chart.originalMedicare?.id}` })
const compensation = { type: { text: 'Workers Comp' }, payor: [{ display: 'Travelers' }] }

/** What a registration holds beside the coverage that is charged. */
export const HARMLESS_REGISTRATION: readonly Harmless[] = [
  beside('the patient, who pays what is left,', { type: { text: 'Self-pay' }, payor: [{ display: 'Self-pay' }] }),
  beside('compensation for workers of years ago', {
    ...compensation,
    period: { start: '2001-01-01', end: '2009-12-31' },
  }),
  beside('compensation for workers, which a person has put after it,', compensation, stated),
  beside(
    'the plan of an employer, which a person has put after it,',
    {
      type: { coding: [{ system: ACT_CODE, code: 'EHCPOL' }] },
      payor: [{ display: 'Aetna' }],
    },
    stated,
  ),
  beside('the plan of a retired employee', {
    type: { text: 'Commercial' },
    payor: [{ display: 'Aetna' }],
    class: [{ type: { text: 'group' }, value: '77', name: 'ACME STEEL RETIREES' }],
  }),
  ...(
    [
      ['called after the patient', () => ({ name: 'Test, Ann', description: 'Infusion visits of 2026' })],
      [
        'called after a person by words of payers',
        () => ({ name: 'Nguyen, Va', description: 'Orange County Infusion' }),
      ],
      ['of a person by a word of payers', () => ({ name: 'Lien Nguyen' })],
      [
        'that names the payer of the coverage in words alone',
        (chart: SpoiledChart) => ({
          coverage: [{ coverage: { display: chart.coverages[0]?.payor[0]?.display }, priority: 1 }],
        }),
      ],
      [
        'with a supplement in second place, in words alone',
        (chart: SpoiledChart) => ({
          coverage: [
            { coverage: { reference: `Coverage/${chart.coverages[0]?.id}` }, priority: 1 },
            { coverage: { display: 'Mutual of Omaha Medigap' }, priority: 2 },
          ],
        }),
      ],
      [
        'for which the patient answers',
        (chart: SpoiledChart) => ({
          guarantor: [{ party: { reference: chart.patient, display: 'Ann Test' } }],
        }),
      ],
    ] as const
  ).map(
    ([name, differs]): Harmless => ({
      name: `an account ${name}`,
      change: (chart) =>
        chart.coverages.length === 1 &&
        chart.coverages[0]?.payor[0]?.display !== undefined &&
        chart.add({
          resourceType: 'Account',
          id: 'in-order',
          status: 'active',
          subject: [{ reference: chart.patient }],
          ...differs(chart),
        }),
    }),
  ),
  {
    name: 'an account by the name of a compensation for workers, which a person looked at',
    change: (chart) => {
      state(chart, { reviewed: ['Account/in-order'] })
      return chart.add({
        resourceType: 'Account',
        id: 'in-order',
        status: 'active',
        name: 'WORKERS COMP',
        subject: [{ reference: chart.patient }],
      })
    },
  },
]
