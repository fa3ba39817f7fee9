import { expect, test } from 'vitest'
import { offersIn } from './offers.ts'

const NOTE = { resource: 'MedicationAdministration/d1', element: 'note[0].text' }
const offered = (says: string) =>
  offersIn([{ fact: 'openedMg', known: false, shows: 'not charted', places: [{ ...NOTE, shows: says }] }]).map(
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
