import { text } from '../../shape.ts'
import type { LineTarget } from '../targets/lines.ts'
import type { OurCharge } from '../targets/our-charges.ts'
import { wordsOf } from '../targets/posted-charges.ts'
import type { Targets } from '../targets/targets.ts'
import { creditAll, isInBilling } from './credit.ts'
import { type Decided, kept, NOTHING, together, warned } from './decision.ts'
import { decideLine, decidePosted } from './line.ts'
import { voided } from './void.ts'

/** What happens to the charge lines: those wanted are written, those of ours that are no longer wanted are voided. */
export const decideLines = (targets: Targets): Decided => (targets.act === 'void' ? voidAll(targets) : renew(targets))

function renew(targets: Targets): Decided {
  const { lines, indistinct, charges, asOf } = targets
  const wanted = new Set(lines.flatMap(({ written }) => written.map(({ key }) => key)))
  const spare = charges.filter((charge) => !wanted.has(charge.key) && !charge.isVoid && charge.isAskedAbout)
  const left = spare.map((charge) => decideSpare(charge, asOf))
  const standing = spare.filter((_, at) => left[at]?.decisions[0]?.act !== 'void')
  return together([
    ...left,
    warned(...indistinct.map(({ words }) => `${words} is not written: another line bills the same.`)),
    reverseInTheEhr(targets),
    creditInBilling(targets, 'is no longer what the chart supports'),
    ...lines.map((target) => decideTarget(target, standing, asOf)),
  ])
}

function decideTarget(target: LineTarget, standing: readonly OurCharge[], asOf: string): Decided {
  if (target.posted.length > 0) return decidePosted(target)
  const rival = standing.find((charge) => billsTheSame(charge, target))
  return rival
    ? warned(`${target.words} is not written, because ${rival.key} bills the same dose and stays.`)
    : decideLine(target, asOf)
}

/** A live line of ours that no line wanted today stands for: voided, unless that would take more than we know. */
function decideSpare(charge: OurCharge, asOf: string): Decided {
  const { key, words, judged } = charge
  if (judged.length < charge.doses.length) {
    return kept(charge, words, `${key} (${words}) also bills doses that were not judged here; it stays as it is.`)
  }
  if (judged.every(({ verdict, mayBeCharged }) => verdict === 'needs-information' && !mayBeCharged)) {
    return kept(charge, words, `${key} (${words}) stays, because today it cannot be told whether it is right.`)
  }
  return voided(charge, asOf, 'is no longer what the chart supports')
}

/** True where a charge that stays and a line to be written would bill the same thing twice. */
const billsTheSame = (charge: OurCharge, { kind, line }: LineTarget): boolean =>
  charge.kind === kind && line.doses.some((dose) => charge.doses.includes(dose))

/** What bills a dose of the visit that is in the chart no longer goes with it: no screen shows that one. */
function voidAll(targets: Targets): Decided {
  const live = targets.charges.filter((charge) => !charge.isVoid && (charge.isAskedAbout || charge.isOrphan))
  return together([
    reverseInTheEhr(targets),
    creditInBilling(targets),
    ...live.map((charge) => voided(charge, targets.asOf)),
    warned(...live.filter(({ billsAnother }) => billsAnother).map(goesForBoth)),
  ])
}

/** A line of several doses goes as a whole, and comes back as a whole. */
const goesForBoth = ({ key, resource }: OurCharge): string =>
  `${key} (${text(resource.code?.text) ?? 'a line'}) also bills another dose of the day and goes for both: approving either brings it back.`

/** What went to the billing system is credited there. */
const creditInBilling = ({ postedButNotWanted, creditFor }: Targets, because?: string): Decided =>
  creditAll(postedButNotWanted.filter(isInBilling), creditFor, because)

/** What the EHR took by its own operation, a person has to take back there. */
function reverseInTheEhr({ postedButNotWanted }: Targets): Decided {
  const left = postedButNotWanted.filter((charge) => !isInBilling(charge))
  if (left.length === 0) return NOTHING
  return warned(
    `${left.map(wordsOf).join(', ')} was charged by the EHR’s own operation: where it is wrong, reverse it there.`,
  )
}
