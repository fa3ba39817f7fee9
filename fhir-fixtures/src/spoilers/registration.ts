import { type SpoiledChart, type Spoiler, set } from './spoiler.ts'

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const WHICH_PAYS = /coverage\/pays-first/

/** A coverage beside Original Medicare, which keeps a place of its own in the order. */
const beside = (name: string, differs: object, orderOfMedicare = 1): Spoiler => ({
  name: `${name} beside Original Medicare`,
  spoil: (chart: SpoiledChart) => {
    const { originalMedicare } = chart
    if (!originalMedicare) return false
    const second = structuredClone(originalMedicare)
    set(originalMedicare, 'order', orderOfMedicare)
    return chart.add({ ...second, class: undefined, id: 'beside-medicare', order: 2, ...differs })
  },
  says: WHICH_PAYS,
})
const coded = (code: string) => ({ coding: [{ system: ACT_CODE, code }] })
const group = (name: string) => [{ type: { coding: [{ code: 'group' }] }, value: name, name }]

/** Who may pay before the coverage that is charged. */
export const REGISTRATION: readonly Spoiler[] = [
  beside('the patient who pays first', { order: 1, type: { text: 'Self-pay' }, payor: [{ display: 'Self-pay' }] }, 2),
  beside('the patient who pays at no certain place', { order: undefined, type: { text: 'Self-pay' }, payor: [] }, 2),
  beside('compensation for workers, second by its code,', { type: coded('WCBPOL'), payor: [{ display: 'Travelers' }] }),
  beside('compensation for workers, second by its payer,', { type: undefined, payor: [{ display: 'Sedgwick' }] }),
  beside('insurance of a car, second,', { type: coded('AUTOPOL'), payor: [{ display: 'State Farm' }] }),
  beside('no-fault insurance, second in words,', { type: { text: 'No Fault' }, payor: [{ display: 'Progressive' }] }),
  beside('the Department of Veterans Affairs, second,', { type: undefined, payor: [{ display: 'Veterans Affairs' }] }),
  beside('the program for black lung, second,', {
    type: undefined,
    payor: [{ display: 'Federal Black Lung Program' }],
  }),
  beside('the plan of an employer, second by its code,', { type: coded('EHCPOL'), payor: [{ display: 'Aetna' }] }),
  beside('the plan of active employees, second by its group,', {
    type: { text: 'Commercial' },
    payor: [{ display: 'Aetna' }],
    class: group('ACME STEEL ACTIVE EMPLOYEES'),
  }),
]
