import type { PostedCharge, WriteBackAct } from '@doseline/contract'
import type { ChargeItem, Provenance } from 'fhir/r4'
import type { Chart } from '../../chart.ts'
import { keyOf } from '../../references.ts'
import { list } from '../../shape.ts'
import { ARTICLE_CHARGE_ID } from '../../systems.ts'
import type { WriteBackInput } from '../../write-back-request.ts'
import { recordUrn } from '../identities.ts'
import { provenance, provenanceText, type RecordedChange } from '../resources/provenance.ts'
import { type CreditFor, creditFor } from './credits.ts'
import { type FlagTarget, flagTarget } from './flag.ts'
import { type LineTargets, lineTargets } from './lines.ts'
import { type OurCharge, ourChargesFor } from './our-charges.ts'
import { isVoid, type Ours, ourCharges } from './ours.ts'
import { postedButNotWanted } from './posted-charges.ts'

/** The record of what is written: who had it done, and from what. */
export interface ProvenanceTarget {
  readonly words: string
  readonly recordOf: (changes: readonly RecordedChange[]) => Provenance
  /** The `urn:uuid:` it goes by in its transaction. */
  readonly urnFor: (changes: readonly RecordedChange[]) => string
}

/** What the resources of a visit are to become, and what of ours stands there: everything that is decided on. */
export interface Targets extends LineTargets {
  readonly act: WriteBackAct
  /** ISO instant. */
  readonly asOf: string
  readonly flag: FlagTarget
  /** Our charges, oldest first. */
  readonly charges: readonly OurCharge[]
  /** What the EHR took and is wanted no longer. */
  readonly postedButNotWanted: readonly PostedCharge[]
  readonly creditFor: CreditFor
  readonly provenance: ProvenanceTarget
  /** Types that hold what we write and were not read whole. */
  readonly unread: readonly string[]
  /** Live lines of the demonstration for doses of the visit, where the write-back is none. */
  readonly ofDemonstration: readonly Ours<ChargeItem>[]
}

/** Works out, once, what deciding on a visit needs to know. Nothing after this looks into the request or the chart. */
export function targetsOf(input: WriteBackInput, chart: Chart): Targets {
  const charges = ourChargesFor(input, chart)
  return {
    act: input.act,
    asOf: input.asOf,
    flag: flagTarget(input, chart),
    charges,
    ...lineTargets(input, charges),
    postedButNotWanted: postedButNotWanted(input),
    creditFor: creditFor(input),
    provenance: {
      words: provenanceText(input),
      recordOf: (changes) => provenance(input, chart, changes),
      urnFor: (changes) =>
        recordUrn(
          input,
          changes.map(({ target }) => target),
        ),
    },
    unread: ['Flag', 'ChargeItem'].filter((type) => (chart.reads[type] ?? 'complete') !== 'complete'),
    ofDemonstration: input.codebook.forSubmission ? linesOfTheArticle(input, chart) : [],
  }
}

/** Lines written under the article's book are no charges; whoever bills the dose should see that they are there. */
function linesOfTheArticle(input: WriteBackInput, chart: Chart): readonly Ours<ChargeItem>[] {
  const doses = new Set(input.doses.map(({ administration }) => administration))
  return ourCharges(chart, ARTICLE_CHARGE_ID)
    .filter((charge) => !isVoid(charge))
    .filter(({ resource }) => list(resource.service).some((service) => doses.has(keyOf(chart, service) ?? '')))
}
