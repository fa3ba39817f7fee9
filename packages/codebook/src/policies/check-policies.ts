import { type Fault, faultText, inShapeWords, inside, type Path, type ShapeFault } from '@doseline/yaml-files'
import { datedLists, outOfOrder } from './dated-lists.ts'
import { elementsAt } from './elements.ts'
import { laidTogether } from './layers.ts'
import { sharedNdcs } from './one-ndc-one-product.ts'
import { type FaultAt, faultsAt, type Policy, type PolicySource, shapeFaults } from './policy-text.ts'
import { type Beside, unknownNames } from './references.ts'
import { Policies } from './schema.ts'

/** What the files say together; where there are faults it is not to be used. */
export interface CheckedPolicies {
  readonly policies: Policy
  readonly faults: readonly Fault[]
  /** Where a layer departs from a confirmed value below it, and why: a line each. */
  readonly departures: readonly string[]
}

/** Reads policy files of every layer together. Never throws: what is wrong is in `faults`, each with its place and what to do. */
export function checkPolicies(sources: readonly PolicySource[], beside: Beside): CheckedPolicies {
  const at = faultsAt()
  // What is shipped was checked before: its shapes are looked at one by one only where something is wrong.
  const shape = sources.filter(({ layer }) => layer !== 'shipped').flatMap((source) => shapeFaults(source, at))
  if (shape.length > 0) return { policies: {}, faults: shape, departures: [] }
  const { policies, faults, departures } = laidTogether(sources, at)
  const unknownIn = unknownNames(policies, beside)
  const placed = (source: PolicySource, found: Iterable<ShapeFault>): readonly Fault[] =>
    Array.from(found, ({ path, ...words }) => at(source, path, words))
  const wrong = [
    ...sources.flatMap((source) => [
      ...placed(
        source,
        [...datedLists(source.value)].flatMap((list) => [...outOfOrder(list)]),
      ),
      ...placed(source, unknownIn(source.value)),
    ]),
    ...faults,
    ...sharedNdcs(sources, at),
    ...incomplete(policies, sources, at),
  ]
  const shipped =
    wrong.length > 0
      ? sources.filter(({ layer }) => layer === 'shipped').flatMap((source) => shapeFaults(source, at))
      : []
  return { policies, faults: inOrder(shipped.length > 0 ? shipped : wrong), departures }
}

/** What no file gives: said where the thing that lacks it is. */
function incomplete(policies: Policy, sources: readonly PolicySource[], at: FaultAt): readonly Fault[] {
  const { error } = Policies.safeParse(policies)
  return (error?.issues ?? []).flatMap((issue) =>
    inShapeWords(issue, policies, elementsAt).flatMap(({ path, problem, todo }) => {
      const source = sources.findLast(({ value }) => depth(value, path) === deepest(sources, path))
      return source ? [at(source, path, { problem, todo })] : []
    }),
  )
}

const deepest = (sources: readonly PolicySource[], path: Path): number =>
  Math.max(...sources.map(({ value }) => depth(value, path)))

/** How far into a file a path leads. */
const depth = (value: unknown, path: Path): number => {
  const missing = path.findIndex((_, length) => inside(value, path.slice(0, length + 1)) === undefined)
  return missing < 0 ? path.length : missing
}

/** By file, from top to end: what is said twice of one place is said once. */
function inOrder(faults: readonly Fault[]): readonly Fault[] {
  const once = new Map(faults.map((fault) => [faultText(fault), fault]))
  return [...once.values()].toSorted(
    (a, b) => (a.file < b.file ? -1 : Number(a.file > b.file)) || a.line - b.line || a.column - b.column,
  )
}
