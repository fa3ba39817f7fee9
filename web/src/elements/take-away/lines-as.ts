import type { DoseAnswer, PlanAnswer } from '@doseline/contract'
import type { Patient } from 'fhir/r4'
import type { Override } from '../../events/overrides-given.ts'
import { words } from '../../later-words.ts'
import { verdictLook, verdictText } from '../../words.ts'
import { nameOf, recordNumberOf } from '../patient-banner/about-patient.ts'
import { isOverridden } from './chargeable.ts'

export interface Taken {
  readonly dose: DoseAnswer
  /** False under a demonstration book: then everything says so. */
  readonly forSubmission: boolean
  /** The reasons to charge although it is not ready. */
  readonly overrides?: readonly Override[]
  readonly plan?: PlanAnswer | undefined
  readonly patient?: Patient | undefined
}

/** Whether a claim may carry the lines: the dose is ready, or a person answers for it, by a book that holds. */
const maySubmit = ({ dose, forSubmission, overrides = [] }: Taken): boolean =>
  forSubmission && (dose.verdict === 'ready' || isOverridden(dose, overrides))

function verdictOf({ dose, forSubmission, overrides = [] }: Taken): string {
  const { charged, marked } = words.takeAway
  const verdict = verdictText(dose, forSubmission)
  if (!forSubmission) return marked(verdict)
  return isOverridden(dose, overrides) ? charged(verdict) : verdict
}

/** What a file says that programs read: English, whatever the language of the screen. */
const IN_FILES = {
  notForSubmission: 'NOT FOR SUBMISSION',
  notSupported: 'Not supported',
  verdict: {
    ready: 'Ready to bill',
    'not-ready': 'Not ready',
    'needs-information': 'Needs information',
    'not-billable': 'Not billable',
  },
} as const

function verdictInFile({ dose, forSubmission, overrides = [] }: Taken): string {
  const verdict = dose.supported ? IN_FILES.verdict[verdictLook(dose, forSubmission)] : IN_FILES.notSupported
  if (!forSubmission) return `${IN_FILES.notForSubmission}: ${verdict}`
  return isOverridden(dose, overrides) ? `${verdict}, override` : verdict
}

/** The lines and the whole plan, for a program. */
export function linesAsJson(taken: Taken): string {
  const { dose, plan } = taken
  const { focus, dateOfService, drug, edition, verdict, sentence } = dose
  const lines = dose.lines.map((line) => ({ ...line, forSubmission: line.forSubmission && maySubmit(taken) }))
  const notice = maySubmit(taken) ? {} : { notice: IN_FILES.notForSubmission }
  const about = { ...notice, dose: focus, dateOfService, drug, edition, verdict, sentence, lines }
  return `${JSON.stringify({ ...about, ...(plan?.transaction && { transaction: plan.transaction }) }, undefined, 2)}\n`
}

/**
 * The lines as a table.
 * @see https://www.rfc-editor.org/rfc/rfc4180
 */
export function linesAsCsv(taken: Taken): string {
  const { dose } = taken
  const { yes, no } = words.takeAway
  const rows = dose.lines.map((line) => [
    line.dateOfService,
    line.code,
    ...MODIFIER_COLUMNS.map((at) => line.modifiers[at] ?? ''),
    String(line.units),
    line.ndc?.ndc ?? '',
    line.ndc?.quantity ?? '',
    line.ndc?.unit ?? '',
    line.diagnoses.join(' '),
    line.authorization ?? '',
    line.working,
    line.doses.join(' '),
    verdictInFile(taken),
    line.forSubmission && maySubmit(taken) ? yes : no,
    taken.patient ? nameOf(taken.patient) : '',
    (taken.patient && recordNumberOf(taken.patient)) ?? '',
    dose.payer ?? '',
  ])
  return `${[words.takeAway.columns, ...rows].map((row) => row.map(cell).join(',')).join('\r\n')}\r\n`
}

/** A claim line carries four. */
const MODIFIER_COLUMNS = [0, 1, 2, 3]

/** A spreadsheet must take no cell for a formula. */
function cell(text: string): string {
  const harmless = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
}

/** The lines to read or to paste. */
export function linesAsText(taken: Taken): string {
  const { dateOfService = '', drug = '', lines, sentence } = taken.dose
  const said = lines.map(({ code, modifiers, units, ndc, diagnoses, authorization, working }) =>
    [
      `${[code, ...modifiers].join('-')} × ${units}`,
      ndc && ['NDC', ndc.ndc, ndc.quantity, ndc.unit].filter(Boolean).join(' '),
      diagnoses.length > 0 && words.takeAway.forDiagnoses(diagnoses.join(', ')),
      authorization && words.takeAway.authorization(authorization),
      working,
    ]
      .filter(Boolean)
      .join('; '),
  )
  const { marked, notForSubmission } = words.takeAway
  const mark = maySubmit(taken) ? [] : [taken.forSubmission ? marked(verdictOf(taken)) : notForSubmission]
  return [...mark, `${drug}, ${dateOfService}. ${sentence}`, ...said].join('\n')
}
