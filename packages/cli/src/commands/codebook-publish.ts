import { Command } from '@commander-js/extra-typings'
import { publishedCodeBook } from '@doseline/assessment'
import { loadReleases, readWhichCode, whichCode } from '@doseline/codebook'
import { day } from '@doseline/dose'
import { FHIR_BASE } from '@doseline/fhir'
import { day as calendarDay } from '../arguments.ts'
import { writeFhirPackage } from '../fhir-package.ts'

export const publish = new Command('publish')
  .summary('the code book as an NPM package of FHIR R4')
  .description(
    'Writes which codes bill drugs, which NDCs CMS lists, and from each NDC its code with the billing units of container and package, as ValueSets and ConceptMaps of FHIR R4: one file each in <folder>/package, and all of them as <folder>/doseline.codebook-<version>.tgz, which HAPI, SUSHI and the validator load. A list is split into resources of at most 1,000 entries. The same releases give the same bytes. Descriptors of CPT codes are left out. Exit code: 0 it was written, 1 no release speaks for the day or the folder cannot be written.',
  )
  .option('--out <folder>', 'where it is written', 'doseline-codebook')
  .option(
    '--day <day>',
    'the day of service it is effective on; today where none is named',
    calendarDay,
    day(new Date().toISOString().slice(0, 10)),
  )
  .action(async ({ out, day: on }) => {
    const { files, resources } = publishedCodeBook(loadReleases(), on, whichCode(readWhichCode()))
    const { crosswalk, limits, version } = files
    const written = await writeFhirPackage(out, headOf(files), resources)
    console.log(`${written.file}: ${written.resources} resources of ${crosswalk.id} and ${limits.id}`)
    console.log(`version ${version}, SHA-256 ${written.sha256}`)
    if (crosswalk.through !== undefined && crosswalk.through < on) {
      console.log(`It speaks for ${crosswalk.from} to ${crosswalk.through}, which ended before ${on}.`)
    }
  })

const headOf = ({ crosswalk, version }: ReturnType<typeof publishedCodeBook>['files']) => ({
  name: 'doseline.codebook',
  version,
  canonical: FHIR_BASE,
  title: 'Drugs, codes and billing units of Medicare Part B',
  description: `NDC to HCPCS with billing units, from files of CMS that speak for ${crosswalk.from} to ${crosswalk.through ?? 'the next'}.`,
  license: 'Apache-2.0',
  author: 'Doseline',
  date: crosswalk.read,
})
