/**
 * Why a part of a chart cannot be built on: it was not read, it may mean the opposite of what it shows, two copies of it
 * disagree, it cannot be told whether it happened, it is of another FHIR version, it was deleted, a reference to it leads
 * nowhere, or it is nothing FHIR knows.
 */
export const GAP_KINDS = [
  'not read',
  'modified',
  'contradictory',
  'in doubt',
  'another version',
  'deleted',
  'leads nowhere',
  'not understood',
] as const
export type GapKind = (typeof GAP_KINDS)[number]

/** Something of a chart that was left out, was not read, or must not be read past. */
export interface ChartGap {
  readonly kind: GapKind
  /** The FHIR type it is of; absent where it may be of any. */
  readonly type?: string
  /** The resource, as `Coverage/c1`; absent where it is not known which. */
  readonly key?: string
  /** FHIRPath of the element within the resource. */
  readonly element?: string
  /** Of copies that disagree, every element in which they do. */
  readonly differsIn?: readonly string[]
  /** A whole sentence that names the resource or the type, for a biller. */
  readonly says: string
}
