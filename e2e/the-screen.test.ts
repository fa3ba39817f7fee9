import { readFile } from 'node:fs/promises'
import { openAppInTab, openChart, openMore, written } from '@doseline/testkit/clinic'
import { startWorld, type World } from '@doseline/testkit/world'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { costsOf, placesOf } from './measure-screen.ts'
import { layoutShiftOf, workOf } from './measure-speed.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world?.close())

test('while a dose opens on a slow core, nothing jumps', async () => {
  expect(await layoutShiftOf(world)).toBeLessThanOrEqual(0.02)
}, 120_000)

test('no hand keeps the page busy: what a slow core would paint late is counted in processor time, which a busy one does not change', async () => {
  const most = (what: string): number => (what === 'approve' ? 600 : 60)
  for (const { what, cpuMs } of await workOf(world))
    expect([what, cpuMs <= most(what)], `${cpuMs} ms`).toEqual([what, true])
}, 120_000)

test('what approves a ready dose is in view when it is opened, at every size and at 400 %', async () => {
  const places = await placesOf(world)
  expect(places.map(({ size, isInView }) => [size, isInView])).toEqual([
    ['1280 × 800', true],
    ['480 × 800', true],
    ['320 × 800', true],
    ['320 × 200', true],
  ])
  expect(places[0]).toMatchObject({ screens: 1, areRowsInView: true })
  expect(places[1]).toMatchObject({ areRowsInView: true })
  expect(places[1]?.screens).toBeLessThanOrEqual(1.1)
})

test('five tasks cost a biller a few clicks and keys, and nothing to scroll', async () => {
  const limits = {
    'approve a ready dose': { clicks: 1, keys: 2 },
    'find why, and fix it': { clicks: 3, keys: 2 },
    'hand it over': { clicks: 2, keys: 0 },
    'void it': { clicks: 2, keys: 0 },
    'print it': { clicks: 1, keys: 0 },
  }
  for (const { task, clicks, keys, scrolled } of await costsOf(world)) {
    const limit = limits[task as keyof typeof limits]
    expect([task, clicks <= limit.clicks, keys <= limit.keys, scrolled]).toEqual([task, true, true, 0])
  }
}, 120_000)

test('a ready dose is one page on paper', async () => {
  const page = await world.newPage()
  await openChart(page, world, 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down')
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Approve 4 lines' }).waitFor()
  expect(pagesIn(await tab.pdf({ preferCSSPageSize: true }))).toBe(1)
  await page.context().close()
})

test('the full record is printed with its cover sheet, and saved as a tagged PDF of the same parts', async () => {
  const page = await world.newPage()
  await openChart(page, world, 'Mepsevii 88 mg from nine 10 mg vials, and the 2 mg left over written down')
  const tab = await openAppInTab(page)
  await tab.getByRole('button', { name: 'Approve 4 lines' }).click()
  await written(tab)
  await openMore(tab)
  const download = tab.waitForEvent('download')
  await tab.getByRole('button', { name: 'Download PDF' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^doseline-record-\d{8}-\d{6}\.pdf$/)
  const pdf = await readFile(await file.path())
  expect(pagesIn(pdf)).toBeGreaterThanOrEqual(6)
  expect(pdf.toString('latin1')).toContain('/StructTreeRoot')

  await tab.evaluate(() => {
    window.print = () => {
      const record = document.querySelector('dose-review')?.shadowRoot?.querySelector('full-record')
      document.title = record?.shadowRoot?.textContent ?? ''
    }
  })
  await openMore(tab)
  await tab.getByRole('button', { name: 'Print full record' }).click()
  await expect.poll(() => tab.title()).toMatch(/Halvorsen, Linnea.*21679593.*Medicare Part B.*J3397-JW × 2/s)
  const parts = ['Chart facts', 'Billing checks', 'Sources', 'Calculation', 'Approvals and history']
  const said = await tab.title()
  const places = parts.map((part) => said.lastIndexOf(part))
  expect(places).toEqual(places.toSorted((a, b) => a - b))
  expect(said).toContain('4 lines approved by Jordan Ellis')
  await page.context().close()
})

const pagesIn = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0
