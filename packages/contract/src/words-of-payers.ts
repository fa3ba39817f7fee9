/**
 * What a text says of who pays, as those words of it alone: an account is mostly called after a person, and of that nothing
 * is read or sent. Undefined where it says nothing of it.
 *
 * @example
 * wordsOfPayers('WORKERS COMP - DOI 1/12/2026, Smith') // 'WORKERS COMP … DOI'
 */
export function wordsOfPayers(text: string): string | undefined {
  const found = OF_PAYERS.flatMap((words) => text.match(words) ?? [])
  return found.length === 0 ? undefined : found.join(' … ')
}

const OF_PAYERS: readonly RegExp[] = [
  // An injury, and whoever is liable for it.
  /\b(?:work(er|ers|er's|ers'|man|man's|men|men's)?[ -]{0,3}comp(ensation)?)(?![\w'])/gi,
  /\b(?:wc|wcb|doi|(date of )?(injury|accident)|accident|injured|auto(mobile)?|mva|mvc|no[- ]?fault|pip|med ?pay)(?![\w'])/gi,
  /\b(?:liab(ility|le)|third[- ]party|tpl|subrogat\w+|lien|attorney|litigation|settlement|crime|victims?)(?![\w'])/gi,
  // An employer, a program or a place that pays.
  /\b(?:employers?|employees?|occupational|industrial|msp|eghp|ghp|veterans?|va|champva|black lung|ihs)(?![\w'])/gi,
  /\b(?:hospice|snf|skilled( nursing)?|nursing home|inpatient|home health|prison|jail|correction(al|s)|inmate|custody)(?![\w'])/gi,
  /\b(?:research|study|clinical trial|sponsor(ed)?|irb|medicare advantage|advantage|replacement plan|part a only)(?![\w'])/gi,
  // The patient, or nobody.
  /\b(?:self[- ]?pay(ing)?|private[- ]?pay|cash[- ]?(pay|patient|only|price)|uninsured|no insurance|indigent|charity|courtesy)(?![\w'])/gi,
  /\b(?:no[- ]?charge|free (care|drug)|paid in full|pays in full|restrict\w*|164\.522|hipaa|non-?billable|not billable)(?![\w'])/gi,
  /\b(?:do not (bill|charge|submit)|hold|write[- ]?off|bankrupt\w*|term(ed|inated)|cancel(l)?ed|ineligible|expired|inactive)(?![\w'])/gi,
  /\b(?:inc|llc|corp(oration)?|company|county|dept|department of)(?![\w'])/gi,
]
