import { table } from '@doseline/cli/markdown'
import { asRead, READING_PLAN, type Row } from '@doseline/ehr-client'
import { EXTENSIONS_READ } from '@doseline/ehr-client/minimum-necessary'

const GENERATED =
  '<!-- Written by `pnpm golden` from packages/ehr-client/src/read/reading-plan.ts. Edit that, not this page. -->'

/** What is asked of an EHR and what of it reaches the rules service, from the reading plan. */
export function minimumNecessaryPage(): string {
  const sent = READING_PLAN.filter(({ sends }) => sends)
  const kept = READING_PLAN.filter(({ sends, instead }) => !sends && !instead)
  const instead = READING_PLAN.filter((row) => row.instead)
  return [
    GENERATED,
    '',
    '# What is asked of the EHR, and what leaves it',
    '',
    'The app reads the chart of the one patient it was opened on, with the rights of the person who opened it. What rules look at goes to the rules',
    'service of the hospital; everything else stays in the browser and is gone when the tab is closed. `doseline doctor` shows what of this an EHR offers.',
    '',
    '## Asked for',
    '',
    'A type the EHR does not offer is not asked for. Where it takes batches everything known at the start is one request. Searches are tried in the order',
    'shown, while the EHR does not understand the one before; all pages are read.',
    '',
    table(
      ['type', 'what for', 'v2', 'v1', 'searched, or read where referred to'],
      READING_PLAN.flatMap((row) => asRead(row) ?? []).map((row) => [
        row.type,
        row.why,
        v2(row),
        v1(row),
        howRead(row),
      ]),
    ),
    '',
    `Where neither charges nor flags can be written, one of ${listOf(instead)} is asked for to look whether the message is there, and to write it.`,
    '',
    '## Sent to the rules service',
    '',
    'Of each resource these elements and no other. Names of patients and staff, addresses, telephone numbers, record numbers, photographs and narrative are none of them.',
    '',
    table(
      ['type', 'elements'],
      sent.map(({ type, sends = [] }) => [type, sends.map((element) => `\`${element}\``).join(' ')]),
    ),
    '',
    `Of \`birthDate\` only the year is sent. With every element goes what R4 forbids to read past: \`implicitRules\`, and of a \`modifierExtension\` its address and whether it says yes; next to a value why it is absent. Of \`meta.tag\` and \`meta.security\` only the codes by which a server says that it left something out.`,
    '',
    `Of \`contained\` resources the elements of their own type are sent. Of a \`note\` of a dose its words, regardless of who wrote them: a nurse’s line may say that the dose was not given, was a sample or was partly wasted. Such a line may name a person. The same goes for the words of a Task, and of a Communication, which is sent only where it names a dose, its order, its charge or its visit. Of \`extension\` only those whose address ends in one of: ${EXTENSIONS_READ.map((ending) => `\`${ending}\``).join(' ')}, says that a dose was not given, or is Blue Button’s contract of a Part C plan.`,
    '',
    'Of the name of a patient only a part that is no person’s name, such as `ZZTEST`; of who took part in a visit and of who holds a policy no name, but words by which they are none of the clinic or not the patient, such as `home health` or `husband`; of the note of a diagnosis only the words that take it back; of an account that a visit names only words of payers. Of the dose, its order, its drug, its visit, place and coverage, and of the patient: of an element that is not sent and says outright that nothing is to be charged (`do not bill`, `patient supplied`), those words and where they were.',
    '',
    'A Flag that somebody else wrote is sent only where it is not of care alone; of the name, the description and the guarantor of an account, only words of payers.',
    '',
    'Flags and ChargeItems that Doseline wrote itself are sent whole, without narrative: they are compared with what was written, and sent back with the',
    'next version.',
    '',
    '## Sent for the billing system',
    '',
    'Where the site has an [HL7 v2 interface](billing-interface.md) (`billingInterface` of the EHR in the file of tenants), the name, the date of birth, the sex and the identifiers of the patient, and',
    'the identifiers of the visit and its accounts, go to the rules service with what is planned and approved in that channel. No rule reads them; they are kept in the message alone.',
    '',
    '## Never sent',
    '',
    table(
      ['type', 'why it is read'],
      kept.map(({ type, why }) => [type, why]),
    ),
    '',
  ].join('\n')
}

const letters = ({ reads, writes }: Row): string =>
  [...'cruds'].filter((letter) => `${reads}${writes ?? ''}`.includes(letter)).join('')

const v2 = (row: Row): string => `\`${row.context}/${row.type}.${letters(row)}\``

const v1 = ({ context, type, writes }: Row): string =>
  ['read', ...(writes ? ['write'] : [])].map((permission) => `\`${context}/${type}.${permission}\``).join(' ')

function howRead({ type, searches = [], searchesByVisit = [], follows = [] }: Row): string {
  const asked = [...searches, ...searchesByVisit].map((search) => `\`${type}?${decodeURIComponent(search)}\``)
  const followed = follows.map(({ from, element }) => `\`${from}.${element}\``)
  if (asked.length > 0) return asked.join(', else ')
  return followed.length > 0 ? `by id, from ${followed.join(', ')}` : 'by id'
}

const listOf = (rows: readonly Row[]): string =>
  rows
    .map(({ type }) => type)
    .join(', ')
    .replace(/, ([^,]+)$/, ' or $1')
