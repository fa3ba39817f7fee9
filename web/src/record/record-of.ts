import type { DoseAnswer, FindingAnswer, HistoryEvent, LineAnswer, PlaceAnswer } from '@doseline/contract'
import { type AboutDose, aboutDose } from '../dose-review/about-dose.ts'
import type { ReviewState } from '../dose-review/review-state.ts'
import { signaturesFrom } from '../dose-review/stored.ts'
import { claimNdc } from '../elements/charge-lines/line-text.ts'
import { entriesOf } from '../elements/dose-history/entries.ts'
import { titleOf, wrote } from '../elements/dose-history/said-of.ts'
import { factsOf } from '../elements/finding-list/rests-on.ts'
import { nameOf, recordNumberOf } from '../elements/patient-banner/about-patient.ts'
import { words } from '../later-words.ts'
import { language } from '../words/language.ts'
import { dayText, intervalText, momentText, moneyText, numberText, statusText } from '../words.ts'
import { type FullRecord, inEnglish, type Pair, type Part, type Said } from './full-record.ts'

/** Everything there is about a dose, in the order in which a reviewer asks for it. */
export function recordOf(state: ReviewState, dose: DoseAnswer, now: Date): FullRecord {
  const about = aboutDose(state)
  const { patient } = state.chart ?? {}
  const mrn = patient && recordNumberOf(patient)
  return {
    title: words.record.title,
    about: [patient && nameOf(patient), mrn && `${words.banner.mrn} ${mrn}`, dayText(dose.dateOfService)]
      .filter(Boolean)
      .join(' · '),
    language: language(),
    cover: cover(state, dose, about, now),
    parts: [facts(dose), checks(dose), sources(dose), calculation(dose), approvals(state, about)],
  }
}

function cover(
  { chart, answer, session, plans, plansFailure }: ReviewState,
  dose: DoseAnswer,
  { isCharged, approval }: AboutDose,
  now: Date,
): Pair[] {
  const { record, banner, about, coverages } = words
  const patient = chart?.patient
  const primary = dose.coverages?.find(({ first }) => first)
  const payer = [dose.payer, primary?.plan, primary?.reference].filter(Boolean).join(', ')
  // Until it is known what would be written, a charged dose is not called charged: a record must not say that it is not.
  const isKnown = !dose.supported || (plans !== undefined && plansFailure === undefined)
  const pairs: readonly (readonly [string, Said | undefined])[] = [
    [record.patient, patient && nameOf(patient)],
    [record.born, patient?.birthDate && dayText(patient.birthDate)],
    [banner.mrn, patient && recordNumberOf(patient)],
    [about.payer, payer ? inEnglish(payer) : coverages.noPayer],
    [about.day, dayText(dose.dateOfService)],
    [about.dose, inEnglish([dose.drug, dose.dose].filter(Boolean).join(' '))],
    [record.status, statusText(dose, { forSubmission: answer?.forSubmission ?? true, charged: isCharged })],
    [
      record.lines,
      dose.lines.map((line) => `${nameOfLine(line)} × ${numberText(line.units)}`).join('\n') || record.none,
    ],
    [record.approved, isCharged ? approval : isKnown ? record.notApproved : record.notDetermined],
    [record.record, dose.focus],
    [record.visit, dose.encounter],
    [about.edition, dose.edition],
    [record.dataAsOf, chart && momentText(chart.readAt.toISOString())],
    [record.prepared, record.preparedAs(session?.approver.display ?? '', momentText(now.toISOString()))],
  ]
  return pairs.flatMap(([name, value]): Pair[] => (value ? [[name, value]] : []))
}

const nameOfLine = ({ code, modifiers }: LineAnswer): string => [code, ...modifiers].join('-')

function facts({ facts: all = [], furtherFacts = [] }: DoseAnswer): Part {
  const { fact, value, from, name, nowhere, stated } = words.facts
  return {
    title: words.record.facts,
    table: {
      head: [fact, value, from],
      widths: [2, 5, 4],
      rows: [...all, ...furtherFacts].map((each) => [
        name[each.fact] ?? each.fact,
        inEnglish(each.shows),
        [...new Set(each.places.map(placeText)), ...(each.attestedBy ? [stated(each.attestedBy)] : [])].join('\n') ||
          nowhere,
      ]),
    },
  }
}

const placeText = ({ resource, element }: PlaceAnswer): string => [resource, element].filter(Boolean).join(' ')

function checks(dose: DoseAnswer): Part {
  const { result, check, source } = words.record
  const outcomeOf = ({ outcome, severity }: FindingAnswer): string =>
    words.findings.outcome[outcome === 'fails' && severity === 'advisory' ? 'advises' : outcome]
  const asked = dose.findings.filter(({ outcome }) => outcome !== 'does-not-apply')
  return {
    title: words.record.checks,
    table: {
      head: [result, check, words.checks.evidence, source],
      widths: [2, 6, 4, 3],
      rows: asked.map((finding) => [
        outcomeOf(finding),
        inEnglish([finding.text, finding.outcome === 'passes' ? '' : finding.remedy].filter(Boolean).join(' ')),
        factsOf(finding, dose)
          .map(({ fact }) => words.facts.name[fact] ?? fact)
          .join(', '),
        (finding.sources ?? []).join('\n'),
      ]),
    },
    says:
      dose.unconfirmed.length > 0
        ? [`${words.checks.unconfirmedValues(dose.unconfirmed.length)}:`, inEnglish(dose.unconfirmed.join(', '))]
        : [],
  }
}

function sources({ sources: cited = [] }: DoseAnswer): Part {
  const { source, since, address } = words.record
  return {
    title: words.record.sources,
    table: {
      head: ['', source, words.facts.value, since, address],
      widths: [2, 4, 4, 2, 4],
      rows: cited.map(({ key, title, value = '', from = '', address: at = '' }) => [
        key,
        inEnglish(title),
        inEnglish(value),
        from,
        at,
      ]),
    },
  }
}

function calculation({ lines, measure, containers, infusion, interval, atStake }: DoseAnswer): Part {
  const { line, diagnoses } = words.record
  const { opened, administered, discarded, amount, notKnown } = words.containers
  const says: (Said | undefined | false | '')[] = [
    containers &&
      [
        `${opened}: ${containers.opened ? amount(containers.opened, measure) : notKnown}`,
        `${administered}: ${amount(containers.administered, measure)}`,
        `${discarded}: ${containers.discarded ? amount(containers.discarded, measure) : notKnown}`,
      ].join('; '),
    ...(infusion?.bags ?? []).map(({ dose, minutes, from, until }) => {
      const time =
        from && until ? words.infusion.clock(from.slice(11, 16), until.slice(11, 16), minutes) : `${minutes} min`
      return `${words.infusion.title}: ${time} (${dose})`
    }),
    interval &&
      words.record.interval(
        intervalText(interval.every),
        interval.previous ? dayText(interval.previous) : words.timeline.none,
        dayText(interval.next),
      ),
    ...(atStake ? [`${words.lines.stake}: ${moneyText(atStake.dollars)}`, inEnglish(atStake.working)] : []),
  ]
  return {
    title: words.record.calculation,
    table: {
      head: [line, words.lines.working, words.lines.ndc, diagnoses, words.lines.authorization],
      widths: [3, 6, 3, 2, 2],
      rows: lines.map((each) => [
        `${nameOfLine(each)} × ${numberText(each.units)}`,
        inEnglish(each.working),
        each.ndc ? claimNdc(each.ndc) : '',
        each.diagnoses.join('\n'),
        each.authorization ?? '',
      ]),
    },
    says: says.filter((said): said is Said => Boolean(said)),
  }
}

function approvals({ provenances, history, focus, attested }: ReviewState, { reasons, stored }: AboutDose): Part {
  const { when, who, what, details } = words.record
  const events = history?.kind === 'read' ? entriesOf(history.events) : []
  const rows: readonly (readonly Said[])[] = [
    ...signaturesFrom(provenances).map(({ recorded, name, activity }) => [
      momentText(recorded),
      name,
      inEnglish(activity),
      '',
    ]),
    ...events.map((event) => [
      momentText(event.at),
      event.by ?? event.who,
      eventText(event),
      inEnglish(detailsOf(event)),
    ]),
  ]
  const stated = attested[focus]
  return {
    title: words.record.approvals,
    table: { head: [when, who, what, details], widths: [3, 3, 4, 5], rows },
    says: [
      ...(history?.kind === 'read' ? [] : [words.record.historyNotRead]),
      ...(rows.length === 0 && history?.kind === 'read' ? [words.record.unproven] : []),
      ...stored.map(({ key, text, status }) => inEnglish(`${key}: ${text} (${status})`)),
      ...reasons.map(({ rule, reason }) => words.history.although(rule, reason)),
      ...(stated ? [words.attest.by(stated.by, momentText(stated.at))] : []),
    ],
  }
}

/** What was done, in the language of the record, and what a person said to it. */
const eventText = (event: HistoryEvent): string =>
  [
    titleOf(event),
    ...(event.overrides ?? []).map(({ asks, reason }) => words.history.although(asks, reason)),
    ...(event.stated ?? []).map(({ fact, shows, by }) =>
      words.history.stated(words.facts.name[fact] ?? fact, shows, by),
    ),
  ].join('\n')

/** What the service keeps of it, in its own English. */
const detailsOf = (event: HistoryEvent): string =>
  [event.act === 'assessed' ? event.lines?.join(', ') : wrote(event), event.edition, event.reason]
    .filter(Boolean)
    .join('\n')
