import type { ReleaseHead } from '@doseline/codebook'
import type { Library, RelatedArtifact } from 'fhir/r4'
import { about } from '../canonical.ts'
import { CPT_COPYRIGHT, narrative, periodOf, UNITED_STATES } from './described.ts'
import { digestName, type SourceFiles } from './source-files.ts'

/** What the package holds, and which files of CMS it is made of. `addresses`: of every other resource, with its version. */
export function codeBookLibrary(addresses: readonly string[], { crosswalk, limits, version }: SourceFiles): Library {
  const title = 'Drugs, codes and billing units of Medicare Part B'
  const description =
    'All that is published here of the code book, and the files of CMS it is made of, each with its digest.'
  return {
    resourceType: 'Library',
    text: narrative(title, description),
    ...about('Library', 'code-book', title),
    version,
    experimental: false,
    type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/library-type', code: 'asset-collection' }] },
    date: [crosswalk.read, limits.read].toSorted().at(-1) ?? crosswalk.read,
    description,
    jurisdiction: [UNITED_STATES],
    copyright: CPT_COPYRIGHT,
    effectivePeriod: periodOf(crosswalk),
    relatedArtifact: [derivedFrom(crosswalk), derivedFrom(limits), ...addresses.map(composedOf)],
  }
}

const derivedFrom = (file: ReleaseHead): RelatedArtifact => ({
  type: 'derived-from',
  label: file.id,
  display: file.file,
  citation: `${file.publisher}: ${file.file}, read on ${file.read}, ${file.rows} rows, SHA-256 ${file.digest}`,
  url: digestName(file),
})

const composedOf = (address: string): RelatedArtifact => ({ type: 'composed-of', resource: address })
