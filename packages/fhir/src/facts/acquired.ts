import { ACQUISITIONS, type Acquisition, type Fact, known, missing } from '@doseline/dose'
import { text } from '../shape.ts'
import { ACQUIRED } from '../systems.ts'
import { placeOn, type Reading } from './reading.ts'
import { agreed, type Comparing, withAttested } from './settle.ts'
import { statements } from './statements.ts'

const WORDS: Comparing<Acquisition> = { same: (a, b) => a === b, shows: String }

/** How the drug was acquired: by our extension on the administration or its dispense, or as attested. Never assumed. */
export function acquired(reading: Reading): Fact<Acquisition> {
  const stated = statements(reading, ACQUIRED).map(({ extension, place }): Fact<Acquisition> => {
    const written = text(extension.valueCode) ?? text(extension.valueString) ?? ''
    const found = ACQUISITIONS.find((one) => one.toLowerCase() === written.toLowerCase())
    return found
      ? known(found, { ...place, shows: found })
      : missing(
          'unreadable',
          `The chart says that the drug was “${written.slice(0, 40)}”, which Doseline does not know.`,
          place,
        )
  })
  const charted =
    agreed(stated, 'how the drug was acquired', WORDS) ??
    missing('not-recorded', 'Nobody says whether the drug was bought or supplied.', placeOn(reading, 'extension'))
  const { attested } = reading.options
  if (!attested?.acquired) return charted
  const place = { resource: 'request', element: 'attested.acquired', shows: attested.acquired }
  const said = { ...known(attested.acquired, place), attested: { by: attested.by, at: attested.at } }
  return withAttested(charted, said, 'how the drug was acquired', WORDS)
}
