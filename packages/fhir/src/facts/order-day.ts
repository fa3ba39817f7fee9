import type { CalendarDate, SpanOfDays } from '@doseline/dose'
import type { Dosage, MedicationRequest } from 'fhir/r4'
import { ofPatient } from '../chart-index.ts'
import { keyOf } from '../references.ts'
import { list, text } from '../shape.ts'
import type { Reading } from './reading.ts'
import { spanOfDays, spanOfPeriodEnd } from './span-of-days.ts'

/**
 * Why an order was not one of the day of the dose: its directions name other days, its doses were all given before, or it is
 * years old. Whole sentences.
 * @see https://hl7.org/fhir/R4/datatypes.html#Timing
 */
export function againstItsDay(reading: Reading, key: string, order: MedicationRequest): readonly string[] {
  const { effectiveDateTime, effectivePeriod } = reading.given
  const on = spanOfDays(effectiveDateTime ?? effectivePeriod?.start, reading.timeZone)
  if (on === undefined) return []
  const directions = list(order.dosageInstruction)
  // Of several, as a loading dose and what follows it, each has days of its own.
  const others = directions.map((each) => otherDays(reading, on, each))
  const said = others.length > 0 && others.every((each) => each !== undefined) ? others[0] : undefined
  const used = directions.length === 1 ? usedUp(reading, on, { key, order }) : undefined
  const old = isOld(reading, on, order) ? `was written on ${text(order.authoredOn)}, years before the dose` : undefined
  return [said, used, old].flatMap((each) => (each === undefined ? [] : [`${key} ${each}.`]))
}

/** Days that directions name, where the dose was given on none of them. */
function otherDays({ timeZone }: Reading, on: SpanOfDays, { timing }: Dosage): string | undefined {
  const { start, end } = timing?.repeat?.boundsPeriod ?? {}
  const [from, until] = [spanOfPeriodEnd(start, timeZone), spanOfPeriodEnd(end, timeZone)]
  if (until && until.latest < on.earliest) return `orders it until ${until.latest}, before the dose was given`
  if (from && from.earliest > on.latest) return `orders it from ${from.earliest}, after the dose was given`
  const events = (Array.isArray(timing?.event) ? timing.event : []).flatMap((each) => spanOfDays(each, timeZone) ?? [])
  const isOne = events.some(({ earliest, latest }) => earliest <= on.latest && on.earliest <= latest)
  return events.length === 0 || isOne
    ? undefined
    : `orders it for ${events
        .map(({ earliest }) => earliest)
        .slice(0, 3)
        .join(', ')}, and not for the day of the dose`
}

interface Ordered {
  readonly key: string
  readonly order: MedicationRequest
}

/** Whether as many doses as it orders were given on earlier days by this order. */
function usedUp({ chart, patient, timeZone }: Reading, on: SpanOfDays, { key, order }: Ordered): string | undefined {
  const { count, countMax } = list(order.dosageInstruction)[0]?.timing?.repeat ?? {}
  const { numberOfRepeatsAllowed: repeats } = order.dispenseRequest ?? {}
  const most = countMax ?? count ?? (typeof repeats === 'number' && repeats >= 0 ? repeats + 1 : undefined)
  if (typeof most !== 'number' || !patient.known) return undefined
  const days = new Set<CalendarDate>()
  for (const { resource } of ofPatient(chart, 'MedicationAdministration', patient.value)) {
    if (resource.status !== 'completed' || keyOf(chart, resource.request) !== key) continue
    const day = spanOfDays(resource.effectiveDateTime ?? resource.effectivePeriod?.start, timeZone)
    if (day && day.latest < on.earliest) days.add(day.latest)
  }
  const doses = most === 1 ? 'one dose' : `${most} doses`
  return days.size >= most
    ? `orders ${doses}, and ${days.size === 1 ? 'one was' : `${days.size} were`} given before this one`
    : undefined
}

/** No order of a drug stands for two years. */
const YEARS = 2

function isOld({ timeZone }: Reading, on: SpanOfDays, { authoredOn, dispenseRequest }: MedicationRequest): boolean {
  const written = spanOfDays(authoredOn, timeZone)?.latest
  if (written === undefined || dispenseRequest?.validityPeriod?.end !== undefined) return false
  return `${String(Number(written.slice(0, 4)) + YEARS)}${written.slice(4)}` < on.earliest
}
