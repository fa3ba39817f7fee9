import { ACQUISITIONS, type Acquisition } from '@doseline/contract'
import { type Fact, known, missing } from '@doseline/dose'
import { text } from '../shape.ts'
import { ACQUIRED } from '../systems.ts'
import { type NotOwnStock, notOwnStock } from './own-stock.ts'
import { placeOn, type Reading } from './reading.ts'
import { agreed, type Comparing, withAttested } from './settle.ts'
import { statements } from './statements.ts'

const WORDS: Comparing<Acquisition> = { same: (a, b) => a === b, shows: String }

/** What else charts write for each of {@link ACQUISITIONS}, in lower case; anything else is not understood. */
const WORDED: Readonly<Record<Acquisition, readonly string[]>> = {
  bought: ['purchased', 'buy and bill', 'office stock', 'clinic stock'],
  '340B': ['340b purchased', '340b stock', 'bought under 340b'],
  supplied: [
    'patient supplied',
    'patient supply',
    'patient own supply',
    'own supply',
    'brought by patient',
    'brown bag',
    'brown bagged',
    'white bag',
    'white bagged',
    'specialty pharmacy',
    'pharmacy supplied',
    'payer supplied',
  ],
  free: [
    'sample',
    'free sample',
    'free drug',
    'no charge',
    'patient assistance',
    'patient assistance program',
    'study drug',
    'clinical trial',
    'donated',
  ],
}

function acquisitionIn(written: string): Acquisition | undefined {
  const words = written
    .toLowerCase()
    .split(/[^a-z0-9]/)
    .filter(Boolean)
    .join(' ')
  return ACQUISITIONS.find((one) => one.toLowerCase() === words || WORDED[one].includes(words))
}

/**
 * How the drug was acquired: by our extension on the administration or its dispense, or as attested. Never assumed, and doubted
 * where a dispense or the order tells of another source than the clinic's own stock.
 */
export function acquired(reading: Reading): Fact<Acquisition> {
  const stated = statements(reading, ACQUIRED).map(({ extension, place }): Fact<Acquisition> => {
    const written = text(extension.valueCode) ?? text(extension.valueString) ?? ''
    const found = acquisitionIn(written)
    return found
      ? known(found, { ...place, shows: found })
      : missing(
          'unreadable',
          `The chart says that the drug was “${written.slice(0, 40)}”, which Doseline does not know.`,
          place,
        )
  })
  const charted =
    againstItsSource(agreed(stated, 'how the drug was acquired', WORDS), notOwnStock(reading)) ?? notSaid(reading)
  const { attested } = reading.options
  if (!attested?.acquired) return charted
  const place = { resource: 'request', element: 'attested.acquired', shows: attested.acquired }
  const said = { ...known(attested.acquired, place), attested: { by: attested.by, at: attested.at } }
  return withAttested(charted, said, 'how the drug was acquired', WORDS)
}

const notSaid = (reading: Reading): Fact<Acquisition> =>
  missing(
    'not-recorded',
    'The chart does not say whether the drug was bought or supplied.',
    placeOn(reading, 'extension'),
  )

/** What the chart states, unless a dispense or the order tells of another source: nobody bills what somebody else bought. */
function againstItsSource(
  stated: Fact<Acquisition> | undefined,
  source: NotOwnStock | undefined,
): Fact<Acquisition> | undefined {
  const isNoLine = stated?.known && (stated.value === 'supplied' || stated.value === 'free')
  if (source === undefined || isNoLine) return stated
  return stated
    ? missing('contradictory', source.says, ...stated.places, source.place)
    : missing('unreadable', source.says, source.place)
}
