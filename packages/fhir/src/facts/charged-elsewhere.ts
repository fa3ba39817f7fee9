import type { PostedCharge } from '@doseline/contract'
import { addDays, type CalendarDate, calendarDate, type ExistingCharge } from '@doseline/dose'
import type { Chart } from '../chart.ts'
import { administeredOn } from './administered-on.ts'
import type { Reading } from './reading.ts'
import { statusOf } from './status.ts'

/** A dose that was charted again may be charted with another day: what was charged for the old record is looked for around it. */
const RECHARTED_WITHIN_DAYS = 6

/**
 * What Doseline charged for a dose that the chart does not show as given, as charges that may be of this one: the dose may
 * have been charted again under another id. A charge of ours that names this dose is no such charge, nor is one of which
 * another, for this very dose, charges the same.
 */
export function chargedElsewhere(reading: Reading, charges: readonly ExistingCharge[]): readonly ExistingCharge[] {
  const posted = reading.options.postedCharges ?? []
  const ours = charges.filter(isOurs)
  const its = new Set([
    ...posted.filter(({ doses }) => doses.includes(reading.key)).map(({ code, modifiers }) => kindOf(code, modifiers)),
    ...ours
      .filter(({ services }) => services.includes(reading.key))
      .flatMap(({ codes, modifiers }) => codes.map(({ code }) => kindOf(code, modifiers))),
  ])
  const { key, given, timeZone, options } = reading
  const day = administeredOn(key, given, { timeZone, attested: options.attested })
  return [...ours, ...posted.map(asCharge)].flatMap((charge) => {
    const { codes, modifiers } = charge
    if (codes.some(({ code }) => its.has(kindOf(code, modifiers)))) return []
    return mayBeOf(reading.chart, charge, day.known ? day.value : undefined) ?? []
  })
}

/** Lines of a demonstration charge nothing. */
const isOurs = ({ ours, notBillable, services }: ExistingCharge): boolean =>
  ours?.codebook === 'cms' && notBillable === undefined && services.length > 0

const kindOf = (code: string | undefined, modifiers: readonly string[]): string => `${code} ${modifiers.includes('JW')}`

function asCharge({ code, units, modifiers, dateOfService, doses }: PostedCharge, at: number): ExistingCharge {
  const element = `postedCharges[${at}]`
  return {
    reference: element,
    status: 'posted',
    codes: [{ code }],
    units,
    modifiers,
    services: doses,
    on: calendarDate(dateOfService),
    place: { resource: 'request', element, shows: [code, ...modifiers].join('-') },
  }
}

/** The charge as one that names no dose and may be of a dose of that day; undefined where it is another’s. */
function mayBeOf(
  chart: Chart,
  { ours: _, on, ...charge }: ExistingCharge,
  day: CalendarDate | undefined,
): ExistingCharge | undefined {
  if (on === undefined) return undefined
  const { from, until } = around(on)
  if (day !== undefined && (day < from || until < day)) return undefined
  if (charge.services.length === 0) return { ...charge, on }
  const open = firstOpen(chart, { ...charge, on })
  if (!open) return undefined
  const may = { ...charge, services: [], doubt: charge.doubt ?? open.says }
  if (day === undefined || day === on) return { ...may, on }
  return open.isUndone ? { ...may, between: { from, until } } : undefined
}

const around = (day: CalendarDate) => ({
  from: addDays(day, -RECHARTED_WITHIN_DAYS),
  until: addDays(day, RECHARTED_WITHIN_DAYS),
})

/** The first dose it names that the chart does not show as given, and in a sentence why; `isUndone`: it is there as not given. */
function firstOpen(
  chart: Chart,
  { services, codes, units, on }: ExistingCharge,
): { readonly says: string; readonly isUndone: boolean } | undefined {
  for (const dose of services) {
    const resource = chart.resources.get(dose)
    const what = `${codes[0]?.code} × ${units}${on === undefined ? '' : ` of ${on}`} was charged for ${dose}`
    if (resource?.resourceType !== 'MedicationAdministration') {
      return { says: `${what}, which is not in the chart: the dose may have been charted again.`, isUndone: false }
    }
    const status = statusOf(chart, dose, resource)
    if (status.known && (status.value === 'entered-in-error' || status.value === 'not-done')) {
      return {
        says: `${what}, which is charted as ${status.value}: correct or void that charge first.`,
        isUndone: true,
      }
    }
  }
  return undefined
}
