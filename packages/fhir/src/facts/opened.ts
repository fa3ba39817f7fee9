import { exactText, type Fact, inMg, inMl, known, missing, type Quantity } from '@doseline/dose'
import type { Extension } from 'fhir/r4'
import { isObject, text } from '../shape.ts'
import { CONTAINERS_OPENED, OPENED_AMOUNT } from '../systems.ts'
import { quantityFrom, statedAmount } from './quantity.ts'
import { placeOn, type Reading } from './reading.ts'
import { AMOUNTS, agreed, attestedAmount, COUNTS, withAttested } from './settle.ts'
import { noteAbout, type Statement, statements } from './statements.ts'

const NOTE =
  /\b(opened|used)\b.{0,120}\b(vials?|syringes?|containers?|ampoules?|ampules?)\b|\b(vials?|syringes?) (opened|used)\b/i

/** How many containers were opened for the dose: as the chart states it by our extension, or as attested. */
export function containersOpened(reading: Reading): Fact<number> {
  const { attested } = reading.options
  const stated = statements(reading, CONTAINERS_OPENED).filter(({ extension }) => !isAmount(extension))
  const charted = agreed(stated.map(countFrom), 'the containers opened', COUNTS) ?? notStated(reading)
  if (attested?.containersOpened === undefined) return charted
  const count = attested.containersOpened
  const place = { resource: 'request', element: 'attested.containersOpened', shows: `${count} containers` }
  const usable = Number.isSafeInteger(count) && count >= 0
  const request = usable
    ? { ...known(count, place), attested: { by: attested.by, at: attested.at } }
    : missing('unreadable', `The containers opened are attested as ${count}, which is not a count.`, place)
  return withAttested<number>(charted, request, 'the containers opened', COUNTS)
}

/** What was opened, where the chart or the request states it as an amount. */
export function amountOpened(reading: Reading): Fact<Quantity> {
  const noun = 'The amount opened'
  const stated = [
    ...statements(reading, OPENED_AMOUNT),
    ...statements(reading, CONTAINERS_OPENED).filter(({ extension }) => isAmount(extension)),
  ]
  const facts = stated.map(({ extension, place }) => statedAmount(extension.valueQuantity, { noun }, place))
  const charted = agreed(facts, 'the amount opened', AMOUNTS)
  const none = missing('not-recorded', 'The chart does not state an amount opened.', placeOn(reading, 'extension'))
  return withAttested(
    charted ?? none,
    attestedAmount(reading.options.attested, 'opened', noun),
    'the amount opened',
    AMOUNTS,
  )
}

/** `containers-opened` as 90 mg is an amount, as 9 {vial} a count. */
function isAmount({ valueQuantity }: Extension): boolean {
  if (!isObject(valueQuantity)) return false
  const read = quantityFrom(valueQuantity, { noun: '', mayBeZero: true }, { resource: '', element: '' })
  return read.known && (inMg(read.value) !== undefined || inMl(read.value) !== undefined)
}

const CONTAINERS = new Set(['{vial}', '{syringe}', '{ampule}', '{bag}', '{container}', '{each}'])

/** More is a slip of the pen; what a person attests has the same bound. */
const MOST_CONTAINERS = 1000

function countFrom({ extension, place }: Statement): Fact<number> {
  const { valueInteger, valueUnsignedInt, valuePositiveInt, valueQuantity } = extension
  const count = valueInteger ?? valueUnsignedInt ?? valuePositiveInt ?? countOf(valueQuantity)
  if (Number.isInteger(count) && count !== undefined && count >= 0 && count <= MOST_CONTAINERS)
    return known(count, { ...place, shows: `${count} containers` })
  return missing('unreadable', 'The containers opened are not charted as a whole count of containers.', place)
}

function countOf(quantity: Extension['valueQuantity']): number | undefined {
  if (!isObject(quantity)) return undefined
  // UCUM's 1, like no unit at all, counts what the extension is about.
  const unit = text(quantity.unit) ?? (quantity.code === '1' ? undefined : quantity.code) ?? '{each}'
  const bare = { value: quantity.value, unit, comparator: quantity.comparator }
  const read = quantityFrom(bare, { noun: '', mayBeZero: true }, { resource: '', element: '' })
  return read.known && CONTAINERS.has(read.value.unit) ? Number(exactText(read.value.value)) : undefined
}

function notStated(reading: Reading): Fact<never> {
  const note = noteAbout(reading, NOTE)
  return note
    ? missing('not-recorded', `A note reads “${note.says}”; confirm how many containers were opened.`, note.place)
    : missing('not-recorded', 'The chart does not say how many containers were opened.', placeOn(reading, 'extension'))
}
