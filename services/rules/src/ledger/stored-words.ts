import type { WriteBackAct, WriteBackStepName } from '@doseline/contract'

/**
 * Words that rows keep from the first release: rows of the audit are hashed and never changed, and while processes are
 * replaced one by one the version before reads the states that this one writes.
 */
export type StoredState = 'claimed' | Exclude<WriteBackStepName, 'reserved'>
export type StoredAct = 'retire' | Exclude<WriteBackAct, 'void'>

export const stateOf = (stored: StoredState): WriteBackStepName => (stored === 'claimed' ? 'reserved' : stored)
export const storedAct = (act: WriteBackAct): StoredAct => (act === 'void' ? 'retire' : act)
export const actOf = (stored: StoredAct): WriteBackAct => (stored === 'retire' ? 'void' : stored)

/** A row with its state as it is called outside the ledger. */
export const withState = <Row extends { readonly state: StoredState }>({
  state,
  ...row
}: Row): Omit<Row, 'state'> & { readonly state: WriteBackStepName } => ({ ...row, state: stateOf(state) })
