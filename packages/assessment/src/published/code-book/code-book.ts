import type { ListedDrug, Releases } from '@doseline/codebook'
import type { CalendarDate } from '@doseline/dose'
import type { FhirResource } from 'fhir/r4'
import { codeBookLibrary } from './code-book-library.ts'
import { conceptMaps, type Known } from './concept-maps.ts'
import { type SourceFiles, sourceFiles } from './source-files.ts'
import { codeValueSets, ndcValueSets } from './value-sets.ts'

/** A code book as it is published: what it is made of, and its resources one by one. */
export interface PublishedCodeBook {
  readonly files: SourceFiles
  readonly resources: Generator<FhirResource>
}

/**
 * The code book as FHIR resources: which codes bill drugs and which NDCs are known (ValueSet), from an NDC to its code with
 * the billing units (ConceptMap), and what all of it is made of (Library). Equal releases give equal resources.
 * Throws an Error where no release speaks for the day.
 * @see https://hl7.org/fhir/R4/conceptmap.html
 */
export function publishedCodeBook(releases: Releases, on: CalendarDate, decides: Known['decides']): PublishedCodeBook {
  const files = sourceFiles(releases, on)
  return { files, resources: resourcesOf(releases, on, { files, decides }) }
}

function* resourcesOf(
  releases: Releases,
  on: CalendarDate,
  { files, decides }: { readonly files: SourceFiles; readonly decides: Known['decides'] },
): Generator<FhirResource> {
  const codes = releases.codes(on)
  const drugs = codes.flatMap((code) => releases.ofCode(code, on)).toSorted(byNdc)
  const listed = {
    crosswalk: codes.filter((code) => releases.ofCode(code, on).length > 0),
    limits: codes.filter((code) => releases.limit(code, on) !== undefined),
  }
  const known = { decides, unitOf: (code: string) => releases.unitOf(code, on) }
  const addresses: string[] = []
  const parts = [codeValueSets(listed, files), ndcValueSets(drugs, files), conceptMaps(drugs, known, files)]
  for (const part of parts) {
    for (const resource of part) {
      addresses.push(`${resource.url}|${files.version}`)
      yield resource
    }
  }
  yield codeBookLibrary(addresses, files)
}

const byNdc = ({ row: one }: ListedDrug, { row: other }: ListedDrug): number =>
  one.ndc === other.ndc ? compared(one.code, other.code) : compared(one.ndc, other.ndc)

/** By code unit, as equal bytes on every machine ask for. */
const compared = (one: string, other: string): number => (one < other ? -1 : 1)
