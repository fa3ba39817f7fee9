import { genericIn } from './listed-drug.ts'
import type { MoleculeOf } from './molecule.ts'
import type { BillingUnit } from './releases/billing-unit.ts'
import { sourceIn } from './releases/cite.ts'
import type { Releases } from './releases/releases.ts'
import { unitText } from './releases/unit-text.ts'
import type { CodeMeaning } from './values.ts'

/** What is read of a code on a day, or on the last day on which a release holds it. */
export function described(code: string, releases: Releases): string {
  return releases.described(code, releases.lastDay)?.value.description ?? ''
}

/** A code may have been replaced since: what it meant is read where it stands last. */
export function meaningIn(code: string, releases: Releases, moleculeOf: MoleculeOf): CodeMeaning | undefined {
  const day = releases.heads
    .map(({ from }) => from)
    .toSorted()
    .findLast((each) => releases.unitOf(code, each) !== undefined)
  const unit = day === undefined ? undefined : releases.unitOf(code, day)
  if (day === undefined || !unit) return undefined
  const [row] = releases.ofCode(code, day)
  const release = row?.release ?? releases.limit(code, day)?.release
  if (!release) return undefined
  const short = releases.limit(code, day)?.value.short
  const generic = genericIn(described(code, releases)) ?? row?.row.drug ?? short ?? code
  const descriptor = descriptorOf(code, unit, releases)
  const { name: family } = moleculeOf(code)
  return { code, descriptor, generic, products: [], isListed: { family }, source: sourceIn(release, descriptor) }
}

/** The long description; of a code that no HCPCS release which is loaded holds, what its unit is. */
export const descriptorOf = (code: string, unit: BillingUnit, releases: Releases): string =>
  described(code, releases) || `one unit is ${unitText(unit)}, by the NDC–HCPCS crosswalk`
