/** Documents by which the payer may not pay, or another does, of whatever day they are. */
const NOTICE =
  /advance (beneficiary|notice)|\babn\b|\bcms-?r-?131\b|non-?coverage|\bhospice\b|\bdenial\b|\brestriction\b|\bdo not (bill|send|disclose)\b|\bpap approval\b|\bpatient assistance\b|\bsnf\b|\bskilled nursing\b|\bincident report\b|\bwrong (drug|patient|dose)\b/i

/** Whether a title is that of a notice or an election that bears on the charge. */
export const isNotice = (title: string): boolean => NOTICE.test(title)
