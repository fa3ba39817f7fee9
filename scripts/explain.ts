import { existsSync, readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { assess, RequestProblem } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import { z } from 'zod'
import { stop } from './support/stop.ts'

const USAGE = `pnpm explain <scenario | FHIR JSON file> [--book cms|article] [--focus MedicationAdministration/id] [--zone America/New_York]
  Prints the verdict on every dose as text.`

/** Of a lone resource nothing else was read, which is another thing than a chart that holds nothing else. */
const NOT_READ = ['Condition', 'Encounter', 'Coverage', 'ClaimResponse', 'ChargeItem', 'Flag'] as const

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { book: { type: 'string' }, focus: { type: 'string' }, zone: { type: 'string' } },
})
const [what] = positionals
if (what === undefined) stop(USAGE)
try {
  const request = AssessmentRequest.parse({
    ...requestOf(what),
    include: ['text'],
    ...(values.book && { codebook: values.book }),
    ...(values.focus && { focus: values.focus }),
    ...(values.zone && { timeZone: values.zone }),
  })
  const answer = assess(request, loadCodebook(), new Date().toISOString())
  for (const warning of answer.warnings) console.log(`! ${warning}\n`)
  if (answer.assessments.length === 0) console.log('There is no MedicationAdministration in it: nothing to judge.')
  console.log(answer.assessments.map(({ text }) => text).join('\n'))
} catch (error) {
  if (error instanceof z.ZodError) stop(`${what}: ${z.prettifyError(error)}`)
  if (error instanceof RequestProblem) stop(`${what}: ${error.message} (${error.pointer || 'the whole request'})`)
  throw error
}

function requestOf(name: string): object {
  const found = scenarios().find((each) => each.name === name)
  if (found) return requestFor(found)
  if (!existsSync(name)) stop(`There is no scenario and no file “${name}”.\n${USAGE}`)
  const resource = readJson(name)
  if (resource.resourceType === 'Bundle') return { bundle: resource }
  return { resources: [resource], reads: Object.fromEntries(NOT_READ.map((type) => [type, 'not-offered'])) }
}

function readJson(file: string): { resourceType?: string } {
  let read: unknown
  try {
    read = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    stop(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
  if (typeof read !== 'object' || read === null || !('resourceType' in read))
    stop(`${file} is not a FHIR resource: it has no resourceType.`)
  return read as { resourceType?: string }
}
