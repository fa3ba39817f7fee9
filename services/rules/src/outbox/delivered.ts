import type { BillingInterface } from '@doseline/billing-interface'

/** A message that is to be delivered. */
export interface ToDeliver {
  readonly controlId: string
  /** Counts the messages of all interfaces. */
  readonly number: number
  readonly text: string
  readonly profile: BillingInterface
}

/**
 * What became of it. `no answer`: it may have arrived or not, so the very same message is sent again, and the receiver knows it by its
 * control id.
 */
export type Delivered =
  | { readonly kind: 'accepted' | 'refused'; readonly code: string; readonly words: string }
  | { readonly kind: 'no answer'; readonly because: string }
