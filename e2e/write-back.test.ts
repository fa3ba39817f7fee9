import { openMore, openRow, textOf, verdictOf } from '@doseline/testkit/clinic'
import { changeReads, isTransaction, type ReadAnswer } from '@doseline/testkit/reads'
import { startWorld, type World } from '@doseline/testkit/world'
import type { Bundle, ChargeItem, FhirResource } from 'fhir/r4'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { scenarios } from '../fhir-fixtures/src/index.ts'
import type { Fault, PersonalityKey } from '../services/ehr-sandbox/src/index.ts'

const MEPSEVII = 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down'
const patientOf = (which: (one: ReturnType<typeof scenarios>[number]) => boolean): string | undefined =>
  scenarios()
    .find(which)
    ?.chart?.entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id
const patient = patientOf(({ title }) => title.includes(MEPSEVII))
/** Nobody wrote down what became of the rest of a vial. */
const notReady = patientOf(({ name }) => name === 'medicare-mepsevii-discard-not-recorded')

let world: World
beforeAll(async () => {
  world = await startWorld({ timing: { indexLagMs: 2500, expiringTokenSeconds: 4, slowMs: 300 } })
})
afterAll(() => world?.close())
beforeEach(() => world.reset())

/** The app on the patient, in a browser window of its own. */
async function opened(ehr: PersonalityKey, user?: string, whose = patient): Promise<Page> {
  const page = await world.newPage()
  page.setDefaultTimeout(20_000)
  await show(page, ehr, user, whose)
  return page
}

async function show(page: Page, ehr: PersonalityKey, user?: string, whose = patient): Promise<void> {
  const { fhirBase, launch } = world.sandbox.ehr(ehr)
  const token = launch({ patient: whose, ...(user && { user }) })
  await page.goto(`${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase, launch: token })}`)
  await verdictOf(page)
}

const approve = (page: Page) => page.getByRole('button', { name: /^Approve 4 lines/ })
const lookAgain = (page: Page) => page.locator('write-back-panel').getByRole('button', { name: 'Try again' })
const writeAgain = async (page: Page) => {
  const where = 'write-back-panel'
  await page.locator(where).getByRole('button', { name: 'They are not in the EHR' }).click()
  await page.locator(where).getByRole('button', { name: 'Write them again' }).click()
}
const result = async (page: Page): Promise<string> => {
  const said = page.locator('write-back-panel .result')
  await said.waitFor().catch(async () => {
    throw new Error(`no result; the page says:\n${await textOf(page.locator('write-back-panel section').first())}`)
  })
  return textOf(said)
}

/**
 * What a person comes to who does what the screen says: where it is not certain they approve again, and where it may have
 * been written before they look into the EHR and write again only what is not there.
 */
async function carriedThrough(page: Page, ehr: PersonalityKey): Promise<string> {
  const good = page.locator('write-back-panel .result.good')
  const code = page.locator('write-back-panel failure-screen dd code').last()
  for (let tries = 0; tries < 4; tries++) {
    await good.or(code).first().waitFor()
    if ((await good.count()) > 0) break
    const kind = await textOf(code)
    const isGone = kind.startsWith('already-written') && live(ehr, 'ChargeItem').length === 0
    if (!isGone) await world.minutesLater()
    await (isGone ? writeAgain(page) : approve(page).click())
    await page.locator('action-bar .doing').filter({ hasText: '…' }).waitFor()
  }
  return result(page)
}

/** A person answers for charging although something cannot be told. */
async function answerForIt(page: Page): Promise<void> {
  await page.locator('override-form summary').click()
  for (const field of await page.locator('override-form textarea').all()) await field.fill('seen in the billing system')
  await page.getByRole('button', { name: 'Save override' }).click()
}

interface Stored {
  readonly status?: string
  readonly subject?: { readonly reference?: string }
  readonly identifier?: readonly { readonly system?: string; readonly value?: string }[]
}

/** What of Doseline is live in the record of an EHR, whether its searches see it yet or not. */
function live(ehr: PersonalityKey, type: 'ChargeItem' | 'Flag', whose = patient): Stored[] {
  const all = world.sandbox.ehr(ehr).stored(type) as unknown as Stored[]
  return all
    .filter(({ identifier = [] }) => identifier.some(({ system }) => system?.startsWith('https://doseline.example/')))
    .filter(({ subject }) => subject?.reference === `Patient/${whose}`)
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'inactive')
}

/** Exactly one Flag and one of each line. */
function expectOneSet(ehr: PersonalityKey): void {
  const charges = live(ehr, 'ChargeItem')
  const identities = new Set(charges.map(({ identifier }) => identifier?.[0]?.value))
  expect([ehr, charges.length, identities.size, live(ehr, 'Flag').length]).toEqual([ehr, 4, 4, 1])
}

/** One after the other makes for a long test, and the EHRs have nothing to do with each other. */
async function onEach(ehrs: readonly PersonalityKey[], run: (ehr: PersonalityKey) => Promise<void>): Promise<void> {
  await Promise.all(ehrs.map(run))
}

const WHOLE = ['full', 'lagging', 'racy', 'flaky'] as const

describe('the main job', () => {
  test.each<{ ehrs: readonly PersonalityKey[] }>([
    { ehrs: ['full', 'v1-scopes', 'no-transaction'] },
    { ehrs: ['lagging', 'racy', 'flaky', 'expiring'] },
  ])('Flag and lines are written, once: $ehrs', ({ ehrs }) =>
    onEach(ehrs, async (ehr) => {
      const page = await opened(ehr)
      if (ehr === 'expiring') await page.waitForTimeout(4500)
      await approve(page).click()
      expect([ehr, await carriedThrough(page, ehr)]).toEqual([ehr, 'Approved and stored.'])
      expectOneSet(ehr)
      await page.context().close()
    }),
  )

  test('to open, approve and read back a dose the chart goes to the service four times', async () => {
    const page = await world.newPage()
    const uploads: string[] = []
    page.on('request', (request) => {
      const { pathname } = new URL(request.url())
      if (/\/v1\/[a-z-]+$/.test(pathname) && (request.postData() ?? '').includes('"MedicationAdministration"'))
        uploads.push(pathname)
    })
    await show(page, 'full')
    await approve(page).click()
    expect(await result(page)).toBe('Approved and stored.')
    expect(uploads).toEqual(['/v1/assessments', '/v1/plans', '/v1/write-backs', '/v1/assessments'])
    expectOneSet('full')
    await page.context().close()
  })

  test('to open a dose at most 30 kB of answers come from the service', async () => {
    const page = await world.newPage()
    const answers: Promise<number>[] = []
    page.on('requestfinished', (request) => {
      if (/\/v1\//.test(new URL(request.url()).pathname))
        answers.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
    })
    await show(page, 'full')
    await approve(page).waitFor()
    await expect.poll(() => answers.length).toBeGreaterThanOrEqual(3)
    const bytes = (await Promise.all(answers)).reduce((sum, each) => sum + each, 0)
    expect(bytes).toBeLessThan(30_000)
    expect(bytes).toBeGreaterThan(5_000)
    await page.context().close()
  })

  test('no-transaction: that it goes one by one, and what that means, is said before the click', async () => {
    const page = await opened('no-transaction')
    await openRow(page, 'What will be written')
    await page.getByText('Written one by one').waitFor()
    await page.getByText('where the EHR refuses one, those before it stay written').first().waitFor()
    await page.context().close()
  })

  test('epic-like: a message tells the lines, and cannot be told twice by accident', async () => {
    const page = await opened('epic-like')
    await page.getByText('No charge line and no Flag is written').first().waitFor()
    await answerForIt(page)
    await page.getByRole('button', { name: 'Approve 4 lines and send a message' }).click()
    expect(await result(page)).toBe('Sent as a message. Enter these charges manually.')
    const [message, ...others] = world.sandbox.ehr('epic-like').stored('Communication')
    expect(others).toEqual([])
    expect(JSON.stringify(message)).toContain('J3397-JW × 2 discarded')
    await page.getByText('What Doseline recorded').waitFor()
    await page.getByRole('button', { name: 'Send again…' }).first().click()
    await page.getByText('These lines were written before').waitFor()
    expect(world.sandbox.ehr('epic-like').stored('Communication')).toHaveLength(1)
    await page.context().close()
  })

  test('epic-like: whoever looked in the billing system says so, and then nothing is in the way', async () => {
    const page = await opened('epic-like')
    await page.getByText('Look in the billing system whether this dose was charged already').first().waitFor()
    await page.locator('to-do').getByRole('button', { name: 'Enter it here' }).click()
    await page.getByLabel('I checked the billing system').check()
    await page.getByRole('button', { name: 'Recheck' }).click()
    await page.getByRole('heading', { level: 1, name: 'Ready to bill' }).waitFor()
    await page
      .getByText('Not in the chart: no other charge, stated by Jordan Ellis')
      .first()
      .waitFor({ state: 'attached' })
    await page.getByRole('button', { name: 'Approve 4 lines and send a message' }).waitFor()
    await page.context().close()
  })

  test('oracle-like: each line is a charge of its own, and none is made twice', async () => {
    const page = await opened('oracle-like')
    await page.getByText('The Flag is not written').first().waitFor()
    const before = world.sandbox.ehr('oracle-like').stored('ChargeItem').length
    await approve(page).click()
    expect(await result(page)).toBe('Approved, and posted to the EHR as charges.')
    expect(world.sandbox.ehr('oracle-like').stored('ChargeItem').length - before).toBe(4)
    await page.context().close()
    // Its own charges come back without a word of the dose, and are known all the same.
    const again = await opened('oracle-like')
    await again.getByText('What Doseline recorded').waitFor()
    await again.getByRole('heading', { level: 1, name: 'Charged' }).waitFor()
    await again.getByText('Nothing to change').waitFor()
    expect(await approve(again).count()).toBe(0)
    await again.context().close()
    expect(world.sandbox.ehr('oracle-like').stored('ChargeItem').length - before).toBe(4)
  })

  test('oracle-like: what was charged in part is finished with the rest alone', async () => {
    const page = await opened('oracle-like')
    await page.getByText('The Flag is not written').first().waitFor()
    const before = world.sandbox.ehr('oracle-like').stored('ChargeItem').length
    let charges = 0
    await page.route('**/oracle-like/fhir/ChargeItem/$create', (route) =>
      ++charges > 2 ? route.fulfill({ status: 422, json: {} }) : route.continue(),
    )
    await approve(page).click()
    await page.getByRole('heading', { name: 'Only a part was stored' }).waitFor()
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Approve 4 lines' }).click()
    expect(await result(page)).toBe('Approved, and posted to the EHR as charges.')
    const made = (world.sandbox.ehr('oracle-like').stored('ChargeItem') as unknown as ChargeItem[]).slice(before)
    expect(made).toHaveLength(4)
    expect(new Set(made.map(({ code, extension }) => JSON.stringify([code, extension]))).size).toBe(4)
    await page.context().close()
  })

  test('oracle-like: a charge that somebody else entered there is seen, though it names no dose', async () => {
    const { store, stored } = world.sandbox.ehr('oracle-like')
    const doses = stored('MedicationAdministration') as unknown as (Stored & { context?: object })[]
    const dose = doses.find(({ subject }) => subject?.reference === `Patient/${patient}`)
    store.put(
      {
        resourceType: 'ChargeItem',
        id: 'entered-there',
        status: 'billable',
        code: { coding: [{ code: 'J3397' }] },
        subject: { reference: `Patient/${patient}` },
        context: dose?.context,
        quantity: { value: 88 },
      } as never,
      'POST',
    )
    const page = await opened('oracle-like')
    await page.getByText('This dose is already charged: J3397 × 88').first().waitFor()
    expect(await approve(page).count()).toBe(0)
    await page.context().close()
  })

  test('athena-like: without doses there is a screen that says so', async () => {
    const page = await world.newPage()
    const { fhirBase, launch } = world.sandbox.ehr('athena-like')
    await page.goto(
      `${world.app}/app/launch.html?${new URLSearchParams({ iss: fhirBase, launch: launch({ patient }) })}`,
    )
    await page.getByText('This EHR does not share its doses').waitFor()
    await page.context().close()
  })

  test('the lines can be taken along, under a name that says nothing about anybody', async () => {
    const page = await opened('epic-like')
    const download = page.waitForEvent('download')
    await openMore(page)
    await page.getByRole('button', { name: 'Download CSV' }).click()
    expect((await download).suggestedFilename()).toMatch(/^doseline-lines-\d{8}-\d{6}\.csv$/)
    await page.context().close()
  })
})

describe('exactly one set of lines', () => {
  test('after a double click', () =>
    onEach(WHOLE, async (ehr) => {
      const page = await opened(ehr)
      await approve(page).dblclick()
      expect([ehr, await carriedThrough(page, ehr)]).toEqual([ehr, 'Approved and stored.'])
      expectOneSet(ehr)
      await page.context().close()
    }))

  test.each(['two tabs', 'two users'])('from %s at once', (who) =>
    onEach(WHOLE, async (ehr) => {
      const first = await opened(ehr)
      const second = who === 'two tabs' ? await first.context().newPage() : await opened(ehr, 'ana')
      if (who === 'two tabs') await show(second, ehr)
      await Promise.all([approve(first).click(), approve(second).click()])
      // One has its turn; the other is told, tries again by itself, and learns that it is done.
      for (const page of [first, second]) {
        await page.locator('write-back-panel .result, write-back-panel failure-screen').first().waitFor()
        if ((await page.locator('write-turn').count()) > 0)
          await page.locator('write-turn').waitFor({ state: 'detached' })
      }
      if (live(ehr, 'ChargeItem').length === 0) await carriedThrough(first, ehr)
      expectOneSet(ehr)
      await Promise.all([first.context().close(), second.context().close()])
    }),
  )

  test('where the connection is cut after it was stored', () =>
    onEach(WHOLE, async (ehr) => {
      const page = await opened(ehr)
      await cutNextWrite(page, ehr, 'cut-after')
      await approve(page).click()
      expect([ehr, await result(page)]).toEqual([ehr, 'Approved and stored.'])
      expectOneSet(ehr)
      await page.context().close()
    }))

  test('oracle-like: unavailable after it was stored leaves one charge, and is not sent again', async () => {
    const page = await opened('oracle-like')
    await page.getByText('The Flag is not written').first().waitFor()
    const before = world.sandbox.ehr('oracle-like').stored('ChargeItem').length
    await cutNextWrite(page, 'oracle-like', 'unavailable-after')
    await approve(page).click()
    await page.getByText('It is not certain whether this was stored').waitFor()
    expect(world.sandbox.ehr('oracle-like').stored('ChargeItem').length - before).toBe(1)
    await page.context().close()
  })

  test('flaky: unavailable after it was stored is found, and not sent again', async () => {
    const page = await opened('flaky')
    await cutNextWrite(page, 'flaky', 'unavailable-after')
    await approve(page).click()
    expect(await result(page)).toBe('Approved and stored.')
    expectOneSet('flaky')
    await page.context().close()
  })

  test('where the connection is cut before: nothing is sent again until a person has looked', () =>
    onEach(WHOLE, async (ehr) => {
      const page = await opened(ehr)
      await cutNextWrite(page, ehr, 'cut-before')
      await approve(page).click()
      await page.getByText('It is not certain whether this was stored').waitFor()
      expect([ehr, live(ehr, 'ChargeItem').length]).toEqual([ehr, 0])
      // Until what was sent can arrive no more, nobody can say that it is gone.
      await world.minutesLater()
      await approve(page).click()
      await page.getByText('These lines were written before').waitFor()
      await lookAgain(page).click()
      expect([ehr, live(ehr, 'ChargeItem').length]).toEqual([ehr, 0])
      await writeAgain(page)
      expect([ehr, await result(page)]).toEqual([ehr, 'Approved and stored.'])
      expectOneSet(ehr)
      await page.context().close()
    }))

  test('where it breaks off half way: what stands is said, and approving again writes only the rest', async () => {
    const page = await opened('no-transaction')
    world.sandbox.ehr('no-transaction').script([{ on: 'write', kind: 'too-many', retryAfterSeconds: 1 }])
    await page.route('**/no-transaction/fhir/Flag', (route) =>
      route.request().method() === 'POST' ? route.fulfill({ status: 422, json: {} }) : route.continue(),
    )
    await approve(page).click()
    await page.getByRole('heading', { name: 'Only a part was stored' }).waitFor()
    expect([live('no-transaction', 'ChargeItem').length, live('no-transaction', 'Flag').length]).toEqual([4, 0])
    await page.unrouteAll()
    await page
      .getByRole('button', { name: /^(Approve 4 lines|Write the Flag)$/ })
      .first()
      .click()
    expect(await result(page)).toBe('Approved and stored.')
    expectOneSet('no-transaction')
    await page.context().close()
  })
})

describe('what stands in the chart afterwards', () => {
  const ours = () => world.sandbox.ehr('full')

  test('what was just written is undone: lines voided, Flag closed', async () => {
    const page = await opened('full')
    await approve(page).click()
    await result(page)
    await page.getByRole('button', { name: 'Void…' }).click()
    await page.getByRole('button', { name: 'Void now' }).click()
    await page.getByText('Voided.').waitFor()
    expect([live('full', 'ChargeItem').length, live('full', 'Flag').length]).toEqual([0, 0])
    expect(ours().stored('ChargeItem').length).toBeGreaterThan(3)
    await page.context().close()
  })

  test('reasons hold when the chart is opened again; taken back, the charges go only by a button that says so', async () => {
    const page = await opened('full', undefined, notReady)
    await answerForIt(page)
    await page.getByRole('button', { name: /^Override and charge \d lines?$/ }).click()
    await result(page)
    const charged = live('full', 'ChargeItem', notReady).length
    expect(charged).toBeGreaterThan(0)
    await show(page, 'full', undefined, notReady)
    await page.getByText('The override stays until someone removes it').waitFor()
    await page.getByText('Nothing to change').waitFor()
    await page.getByRole('button', { name: 'Remove override' }).click()
    await page.getByRole('button', { name: new RegExp(`^Void ${charged} charges?, and write the Flag`) }).click()
    await page.getByRole('button', { name: 'Void and write' }).click()
    await result(page)
    expect(live('full', 'ChargeItem', notReady)).toEqual([])
    await page.context().close()
  })

  test('a line that the chart does not show just after it was written is on its way, and nothing is offered to write it again', async () => {
    const page = await opened('full')
    await approve(page).click()
    await result(page)
    await changeReads(page, /^ChargeItem\?/, (answer) => without(answer, 'J3397-JW'))
    await show(page, 'full')
    await page.getByText('Lines may still be on their way to the chart').waitFor()
    expect(await page.getByRole('button', { name: 'They are not in the EHR' }).count()).toBe(0)
    await page.unrouteAll()
    await page.getByRole('button', { name: 'Read the chart again' }).click()
    await page.getByText('Lines may still be on their way to the chart').waitFor({ state: 'detached' })
    expectOneSet('full')
    await page.context().close()
  })

  test('a dose that was retracted since shows its lines, and voids them', async () => {
    const page = await opened('full')
    await approve(page).click()
    await result(page)
    await changeReads(page, /^MedicationAdministration\?/, (answer) => retracted(answer))
    await show(page, 'full')
    await page.getByText('The dose was retracted, but its lines are still charged').waitFor()
    await page.getByRole('button', { name: 'Void the lines' }).click()
    await page.getByText('Voided.').waitFor()
    expect([live('full', 'ChargeItem').length, live('full', 'Flag').length]).toEqual([0, 0])
    await page.context().close()
  })

  test('a line that stands there twice is shown, and the copy voided', async () => {
    const page = await opened('full')
    await approve(page).click()
    await result(page)
    const [charge] = live('full', 'ChargeItem')
    ours().store.put({ ...charge, id: 'a-copy' } as never, 'POST')
    await show(page, 'full')
    await page.getByText('Duplicate line').waitFor()
    await page.getByRole('button', { name: 'Void the copy' }).click()
    await result(page)
    expectOneSet('full')
    await page.context().close()
  })

  test('what a biller changed while it was written stays theirs, and both are shown', async () => {
    const page = await opened('full')
    await page.getByRole('button', { name: 'Save draft' }).click()
    await result(page)
    const theirs = live('full', 'ChargeItem')[0] as { id: string }
    await page.route('**/fhir', (route) => {
      if (isTransaction(route))
        ours().store.put({ ...theirs, note: [{ text: 'checked by the biller' }] } as never, 'PUT')
      return route.continue()
    })
    await approve(page).click()
    await page.getByText('Someone changed these records first').waitFor()
    expect(JSON.stringify(ours().store.current('ChargeItem', theirs.id))).toContain('checked by the biller')
    expect(live('full', 'ChargeItem').filter(({ status }) => status === 'billable')).toEqual([])
    await page.context().close()
  })

  test('a relative who signs in may look, and finds nothing that writes', async () => {
    const page = await opened('full', 'relative')
    await page.getByText('Sign in as staff').waitFor()
    expect(await approve(page).count()).toBe(0)
    await page.context().close()
  })

  test('the history of the dose tells who wrote what', async () => {
    const page = await opened('full')
    await approve(page).click()
    await result(page)
    await openRow(page, 'History')
    await page.locator('dose-history').getByText('Approved 4 lines').first().waitFor()
    await page.locator('dose-history').getByText('J3397-JW × 2 discarded (create)').first().waitFor()
    await page.context().close()
  })
})

/** A page of a search without what names this. */
function without(answer: ReadAnswer, name: string): ReadAnswer {
  const page = answer.resource as Bundle<FhirResource>
  const entry = (page.entry ?? []).filter(({ resource }) => !JSON.stringify(resource).includes(name))
  // A search that did not find it does not count it either.
  return { ...answer, resource: { ...page, entry, total: entry.length } }
}

/** A page of doses of which the newest was entered in error. */
function retracted(answer: ReadAnswer): ReadAnswer {
  const page = answer.resource as Bundle<FhirResource>
  const entry = (page.entry ?? []).map((one) =>
    one.resource?.resourceType === 'MedicationAdministration' && JSON.stringify(one.resource).includes('2026-03-02')
      ? { ...one, resource: { ...one.resource, status: 'entered-in-error' as const } }
      : one,
  )
  return { ...answer, resource: { ...page, entry } }
}

/** The write that comes when the ledger knows that it is sent; the batches that read before are POSTs too. */
async function cutNextWrite(page: Page, ehr: PersonalityKey, kind: Fault['kind']): Promise<void> {
  await page.route(
    '**/v1/write-backs/*',
    (route) => {
      world.sandbox.ehr(ehr).script([{ on: 'write', kind }])
      return route.continue()
    },
    { times: 1 },
  )
}
