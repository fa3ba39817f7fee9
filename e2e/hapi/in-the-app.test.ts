import { linesOf, verdictOf, written } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import type { ChargeItem, Flag, MedicationAdministration, Provenance } from 'fhir/r4'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { scenario } from '../../fhir-fixtures/src/index.ts'
import { type SignIn, startSignIn } from './support/authorization-server.ts'
import { HapiStore } from './support/store.ts'

const { open, guarded, authorizationPort } = inject('hapi')
const store = new HapiStore(open)
const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')
const DOSE = MEPSEVII.focus
const LINES = ['J3397 × 88', 'J3397-JW × 2', '96365 × 1', '96366 × 3']
/** HAPI has never heard of the biller: it refuses whatever refers to such a record. */
const BILLER = { id: 'petrov', name: 'Ana Petrov', fhirUser: 'Practitioner/ana-petrov' }
/** HAPI holds the nurse, who is part of the chart. */
const NURSE = { id: 'okafor', name: 'Ngozi Okafor', fhirUser: 'Practitioner/prac-okafor' }

let world: World
let signIn: SignIn
let patient: string
let before: Record<string, number>
beforeAll(async () => {
  const origins = [`http://localhost:${authorizationPort}`]
  world = await startWorld({
    demo: true,
    issuers: [
      { key: 'hapi', label: 'HAPI', iss: open, clientId: 'doseline', open: true },
      { key: 'hapi-guarded', label: 'Guarded HAPI', iss: guarded, clientId: 'doseline', origins },
    ],
  })
  signIn = await startSignIn({ port: authorizationPort, fhirBase: guarded, app: world.app, users: [NURSE, BILLER] })
  before = await store.counts()
})
afterAll(async () => {
  await signIn?.close()
  await world?.close()
})
beforeEach(async () => {
  await world.reset()
  patient = await store.put(MEPSEVII)
})
afterEach(async () => {
  await store.remove(MEPSEVII)
  expect(await store.counts()).toEqual(before)
})

type Door = 'open' | 'guarded'

/** The app on the patient: launched with a sign-in, or where there is none by naming the patient. */
async function show(page: Page, door: Door, user = NURSE): Promise<void> {
  page.setDefaultTimeout(30_000)
  const query = new URLSearchParams(
    door === 'open' ? { iss: open } : { iss: guarded, launch: signIn.launch({ user: user.id, patient }) },
  )
  await page.goto(`${world.app}/app/launch.html?${query}`)
  if (door === 'open') {
    await page.getByLabel('Patient id').fill(patient)
    await page.getByRole('button', { name: 'Open this patient' }).click()
  }
  await verdictOf(page)
}

async function opened(door: Door): Promise<Page> {
  const page = await world.newPage()
  await show(page, door)
  return page
}

/** The app says so after a write; else the test tells what it says instead. */
async function says(page: Page, wanted: string): Promise<void> {
  const panel = page.locator('write-back-panel')
  const failed = panel.locator('failure-screen')
  await panel.locator('.result.good', { hasText: wanted }).or(failed).first().waitFor()
  const instead =
    (await failed.count()) > 0 ? await failed.evaluate((screen) => screen.shadowRoot?.textContent) : undefined
  expect(instead).toBeUndefined()
}

const approve = (page: Page) => page.getByRole('button', { name: /^Approve 4 lines/ })
const ours = { billable: 'billable', voided: 'entered-in-error' } as const

/** What Doseline wrote about the patient, as it stands in HAPI: the status of each Flag and line, and what is charged. */
async function standing(): Promise<{ flags: string[]; lines: string[]; charged: string[]; provenance: number }> {
  const flags = await store.all<Flag>(`Flag?subject=Patient/${patient}`)
  const lines = await store.all<ChargeItem>(`ChargeItem?subject=Patient/${patient}`)
  const targets = [...flags, ...lines].map(({ resourceType, id }) => `${resourceType}/${id}`)
  const provenance =
    targets.length > 0 ? await store.all<Provenance>(`Provenance?target=${targets.join(',')}`) : ([] as Provenance[])
  return {
    flags: flags.map(({ status }) => status),
    lines: lines.map(({ status }) => status).toSorted(),
    charged: lines
      .filter(({ status }) => status !== ours.voided)
      .map(({ code, quantity }) => `${code.coding?.[0]?.code} × ${quantity?.value}`)
      .toSorted(),
    provenance: provenance.length,
  }
}
const CHARGED = ['96365 × 1', '96366 × 3', 'J3397 × 2', 'J3397 × 88']
const four = (status: string): string[] => Array(4).fill(status)

describe.each<{ door: Door; provenance: number }>([
  { door: 'open', provenance: 1 },
  // R4 puts a Provenance of charge lines into nobody's compartment, so a token of one patient may not write it.
  { door: 'guarded', provenance: 0 },
])('the $door HAPI', ({ door, provenance }) => {
  test('is written one Flag and four lines, and what is lost is said', async () => {
    const page = await opened(door)
    await expect.poll(() => linesOf(page)).toEqual(LINES)
    await approve(page).click()
    expect(await written(page)).toBe('Approved and stored.')
    expect(await page.getByText('The EHR refused the record of who approved').count()).toBe(1 - provenance)
    expect(await standing()).toEqual({ flags: ['active'], lines: four(ours.billable), charged: CHARGED, provenance })
    await page.reload()
    await page.getByText('Nothing to change').waitFor()
    await page.context().close()
  })

  test('holds one Flag and one set of lines after two tabs approved at once', async () => {
    const first = await opened(door)
    const second = await first.context().newPage()
    await show(second, door)
    await Promise.all([approve(first).click(), approve(second).click()])
    for (const page of [first, second]) {
      await page.locator('write-back-panel :is(.result, failure-screen)').first().waitFor()
      if ((await page.locator('write-turn').count()) > 0)
        await page.locator('write-turn').waitFor({ state: 'detached' })
    }
    expect(await standing()).toMatchObject({ flags: ['active'], lines: four(ours.billable), charged: CHARGED })
    await first.context().close()
  })

  test('has a suggestion changed into billable lines, at the version that was read', async () => {
    const page = await opened(door)
    await page.getByRole('button', { name: 'Save draft' }).click()
    expect(await written(page)).toBe('Draft saved.')
    expect(await standing()).toMatchObject({ lines: four('planned') })
    await approve(page).click()
    await says(page, 'Approved and stored.')
    expect(await standing()).toMatchObject({ flags: ['active'], lines: four(ours.billable), charged: CHARGED })
    const lines = await store.all<ChargeItem>(`ChargeItem?subject=Patient/${patient}`)
    expect(lines.map(({ meta }) => meta?.versionId)).toEqual(four('2'))
    await page.context().close()
  })

  test('has its lines corrected after the dose was', async () => {
    const page = await opened(door)
    await approve(page).click()
    expect(await written(page)).toBe('Approved and stored.')
    await correctDose()
    await page.reload()
    await verdictOf(page)
    await expect.poll(() => linesOf(page)).toEqual(['J3397 × 87', 'J3397-JW × 3', '96365 × 1', '96366 × 3'])
    await page.getByRole('button', { name: 'Void 2 charges, and approve 4 lines' }).click()
    await page.getByRole('button', { name: 'Void and write' }).click()
    await says(page, 'Approved and stored.')
    const lines = [...four(ours.billable), ours.voided, ours.voided]
    expect(await standing()).toMatchObject({
      flags: ['active'],
      lines,
      charged: ['96365 × 1', '96366 × 3', 'J3397 × 3', 'J3397 × 87'],
    })
    await page.context().close()
  })

  test('has everything voided, and nothing of it billable is left', async () => {
    const page = await opened(door)
    await approve(page).click()
    await written(page)
    await page.getByRole('button', { name: 'Void…' }).click()
    await page.getByRole('button', { name: 'Void now' }).click()
    await says(page, 'Voided.')
    expect(await standing()).toMatchObject({ flags: ['inactive'], lines: four(ours.voided) })
    await page.context().close()
  })
})

test('an approver whom HAPI does not hold is said before the click, and named without a reference', async () => {
  const page = await world.newPage()
  await show(page, 'guarded', BILLER)
  // The app does not ask for the name in the id_token: a person without a record is known by the reference alone.
  await page.getByText(`This EHR has no record of ${BILLER.fhirUser}`).waitFor()
  await approve(page).click()
  await says(page, 'Approved and stored.')
  const [line] = await store.all<ChargeItem>(`ChargeItem?subject=Patient/${patient}`)
  const { type, identifier, display, reference } = line?.enterer ?? {}
  expect([type, identifier?.value, display, reference]).toEqual([
    'Practitioner',
    BILLER.fhirUser,
    BILLER.fhirUser,
    undefined,
  ])
  expect(await standing()).toMatchObject({ flags: ['active'], lines: four(ours.billable), charged: CHARGED })
  await page.context().close()
})

/** The nurse corrects the record: 87 mg were given, and 3 mg discarded. */
async function correctDose(): Promise<void> {
  const dose = (await store.ask(DOSE)) as MedicationAdministration
  const discarded = (dose.extension ?? []).map((one) =>
    one.valueQuantity ? { ...one, valueQuantity: { ...one.valueQuantity, value: 3 } } : one,
  )
  const text = dose.dosage?.text?.replace('88 mg', '87 mg')
  const dosage = { ...dose.dosage, text, dose: { ...dose.dosage?.dose, value: 87 } }
  await store.ask(DOSE, 'PUT', { ...dose, extension: discarded, dosage })
}
