import { type Fact, missing, type Quantity } from '@doseline/dose'
import { DISCARDED_AMOUNT } from '../systems.ts'
import { statedAmount } from './quantity.ts'
import { placeOn, type Reading } from './reading.ts'
import { AMOUNTS, agreed, attestedAmount, withAttested } from './settle.ts'
import { noteAbout, statements } from './statements.ts'

const NOTE = /\b(wast(e|ed|age)|discard(s|ed)?|thrown away|unused|left ?over)\b/i

/**
 * How much was thrown away: by our extension, or as attested; zero is an answer. It is never worked out from what was
 * opened, and a note is only offered to be confirmed.
 */
export function discarded(reading: Reading): Fact<Quantity> {
  const noun = 'The amount discarded'
  const stated = statements(reading, DISCARDED_AMOUNT).map(({ extension, place }) =>
    statedAmount(extension.valueQuantity, { noun, mayBeZero: true }, place),
  )
  const charted = agreed(stated, 'the amount discarded', AMOUNTS) ?? notStated(reading)
  return withAttested(
    charted,
    attestedAmount(reading.options.attested, 'discarded', noun),
    'the amount discarded',
    AMOUNTS,
  )
}

function notStated(reading: Reading): Fact<never> {
  const note = noteAbout(reading, NOTE)
  return note
    ? missing('not-recorded', `A note reads “${note.says}”; confirm the amount discarded.`, note.place)
    : missing('not-recorded', 'The chart does not say how much was discarded.', placeOn(reading, 'extension'))
}
