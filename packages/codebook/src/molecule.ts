/** The molecule that a code bills, in one word; `isKnown` is false where CMS names a brand alone. */
export interface Molecule {
  readonly name: string
  readonly isKnown: boolean
}
export type MoleculeOf = (code: string) => Molecule
