import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { scenario } from '../../fhir-fixtures/src/index.ts'
import { type SignIn, startSignIn } from './support/authorization-server.ts'
import { command } from './support/command.ts'
import { losingAnswer } from './support/lost-answer.ts'
import { HapiStore } from './support/store.ts'

const { open, guarded, authorizationPort } = inject('hapi')
const store = new HapiStore(open)
const MEPSEVII = scenario('medicare-mepsevii-discard-recorded')
const USER = { id: 'jordan', name: 'Jordan Ellis', fhirUser: 'Practitioner/jordan-ellis' }

let signIn: SignIn
let patient: string
let before: Record<string, number>
beforeAll(async () => {
  signIn = await startSignIn({ port: authorizationPort, fhirBase: guarded, users: [USER] })
  patient = await store.put(MEPSEVII)
  before = await store.counts()
})
afterAll(async () => {
  await store.remove(MEPSEVII)
  await signIn.close()
})

/** A session as the app has it: one patient, the letters the app asks for. */
const ofPatient = (letters = 'cruds') =>
  signIn.token(`launch openid fhirUser patient/*.${letters}`, { user: USER.id, patient })
/** Somebody who may do anything to anybody. */
const ofUser = () => signIn.token('launch openid fhirUser user/*.cruds', { user: USER.id, patient })

describe('HAPI as anybody may use it', () => {
  test('the doctor finds that the main job is possible, in one transaction', async () => {
    const { exit, said } = await command('doctor', [open, '--patient', patient])
    expect(said).toContain('HAPI FHIR Server 8.8.0')
    expect(said).toContain('THE MAIN JOB IS POSSIBLE')
    expect(said).toContain('It would go in one transaction')
    expect(exit).toBe(0)
  })

  test('the doctor sees that a browser may send neither If-Match nor If-None-Exist', async () => {
    const { said } = await command('doctor', [open])
    expect(said).toMatch(/CORS +reads yes; a preflight does not let through:\s+if-none-exist, if-match/)
  })

  test('what the doctor writes for a trial is made once, and taken away again', async () => {
    const { exit, said } = await command('doctor', [open, '--patient', patient, '--write'])
    expect(said).toContain('sent a second time: nothing new was made')
    expect(said).toContain('everything it made was taken away again')
    expect(exit).toBe(0)
    expect(await store.counts()).toEqual(before)
  })

  test('the main job leaves one set of lines after writing twice, and then nothing', async () => {
    const { exit, said } = await command('sandbox-test', [open])
    expect(said).toMatch(/judged +ready; J3397 × 88, J3397-JW × 2/)
    expect(said).toMatch(/planned +transaction\n/)
    expect(said).toMatch(/sent again +5 of 5 are there once/)
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(said).toContain('Nothing differed.')
    expect(exit).toBe(0)
    expect(await store.counts()).toEqual(before)
  })
})

describe('HAPI whose answer is lost', () => {
  test.each([
    ['the chart that was put there', 1, /DIFFERS {2}seeded/],
    ['what was written', 2, /sent again +5 of 5 are there once/],
  ])('to %s: all of it is found and taken away, the Provenance too', async (_, nth, says) => {
    const way = await losingAnswer(open, nth)
    const { said } = await command('sandbox-test', [way.base, '--lag', '2'])
    way.close()
    expect(said).toMatch(says)
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(await store.counts()).toEqual(before)
  })
})

describe('HAPI that keeps to patient compartments', () => {
  test('without a token nothing is answered but what it is', async () => {
    const { exit, said } = await command('sandbox-test', [guarded])
    expect(said).toContain('Give an access token with --token')
    expect(exit).toBe(3)
  })

  test('a token of one patient reads no other', async () => {
    const { id } = await store.ask('Patient', 'POST', { resourceType: 'Patient' })
    const headers = { authorization: `Bearer ${await ofPatient()}` }
    const statusOf = async (path: string) => (await fetch(`${guarded}/${path}`, { headers })).status
    expect([await statusOf(`Patient/${patient}`), await statusOf(`Patient/${id}`)]).toEqual([200, 403])
    await store.ask(`Patient/${id}`, 'DELETE')
  })

  test('the doctor reads the chart, and what it writes for a trial is taken away again', async () => {
    const { exit, said } = await command('doctor', [guarded, '--patient', patient, '--write'], await ofPatient())
    expect(said).toContain('THE MAIN JOB IS POSSIBLE')
    expect(said).toContain('everything it made was taken away again')
    expect(exit).toBe(0)
    expect(await store.counts()).toEqual(before)
  })

  test('the main job of somebody who may write to every chart leaves nothing', async () => {
    const { exit, said } = await command('sandbox-test', [guarded], await ofUser())
    expect(said).toContain('Nothing differed.')
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(exit).toBe(0)
    expect(await store.counts()).toEqual(before)
  })

  test('the main job within the compartment of one patient leaves one set of lines, and then nothing', async () => {
    const { exit, said } = await command('sandbox-test', [guarded, '--patient', patient], await ofPatient())
    expect(said).toMatch(/written +5 parts; the Provenance was refused/)
    expect(said).toMatch(/sent again +5 of 5 are there once/)
    expect(said).toContain('Nothing differed.')
    expect(said).toMatch(/(\d+) of \1 were taken away again/)
    expect(exit).toBe(0)
    expect(await store.counts()).toEqual(before)
  })
})
