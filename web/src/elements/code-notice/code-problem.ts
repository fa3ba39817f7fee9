import type { DoseAnswer } from '@doseline/contract'

/** The finding that a code on this dose belongs to another drug. */
export const codeProblem = ({ findings }: DoseAnswer): DoseAnswer['findings'][number] | undefined =>
  findings.find(({ id, outcome }) => id === 'code/fits-the-product' && outcome === 'fails')
