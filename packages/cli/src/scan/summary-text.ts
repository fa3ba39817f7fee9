import type { DoseSums, NamedSums, ScanOutcome } from '@doseline/scan'

/** Groups that are shown; all are in summary.json. */
const SHOWN = 5

/** What a scan came to, for a person. */
export function summaryText({ summary, judged, unchanged }: ScanOutcome, out: string): string {
  const { total, patients, unreadable, files } = summary
  return [
    `${count(total.doses)} doses of ${count(patients.withDoses)} patients; ${count(patients.all)} patients in ${count(files.lines)} lines of ${count(files.count)} files.`,
    `${count(judged)} charts were judged, ${count(unchanged)} had not changed.`,
    verdicts(total),
    `Expected payment: $${total.ready} ready to bill, $${total.atRisk} at risk; not known for ${count(total.withoutPayment)} doses.`,
    ...largest('At risk by who can fix it', summary.byRole),
    ...largest('At risk by rule', summary.byRule),
    ...(summary.forSubmission ? [] : ['NOT FOR SUBMISSION: this code book is a demonstration.']),
    ...unread(summary.unreadable, patients.notJudged),
    ...(unreadable.ofAnybody > 0
      ? [`${lines(unreadable.ofAnybody)} may be of anybody: no patient is wholly read until they are repaired.`]
      : []),
    `Results: ${out}`,
  ].join('\n')
}

function verdicts({ byVerdict, charged }: DoseSums): string {
  const { ready, 'not-ready': notReady, 'needs-information': open, 'not-billable': never } = byVerdict
  return `${count(ready)} ready, ${count(notReady)} not ready (${count(charged)} of them charged already), ${count(open)} need information, ${count(never)} not billable.`
}

function largest(title: string, groups: readonly NamedSums[]): string[] {
  const sorted = groups.toSorted((a, b) => b.doses - a.doses).slice(0, SHOWN)
  if (sorted.length === 0) return []
  return [`${title}:`, ...sorted.map(({ name, doses, atRisk }) => `  ${name}: ${count(doses)} doses, $${atRisk}`)]
}

function unread({ lines: number, patients }: { lines: number; patients: number }, notJudged: number): string[] {
  return [
    ...(number > 0
      ? [
          `${lines(number)} could not be read; ${count(patients)} patients are known to be concerned (unreadable.ndjson).`,
        ]
      : []),
    ...(notJudged > 0 ? [`${count(notJudged)} charts could not be judged (unreadable.ndjson).`] : []),
  ]
}

const lines = (of: number): string => `${count(of)} ${of === 1 ? 'line' : 'lines'}`
const count = (of: number): string => of.toLocaleString('en-US')
