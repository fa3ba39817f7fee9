import type { Bundle, Flag, OperationOutcome, Patient } from 'fhir/r4'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Sandbox } from '../src/index.ts'
import { launched, startedSandbox } from '../src/testing/launch.ts'
import { fhirClient, flagFor, ids } from './support/fhir-client.ts'

let sandbox: Sandbox
let ehr: ReturnType<typeof fhirClient>

beforeAll(async () => {
  sandbox = await startedSandbox()
  ehr = fhirClient(sandbox, (await launched(sandbox, 'launch user/*.cruds')).access_token)
})
afterAll(() => sandbox.close())

const dosesOf = (query: string) => ehr.search(`MedicationAdministration?${query}`).then(({ body }) => ids(body))
const anas = ['ana-dose-1', 'ana-dose-2', 'ana-dose-3']

describe('given doses of two patients', () => {
  test.each([
    ['patient=Patient/ana', anas],
    ['patient=ana', anas],
    ['subject=ana', anas],
    ['subject:Patient=ana', anas],
    ['patient=ana,ben', [...anas, 'ben-dose-1']],
    ['context=Encounter/ben-visit', ['ben-dose-1']],
    ['patient=ana&effective-time=ge2026-03-02&effective-time=lt2026-03-03', ['ana-dose-2']],
    ['patient=ana&effective-time=2026-03-02', ['ana-dose-2']],
    ['patient=ana&_sort=-effective-time', anas.toReversed()],
    ['patient.birthdate=1950-04-02&status=completed&context=Encounter/ben-visit', ['ben-dose-1']],
    ['patient=ana&status=stopped', []],
    ['patient=ana&status:not=stopped', anas],
    ['_id=ana-dose-1,ben-dose-1', ['ana-dose-1', 'ben-dose-1']],
    ['patient=ana&device:missing=true', anas],
    ['patient=nobody', []],
  ])('when searched by %s, then %j', async (query, expected) => {
    expect(await dosesOf(query)).toEqual(expected)
  })

  test('when the reference is absolute, then it is understood', async () => {
    expect(await dosesOf(`patient=${encodeURIComponent(`${sandbox.fhirBase}/Patient/ana`)}`)).toEqual(anas)
  })

  test('when searched by POST, then the form and the query count together', async () => {
    const form = new URLSearchParams({ patient: 'Patient/ana' })
    const { body } = await ehr.post<Bundle>('MedicationAdministration/_search?effective-time=gt2026-03-02', form)
    expect(ids(body)).toEqual(['ana-dose-3'])
    expect(body.link?.[0]?.url).toContain('patient=Patient%2Fana')
  })

  test('when inclusions are asked for, then they come once and are marked', async () => {
    const { body } = await ehr.search(
      'MedicationAdministration?patient=ana&_include=MedicationAdministration:medication&_include=MedicationAdministration:context',
    )
    expect(ids(body, 'include').sort()).toEqual(['ana-visit', 'prolia'])
    expect(body.total).toBe(3)
    expect(body.entry?.every((one) => one.fullUrl?.startsWith(sandbox.fhirBase))).toBe(true)
    const back = await ehr.search('Patient?_id=ana&_revinclude=Coverage:beneficiary')
    expect(ids(back.body, 'include')).toEqual(['ana-cover'])
  })

  test('when only a part is wanted, then it is tagged as a part', async () => {
    const { body } = await ehr.search('Patient?_id=ana&_elements=birthDate')
    const patient = body.entry?.[0]?.resource as Patient
    expect(patient.birthDate).toBe('1950-04-02')
    expect(patient.name).toBeUndefined()
    expect(patient.meta?.tag?.[0]?.code).toBe('SUBSETTED')
    const count = await ehr.search('MedicationAdministration?patient=ana&_summary=count')
    expect(count.body).toMatchObject({ total: 3 })
    expect(count.body.entry).toBeUndefined()
  })
})

describe('given a parameter the server does not know', () => {
  test.each([
    'Flag?status=active&patient=ana',
    'Flag?patient=',
    'Flag?_sort=colour',
    'Flag?_include=Flag:colour',
    'Flag?_has:X=1',
  ])(
    '%s: lenient handling says what it ignored and leaves it out of the self link; strict handling refuses',
    async (query) => {
      const lenient = await ehr.search(query)
      expect(lenient.status).toBe(200)
      const outcome = lenient.body.entry?.find((one) => one.search?.mode === 'outcome')?.resource as OperationOutcome
      expect(outcome.issue[0]?.severity).toBe('warning')
      expect(lenient.body.link?.[0]?.url).not.toMatch(/status|colour|_has/)
      const strict = await ehr.search(query, { prefer: 'handling=strict' })
      expect(strict.status).toBe(400)
    },
  )
})

describe('given more resources than fit on a page', () => {
  beforeAll(async () => {
    for (let n = 0; n < 47; n++) await ehr.post<Flag>('Flag', flagFor('ana', `paged-${n}`))
  })

  test.each(['Flag?patient=ana', 'Flag?patient=ana&_count=7', 'Flag?patient=ana&_count=7&_sort=-_lastUpdated'])(
    '%s: following next visits every one once, and previous leads back',
    async (first) => {
      const seen: string[] = []
      let url: string | undefined = first
      let pages = 0
      let last: Bundle | undefined
      while (url) {
        const { body }: { body: Bundle } = await ehr.search(url)
        seen.push(...ids(body))
        url = body.link?.find((one) => one.relation === 'next')?.url
        last = body
        pages++
      }
      expect(pages).toBe(first.includes('_count') ? 7 : 3)
      expect(seen).toHaveLength(47)
      expect(new Set(seen).size).toBe(47)
      const previous = last?.link?.find((one) => one.relation === 'previous')?.url ?? ''
      expect(ids((await ehr.search(previous)).body)).toHaveLength(first.includes('_count') ? 7 : 20)
    },
  )
})
