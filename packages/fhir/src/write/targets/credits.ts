import type { PostedCharge } from '@doseline/contract'
import type { ChargeItem } from 'fhir/r4'
import type { WriteBackInput } from '../../write-back-request.ts'
import { creditItem } from '../resources/charge-item.ts'

/**
 * A charge that the billing system has by HL7 v2, as it would be void; undefined where it also bills a dose that was not judged
 * here, or went another way: then nobody here may take it back.
 */
export type CreditFor = (posted: PostedCharge) => ChargeItem | undefined

export const creditFor =
  (input: WriteBackInput): CreditFor =>
  (posted) => {
    const judged = new Set(input.doses.map(({ administration }) => administration))
    const isOurs = posted.billing !== undefined && posted.doses.every((dose) => judged.has(dose))
    return isOurs ? creditItem(input, posted) : undefined
  }
