import { readFileSync } from 'node:fs'
import { startedSandbox } from '@doseline/ehr-sandbox/testing/launch'
import { expect, test } from 'vitest'
import { BEGIN, END, ranOnEhrs } from './sandboxes.ts'

const page = readFileSync(new URL('../docs/sandboxes.md', import.meta.url), 'utf8')
const rows = page
  .slice(page.indexOf(BEGIN), page.indexOf(END))
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| ---') && !line.startsWith('| EHR'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '')))

test('every EHR of the sandbox stands on the page, with what ran on it, and nothing differed', async () => {
  const sandbox = await startedSandbox()
  const keys = sandbox.ehrs.map(({ key }) => key).filter((key) => key !== 'expiring')
  await sandbox.close()
  expect(rows.map(([key]) => key)).toEqual(keys)
  for (const [key = '', , , outcome = ''] of rows) {
    expect(outcome, key).toMatch(key === 'athena-like' ? /^not possible/ : /nothing differed$/)
  }
})

test.each(['full', 'microsoft-like'])('%s: what stands on the page is what runs today', async (key) => {
  const [row] = await ranOnEhrs([key])
  expect([row?.name, row?.software, row?.commands, row?.outcome]).toEqual(rows.find(([name]) => name === key))
})
