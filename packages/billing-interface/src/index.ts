export { type Acknowledgment, type AcknowledgmentCode, readAcknowledgment } from './acknowledgment.ts'
export {
  type BilledPatient,
  type ChargeMessage,
  type ChartIdentifier,
  chargeMessage,
  MessageFault,
  type PostedLine,
  timestamp,
} from './charge-message.ts'
export { ClaimFault, type ClaimLine, claimSegments, type ServiceClaim } from './claim-837.ts'
export { readMessage } from './encoding.ts'
export { exampleMessageFor, exampleMessages } from './example.ts'
export { chargeNumber, controlId, creditNumber } from './identifiers.ts'
export { encoded, Frames, framed } from './mllp.ts'
export { BillingInterface, type Delivery } from './profile.ts'
