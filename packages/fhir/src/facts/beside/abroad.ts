import type { RecordBeside } from '@doseline/dose'
import type { Address } from 'fhir/r4'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { recordOf } from './said.ts'

/** ISO 3166 of the United States and of their territories, and how people write them. */
const OF_THE_US =
  /^(u\.?s\.?(a\.?)?|usa?|united states( of america)?|840|america|pr|pri|puerto rico|vi|vir|(u\.?s\.? )?virgin islands|gu|gum|guam|as|asm|american samoa|mp|mnp|northern mariana islands)$/i
/** Countries that are no names of places in the United States. */
const ABROAD =
  /(?<!new )\bmexico\b(?!,? (mo|missouri|ny|new york|pa|me|maine)\b)|\b(tijuana|juarez|canada|ontario, on|bahamas|jamaica|dominican republic|costa rica|guatemala|honduras|colombia|brazil|argentina|united kingdom|england|scotland|ireland|france|germany|spain|italy|portugal|switzerland|austria|sweden|norway|denmark|finland|israel|india|pakistan|china|japan|korea|philippines|thailand|vietnam|australia|new zealand|nigeria|kenya|south africa|egypt|turkey|dubai|saudi arabia)\b/i

/**
 * A visit in another country: Medicare pays for next to nothing there (42 CFR 411.9), and other payers by rules of their own.
 */
export function abroadBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, given } = reading
  const key = keyOf(chart, given.context)
  const visit = key === undefined ? undefined : chart.resources.get(key)
  if (key === undefined || visit?.resourceType !== 'Encounter') return []
  const holder = { key, resource: visit }
  const places = [...list(visit.location).map(({ location }) => location), visit.serviceProvider].flatMap(
    (reference) => {
      const found = resolve(chart, reference, holder)?.resource
      const isPlace = found?.resourceType === 'Location' || found?.resourceType === 'Organization'
      const addresses = isPlace ? list<Address>(found.address as never) : []
      return [
        { name: text(reference?.display) ?? (isPlace ? text(found.name) : undefined), addresses },
        ...(isPlace ? [{ name: text(found.name), addresses: [] }] : []),
      ]
    },
  )
  const said = places.flatMap(({ name, addresses }) => {
    const country = addresses.flatMap((each) => text(each.country) ?? []).find((each) => !OF_THE_US.test(each))
    return country ?? (ABROAD.test(name ?? '') && addresses.length === 0 ? (name ?? []) : [])
  })[0]
  if (said === undefined) return []
  const says = `${key} took place at “${quoted(said, 60)}”, which may be outside the United States.`
  return [recordOf(key, 'visit', { says, element: 'location' })]
}
