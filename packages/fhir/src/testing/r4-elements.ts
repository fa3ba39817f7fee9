import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

/**
 * Every element that R4 has, as `@types/fhir` declares it: that package is made from HL7's StructureDefinitions, so nothing
 * is written down here that could be wrong or out of date.
 */
const DECLARED = readFileSync(createRequire(import.meta.url).resolve('@types/fhir/r4.d.ts'), 'utf8')

interface Declaration {
  readonly base: string | undefined
  readonly elements: readonly { readonly name: string; readonly of: string }[]
}

const DECLARATIONS: ReadonlyMap<string, Declaration> = new Map(
  [...DECLARED.matchAll(/^export interface (\w+)(?: extends (\w+))? \{\n([\s\S]*?)\n\}/gm)].map(
    ([, name = '', base, body = '']) => [
      name,
      {
        base,
        elements: [...body.matchAll(/^ {2}(\w+)\??: \(?([\w']+)/gm)].map(([, element = '', of = '']) => ({
          name: element,
          of,
        })),
      },
    ],
  ),
)

/** Elements of a type, without those of every resource and element: the paths of its leaves, and those that have others below. */
export interface R4Elements {
  readonly leaves: readonly string[]
  readonly branches: readonly string[]
}

/** Data types of which the elements are told apart too. */
const OPEN: ReadonlySet<string> = new Set(['BackboneElement'])
const BY_NAME: ReadonlySet<string> = new Set(['Timing', 'TimingRepeat', 'Dosage', 'DosageDoseAndRate', 'Address'])

/** The elements of a type, down to its data types. */
export function r4Elements(type: string): R4Elements {
  const leaves: string[] = []
  const branches: string[] = []
  gather(type, '', { leaves, branches })
  return { leaves, branches }
}

function gather(type: string, path: string, into: { readonly leaves: string[]; readonly branches: string[] }): void {
  for (const { name, of } of DECLARATIONS.get(type)?.elements ?? []) {
    if (name === 'resourceType' || name.startsWith('_')) continue
    const element = path === '' ? name : `${path}.${name}`
    const base = DECLARATIONS.get(of)?.base ?? ''
    if (OPEN.has(base) || BY_NAME.has(of)) {
      into.branches.push(element)
      gather(of, element, into)
    } else into.leaves.push(element)
  }
}
