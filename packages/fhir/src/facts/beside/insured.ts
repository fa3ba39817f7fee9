import type { RecordBeside } from '@doseline/dose'
import type { Coverage, Organization, Patient } from 'fhir/r4'
import { type Keyed, ofPatient } from '../../chart-index.ts'
import { keyOf, resolve } from '../../references.ts'
import { list, quoted, text } from '../../shape.ts'
import type { Reading } from '../reading.ts'
import { isOnlyOf, wordList, wordsIn } from './phrases.ts'
import { mayHoldTheDose, phrasesOf, recordOf, type Said } from './said.ts'

/** What coverages say of whom they insure, under which number, and of who insures: without these no claim goes out. */
export function insuredBeside(reading: Reading): readonly RecordBeside[] {
  const { chart, patient } = reading
  if (!patient.known) return []
  const registered = chart.resources.get(patient.value)
  return ofPatient(chart, 'Coverage', patient.value)
    .filter(({ resource }) => resource.status === 'active' && mayHoldTheDose(reading, resource.period))
    .flatMap((coverage) =>
      [
        ...ofNumber(coverage),
        ...ofSubscriber(reading, coverage, registered?.resourceType === 'Patient' ? registered : undefined),
        ...ofInsurer(reading, coverage),
      ].map((said) => recordOf(coverage.key, 'account', said)),
    )
}

/** Every payer numbers its members with digits. */
function ofNumber({ key, resource: { subscriberId } }: Keyed<Coverage>): readonly Said[] {
  const written = text(subscriberId)
  if (written === undefined || /\d/.test(written)) return []
  const says = `${key} has “${quoted(written, 40)}” where the number of the insured belongs.`
  return [{ says, element: 'subscriberId' }]
}

const OF_MEDICARE = /\bmedicare\b/i

/** Medicare insures each person by themselves: nobody is insured by what is another person’s. */
function ofSubscriber({ chart, patient }: Reading, { key, resource }: Keyed<Coverage>, person: Patient | undefined) {
  const { subscriber, payor, type } = resource
  const called = text(subscriber?.display)
  const whose = keyOf(chart, subscriber)
  const words = [...phrasesOf([type]), ...list(payor).flatMap(({ display }) => text(display) ?? [])]
  if (called === undefined || !person || (patient.known && whose === patient.value)) return []
  if (!words.some((each) => OF_MEDICARE.test(each))) return []
  const own = list(person.name as Patient['name']).flatMap(({ given, text: whole }) =>
    [whole, ...(Array.isArray(given) ? given : [])].flatMap((each) => wordsIn(text(each) ?? '')),
  )
  if (own.length === 0 || wordsIn(called).some((word) => own.includes(word))) return []
  const says = `${key} names “${quoted(called, 60)}” as the insured, and Medicare insures nobody by another person’s coverage.`
  return [{ says, element: 'subscriber' }] satisfies readonly Said[]
}

/** What Original Medicare is called, with its contractors, and of what kind such an organization is. */
const ORIGINAL = wordList(
  'medicare part a and b ab original traditional fee for service ffs cms centers center medicaid services us u s federal government program health insurance',
  'noridian palmetto gba novitas first coast fcso ngs national wisconsin physicians wps cgs administrators mac jurisdiction je jf jh jl jm jn j5 j6 j8 j15 jk railroad',
  'payer payor pay ins company carrier organization public insurer healthcare government agency solutions corporation llc inc of the',
)

/** An organization that is called Medicare and by another name, or is of another kind: it may be a plan in its place. */
function ofInsurer({ chart }: Reading, holder: Keyed<Coverage>): readonly Said[] {
  return list(holder.resource.payor).flatMap((reference): Said[] => {
    const found = resolve(chart, reference, holder)?.resource
    if (found?.resourceType !== 'Organization' || !OF_MEDICARE.test(text(found.name) ?? '')) return []
    const { alias, type }: Organization = found
    const called = [
      ...(Array.isArray(alias) ? alias.flatMap((each) => text(each) ?? []) : []),
      ...phrasesOf(list(type)),
    ]
    const strange = isOnlyOf(text(found.name) ?? '', ORIGINAL)
      ? called.find((each) => !isOnlyOf(each, ORIGINAL))
      : undefined
    if (strange === undefined) return []
    const says = `${holder.key} is of “${quoted(text(found.name) ?? '', 40)}”, which is also called “${quoted(strange, 60)}”: another plan may pay in its place.`
    return [{ says, element: 'payor' }]
  })
}
