import {
  chartOf,
  linesOf,
  openApp,
  openAppInTab,
  openChart,
  openRow,
  readAgain,
  textOf,
  verdictOf,
  written,
} from '@doseline/testkit/clinic'
import { openServer } from '@doseline/testkit/open-server'
import { changeReads, isBatch } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'

/** The words under a patient's name on the launcher. */
const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const MEPSEVII_UNRECORDED = 'nobody wrote down what became of the other 2 mg'
const PROLIA = 'Prolia 60 mg, six calendar months'
const CHARGED_AS_J3397 = 'already billed as J3397'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

async function at(says: string, run: (page: Page) => Promise<void>): Promise<void> {
  const page = await world.newPage({ viewport: { width: 1500, height: 1000 } })
  await openChart(page, world, says)
  await run(page)
  await page.context().close()
}

describe('a drug that nobody entered by hand, once a person has looked up what no source says of it', () => {
  test.each([
    { says: 'Keytruda 200 mg, once', diagnosis: 'C34.90', amount: undefined, line: 'J9271-JZ × 200' },
    { says: 'Mvasi 400 mg', diagnosis: 'C18.9', amount: undefined, line: 'Q5107-JZ × 40' },
    { says: 'Kovaltry 2,000 IU', diagnosis: 'D66', amount: ['Opened (IU)', '2,000'], line: 'J7211-JZ × 2000' },
    {
      says: 'Oncaspar, billed by the vial',
      diagnosis: 'C91.00',
      amount: ['Administered (billing units)', '1'],
      line: 'J9266-JZ × 1',
    },
    { says: 'Xofigo 4.07 MBq', diagnosis: 'C61', amount: ['Opened (microcuries)', '110'], line: 'A9606-JZ × 110' },
  ] as const)('$says: $line, approved and stored', ({ says, diagnosis, amount, line }) =>
    at(says, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Needs information')
      await app.getByText('Add missing information').click()
      const form = app.locator('attest-form')
      await form.getByRole('button', { name: 'Show all fields' }).click()
      await form.getByLabel('I read the payer’s policy').check()
      await form.getByLabel('I asked the payer').check()
      await form.getByLabel('Container, as labeled').selectOption('single-dose container')
      await form.getByLabel(diagnosis).check()
      if (amount) await form.getByLabel(amount[0]).fill(amount[1])
      await form.getByRole('button', { name: 'Recheck' }).click()
      await expect.poll(() => verdictOf(app)).toBe('Ready to bill')
      expect(await linesOf(app)).toEqual([line])
      await app.getByRole('button', { name: 'Approve 1 line' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      const [code = '', units = ''] = line.split(/-JZ × /)
      expect((await chartOf(page)).charges).toEqual([
        expect.stringMatching(new RegExp(`${code}.*JZ.*${units}.*billable`)),
      ])
    }),
  )
})

describe('from the dose to the chart', () => {
  test('Mepsevii is ready: J3397 × 88 and the discarded J3397-JW × 2, approved and stored', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Ready to bill')
      await expect.poll(() => linesOf(app)).toEqual(['J3397 × 88', 'J3397-JW × 2', '96365 × 1', '96366 × 3'])
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      const chart = await chartOf(page)
      expect(chart.flags).toHaveLength(1)
      expect(chart.charges).toHaveLength(4)
      for (const charge of chart.charges) expect(charge).toMatch(/(J3397|9636[56]).*billable/)
      const stored = app.locator('stored-list')
      expect(await textOf(stored.locator('li').first())).toMatch(/^active.*Flag\//)
      await stored.getByText('Approved for billing · Jordan Ellis').waitFor()
    }))

  test('Prolia is ready: J0897-JZ × 60', () =>
    at(PROLIA, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Ready to bill')
      await expect.poll(() => linesOf(app)).toEqual(['J0897-JZ × 60', '96372 × 1'])
      await app.getByRole('button', { name: 'Approve 2 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      expect((await chartOf(page)).charges).toEqual([
        expect.stringMatching(/J0897.*JZ.*60.*billable/),
        expect.stringMatching(/96372.*billable/),
      ])
    }))

  test('the same Prolia under the article’s book is J3397 × 60, not for submission, and never billable', () =>
    at(PROLIA, async (page) => {
      const app = await openApp(page, 'Article')
      expect(await verdictOf(app)).toBe('Not billable')
      await expect.poll(() => linesOf(app)).toEqual([expect.stringMatching(/^J3397(-JZ)? × 60$/), '96372 × 1'])
      expect(await textOf(app.locator('verdict-card .stamp'))).toContain('NOT FOR SUBMISSION')
      expect(await textOf(app.locator('code-notice section'))).toContain('vestronidase')
      expect(await app.getByRole('button', { name: /Approve/ }).count()).toBe(0)
      await app.getByRole('button', { name: 'Store the demonstration' }).click()
      expect(await written(app)).toBe('The demonstration is stored, not for submission.')
      const { flags, charges } = await chartOf(page)
      expect(charges).toEqual([
        expect.stringMatching(/J3397.*not-billable.*NOT FOR SUBMISSION/),
        expect.stringMatching(/96372.*not-billable.*NOT FOR SUBMISSION/),
      ])
      for (const charge of charges) expect(charge).not.toMatch(/ billable/)
      expect(flags).toEqual([expect.stringContaining('NOT FOR SUBMISSION')])
    }))

  test('the code book is switched without reading again, and each book keeps its own lines', () =>
    at(PROLIA, async (page) => {
      const app = await openApp(page)
      await expect.poll(() => linesOf(app)).toEqual([])
      await verdictOf(app)
      const reads = countRequests(page, '/fhir')
      await app.locator('data-strip summary').click()
      await app.getByRole('radio', { name: 'Article' }).check()
      await app.locator('verdict-card .stamp').waitFor()
      await expect.poll(() => linesOf(app)).toEqual([expect.stringMatching(/^J3397/), '96372 × 1'])
      expect(reads()).toBe(0)
    }))

  test('a Prolia already charged as J3397 is not ready, and the notice says which code is right', () =>
    at(CHARGED_AS_J3397, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Not ready')
      const notice = await textOf(app.locator('code-notice section'))
      expect(notice).toContain('J3397 is not denosumab')
      expect(notice).toContain('J0897')
    }))
})

describe('once and only once', () => {
  test('approving, reloading and approving again leaves one Flag and one set of lines', () =>
    at(MEPSEVII, async (page) => {
      const tab = await openAppInTab(page)
      await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(tab)).toBe('Approved and stored.')
      await tab.reload()
      await verdictOf(tab)
      await tab.getByText('Nothing to change').waitFor()
      expect(await tab.getByRole('button', { name: /^Approve/ }).count()).toBe(0)
      const chart = await chartOf(page)
      expect([chart.flags.length, chart.charges.length]).toEqual([1, 4])
    }))

  test('two tabs that approve at the same moment leave one Flag and one set of lines', () =>
    at(MEPSEVII, async (page) => {
      const tabs = [await openAppInTab(page), await openAppInTab(page)]
      const buttons = tabs.map((tab) => tab.getByRole('button', { name: 'Approve 4 lines' }))
      await Promise.all(buttons.map((button) => button.waitFor()))
      await Promise.all(buttons.map((button) => button.click()))
      // Whoever came second is told that somebody writes, or finds it stored already.
      const told = (tab: Page) => tab.locator('write-back-panel :is(.result, failure-screen)').waitFor()
      await Promise.all(tabs.map(told))
      const chart = await chartOf(page)
      expect([chart.flags.length, chart.charges.length]).toEqual([1, 4])
    }))

  test('a second tab that looks at the older chart finds it stored already', () =>
    at(MEPSEVII, async (page) => {
      const [first, second] = [await openAppInTab(page), await openAppInTab(page)]
      await second.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      await first.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(first)
      await second.getByRole('button', { name: 'Approve 4 lines' }).click()
      expect(await written(second)).toMatch(/Already stored/)
      const chart = await chartOf(page)
      expect([chart.flags.length, chart.charges.length]).toEqual([1, 4])
    }))

  test('a suggestion is planned, and its approval makes the same lines billable', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Save draft' }).click()
      expect(await written(app)).toBe('Draft saved.')
      expect((await chartOf(page)).charges).toEqual(Array(4).fill(expect.stringMatching(/planned/)))
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      await app.getByText('Approved and stored.').waitFor()
      const { charges } = await chartOf(page)
      expect(charges).toHaveLength(4)
      for (const charge of charges) expect(charge).toMatch(/billable/)
    }))

  test('voiding ends the Flag and voids the lines', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      await written(app)
      await app.getByRole('button', { name: 'Void…' }).click()
      await app.getByRole('button', { name: 'Void now' }).click()
      await app.getByText('Voided.').waitFor()
      const { flags, charges } = await chartOf(page)
      expect(flags).toEqual([expect.stringMatching(/inactive/)])
      for (const charge of charges) expect(charge).toMatch(/entered-in-error/)
    }))
})

describe('what a person adds', () => {
  test('a discarded amount that the chart lacks is judged at once, kept apart, and charged', () =>
    at(MEPSEVII_UNRECORDED, async (page) => {
      const app = await openApp(page)
      expect(await verdictOf(app)).toBe('Not ready')
      await app.getByText('Add missing information').click()
      await app.getByLabel('Discarded (mg)').fill('2')
      await app.getByRole('button', { name: 'Recheck' }).click()
      await app.getByText('Ready to bill').first().waitFor()
      await expect.poll(() => linesOf(app)).toEqual(['J3397 × 88', 'J3397-JW × 2', '96365 × 1', '96366 × 3'])
      await openRow(app, 'Chart facts')
      await app.locator('fact-table').getByText('entered by Jordan Ellis').waitFor()
      await app.getByRole('button', { name: 'Remove' }).click()
      await expect.poll(() => verdictOf(app)).toBe('Not ready')
    }))

  test('a task leads to the field that answers it; a chosen diagnosis stands on the line, and each is undone by itself', () =>
    at(MEPSEVII_UNRECORDED, async (page) => {
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Enter it here' }).click()
      await expect.poll(() => app.locator('#discarded').evaluate((field) => field.matches(':focus'))).toBe(true)
      await app.locator('#discarded').fill('2')
      await app.getByRole('button', { name: 'Show all fields' }).click()
      await app.getByLabel('Z95.828').check()
      await app.getByRole('button', { name: 'Recheck' }).click()
      await app.getByText('Diagnoses: Z95.828').first().waitFor()
      await expect.poll(() => textOf(app.locator('charge-lines li').first())).toContain('Z95.828')
      await app.getByRole('button', { name: 'Undo Diagnoses' }).click()
      await app.getByText('Ready to bill').first().waitFor()
      expect(await textOf(app.locator('charge-lines li').first())).toContain('E76.29')
    }))

  test('a note and a flag that only a person can judge are stated not to affect the dose, and it is ready', () =>
    at(PROLIA, async (page) => {
      addToChart(patientAt(page), { note: 'Husband gave injection', flag: 'See addendum' })
      const app = await openAppInTab(page)
      expect(await verdictOf(app)).toBe('Needs information')
      const offers = app.locator('attest-form .offer')
      for (const left of [2, 1]) {
        await expect.poll(() => offers.count()).toBe(left)
        await offers.first().getByRole('button', { name: 'It does not affect this dose' }).click()
      }
      await expect.poll(() => verdictOf(app)).toBe('Ready to bill')
      await app.getByText(/^Reviewed, does not affect this dose: .*Flag\/.+/).waitFor()
      await app.getByRole('button', { name: 'Approve 2 lines' }).waitFor()
    }))

  test('a drug that is corrected to one without rules still shows what was stored of the dose', () =>
    at(PROLIA, async (page) => {
      const app = await openAppInTab(page)
      await app.getByRole('button', { name: 'Approve 2 lines' }).click()
      expect(await written(app)).toBe('Approved and stored.')
      const rxnorm = { system: 'http://www.nlm.nih.gov/research/umls/rxnorm', code: '309092' }
      const ceftriaxone = { coding: [rxnorm], text: 'ceftriaxone 1 g intravenous solution' }
      changeDoses(patientAt(page), { medicationReference: undefined, medicationCodeableConcept: ceftriaxone })
      await readAgain(app)
      await expect.poll(() => verdictOf(app)).toBe('Drug not supported by Doseline')
      await app.locator('verdict-card').getByText('Doseline does not support this drug').waitFor()
      await app.locator('stored-list li.billable', { hasText: 'J0897' }).waitFor()
      await openRow(app, 'History')
      await app.locator('dose-history').getByText('Approved 2 lines').first().waitFor()
    }))

  test('a fact shows its resource as it was read, without asking the EHR', () =>
    at(MEPSEVII_UNRECORDED, async (page) => {
      const app = await openApp(page)
      const asked: string[] = []
      await openRow(app, 'Chart facts')
      await app.locator('fact-table').getByRole('button', { name: 'dosage.dose' }).waitFor()
      // The launcher around the app is of one origin with the EHR and looks for changes of the chart by itself.
      page.on('request', (request) => request.url().startsWith(world.sandbox.fhirBase) && asked.push(request.url()))
      await app.locator('fact-table').getByRole('button', { name: 'dosage.dose' }).click()
      await app.locator('resource-panel mark').first().waitFor()
      expect(asked).toEqual([])
      await app.getByRole('button', { name: 'Close' }).click()
    }))

  test('without a reason only the Flag is written; with one the lines too', () =>
    at(MEPSEVII_UNRECORDED, async (page) => {
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Write the Flag' }).click()
      expect(await written(app)).toBe('The Flag is stored.')
      expect((await chartOf(page)).charges).toEqual([])
      await app.locator('override-form summary').click()
      for (const reason of await app.getByLabel('Reason').all()) await reason.fill('The pharmacy log states it.')
      await app.getByRole('button', { name: 'Save override' }).click()
      await app.getByRole('button', { name: /^Override and charge \d/ }).click()
      await app.getByText('Approved and stored.').waitFor()
      const { flags, charges } = await chartOf(page)
      expect(flags).toHaveLength(1)
      expect(charges.length).toBeGreaterThan(0)
    }))

  test('where the chart changed since it was read, the new answer is shown and nothing is written', () =>
    at(MEPSEVII, async (page) => {
      const app = await openApp(page)
      await app.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
      await changeReads(page, /^MedicationAdministration\?/, (answer) =>
        JSON.parse(JSON.stringify(answer).replaceAll('"completed"', '"entered-in-error"')),
      )
      await app.getByRole('button', { name: 'Approve 4 lines' }).click()
      await app.getByText('The chart changed since you reviewed it. Nothing was written.').waitFor()
      await page.unrouteAll()
      expect((await chartOf(page)).charges).toEqual([])
    }))
})

test('what was looked for among the patients is still there at the next one', async () => {
  const page = await world.newPage()
  await page.goto(world.sandbox.origin)
  await page.getByLabel('Find a patient or a case').fill('prolia 60')
  const shown = page.getByRole('navigation', { name: 'Patients' }).getByRole('link')
  const count = await shown.count()
  await shown.first().click()
  await page.getByRole('button', { name: 'Open Doseline' }).waitFor()
  expect(await page.getByLabel('Find a patient or a case').inputValue()).toBe('prolia 60')
  expect(await shown.count()).toBe(count)
  expect(count).toBeLessThan(40)
  await page.context().close()
})

test('every page of the doses is read, however short the EHR makes them', () =>
  at(MEPSEVII, async (page) => {
    const whole = await openAppInTab(page)
    await verdictOf(whole)
    const doses = await whole.locator('dose-list li').count()
    expect(doses).toBeGreaterThan(2)
    await page.context().route('**/fhir', (route) => {
      const postData = (route.request().postData() ?? '').replaceAll('_count=100', '_count=1')
      return isBatch(route) ? route.continue({ postData }) : route.fallback()
    })
    // The first page comes with everything else.
    const pages = countRequests(page, '/fhir/MedicationAdministration?')
    const short = await openAppInTab(page)
    await verdictOf(short)
    expect(await short.locator('dose-list li').count()).toBe(doses)
    expect(pages()).toBeGreaterThanOrEqual(doses - 1)
  }))

test('standalone: the EHR is chosen here, the patient there', async () => {
  const page = await world.newPage()
  await page.goto(`${world.app}/app/launch.html`)
  await page.getByRole('button', { name: 'Sandbox EHR', exact: false }).first().click()
  await page.getByRole('button', { name: 'Linnea Halvorsen' }).click()
  expect(await verdictOf(page)).toBe('Ready to bill')
  expect(await textOf(page.locator('patient-banner .name'))).toBe('Halvorsen, Linnea')
  await page.context().close()
})

test('an open server needs no sign-in, and is asked for the patient by id', async () => {
  const server = await openServer(MEPSEVII)
  const open = { key: 'open', label: 'Open test server', iss: server.base, clientId: 'none', open: true }
  const own = await startWorld({ issuers: [open], demo: true })
  const page = await own.newPage()
  await page.goto(`${own.app}/app/launch.html?iss=${server.base}`)
  await page.getByLabel('Patient id').fill(server.patient)
  await page.getByRole('button', { name: 'Open this patient' }).click()
  expect(await verdictOf(page)).toBe('Ready to bill')
  await own.close()
  server.close()
})

const patientAt = (page: Page): string => /patients\/([^?]+)/.exec(page.url())?.[1] ?? ''

/** Adds a note to the doses of a patient, and a flag beside them. */
function addToChart(patient: string, { note, flag }: { readonly note: string; readonly flag: string }): void {
  const { store } = world.sandbox.ehr('full')
  const subject = { reference: `Patient/${patient}` }
  changeDoses(patient, { note: [{ text: note }] })
  const beside = { resourceType: 'Flag', id: 'beside-the-dose', status: 'active', code: { text: flag }, subject }
  store.put(beside as never, 'POST')
}

function changeDoses(patient: string, change: object): void {
  const { store, stored } = world.sandbox.ehr('full')
  const doses = stored('MedicationAdministration') as readonly { subject?: { reference?: string } }[]
  for (const dose of doses.filter(({ subject }) => subject?.reference === `Patient/${patient}`)) {
    store.put({ ...dose, ...change } as never, 'PUT')
  }
}

function countRequests(page: Page, path: string): () => number {
  let count = 0
  page.context().on('request', (request) => {
    if (request.url().includes(path)) count++
  })
  return () => count
}
