import { assess } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, type DoseAnswer, type LineAnswer } from '@doseline/contract'
import { scenarios } from '@doseline/fhir-fixtures'
import type { FhirResource } from 'fhir/r4'
import { describe, expect, test } from 'vitest'
import { scanFolder } from '../src/index.ts'
import { exported, folder, ndjson, rowsOf } from './support/export.ts'

const AS_OF = '2026-11-24T10:00:00Z'
const codebook = loadCodebook()

/** Every example as it is, by its name. */
const CHARTS = new Map(
  scenarios().map(({ name, chart }) => [name, (chart.entry ?? []).flatMap(({ resource }) => resource ?? [])]),
)
const answers = new Map<string, DoseAnswer>()
for (const resources of CHARTS.values()) {
  const request = AssessmentRequest.parse({ resources })
  for (const answer of assess(request, codebook, AS_OF).assessments) answers.set(answer.focus, answer)
}

describe('every example, exported into one folder', () => {
  test('is judged as it is alone, whatever file and order its lines are in', async () => {
    const out = folder()
    const { summary } = await scanFolder({
      folder: exported(shuffledFiles([...CHARTS.values()].flat())),
      out,
      asOf: AS_OF,
      server: 'https://ehr.example/fhir',
      types: 'all',
      workers: 2,
    })
    expect(rowsOf(out, 'unreadable.ndjson')).toEqual([])
    expect(summary.files.lines).toBe([...CHARTS.values()].flat().length)
    const doses = rowsOf<{ dose: string; verdict: string; sentence: string }>(out, 'doses.ndjson')
    expect(new Set(doses.map(({ dose }) => dose))).toEqual(new Set(answers.keys()))
    for (const { dose, verdict, sentence } of doses) {
      expect([dose, verdict, sentence]).toEqual([dose, answers.get(dose)?.verdict, answers.get(dose)?.sentence])
    }
    const expected = new Set([...answers.values()].flatMap(({ lines }) => lines.map(inShort)))
    const lines = rowsOf<LineAnswer>(out, 'lines.ndjson').map(inShort)
    expect(new Set(lines)).toEqual(expected)
    expect(lines.length).toBe(expected.size)
    const worklist = rowsOf<{ dose: string; answer: DoseAnswer }>(out, 'worklist.ndjson')
    for (const { dose, answer } of worklist) expect(answer).toEqual(answers.get(dose))
  })
})

const inShort = ({ code, role, units, modifiers, dateOfService, doses }: LineAnswer): string =>
  JSON.stringify([code, role, units, modifiers, dateOfService, [...doses].toSorted()])

/** Lines over many small files of each type, some of them packed; neither the files nor the lines are in order. */
function shuffledFiles(resources: readonly FhirResource[]): Record<string, string> {
  const files: Record<string, string> = {}
  for (const [type, all] of Map.groupBy(resources, ({ resourceType }) => resourceType)) {
    all.forEach((resource, at) => {
      const part = (at * 7) % 5
      const name = `${part}.${type}.${type.length % 3}.ndjson${part % 2 === 0 ? '' : '.gz'}`
      files[name] = (files[name] ?? '') + ndjson(resource)
    })
  }
  return files
}
