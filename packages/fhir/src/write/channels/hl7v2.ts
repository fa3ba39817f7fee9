import type { Carried, ChannelWriter } from './channel.ts'
import { type PlannedLine, plannedLines } from './planned-lines.ts'

/**
 * One message to the billing system: a charge for each approved line, a credit for each that is void. The service makes it,
 * stores it with the reservation, and sends it until it is acknowledged; no request goes to the EHR.
 */
export const hl7v2: ChannelWriter = {
  refuses: (carried) => {
    const { input, plan, offer } = carried
    if (isAllPosted(carried)) return undefined
    if (offer.interfaceLacks !== undefined) return `No message to the billing system: ${offer.interfaceLacks}`
    if (!input.codebook.forSubmission)
      return 'A message to the billing system makes charges that count, and nothing of a demonstration may become one.'
    if (input.act === 'suggest') return 'The billing system takes approved charges and credits, not a suggestion.'
    const inTheEhr = plannedLines(plan).filter((line) => line.act !== 'create' && !isCredit(carried, line))
    if (inTheEhr.length > 0) {
      const which = inTheEhr.map(({ words }) => words).join(', ')
      return `${which} is in the EHR: the billing system cannot change or void it, and a charge there would bill twice.`
    }
    return charges(carried).length === 0 ? 'There is no charge and no credit for the billing system.' : undefined
  },
  loses: ({ plan }) => [
    ...plan.steps
      .filter(({ write, entry }) => write.what === 'Flag' && entry)
      .map(({ write }) => `The Flag is not written: ${write.text}`),
    'The charges go to the billing system, and the chart does not show them.',
    'Who approved it, and by which edition, is kept by Doseline alone.',
  ],
  isSettled: isAllPosted,
}

const charges = ({ plan }: Carried): readonly PlannedLine[] =>
  plannedLines(plan).filter(({ act, charge }) => act === 'void' || charge.status === 'billable')

const isCredit = ({ plan }: Carried, { identity }: PlannedLine): boolean =>
  plan.steps.some((step) => step.isCredit && step.write.identifier?.value === identity)

/** Every line was sent before, as it would be now. */
function isAllPosted({ plan: { steps, postedCharges } }: Carried): boolean {
  const lines = steps.filter(({ write }) => write.what === 'ChargeItem')
  return postedCharges.length > 0 && lines.every(({ write }) => write.act === 'keep')
}
