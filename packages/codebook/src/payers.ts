import type { Code, CoverageRecord } from '@doseline/dose'
import type { PayerInfo } from './edition.ts'
import { contains, words } from './names.ts'
import type { BookData } from './schema.ts'

/**
 * Builds the recogniser of payers. An identifier of the payer names it; else a typology code decides where the coverage has one we know the system of; else a name
 * must be the payer's whole name, because “Medicare” is also the first word of many plans that are not Part B.
 */
export function payerRecogniser(payers: BookData['payers']) {
  const known = Object.entries(payers).map(([id, { label, recognisedBy }]) => ({
    payer: { id, label } satisfies PayerInfo,
    names: new Set(recognisedBy.names.map(compared)),
    never: recognisedBy.never.map(words),
    identifiers: recognisedBy.identifiers,
    types: recognisedBy.types.map(({ system, alsoWritten, codes }) => ({ systems: [system, ...alsoWritten], codes })),
  }))

  /** One coverage is asked about again and again for each dose it may pay. */
  const found = new WeakMap<CoverageRecord, { readonly payer: PayerInfo | undefined }>()

  return function payerOf(coverage: CoverageRecord): PayerInfo | undefined {
    const before = found.get(coverage)
    if (before) return before.payer
    const payer = recognised(coverage)
    found.set(coverage, { payer })
    return payer
  }

  function recognised(coverage: CoverageRecord): PayerInfo | undefined {
    const names = namesOn(coverage).map(words)
    const identified = known.find(({ identifiers }) =>
      identifiers.some(({ system, values }) =>
        coverage.payors.some(({ identifiers: own }) =>
          own.some((each) => each.system === system && values.includes(each.code ?? '')),
        ),
      ),
    )
    const fitting = known.filter(({ payer, names: ours, never, types }) => {
      if (identified && identified.payer.id !== payer.id) return false
      if (names.some((name) => never.some((word) => contains(name, word)))) return false
      const typed = types.flatMap(({ systems, codes }) =>
        coverage.types
          .filter(({ system }) => system && systems.includes(system))
          .map(({ code }) => codes.includes(code ?? '')),
      )
      if (typed.length > 0) return typed.every(Boolean)
      if (identified) return true
      return deciding(coverage).some((name) => ours.has(compared(name)))
    })
    const [only, ...more] = fitting
    return only && more.length === 0 ? only.payer : undefined
  }
}

const compared = (name: string): string => words(name).join(' ')

/** Where the payer is named, its name decides: Humana’s plan “Medicare” is Humana’s. */
function deciding({ payors, types }: CoverageRecord): string[] {
  const payorNames = payors.flatMap(({ name }) => name ?? [])
  return payorNames.length > 0 ? payorNames : displaysOf(types)
}

/** Every name on the coverage: of its payers, its type, its plan. */
const namesOn = ({ payors, types }: CoverageRecord): string[] => [
  ...payors.flatMap(({ name }) => name ?? []),
  ...displaysOf(types),
]

const displaysOf = (types: readonly Code[]): string[] => types.flatMap(({ display }) => display ?? [])
