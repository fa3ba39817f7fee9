/**
 * What a text says of who pays, as those words of it alone: an account is mostly called after a person, and of that nothing
 * is read or sent. Undefined where it says nothing of it.
 *
 * @example
 * wordsOfPayers('WORKERS COMP - DOI 1/12/2026, Smith') // 'WORKERS COMP … DOI'
 */
export function wordsOfPayers(text: string): string | undefined {
  const found = payersIn(text.slice(0, MOST_READ))
  if (found.some((word) => !isAmbiguous(word))) return found.join(' … ')
  // Set off by itself, such a word is nobody's name: `WC - Smith`.
  const meant = text
    .slice(0, MOST_READ)
    .split(APART)
    .flatMap((part) => (isOfPayers(part) ? payersIn(part) : []))
  return meant.length === 0 ? undefined : meant.join(' … ')
}

/** Of one text: longer ones are no names of payers or accounts. */
const MOST_READ = 2000

/** Each once, and none that stands within a longer one. */
function payersIn(text: string): readonly string[] {
  const found = [...new Set(OF_PAYERS.flatMap((words) => text.match(words) ?? []))]
  return found.filter((word, at) => !found.some((other, where) => other !== word && where < at && other.includes(word)))
}

const isOfPayers = (part: string): boolean =>
  !/\p{L}/u.test(OF_PAYERS.reduce((left, words) => left.replaceAll(words, ' '), part))

/** Words of payers that people and departments are called by too: they count beside another, or where they stand alone. */
const AMBIGUOUS: ReadonlySet<string> = new Set(
  'va lien pip hold wc dept county crime auto'.split(' ').concat('department of'),
)
const isAmbiguous = (word: string): boolean => AMBIGUOUS.has(word.toLowerCase())
const APART = /\s[-–—]\s|[:;()/|…[\]]/

const OF_PAYERS: readonly RegExp[] = [
  // What is a name or a department by its first word alone.
  /\b(?:va (ccn|community|choice|auth\w*|fee|benefits?|referral|medical|hospital|optum|triwest|health|patient|pays?))(?![\w'])/gi,
  /\b(?:pip (claim|insurance|auto|benefits?|coverage)|auto (insurance|ins|claim|policy|carrier)|(attorney|legal) lien)(?![\w'])/gi,
  /\b(?:wc (claim|case|ins\w*|adjuster|carrier|patient)|lien (on file|case|letter|patient)|county (jail|indigent))(?![\w'])/gi,
  /\b(?:(bill(ing)?|account|charges?|claims?|insurance|payment|financial) hold)(?![\w'])/gi,
  /\b(?:hold (bill(ing)?|charges?|claims?|for)|on hold)(?![\w'])/gi,
  /\b(?:dep(t|artment) of (labor|correction\w*|veterans?|justice|defense|vocational|health|public))(?![\w'])/gi,
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
