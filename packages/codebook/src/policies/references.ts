import { insteadOf, type Path, type ShapeFault } from '@doseline/yaml-files'
import { isRecord } from './dated-lists.ts'
import type { Policy } from './policy-text.ts'

/** What the policies name things by, and what stands beside them. */
export interface Beside {
  /** Kinds of coverage, and names for several of them. */
  readonly kinds: readonly string[]
  /** HCPCS codes of drugs that CMS’s crosswalk alone names. */
  readonly isListedCode: (code: string) => boolean
}

/** `*` is any step, `**` any number of them; {@link NAME} at the end is the name of the step itself. */
interface Reference {
  readonly at: readonly string[]
  readonly names: readonly (keyof typeof CALLED)[]
}

const CALLED = {
  sources: 'source',
  groups: 'drug (key of groups)',
  products: 'product',
  codes: 'code',
  treatments: 'class of treatments',
  results: 'kind of result',
  kinds: 'kind of coverage',
  indications: 'indication of this drug',
  listed: 'HCPCS code of CMS’s crosswalk',
} as const

/** The name of an element, where it is one of something else. */
const NAME = '<name>'

const REFERENCES: readonly Reference[] = [
  { at: ['**', 'source'], names: ['sources'] },
  { at: ['products', '*', 'group'], names: ['groups'] },
  { at: ['groups', '*', 'notTogether', '*', 'groups', '*'], names: ['groups'] },
  { at: ['groups', '*', 'warnings', '*', 'list', '*', 'result'], names: ['results'] },
  { at: ['groups', '*', 'interval', '**', 'indications', '*'], names: ['indications'] },
  { at: ['treatments', '*', 'groups', '*'], names: ['groups'] },
  { at: ['bills', NAME], names: ['products'] },
  { at: ['bills', '*', '*', 'code'], names: ['codes'] },
  { at: ['bills', '*', '*', 'inHospital'], names: ['codes'] },
  { at: ['bills', '*', '*', 'either', '*'], names: ['codes'] },
  { at: ['payers', '*', 'recognisedBy', 'kinds', '*'], names: ['kinds'] },
  { at: ['payers', '*', 'drugs', NAME], names: ['groups', 'listed'] },
  { at: ['payers', '*', 'drugs', '*', '*', '*', 'steps', '*', 'treatments', '*'], names: ['treatments', 'products'] },
  { at: ['payers', '*', 'drugs', '*', '*', '*', 'steps', '*', 'before', '*'], names: ['products'] },
  { at: ['payers', '*', 'drugs', '*', '**', 'result'], names: ['results'] },
  { at: ['payers', '*', 'drugs', '*', 'stepTherapy', '**', 'indications', '*'], names: ['indications'] },
  { at: ['payers', '*', 'drugs', '*', 'preferred', '**', 'indications', '*'], names: ['indications'] },
  { at: ['payers', '*', 'drugs', '*', 'evidence', '**', 'indications', '*'], names: ['indications'] },
  { at: ['payers', '*', 'drugs', '*', 'interval', '**', 'indications', '*'], names: ['indications'] },
]

/** Finds in a file every name that nothing has, once the files of every layer are laid together. */
export function unknownNames(
  policies: Policy,
  { kinds, isListedCode }: Beside,
): (value: Policy) => Generator<ShapeFault> {
  const keysOf = (kind: string): readonly string[] => Object.keys(isRecord(policies[kind]) ? policies[kind] : {})
  const held: Readonly<Record<string, ReadonlySet<string>>> = {
    ...Object.fromEntries(HELD.map((kind) => [kind, new Set(keysOf(kind))])),
    sources: new Set(keysOf('sources').map((key) => key.replace(/^(?:site|tenant):/, ''))),
    kinds: new Set(kinds),
  }
  return function* inFile(value) {
    for (const { at, names } of REFERENCES) {
      for (const { path, name } of found(value, at)) {
        if (typeof name !== 'string' || names.some((each) => held[each]?.has(name))) continue
        const isIndication = names.includes('indications')
        const there = isIndication ? indicationsOf(path, policies) : names.flatMap((each) => [...(held[each] ?? [])])
        if (isIndication ? there.includes(name) : names.includes('listed') && isListedCode(name)) continue
        yield unknownName(path, name, { names, there })
      }
    }
  }
}

const HELD = ['groups', 'products', 'codes', 'treatments', 'results'] as const

/** What is at a pattern, with its path. The path is that of the walk: it is copied for what is found alone. */
function* found(
  value: unknown,
  at: readonly string[],
  walked: (string | number)[] = [],
): Generator<{ readonly path: Path; readonly name: unknown }> {
  const [wanted, ...others] = at
  if (wanted === undefined) {
    yield { path: [...walked], name: value }
    return
  }
  if (wanted === '**') yield* found(value, others, walked)
  for (const [step, inner] of stepsOf(value)) {
    if (wanted !== '*' && wanted !== '**' && wanted !== NAME && wanted !== step) continue
    walked.push(step)
    if (wanted === NAME) yield { path: [...walked], name: step }
    else yield* found(inner, wanted === '**' ? at : others, walked)
    walked.pop()
  }
}

const stepsOf = (value: unknown): Iterable<readonly [string | number, unknown]> =>
  Array.isArray(value) ? value.entries() : isRecord(value) ? Object.entries(value) : []

function unknownName(
  path: Path,
  name: string,
  { names, there }: { readonly names: Reference['names']; readonly there: readonly string[] },
): ShapeFault {
  const called = names.map((each) => CALLED[each]).join(' or ')
  const [first] = names
  const enter = first && first in ENTER ? ENTER[first as keyof typeof ENTER] : undefined
  return {
    path,
    problem: `“${name}” is no ${called}.`,
    todo: [insteadOf(name, there), enter && `Or ${enter}`].filter(Boolean).join(' '),
  }
}

const ENTER = {
  sources: 'enter the document under sources.',
  groups: 'enter the drug under groups.',
  products: 'enter the product under products.',
  codes: 'enter the code under codes.',
  treatments: 'enter the class under treatments.',
  results: 'enter the result under results.',
}

/** Of the drug that a path is about: those of its label, and those of the payer. */
function indicationsOf(path: Path, policies: Policy): readonly string[] {
  const [top, name, , drug] = path
  const group = top === 'groups' ? name : drug
  const places: readonly Path[] = [
    ['groups', String(group), 'indications'],
    ...(top === 'payers' ? [['payers', String(name), 'drugs', String(group), 'indications']] : []),
  ]
  return places.flatMap((place) =>
    idsIn(place.reduce<unknown>((held, step) => (isRecord(held) ? held[step] : undefined), policies)),
  )
}

function idsIn(lists: unknown): readonly string[] {
  if (!Array.isArray(lists)) return []
  return lists
    .flatMap((entry) => (isRecord(entry) && Array.isArray(entry.list) ? entry.list : []))
    .flatMap((each) => (isRecord(each) && typeof each.id === 'string' ? [each.id] : []))
}
