import { existsSync, readFileSync } from 'node:fs'
import { Command, InvalidArgumentError } from '@commander-js/extra-typings'
import { assess, RequestProblem } from '@doseline/assessment'
import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest } from '@doseline/contract'
import { inWords } from '@doseline/contract/issue-words'
import { requestFor, scenarios } from '@doseline/fhir-fixtures'
import type { z } from 'zod'
import { timeZone } from '../arguments.ts'
import { WrongUsage } from '../wrong-usage.ts'

/** Of a lone resource nothing else was read, which is another thing than a chart that holds nothing else. */
const NOT_READ = ['Condition', 'Encounter', 'Coverage', 'ClaimResponse', 'ChargeItem', 'Flag'] as const

export const explain = new Command()
  .description('Prints the verdict on every dose of a chart, with each number and where it was read.')
  .argument('<scenario | file>', 'an example that “doseline scenario” lists, or a file of FHIR JSON')
  .option('--book <book>', 'code book, such as cms')
  .option('--focus <MedicationAdministration/id>', 'this dose alone', doseFrom)
  .option('--zone <time zone>', 'of the chart, such as America/New_York', timeZone)
  .action((what, { book, focus, zone }) => {
    const asked = {
      ...requestOf(what),
      include: ['text'],
      ...(book && { codebook: book }),
      ...(focus && { focus }),
      ...(zone && { timeZone: zone }),
    }
    const answer = answered(what, asked, book)
    for (const warning of answer.warnings) console.log(`! ${warning}\n`)
    if (answer.assessments.length === 0) console.log('There is no MedicationAdministration in it: nothing to judge.')
    console.log(answer.assessments.map(({ text }) => text).join('\n'))
  })

function doseFrom(typed: string): string {
  if (/^MedicationAdministration\/[A-Za-z0-9\-.]{1,64}$/.test(typed)) return typed
  throw new InvalidArgumentError('It is MedicationAdministration/ and an id.')
}

export function answered(what: string, asked: object, book: string | undefined): ReturnType<typeof assess> {
  const codebook = loadCodebook()
  const books = codebook.books.map(({ id }) => id)
  if (book !== undefined && !books.includes(book))
    throw new WrongUsage(`There is no code book “${book}”; there are ${books.join(', ')}.`)
  const request = AssessmentRequest.safeParse(asked, { reportInput: true })
  if (!request.success) throw new Error(request.error.issues.map((issue) => `${what}: ${issueLine(issue)}`).join('\n'))
  try {
    return assess(request.data, codebook, new Date().toISOString())
  } catch (error) {
    if (error instanceof RequestProblem)
      throw new Error(`${what}: ${error.message} (${error.pointer || 'the whole request'})`)
    throw error
  }
}

/** The element, what is wrong with it and what to do. */
function issueLine(issue: z.core.$ZodIssue): string {
  const { detail, remedy } = inWords(issue)
  return [`${issue.path.join('.') || 'the whole file'}:`, detail, remedy].filter(Boolean).join(' ')
}

export function requestOf(name: string): object {
  const found = scenarios().find((each) => each.name === name)
  if (found) return requestFor(found)
  if (!existsSync(name))
    throw new WrongUsage(`There is no scenario and no file “${name}”. “doseline scenario” lists the scenarios.`)
  const resource = readJson(name)
  if (resource.resourceType === 'Bundle') return { bundle: resource }
  return { resources: [resource], reads: Object.fromEntries(NOT_READ.map((type) => [type, 'not-offered'])) }
}

function readJson(file: string): { resourceType?: string } {
  const read = parsed(file)
  if (typeof read !== 'object' || read === null || !('resourceType' in read))
    throw new Error(`${file} is not a FHIR resource: it has no resourceType.`)
  return read as { resourceType?: string }
}

function parsed(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    throw new Error(`${file} is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}
