import { describe, expect, test } from 'vitest'
import { Gathering } from '../src/gather/gathering.ts'
import { scanFolder } from '../src/index.ts'
import { exportFolder } from '../src/input/export-folder.ts'
import { readExport } from '../src/input/read-export.ts'
import { UnreadLines } from '../src/input/unread-lines.ts'
import { exported, folder, ndjson, rowsOf } from './support/export.ts'
import { patientChart } from './support/patients.ts'

/** Lines that engines which type what they read would change. */
const LINES = [
  '{"resourceType":"Observation","id":"a","subject":{"reference":"Patient/00123"},"valueQuantity":{"value":5.00}}',
  '{"resourceType":"Observation","id":"b","subject":{"reference":"Patient/00123"},"valueQuantity":{"value":1e-7}}',
  '{"resourceType":"Observation","id":"c","subject":{"reference":"Patient/00123"},"valueQuantity":{"value":1e2}}',
  '{"resourceType":"Observation","id":"d","subject":{"reference":"Patient/123"},"valueQuantity":{"value":12345678901234567890}}',
  '{"resourceType":"Observation","id":"e","subject":{"reference":"Patient/123"},"valueQuantity":{"value":0.3}}',
  '{"resourceType":"Observation","id":"f","subject":{"reference":"Patient/1e5"},"effectiveDateTime":"2026-01"}',
  '{"resourceType":"Observation","id":"g","subject":{"reference":"Patient/1e5"},"effectiveDateTime":"2026-01-31T23:30:00-05:00"}',
  '{"resourceType":"Observation","id":"h","subject":{"reference":"Patient/6D0D7C52-6B1E-4F0A-9B0E-2F6F3C1A0001"},"valueString":"a\u2028b"}',
  '{"resourceType":"Observation",\t"id":"i", "subject" : {"reference":"Patient/6d0d7c52-6b1e-4f0a-9b0e-2f6f3c1a0001"},"valueString":"a\\u00e9 \\"b\\""}',
]

describe('a line', () => {
  test('comes out of the gathering as it went in, whatever is in it, at its own patient', async () => {
    const [first = '', ...others] = LINES
    const source = exportFolder(exported({ 'Observation.ndjson': `\uFEFF${first}\r\n${others.join('\n')}` }))
    const gathering = await Gathering.open({ folder: folder(), memory: 128, threads: 1 })
    try {
      const unread = new UnreadLines()
      const { files } = await readExport(source.files, gathering, unread, () => undefined, undefined)
      expect([unread.all(), files[0]?.lines]).toEqual([[], LINES.length])
      expect(await gathering.settle()).toEqual([])
      const charts = new Map<string, string[]>()
      for await (const { patient, lines } of gathering.charts())
        charts.set(
          patient,
          lines.map(({ text }) => text),
        )
      expect(Object.fromEntries(charts)).toEqual({
        'Patient/00123': LINES.slice(0, 3),
        'Patient/123': LINES.slice(3, 5),
        'Patient/1e5': LINES.slice(5, 7),
        'Patient/6D0D7C52-6B1E-4F0A-9B0E-2F6F3C1A0001': LINES.slice(7, 8),
        'Patient/6d0d7c52-6b1e-4f0a-9b0e-2f6f3c1a0001': LINES.slice(8),
      })
    } finally {
      await gathering.close()
    }
  })
})

describe('what is judged', () => {
  const scanned = async (given: (resource: Record<string, unknown>) => object) => {
    const out = folder()
    const chart = patientChart('00123', (each) => (String(each.id).endsWith('-ma1') ? given(each) : each))
    await scanFolder({
      folder: exported({ 'all.ndjson': ndjson(...chart) }),
      out,
      asOf: '2026-03-10T12:00:00Z',
      server: 'ehr',
      types: 'all',
      workers: 1,
    })
    const [dose] = rowsOf<Record<string, unknown>>(out, 'doses.ndjson').filter(
      ({ dose }) => dose === 'MedicationAdministration/00123-ma1',
    )
    return dose
  }

  test('a dose of 23:30 stays on its day', async () => {
    expect(await scanned((each) => ({ ...each, effectiveDateTime: '2026-03-02T23:30:00-05:00' }))).toMatchObject({
      patient: 'Patient/00123',
      dateOfService: '2026-03-02',
    })
  })

  test('a month is no day of service', async () => {
    expect(await scanned((each) => ({ ...each, effectiveDateTime: '2026-03' }))).toMatchObject({
      dateOfService: null,
      verdict: 'needs-information',
    })
  })
})
