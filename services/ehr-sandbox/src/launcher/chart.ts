import type {
  Communication,
  Coverage,
  DocumentReference,
  Flag,
  MedicationAdministration,
  Provenance,
  Task,
} from '@medplum/fhirtypes'
import { type Html, html } from '../html.ts'
import type { LoggedLaunch } from '../smart/launch-log.ts'
import { chargesTable } from './charges.ts'
import { launchCard } from './launch-card.ts'
import { card, row, rows } from './parts.ts'
import { type PatientRecord, when } from './record.ts'
import {
  codeOf,
  conceptText,
  drugText,
  moment,
  nameText,
  periodText,
  quantityText,
  recordNumber,
  referenceText,
} from './show.ts'

/** Who this is: the banner every page about a patient begins with. */
export function patientBanner({ patient }: PatientRecord): Html {
  const facts: [string, string | undefined][] = [
    ['Born', patient.birthDate],
    ['Sex', patient.gender],
    ['MRN', recordNumber(patient.identifier, patient.id)],
    ['Phone', patient.telecom?.find((one) => one.system === 'phone')?.value],
    ['Lives in', [patient.address?.[0]?.city, patient.address?.[0]?.state].filter(Boolean).join(', ')],
  ]
  return html`<header class="banner">
    <h1>${nameText(patient.name)}</h1>
    <dl>${facts.map(([term, value]) => value && html`<div><dt>${term}</dt><dd>${value}</dd></div>`)}</dl>
  </header>`
}

/** The chart: billing first, because that is what Doseline writes, then what it reads. */
export function chart(record: PatientRecord, launch?: LoggedLaunch): Html {
  const version = `${record.version} ${launch?.change ?? 0}`
  return html`<div id="chart" data-version="${version}">
    <h2>Billing</h2>
    ${card('Charge lines', chargesTable(record.of('ChargeItem')))}
    <div class="cards">
      ${card('Flags', rows(record.of('Flag').map(flagRow), 'No flags.'))}
      ${card(
        'Who approved what',
        rows(
          record.of('Provenance').map((one) => provenanceRow(one, record)),
          'Nothing yet.',
        ),
      )}
      ${card('Tasks and messages', rows(messagesOf(record), 'None.'))}
    </div>
    <h2>Chart</h2>
    <div class="cards">
      ${card('Doses given', rows(dosesOf(record), 'No administrations.'))}
      ${card(
        'Coverage',
        rows(
          record.of('Coverage').map((one) => coverageRow(one, record)),
          'No coverage.',
        ),
      )}
      ${card('Problems', rows(problemsOf(record), 'No conditions.'))}
      ${card('Visits', rows(visitsOf(record), 'No encounters.'))}
      ${otherCard(record)}
    </div>
    <h2>SMART launch</h2>
    ${launchCard(launch)}
  </div>`
}

function flagRow(flag: Flag): Html {
  const written = `written ${moment(flag.meta?.lastUpdated)} UTC, version ${flag.meta?.versionId}`
  return row(keyOf(flag), conceptText(flag.code), [codeOf(flag.code), periodText(flag.period), written], flag.status)
}

function provenanceRow(provenance: Provenance, { store }: PatientRecord): Html {
  const people = provenance.agent.map((agent) => referenceText(agent.who, store)).filter(Boolean)
  const about = provenance.target.map((target) => target.reference?.split('/')[0] ?? '')
  const counts = [...new Set(about)].map((type) => `${about.filter((one) => one === type).length} ${type}`)
  const activity = conceptText(provenance.activity) || 'Recorded'
  return row(keyOf(provenance), people.join(', ') || 'Unknown author', [
    activity,
    moment(provenance.recorded),
    counts.join(', '),
    ...(provenance.reason ?? []).map(conceptText),
  ])
}

function messagesOf({ of }: PatientRecord): Html[] {
  return [
    ...of('Task').map(taskRow),
    ...of('Communication').map(messageRow),
    ...of('DocumentReference').map(documentRow),
  ]
}

function taskRow(task: Task): Html {
  const details = ['Task', task.intent, moment(task.authoredOn), task.description]
  return row(keyOf(task), conceptText(task.code) || 'Task', details, task.status)
}

function messageRow(message: Communication): Html {
  const text = (message.payload ?? []).map((one) => one.contentString ?? '').join(' ')
  const details = ['Message', moment(message.sent), text]
  return row(keyOf(message), conceptText(message.topic) || 'Message', details, message.status)
}

function documentRow(document: DocumentReference): Html {
  const kinds = document.content.map((one) => one.attachment.title ?? one.attachment.contentType ?? '')
  const details = ['Document', moment(document.date), ...kinds, plainTextOf(document)]
  return row(
    keyOf(document),
    document.description ?? (conceptText(document.type) || 'Document'),
    details,
    document.status,
  )
}

/** What a document says, where it says it in plain text. */
function plainTextOf({ content }: DocumentReference): string | undefined {
  const text = content.find((one) => one.attachment.contentType?.startsWith('text/plain'))?.attachment.data
  return text && Buffer.from(text, 'base64').toString('utf8')
}

function dosesOf(record: PatientRecord): Html[] {
  const doses = record.of('MedicationAdministration').toSorted((a, b) => when(b).localeCompare(when(a)))
  return doses.map((dose) => {
    const { route, site } = dose.dosage ?? {}
    const details = [
      quantityText(dose.dosage?.dose),
      moment(when(dose)),
      conceptText(route),
      conceptText(site),
      noteOf(dose),
    ]
    return row(keyOf(dose), drugText(dose, record.store), details, dose.status)
  })
}

function noteOf({ note }: MedicationAdministration): string {
  return (note ?? []).map((one) => one.text).join(' ')
}

function coverageRow(coverage: Coverage, { store }: PatientRecord): Html {
  const payer = coverage.payor.map((one) => referenceText(one, store)).join(', ')
  const order = coverage.order === undefined ? undefined : `order ${coverage.order}`
  const details = [conceptText(coverage.type), periodText(coverage.period), order, coverage.subscriberId]
  return row(keyOf(coverage), payer || 'Payer not named', details, coverage.status)
}

function problemsOf(record: PatientRecord): Html[] {
  return record.of('Condition').map((condition) => {
    const details = [codeOf(condition.code), codeOf(condition.verificationStatus), moment(condition.onsetDateTime)]
    return row(keyOf(condition), conceptText(condition.code), details, codeOf(condition.clinicalStatus) || undefined)
  })
}

function visitsOf({ of, store }: PatientRecord): Html[] {
  return of('Encounter').map((encounter) => {
    const kind = conceptText(encounter.type?.[0]) || encounter.class.display || encounter.class.code || 'Visit'
    const place = encounter.location?.map((one) => referenceText(one.location, store)).join(', ')
    return row(keyOf(encounter), kind, [periodText(encounter.period), place], encounter.status)
  })
}

/** Types that have no card of their own but matter to the answer, such as authorizations and dispenses. */
function otherCard({ of }: PatientRecord): Html | undefined {
  const types = [
    'ClaimResponse',
    'MedicationRequest',
    'MedicationDispense',
    'MedicationStatement',
    'Observation',
    'AllergyIntolerance',
    'Procedure',
  ] as const
  const items = types.flatMap((type) => {
    const count = of(type).length
    return count > 0 ? [row(`${type}.${count}`, type, [`${count} on file`])] : []
  })
  return items.length > 0 ? card('Also on file', rows(items, '')) : undefined
}

function keyOf(resource: { resourceType: string; id?: string; meta?: { versionId?: string } }): string {
  return `${resource.resourceType}/${resource.id}.${resource.meta?.versionId}`
}
