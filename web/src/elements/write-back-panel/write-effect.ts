import type { PlanAnswer } from '@doseline/contract'
import { html, type TemplateResult } from 'lit'
import { words } from '../../later-words.ts'

type PlannedWrite = PlanAnswer['writes'][number]

/** What one part of a plan becomes, in the channel it goes. */
export function effectOf(
  write: PlannedWrite | undefined,
  { channel, requests = [] }: PlanAnswer,
): TemplateResult | string {
  if (write === undefined) return '–'
  if (write.act === 'keep' || channel === 'transaction' || channel === 'single') {
    return html`<span class="act ${write.act}">${words.write.act[write.act] ?? write.act}</span> <span lang="en">${write.status ?? ''}</span>`
  }
  if (channel === 'hl7v2') return billed(write)
  if (channel === 'by-hand') return write.what === 'ChargeItem' ? words.write.byHand : '–'
  if (channel === 'oracle-create') {
    return requests.some(({ identity }) => identity === write.identifier?.value) ? words.write.charge : '–'
  }
  return write.what === 'Provenance' ? '–' : (words.write.told[channel] ?? '–')
}

/** A charge, or a credit; nothing else goes to the billing system. */
function billed({ what, act }: PlannedWrite): string {
  if (what !== 'ChargeItem') return '–'
  return act === 'void' ? (words.write.act.void ?? act) : words.write.charge
}
