import { z } from 'zod'
import { genericIn, moleculeIn, tellingWords } from './listed-drug.ts'
import { described } from './listed-meaning.ts'
import type { Molecule, MoleculeOf } from './molecule.ts'
import type { Releases } from './releases/releases.ts'

/** `data/molecules.yaml`: by molecule, the codes that bill it under names that do not say so. */
export const MoleculesFile = z.record(z.string(), z.array(z.string().regex(/^[A-Z0-9]\d{4}$/, 'is no code')))
export type Molecules = z.infer<typeof MoleculesFile>

/** A short description abbreviates: a word of fewer letters may be a part of the name. */
const WHOLE = 8

/** Finds the molecules of codes: as entered, by the long description, by the short one, or by the brand of the first row. */
export function moleculesOf(entered: Molecules, releases: Releases): MoleculeOf {
  const byCode = new Map(Object.entries(entered).flatMap(([name, codes]) => codes.map((code) => [code, name] as const)))
  const found = new Map<string, Molecule>()
  return (code) => {
    const molecule = found.get(code) ?? moleculeOf(code, byCode.get(code), releases)
    found.set(code, molecule)
    return molecule
  }
}

function moleculeOf(code: string, entered: string | undefined, releases: Releases): Molecule {
  if (entered !== undefined) return { name: moleculeIn(entered), isKnown: true }
  const long = genericIn(described(code, releases))
  if (long !== undefined) return { name: moleculeIn(long), isKnown: true }
  const rows = releases.ofCode(code, releases.lastDay)
  const brands = new Set(rows.flatMap(({ row }) => tellingWords(row.drug)))
  const short = releases.limit(code, releases.lastDay)?.value.short ?? ''
  const word = tellingWords(short.replace(/^(?:inj(?:ection)?|infusion)\b[.,]?/i, ''))[0]
  if (word !== undefined && word.length >= WHOLE && !brands.has(word)) return { name: moleculeIn(word), isKnown: true }
  return { name: moleculeIn(rows[0]?.row.drug ?? (short === '' ? code : short)), isKnown: false }
}
