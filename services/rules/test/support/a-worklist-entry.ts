import type { WorklistEntry } from '@doseline/contract'

/** Dose `at` of a patient who lacks a record of what was discarded, but for what is said. */
export const anEntryOf = (at: number, difference: Partial<WorklistEntry> = {}): WorklistEntry => ({
  server: 'ehr',
  dose: `MedicationAdministration/d${at}`,
  patient: `Patient/p${at}`,
  patientName: `Shaw, Amy ${at}`,
  facility: 'Infusion East',
  dateOfService: '2026-03-02',
  drug: 'Prolia',
  code: 'J0897',
  payer: 'Medicare',
  status: 'not-ready',
  sentence: 'The record does not say what was discarded.',
  blocking: [{ rule: 'amount/discard-is-documented', says: 'Not documented.', remedy: 'Document it.', who: 'nurse' }],
  lines: [{ role: 'drug', code: 'J0897', modifiers: ['JZ'], units: 60 }],
  suggestedUnits: 60,
  expectedPayment: { amount: '1501.20', currency: 'USD' },
  atRisk: { amount: '1501.20', currency: 'USD' },
  fileBy: '2027-03-02',
  edition: 'cms@1',
  codebook: 'cms',
  digest: 'd1',
  judgedAt: '2026-03-03T10:00:00Z',
  ...difference,
})

export const ready = { status: 'ready', blocking: [], sentence: 'Ready to bill.' } as const

/** Entries as they are sent. */
export const ndjson = (entries: readonly object[]): string =>
  entries.map((entry) => `${JSON.stringify(entry)}\n`).join('')
