import { loadCodebook } from '@doseline/codebook'
import { AssessmentRequest, WorklistEntry } from '@doseline/contract'
import { requestFor, type Scenario, scenarios } from '@doseline/fhir-fixtures'
import { describe, expect, test } from 'vitest'
import { assessed } from './assess.ts'

const codebook = loadCodebook()
const entriesOf = (each: Scenario, codebookId?: string) => {
  const request = AssessmentRequest.parse({ ...requestFor(each), ...(codebookId && { codebook: codebookId }) })
  const { answer, worklist } = assessed(request, codebook, each.asOf)
  return { answer, entries: worklist('our-ehr') }
}
const named = (name: string) => {
  const found = scenarios().find((each) => each.name === name)
  if (!found) throw new Error(`no scenario ${name}`)
  return found
}

describe('what a judging hands over to the worklist', () => {
  test('each scenario’s entries are of the contract, and name a dose that was judged', () => {
    for (const each of scenarios()) {
      const { answer, entries } = entriesOf(each)
      const judged = new Map(answer.assessments.map((dose) => [dose.focus, dose]))
      for (const entry of entries) {
        expect(WorklistEntry.safeParse(entry).error?.issues, each.name).toBeUndefined()
        const dose = judged.get(entry.dose)
        expect(dose?.supported, each.name).toBe(true)
        if (entry.status !== 'charged') expect(entry.status, each.name).toBe(dose?.verdict)
        // What is stuck says why, and what is not stuck names nothing.
        expect(entry.blocking.length > 0, `${each.name} ${entry.status}`).toBe(
          entry.status === 'not-ready' || entry.status === 'needs-information',
        )
      }
    }
  })

  test('a dose whose one fault is that its charge is there already is charged', () => {
    const charged = scenarios().flatMap((each) => entriesOf(each).entries.filter(({ status }) => status === 'charged'))
    expect(charged.length).toBeGreaterThan(0)
    for (const { postedUnits, suggestedUnits } of charged) {
      if (postedUnits !== undefined) expect(postedUnits).toBe(suggestedUnits)
    }
  })

  test('money for lines of several doses is expected once', () => {
    const counted = scenarios().flatMap((each) => {
      const { focus: _, ...request } = requestFor(each)
      const { answer, worklist } = assessed(AssessmentRequest.parse(request), codebook, each.asOf)
      const entries = worklist('our-ehr')
      return answer.assessments.flatMap(({ lines, atStake }) => {
        const doses = new Set(
          lines.flatMap(({ role, doses }) => (role === 'drug' || role === 'discarded drug' ? doses : [])),
        )
        const paid = entries.filter(({ dose }) => doses.has(dose)).map(({ expectedPayment }) => expectedPayment?.amount)
        return atStake && doses.size > 1 ? [{ paid, once: [atStake.dollars] }] : []
      })
    })
    expect(counted.length).toBeGreaterThan(0)
    for (const { paid, once } of counted) expect(paid.filter((amount) => amount !== '0.00')).toEqual(once)
  })

  test('a demonstration code book hands over nothing', () => {
    expect(entriesOf(named('medicare-prolia-in-order'), 'article').entries).toEqual([])
  })
})

test('a dose in order names its code, its units, what is expected, and until when its claim is taken', () => {
  const [entry] = entriesOf(named('medicare-prolia-in-order')).entries
  expect(entry).toMatchObject({ status: 'ready', code: 'J0897', suggestedUnits: 60, blocking: [] })
  expect(entry?.expectedPayment).toMatchObject({ currency: 'USD' })
  expect(entry?.atRisk).toBeUndefined()
  // Medicare takes a claim for one calendar year after the day of service.
  expect(entry?.fileBy?.slice(0, 4)).toBe(String(Number(entry?.dateOfService?.slice(0, 4)) + 1))
})

test('a patient and a facility go by the names that the chart gives them', () => {
  const each = named('medicare-prolia-in-order')
  const request = requestFor(each)
  const bundle = structuredClone(request.bundle)
  for (const { resource } of bundle?.entry ?? []) {
    if (resource?.resourceType === 'Patient')
      Object.assign(resource, { name: [{ use: 'official', family: 'Shaw', given: ['Amy', 'V.'] }] })
    if (resource?.resourceType === 'Encounter')
      Object.assign(resource, { serviceProvider: { display: 'Infusion East' } })
  }
  const { worklist } = assessed(AssessmentRequest.parse({ ...request, bundle }), codebook, each.asOf)
  expect(worklist('our-ehr')[0]).toMatchObject({ patientName: 'Shaw, Amy V.', facility: 'Infusion East' })
})
