import { expect, test } from 'vitest'
import { offersIn } from './offers.ts'

const NOTE = { resource: 'MedicationAdministration/d1', element: 'note[0].text' }
const offered = (says: string) =>
  offersIn([{ fact: 'openedAmount', known: false, shows: 'not charted', places: [{ ...NOTE, shows: says }] }]).map(
    ({ states }) => states,
  )

test.each<[string, object[]]>([
  ['nine vials were drawn up: 9 vials', [{ containersOpened: 9 }]],
  ['opened 90 mg', [{ openedMg: '90' }]],
  ['90 mg was opened for this dose', [{ openedMg: '90' }]],
  ['60 mg given in the left arm', []],
  ['1 vial wasted', []],
  ['2 vials were discarded', []],
  ['opened 90 mg, later opened 10 mg', []],
  ['1.5 vials', []],
])('“%s” offers %j as opened', (says, states) => {
  expect(offered(says)).toEqual(states)
})

test('an earlier dose that only a statement tells of can be stated not to have been given, beside what was stated before', () => {
  const place = { resource: 'MedicationStatement/s1', element: 'effective', shows: 'Prolia, 2026-01-02' }
  const fact = { fact: 'previousDose', known: true, shows: '2026-01-02', places: [place] }
  const before = { earlierDoses: [{ reference: 'Claim/c1', notGiven: true as const }] }
  expect(offersIn([fact], before)).toMatchObject([
    { states: { earlierDoses: [...before.earlierDoses, { reference: 'MedicationStatement/s1', notGiven: true }] } },
  ])
  const administered = { ...fact, places: [{ ...place, resource: 'MedicationAdministration/m0' }] }
  expect(offersIn([administered])).toEqual([])
})

test('a record beside the dose can be stated not to bear on it, beside what was stated before', () => {
  const place = {
    resource: 'Task/t1',
    element: 'status',
    shows: 'Task/t1 (“See addendum”, requested) is open about the dose.',
  }
  const fact = { fact: 'recordsInDoubt', known: true, shows: 'Task/t1', places: [place] }
  expect(offersIn([fact], { reviewed: ['Account/a1'] })).toMatchObject([
    { says: place.shows, states: { reviewed: ['Account/a1', 'Task/t1'] } },
  ])
  expect(offersIn([fact], { reviewed: ['Task/t1'] })).toEqual([])
  expect(offersIn([{ ...fact, fact: 'recordsAgainst' }])).toEqual([])
})

test('a record of any type that is in doubt can be stated, whatever is said of it in one offer', () => {
  const visit = { resource: 'Encounter/e1', element: 'class', shows: 'Encounter/e1 is of no usual class.' }
  const again = { ...visit, element: 'meta', shows: 'Encounter/e1 came in two versions.' }
  const fact = { fact: 'recordsInDoubt', known: true, shows: 'Encounter/e1', places: [visit, again] }
  expect(offersIn([fact])).toMatchObject([
    { says: `${visit.shows} ${again.shows}`, states: { reviewed: ['Encounter/e1'] } },
  ])
  const stated = { resource: 'request', element: 'attested.reviewed', shows: 'Encounter/e1' }
  expect(offersIn([{ ...fact, shows: 'none', places: [stated] }])).toEqual([])
})

test('a note that says more than usual can be stated to be reviewed', () => {
  const place = { resource: 'MedicationAdministration/d1', element: 'note[0].text', shows: 'Husband gave injection' }
  const fact = { fact: 'notesToRead', known: true, shows: 'Husband gave injection', places: [place] }
  expect(offersIn([fact])).toMatchObject([{ says: place.shows, states: { reviewed: [place.resource] } }])
  expect(offersIn([{ ...fact, places: [] }])).toEqual([])
})

test.each<[string, string, object[]]>([
  [
    'administeredOn',
    'The chart says when the dose ended; confirm that it was given on 2026-03-02.',
    [{ dateOfService: '2026-03-02' }],
  ],
  [
    'administeredOn',
    'Charted at midnight UTC; confirm whether it was given on 2026-03-31 or on 2026-04-01.',
    [{ dateOfService: '2026-03-31' }, { dateOfService: '2026-04-01' }],
  ],
  ['administeredOn', 'The chart does not say when the dose was given.', []],
  ['administeredAmount', 'So it would be 60 mg; confirm that 60 mg was given.', [{ administeredMg: '60' }]],
  ['administeredAmount', 'So it would be 1,200 mg; confirm that 1,200 mg was given.', [{ administeredMg: '1200' }]],
  ['minutes', '80 mg at 20 mg/h takes 240 minutes: confirm that it ran 240 minutes.', [{ infusionMinutes: 240 }]],
  ['status', 'confirm that 60 mg was given', []],
])('a missing %s that says “%s” offers %j', (fact, shows, states) => {
  expect(offersIn([{ fact, known: false, shows, places: [] }]).map((offer) => offer.states)).toEqual(states)
})
