import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type Attested } from '@doseline/contract'
import { requestFor, SpoiledChart, scenarios } from '@doseline/fhir-fixtures'
import { expect, test } from 'vitest'
import { assess } from './assess.ts'

const codebook = loadCodebook()
const BY = { by: 'Practitioner/prac-okafor', at: '2026-03-03T09:00:00-05:00' }
const POS = 'https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set'
const THEIR_OWN = { system: 'urn:oid:1.2.840.114350.1', code: '9', display: 'HOV' }

/** The Prolia dose that is in order, its chart changed, and with what a person states of it. */
function judged(change: (chart: SpoiledChart) => unknown, stated: Partial<Attested>, modifiers?: string[]) {
  const scenario = scenarios().find(({ name }) => name === 'medicare-prolia-in-order')
  if (!scenario) throw new Error('the scenario is gone')
  const chart = new SpoiledChart(requestFor(scenario))
  change(chart)
  const { request } = chart
  const own = request.attested?.[request.focus]
  const attested = { [request.focus]: { ...own, ...BY, ...stated } }
  const proposed = modifiers && { [request.focus]: { modifiers } }
  const parsed = AssessmentRequest.parse({ ...request, attested, ...(proposed && { proposed }) })
  const dose = assess(parsed, codebook, '2026-11-24T10:00:00Z').assessments.find(({ focus }) => focus === request.focus)
  return `${dose?.verdict}: ${dose?.lines.map(({ code, modifiers: on }) => [code, ...on].join('-')).join(', ')}`
}

const offCampus = (chart: SpoiledChart): void => {
  Object.assign(chart.encounter ?? {}, { location: [{ location: { reference: 'Location/l' } }] })
  chart.add({ resourceType: 'Location', id: 'l', type: [{ coding: [{ system: POS, code: '19' }] }] })
}
const inAPlace =
  (code: string) =>
  (chart: SpoiledChart): void => {
    Object.assign(chart.encounter ?? {}, { location: [{ location: { reference: 'Location/l' } }] })
    chart.add({ resourceType: 'Location', id: 'l', type: [{ coding: [{ system: POS, code }] }] })
  }
const ofAnUnknownClass = ({ encounter }: SpoiledChart): void => {
  Object.assign(encounter ?? {}, { class: THEIR_OWN })
}
const spanned = (chart: SpoiledChart): unknown =>
  chart.add({
    resourceType: 'Encounter',
    id: 'another',
    status: 'in-progress',
    class: THEIR_OWN,
    subject: { reference: chart.patient },
    period: { start: '2026-01-05' },
  })

test.each([
  ['an off-campus department', offCampus, {}, 'needs-information: J0897-JZ, 96372'],
  ['one that is stated as excepted', offCampus, { departmentModifier: 'PO' }, 'ready: J0897-JZ-PO, 96372-PO'],
  ['one that is stated as not excepted', offCampus, { departmentModifier: 'PN' }, 'ready: J0897-JZ-PN, 96372-PN'],
  [
    'an office stated as a department',
    () => undefined,
    { departmentModifier: 'PO' },
    'needs-information: J0897-JZ-PO, 96372-PO',
  ],
  ['a home', inAPlace('12'), {}, 'needs-information: J0897-JZ, 96372'],
  ['a home where it is stated to be charged', inAPlace('12'), { chargedAt: 'home' }, 'ready: J0897-JZ, 96372'],
  ['a nursing facility', inAPlace('32'), {}, 'needs-information: J0897-JZ, 96372'],
  [
    'a nursing facility where it is stated to be charged',
    inAPlace('32'),
    { chargedAt: 'nursing facility' },
    'ready: J0897-JZ, 96372',
  ],
  [
    'a home, where only a nursing facility is stated',
    inAPlace('12'),
    { chargedAt: 'nursing facility' },
    'needs-information: J0897-JZ, 96372',
  ],
  [
    'a skilled nursing facility, whatever is stated',
    inAPlace('31'),
    { chargedAt: 'nursing facility' },
    'needs-information: J0897-JZ, 96372',
  ],
  ['a class nobody can read', ofAnUnknownClass, {}, 'needs-information: J0897-JZ, 96372'],
  ['a class nobody can read, and the place stated', ofAnUnknownClass, { setting: 'office' }, 'ready: J0897-JZ, 96372'],
  [
    'a visit around the dose that nobody can read, and the place stated',
    spanned,
    { setting: 'office' },
    'ready: J0897-JZ, 96372',
  ],
] as const)('where it was given, as a person states it: %s', (_, change, stated, said) => {
  expect(judged(change, stated)).toBe(said)
})

test('a modifier that is proposed and in order stands on the lines it belongs on', () => {
  expect(judged(offCampus, {}, ['JZ', 'PO'])).toBe('ready: J0897-JZ-PO, 96372-PO')
  expect(judged(() => undefined, {}, ['JZ', 'GA'])).toBe('ready: J0897-JZ-GA, 96372')
})
