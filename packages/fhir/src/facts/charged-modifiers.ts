import type { ChargeItem, Extension } from 'fhir/r4'
import { firstCode } from '../concepts.ts'
import { extensionsEnding } from '../extensions.ts'
import { text } from '../shape.ts'

/**
 * The modifiers of a charge. R4's ChargeItem has no element for them, so each vendor has its own extension: ours and
 * Oracle Health's hold a code and its place, Medplum's one code each.
 */
export function chargedModifiers(charge: ChargeItem): readonly string[] {
  const ordered = ['/charge-modifier', '/modifier-code', '/chargeitem-modifier'].flatMap((ending) =>
    extensionsEnding(charge, ending),
  )
  return ordered
    .map((extension, at) => ({ code: modifierIn(extension), place: placeIn(extension) ?? at }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ code }) => code)
    .filter((code) => code !== undefined)
}

function modifierIn(extension: Extension): string | undefined {
  const { valueCodeableConcept, valueCoding, valueCode, valueString } =
    extensionsEnding(extension, 'code')[0] ?? extension
  const code = firstCode(valueCodeableConcept) ?? text(valueCoding?.code) ?? text(valueCode) ?? text(valueString)
  return code?.toUpperCase()
}

function placeIn(extension: Extension): number | undefined {
  const [place] = [...extensionsEnding(extension, 'sequence'), ...extensionsEnding(extension, 'priority')]
  return place?.valuePositiveInt ?? place?.valueUnsignedInt ?? place?.valueInteger
}
