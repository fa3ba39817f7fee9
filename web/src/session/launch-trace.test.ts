import { Failure } from '@doseline/ehr-client'
import { afterEach, expect, test } from 'vitest'
import { LaunchTrace, tracedIn } from './launch-trace.ts'

afterEach(() => sessionStorage.clear())

let seconds = 0
const aTrace = (): LaunchTrace =>
  new LaunchTrace(sessionStorage, () => new Date(Date.UTC(2026, 2, 2) + seconds++ * 1000))

test('the page that comes back from the sign-in goes on with the trace of the page that left', () => {
  const launch = aTrace()
  launch.note('opened', { iss: 'https://ehr.example/fhir', launchLength: 12 })
  launch.note('left', { asked: 'openid' })
  const back = aTrace()
  back.resume(launch.id)
  back.note('returned', { answer: 'code' })
  const [traced] = tracedIn(sessionStorage)
  expect(traced).toMatchObject({ id: launch.id, iss: 'https://ehr.example/fhir', asked: 'openid', answer: 'code' })
  expect(traced?.steps.map(({ step }) => step)).toEqual(['opened', 'left', 'returned'])
  expect(back.address).toBe(`./inspect?launch=${launch.id}`)
})

test('an answer that names no launch is of the last one that left, and of none where all came back', () => {
  const [done, waiting] = [aTrace(), aTrace()]
  done.note('left', { asked: 'done' })
  waiting.note('left', { asked: 'waiting' })
  done.note('returned')
  const answer = aTrace()
  answer.resume(undefined)
  expect(answer.asked).toBe('waiting')
  answer.note('returned')
  const other = aTrace()
  other.resume(undefined)
  expect(other.asked).toBeUndefined()
})

test('what a sign-in said of its refusal is kept, what an EHR said of a chart is not', () => {
  const trace = aTrace()
  trace.failed(new Failure('launch-refused', { detail: 'invalid_client', status: 400 }))
  expect(tracedIn(sessionStorage)[0]?.failure).toMatchObject({ kind: 'launch-refused', detail: 'invalid_client' })
  trace.failed(new Failure('ehr-error', { detail: 'Patient/linnea is locked', requestId: 'r1' }))
  expect(tracedIn(sessionStorage)[0]?.failure).toEqual({ kind: 'ehr-error', requestId: 'r1' })
})

test('the five launches that went on last are kept, and each has its last thirty steps', () => {
  const launches = Array.from({ length: 7 }, aTrace)
  for (const launch of launches) launch.note('opened')
  for (let times = 0; times < 40; times++) launches[6]?.note('loaded-again')
  expect(tracedIn(sessionStorage).map(({ id }) => id)).toEqual(
    launches
      .slice(2)
      .map(({ id }) => id)
      .toReversed(),
  )
  expect(tracedIn(sessionStorage)[0]?.steps).toHaveLength(30)
})

test('a storage that is blocked or full stops no launch', () => {
  const none = new LaunchTrace(undefined)
  none.note('opened', { iss: 'https://ehr.example/fhir' })
  expect(none.asked).toBeUndefined()
  sessionStorage.setItem('full', 'x'.repeat(5_200_000))
  expect(() => aTrace().note('opened', { asked: 'x'.repeat(100_000) })).not.toThrow()
})
