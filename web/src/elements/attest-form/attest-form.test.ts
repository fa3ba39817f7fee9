import type { FactAnswer } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { html } from 'lit'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import type { FactsAttested } from '../../events/facts-attested.ts'
import { aFailure, aFinding } from '../../testing/an-answer.ts'
import { asked, expectAccessible, saidBy, shown } from '../../testing/shown.ts'
import type { AttestForm } from './attest-form.ts'
import './attest-form.ts'

const resources: FhirResource[] = [
  diagnosis('E76.29', 'Sly syndrome', 'active'),
  diagnosis('M81.0', 'Osteoporosis', 'active'),
  diagnosis('C50.9', 'Breast cancer', 'resolved'),
]

function diagnosis(code: string, display: string, status: string): FhirResource {
  return {
    resourceType: 'Condition',
    id: code.replace('.', '-'),
    subject: { reference: 'Patient/p1' },
    clinicalStatus: { coding: [{ code: status }] },
    code: { coding: [{ system: 'http://hl7.org/fhir/sid/icd-10-cm', code, display }] },
  }
}

const opened = async () => {
  const element = await shown<AttestForm>(html`<attest-form focused="d1" .resources=${resources}></attest-form>`)
  await page.getByText('Add missing information').click()
  return element
}
const judge = () => page.getByRole('button', { name: 'Recheck' }).click()
const stated = async (element: Element, act: () => unknown = judge) =>
  (await asked<FactsAttested>(element, 'facts-attested', act)).map(({ statement }) => statement)

test('what is entered is stated, and nothing else', async () => {
  const element = await opened()
  await page.getByLabelText('Discarded').fill('2')
  await page.getByLabelText('Authorization number').fill('PA-7')
  await page.getByLabelText('Valid until').fill('2026-12-31')
  await page.getByLabelText('Units authorized').fill('120')
  await page.getByLabelText('Doses authorized').fill('2')
  expect(await stated(element)).toEqual([
    { discardedMg: '2', authorization: { number: 'PA-7', until: '2026-12-31', units: 120, visits: 2 } },
  ])
  await expectAccessible()
})

test('date of service, time, amount and the reasons for them are stated', async () => {
  const element = await opened()
  await page.getByLabelText('Date of service').fill('2026-03-02')
  await page.getByLabelText('Infusion time (minutes)').fill('240')
  await page.getByLabelText('Initial service of the visit').selectOptions('no, another infusion')
  await page.getByLabelText('Administered (mg)').fill('60')
  await page.getByLabelText('Why more containers were opened').fill('one vial was cloudy')
  expect(await stated(element)).toEqual([
    {
      dateOfService: '2026-03-02',
      administeredMg: '60',
      infusionMinutes: 240,
      isInitialInfusion: false,
      extraContainersReason: 'one vial was cloudy',
    },
  ])
  await expectAccessible()
})

test.each(['0', '1441', '4 hours'])('“%s” are no minutes, and the field says so', async (minutes) => {
  const element = await opened()
  await page.getByLabelText('Infusion time (minutes)').fill(minutes)
  expect(await stated(element)).toEqual([])
  expect(saidBy(element)).toContain('at most 1440')
})

test('one of two days is confirmed by one click', async () => {
  const shows =
    'The dose is charted at exactly midnight UTC; confirm whether it was given on 2026-03-31 or on 2026-04-01.'
  const fact: FactAnswer = { fact: 'administeredOn', known: false, shows, because: 'contradictory', places: [] }
  const element = await shown(html`<attest-form focused="d1" .facts=${[fact]}></attest-form>`)
  const confirm = () => page.getByRole('button', { name: 'Confirm 2026-04-01' }).click()
  expect(await stated(element, confirm)).toEqual([{ dateOfService: '2026-04-01' }])
  await expectAccessible()
})

test('that the dose is not charged elsewhere is stated by whoever looked', async () => {
  const element = await opened()
  await page.getByLabelText('I checked the billing system').click()
  expect(await stated(element)).toEqual([{ notCharged: true }])
  await expectAccessible()
})

test('that nothing left out bears on the dose is stated by whoever looked in the EHR', async () => {
  const element = await opened()
  await page.getByLabelText('I checked the EHR').click()
  expect(await stated(element)).toEqual([{ wholeChart: true }])
})

test('why more was given that day is stated in words', async () => {
  const element = await opened()
  await page.getByLabelText('Why the daily amount is above the label').fill('ordered so')
  expect(await stated(element)).toEqual([{ dailyDoseReason: 'ordered so' }])
  await expectAccessible()
})

test('which coverage pays first, and who pays by it, is stated where the chart leaves it open', async () => {
  const coverage = (id: string, payor: object): FhirResource => ({
    resourceType: 'Coverage',
    id,
    status: 'active',
    beneficiary: { reference: 'Patient/p1' },
    payor: [payor],
  })
  const element = await shown<AttestForm>(
    html`<attest-form
      focused="d1"
      .resources=${[
        coverage('c1', { display: 'Humana Gold Plus' }),
        coverage('c2', { reference: 'Organization/o1' }),
        { resourceType: 'Organization', id: 'o1', name: 'Medicare' },
        coverage('c3', {}),
      ]}
    ></attest-form>`,
  )
  await page.getByText('Add missing information').click()
  expect(saidBy(element)).toContain('no payer named (Coverage/c3)')
  await page.getByLabelText('Primary coverage').selectOptions('Medicare (Coverage/c2)')
  await page.getByLabelText('Payer of this coverage').fill('Medicare Part B')
  expect(await stated(element)).toEqual([{ coverage: 'Coverage/c2', payer: 'Medicare Part B' }])
  await expectAccessible()
})

test('how the drug was acquired is stated by itself', async () => {
  const element = await opened()
  await page.getByLabelText('How the drug was acquired').selectOptions('supplied by someone else (white or brown bag)')
  expect(await stated(element)).toEqual([{ acquired: 'supplied' }])
  await expectAccessible()
})

test('active diagnoses of the chart are chosen in order, and another is stated by hand', async () => {
  const element = await opened()
  expect(saidBy(element)).not.toContain('C50.9')
  await page.getByLabelText('M81.0').click()
  await page.getByLabelText('E76.29').click()
  await page.getByLabelText('Another ICD-10-CM code').fill('z79 83')
  await page.getByRole('button', { name: 'Add code' }).click()
  expect(await stated(element)).toEqual([{ diagnoses: ['M81.0', 'E76.29', 'Z79.83'] }])
  await expectAccessible()
})

test('what is no ICD-10-CM code says so at its field', async () => {
  const element = await opened()
  await page.getByLabelText('Another ICD-10-CM code').fill('osteoporosis')
  expect(await stated(element)).toEqual([])
  expect(saidBy(element)).toContain('such as M81.0')
  expect(element.shadowRoot?.activeElement?.id).toBe('code')
  await expectAccessible()
})

test('earlier treatments are added, told how they ended, and removed', async () => {
  const element = await opened()
  const add = () => page.getByRole('button', { name: 'Add a treatment' }).click()
  await add()
  await page.getByLabelText('Drug 1').fill('alendronate')
  await page.getByLabelText('Outcome 1').selectOptions('not tolerated')
  await add()
  await page.getByLabelText('Drug 2').fill('zoledronic acid')
  await add()
  await page.getByRole('button', { name: 'Remove Drug 2' }).click()
  expect(await stated(element)).toEqual([{ earlierTreatments: [{ name: 'alendronate', outcome: 'not tolerated' }] }])
  await expectAccessible()
})

test('thousands with their commas are an amount', async () => {
  const element = await opened()
  await page.getByLabelText('Discarded').fill('2,000')
  expect(await stated(element)).toEqual([{ discardedMg: '2000' }])
})

test.each([
  ['2,0', 'such as 2.5'],
  ['-1', 'such as 2 or 1.7'],
  ['2 mg', 'Enter the number alone'],
  ['1e3', 'such as 2 or 1.7'],
])('“%s” is no amount, and the field says so', async (amount, says) => {
  const element = await opened()
  await page.getByLabelText('Discarded').fill(amount)
  expect(await stated(element)).toEqual([])
  expect(saidBy(element)).toContain(says)
  await expect.poll(() => element.shadowRoot?.activeElement?.id).toBe('discarded')
  await expectAccessible()
})

test('a drug that is counted in international units is stated in them, and shown so', async () => {
  const element = await shown<AttestForm>(html`<attest-form focused="d1" measure="IU"></attest-form>`)
  await page.getByText('Add missing information').click()
  await page.getByLabelText('Administered').fill('2000')
  await page.getByLabelText('Discarded').fill('500')
  const amounts = { administered: { value: '2000', unit: 'IU' }, discarded: { value: '500', unit: 'IU' } }
  expect(await stated(element)).toEqual([amounts])
  element.attested = { ...amounts, by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
  await element.updateComplete
  expect(saidBy(element)).toMatch(/Administered: 2,000 IU.*Discarded: 500 IU/)
  await expectAccessible()
})

test('an authorization needs its number, and days in their order', async () => {
  const element = await opened()
  await page.getByLabelText('Valid from').fill('2026-03-02')
  await page.getByLabelText('Valid until').fill('2026-03-01')
  expect(await stated(element)).toEqual([])
  expect(saidBy(element)).toMatch(/Enter the number of the authorization.*before the start date/)
})

test('nothing entered is nothing stated', async () => {
  const element = await opened()
  expect(await stated(element)).toEqual([])
})

const attested = { discardedMg: '2', acquired: 'bought' as const, by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }

test('what was stated stands with its name, and can be taken back by keyboard', async () => {
  const element = await shown(html`<attest-form focused="d1" .attested=${attested}></attest-form>`)
  expect(saidBy(element)).toMatch(/Entered by Jordan Ellis.*Discarded: 2 mg.*Acquired: bought/)
  const back = await stated(element, async () => {
    element.renderRoot.querySelector<HTMLElement>('.actions .quiet')?.focus()
    await userEvent.keyboard('{Enter}')
  })
  expect(back).toEqual([undefined])
  await expectAccessible()
})

test('one thing is taken back, and the rest stays', async () => {
  const element = await shown(html`<attest-form focused="d1" .attested=${attested}></attest-form>`)
  const undo = () => page.getByRole('button', { name: 'Undo Discarded' }).click()
  expect(await stated(element, undo)).toEqual([{ acquired: 'bought' }])
})

test('what was typed outlives a judgment, and never shows at another dose', async () => {
  const element = await opened()
  await page.getByLabelText('Authorization number').fill('PA-7')
  element.attested = attested
  await element.updateComplete
  await expect.element(page.getByLabelText('Discarded')).toHaveValue('2')
  await expect.element(page.getByLabelText('Authorization number')).toHaveValue('PA-7')
  expect(saidBy(element)).toContain('Not checked yet')
  element.focused = 'd2'
  element.attested = undefined
  await element.updateComplete
  await expect.element(page.getByLabelText('Authorization number')).toHaveValue('')
  element.focused = 'd1'
  element.attested = attested
  await element.updateComplete
  await expect.element(page.getByLabelText('Authorization number')).toHaveValue('PA-7')
})

const noted = (says: string): FactAnswer => ({
  fact: 'discardedAmount',
  known: false,
  shows: `A note reads “${says}”; confirm the amount discarded.`,
  because: 'not-recorded',
  places: [{ resource: 'MedicationAdministration/d1', element: 'note[0].text', shows: says }],
})

test('an amount in a note is confirmed by one click', async () => {
  const element = await shown(html`<attest-form focused="d1" .facts=${[noted('Wasted 2 mg.')]}></attest-form>`)
  const confirm = () => page.getByRole('button', { name: 'Confirm 2 mg discarded' }).click()
  expect(await stated(element, confirm)).toEqual([{ discardedMg: '2' }])
  await expectAccessible()
})

test.each([
  ['Gave 88 mg, wasted 2 mg.', '2'],
  ['88 mg IV; discarded 2 mg, witness JB', '2'],
  ['2.5 mg wasted of 90 mg', '2.5'],
  ['88 mg given, 2 mg was discarded', '2'],
  ['Gave 88 mg discarded 2 mg', '2'],
])('in “%s” the amount beside the word of waste is offered', async (says, amount) => {
  const element = await shown(html`<attest-form focused="d1" .facts=${[noted(says)]}></attest-form>`)
  expect(saidBy(element)).toContain(`Confirm ${amount} mg discarded`)
})

test.each([
  'Gave 88 mg over 4 hours; waste as usual.',
  '88 mg given, rest discarded',
  'Wasted 2 mg, then wasted 3 mg.',
  'No waste, 88 mg given',
  '1,5 mg wasted',
  'Discarded vial after 88 mg given',
])('“%s” is not guessed at', async (says) => {
  const facts = [noted(says)]
  const element = await shown(html`<attest-form focused="d1" .facts=${facts}></attest-form>`)
  expect(element.renderRoot.querySelector('.offer')).toBeNull()
})

test('a task leads to its field', async () => {
  const element = await shown<AttestForm>(html`<attest-form focused="d1"></attest-form>`)
  await element.focusField('authorization')
  expect(element.shadowRoot?.activeElement?.id).toBe('authorization')
  await element.focusField('treatments')
  await expect.poll(() => element.shadowRoot?.activeElement?.id).toBe('treatment-0')
})

const withFindings = async (findings: readonly object[]) => {
  const element = await shown<AttestForm>(
    html`<attest-form focused="MedicationAdministration/d1" .findings=${findings}></attest-form>`,
  )
  await page.getByText('Add missing information').click()
  return element
}
const fieldsOf = (element: AttestForm) => [...element.renderRoot.querySelectorAll('input, select')].map(({ id }) => id)

test('only what the open checks ask for is asked, and Enter judges it', async () => {
  const element = await withFindings([{ ...aFailure, remedy: 'Record the 2 mg discarded, if it was.' }, aFinding()])
  expect(fieldsOf(element)).toEqual(['discarded'])
  await page.getByLabelText('Discarded (mg)').fill('2')
  expect(await stated(element, () => userEvent.keyboard('{Enter}'))).toEqual([{ discardedMg: '2' }])
  await expectAccessible()
})

test('Enter judges in a list to choose from, too', async () => {
  const remedy = 'State whether the drug was bought, bought under 340B, supplied by someone else, or free.'
  const element = await withFindings([{ ...aFailure, id: 'administration/was-bought', severity: 'advisory', remedy }])
  expect(fieldsOf(element)).toEqual(['acquired'])
  await page.getByLabelText('How the drug was acquired').selectOptions('bought')
  element.renderRoot.querySelector<HTMLElement>('#acquired')?.focus()
  expect(await stated(element, () => userEvent.keyboard('{Enter}'))).toEqual([{ acquired: 'bought' }])
})

test('all fields are shown where somebody asks for them, and what holds something stays', async () => {
  const element = await withFindings([aFinding()])
  expect(fieldsOf(element)).toEqual([])
  expect(saidBy(element)).toContain('No open check asks for information.')
  await page.getByRole('button', { name: 'Show all fields' }).click()
  await page.getByLabelText('Payer of this coverage').fill('Aetna')
  await page.getByRole('button', { name: 'Show only what is asked' }).click()
  expect(fieldsOf(element)).toEqual(['coverage', 'payer'])
})

test('a field that is led to is shown, whether a check asks for it or not', async () => {
  const element = await withFindings([])
  await element.focusField('infusionMinutes')
  expect((element.renderRoot as ShadowRoot).activeElement?.id).toBe('infusionMinutes')
})

test('a record that a check names is stated to be reviewed, and stays so when the form is judged again', async () => {
  const look = {
    ...aFailure,
    id: 'charges/nobody-holds-it',
    text: 'Task/t1 asks to hold the charge.',
    remedy: 'Look at Task/t1: correct it, or state that it does not bear on this dose.',
  }
  const element = await shown<AttestForm>(
    html`<attest-form focused="MedicationAdministration/d1" .findings=${[look]}></attest-form>`,
  )
  await element.focusField('reviewed')
  const review = () => page.getByRole('button', { name: 'It does not affect this dose' }).click()
  const [statement] = await stated(element, review)
  expect(statement).toEqual({ reviewed: ['Task/t1'] })
  element.attested = { reviewed: ['Task/t1'], by: 'Jordan Ellis', at: '2026-03-03T10:00:00Z' }
  await element.updateComplete
  expect(element.renderRoot.querySelector('.offer')).toBeNull()
  await page.getByRole('button', { name: 'Show all fields' }).click()
  await page.getByLabelText('Discarded (mg)').fill('2')
  expect(await stated(element)).toEqual([{ discardedMg: '2', reviewed: ['Task/t1'] }])
})

test('what is looked up for the visit holds for its other doses, unless somebody says otherwise', async () => {
  const element = await shown<AttestForm>(html`<attest-form focused="d1" .othersOfVisit=${2}></attest-form>`)
  await page.getByText('Add missing information').click()
  await page.getByLabelText('I checked the billing system').click()
  const ofVisit = async () =>
    (await asked<FactsAttested>(element, 'facts-attested', judge)).map(({ isOfVisit }) => isOfVisit)
  expect(await ofVisit()).toEqual([true])
  await page.getByLabelText('Also for the other doses of this visit (2)').click()
  expect(await ofVisit()).toEqual([false])
  await expectAccessible()
})
