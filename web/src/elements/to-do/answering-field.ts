import type { FactAnswer } from '@doseline/assessment'
import type { AttestField } from '../../events/jump-asked.ts'

/** Fields that would answer what a rule asks, each with the fact it fills in; the first unknown fact is what is asked. */
const ANSWERED_BY: Readonly<Record<string, readonly (readonly [fact: string, field: AttestField])[]>> = {
  'amount/discard-is-documented': [
    ['openedMg', 'containers'],
    ['discardedMg', 'discarded'],
  ],
  'administration/was-bought': [['acquired', 'acquired']],
  'charges/not-already-charged': [['charges', 'notCharged']],
  'modifiers/names-a-340b-drug': [['acquired', 'acquired']],
  'coverage/prior-authorization-is-on-file': [['authorizations', 'authorization']],
  'necessity/earlier-treatment-was-tried': [['treatments', 'treatments']],
  'necessity/preferred-product-was-tried': [['treatments', 'treatments']],
  'necessity/diagnosis-supports-the-product': [['diagnoses', 'diagnoses']],
  'necessity/diagnosis-codes-exist': [['diagnoses', 'diagnoses']],
}

/** The field in which a person can state what the rule misses; undefined where only the chart itself can be mended. */
export function answeringField(rule: string, facts: readonly FactAnswer[]): AttestField | undefined {
  const fields = ANSWERED_BY[rule] ?? []
  const isMissing = (name: string): boolean => facts.some(({ fact, known }) => fact === name && !known)
  const [, field] = fields.find(([fact]) => isMissing(fact)) ?? fields.at(-1) ?? []
  return field
}
