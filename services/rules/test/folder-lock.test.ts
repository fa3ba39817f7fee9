import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openLedger } from '../src/ledger/ledger.ts'

const folders: string[] = []
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})
const aFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'doseline-lock-'))
  folders.push(folder)
  return { kind: 'folder', folder, leastFree: 0, onLost: () => undefined } as const
}

describe('the folder of PGlite', () => {
  test('belongs to one process; the refusal says what to do', async () => {
    const at = aFolder()
    // A process that surely lives: this test’s own parent.
    writeFileSync(join(at.folder, 'doseline.lock'), JSON.stringify({ pid: process.ppid, host: hostname() }))
    await expect(openLedger(at)).rejects.toThrow(/in use by process \d+.*DOSELINE_LEDGER.*DATABASE_URL/s)
  })

  test.each([
    ['a process that is gone', JSON.stringify({ pid: 2 ** 22 + 1, host: hostname() }), new Date()],
    ['a lock that was cut off while it was written', '{"pid":', new Date()],
    [
      'a machine that has said nothing for an hour',
      JSON.stringify({ pid: 1, host: 'elsewhere' }),
      new Date(Date.now() - 3_600_000),
    ],
  ])('is taken over from %s', async (_, content, touched) => {
    const at = aFolder()
    writeFileSync(join(at.folder, 'doseline.lock'), content)
    utimesSync(join(at.folder, 'doseline.lock'), touched, touched)
    await (await openLedger(at)).close()
  })

  test('is not taken from another machine that is at work', async () => {
    const at = aFolder()
    writeFileSync(join(at.folder, 'doseline.lock'), JSON.stringify({ pid: 1, host: 'elsewhere' }))
    await expect(openLedger(at)).rejects.toThrow('in use by process 1 on elsewhere')
  })
})
