import type { Codebook, Edition, PayerInfo } from '@doseline/codebook'
import type { SettingKind } from '@doseline/contract'
import type {
  Authorization,
  CalendarDate,
  ChartedDose,
  CoverageRecord,
  CoverageStatement,
  Fact,
  Payor,
} from '@doseline/dose'
import { known, mapFact } from '@doseline/dose'
import { bills } from '../bills.ts'
import { diagnosesOf } from '../charge-lines.ts'
import type { AdministeredProduct, AuthorizationOnFile } from '../dose-facts.ts'
import { isUnder } from '../support.ts'
import { wasActive } from '../was-active.ts'

/** Whom the dose is charged to. */
interface Paying {
  readonly coverage: CoverageRecord
  readonly payer: PayerInfo
}

/**
 * The authorizations on file, each held against the coverage that pays: one of another payer, or of another plan of it,
 * does not cover the dose. Where it is not known who pays, nothing is held against anything; other rules say so.
 */
export function authorizationsOnFile(
  { authorizations, coverages, administeredOn, setting, diagnoses }: ChartedDose,
  {
    coverage,
    payer,
    product,
    edition,
  }: {
    readonly coverage: Fact<CoverageRecord>
    readonly payer: Fact<PayerInfo>
    readonly product: Fact<AdministeredProduct>
    readonly edition: Edition
  },
  codebook: Codebook,
  judgedOn?: CalendarDate,
): Fact<readonly AuthorizationOnFile[]> {
  const named = mapFact(authorizations, (all) =>
    all.map((each) => withApproval(withFuture(withOthersNamed(each, product, codebook), judgedOn), product, codebook)),
  )
  if (!coverage.known || !payer.known || !coverages.known || !administeredOn.known) return named
  const paying = { coverage: coverage.value, payer: payer.value }
  const others = coverages.value
  const on = administeredOn.value
  return mapFact(named, (all) =>
    all.map((each) => {
      const elsewhere =
        otherInsurer(each, paying, codebook) ??
        otherPlan(each, paying, { others, on }, codebook) ??
        (setting.known ? otherPlace(each, setting.value) : undefined) ??
        otherProvider(each)
      const line = product.known ? diagnosesOf(diagnoses, edition, product.value.product) : []
      const otherDiagnosis = saysOtherDiagnosis(each, line)
      return { ...each, ...(elsewhere !== undefined && { elsewhere }), ...(otherDiagnosis && { otherDiagnosis }) }
    }),
  )
}

/** What payers answered on the order, without what another payer said of its own coverage. */
export function statementsOfPayer(
  { coverageStatements = known([]), coverages }: ChartedDose,
  { coverage, payer }: { readonly coverage: Fact<CoverageRecord>; readonly payer: Fact<PayerInfo> },
  codebook: Codebook,
): Fact<readonly CoverageStatement[]> {
  if (!coverage.known || !coverages.known) return coverageStatements
  const isOfAnother = ({ coverage: about }: CoverageStatement): boolean => {
    const named = coverages.value.find(({ reference }) => reference === about)
    if (!named || about === coverage.value.reference) return false
    const reading = codebook.readCoverage(named)
    return reading.payer === undefined || !payer.known || reading.payer.id !== payer.value.id
  }
  return mapFact(coverageStatements, (all) => all.filter((each) => !isOfAnother(each)))
}

/** Prolia and Xgeva share a code: where the answer's words name another product than the one given, they decide. */
function withOthersNamed(
  authorization: Authorization,
  product: Fact<AdministeredProduct>,
  codebook: Codebook,
): AuthorizationOnFile {
  if (!product.known) return authorization
  const others = (authorization.words ?? []).filter((name) => {
    const text = [{ name, place: authorization.place }]
    const meant = codebook.couldMean({ ndc: [], rxnorm: [], hcpcs: [], text })
    return meant.length > 0 && !meant.some(({ id }) => id === product.value.product.id)
  })
  return others.length === 0 ? authorization : { ...authorization, namesOthers: others.map((name) => `“${name}”`) }
}

function withApproval(
  authorization: AuthorizationOnFile,
  product: Fact<AdministeredProduct>,
  codebook: Codebook,
): AuthorizationOnFile {
  const { outcome, isPredetermination, doubt, namesOthers, isForThisDose, codes } = authorization
  if (!product.known || outcome !== 'approved' || isPredetermination || doubt !== undefined || namesOthers) {
    return authorization
  }
  const isOfIt = codes.some(({ code = '' }) => {
    const meaning = codebook.meaningOf(code)
    return product.value.product.ndcs.includes(code) || (meaning !== undefined && bills(meaning, product.value.product))
  })
  return isForThisDose || isOfIt ? { ...authorization, approvesIt: true } : authorization
}

/** Nobody answered on a day that has not come: the day is wrong, or the answer is. */
function withFuture(authorization: AuthorizationOnFile, judgedOn: CalendarDate | undefined): AuthorizationOnFile {
  const { answeredOn, reference, doubt } = authorization
  if (judgedOn === undefined || answeredOn === undefined || answeredOn <= judgedOn || doubt !== undefined) {
    return authorization
  }
  return { ...authorization, doubt: `${reference} is dated ${answeredOn}, which is yet to come.` }
}

/** Kinds of place that a payer approves apart from where else a drug is given. */
const APART: ReadonlySet<SettingKind> = new Set(['home', 'pharmacy', 'inpatient', 'skilled nursing facility'])

/** Says that it was asked for care in another kind of place, where one of the two is a kind of its own. */
function otherPlace({ settings = [] }: Authorization, given: SettingKind): string | undefined {
  const [first] = settings
  if (first === undefined || settings.includes(given)) return undefined
  if (!APART.has(given) && !settings.some((each) => APART.has(each))) return undefined
  return `was asked for care in the place “${first}”, and the dose was given in the place “${given}”`
}

/** Says that it was asked for other diagnoses than those the line points to. A category covers the codes under it. */
function saysOtherDiagnosis({ diagnoses: asked = [] }: Authorization, line: readonly string[]): string | undefined {
  const isOfLine = (each: string): boolean =>
    line.some((code) => code === each || isUnder(code, each.includes('.') ? `${each}-` : `${each}.-`))
  if (asked.length === 0 || line.length === 0 || asked.some(isOfLine)) return undefined
  return `was asked for the diagnosis ${asked.join(', ')}, and the dose is charged for ${line.join(', ')}`
}

const otherProvider = ({ askedBy }: Authorization): string | undefined =>
  askedBy && `was asked for by ${askedBy.provider}, and the dose was given at ${askedBy.given}`

/** Says that the insurer is another payer, or may be. */
export function otherInsurer(
  { insurer }: Pick<Authorization, 'insurer'>,
  { coverage, payer }: Paying,
  codebook: Codebook,
): string | undefined {
  if (!insurer) return undefined
  const { reference, place } = coverage
  const asCoverage = { reference, status: 'active', types: [], payors: [insurer], place }
  const { payer: named } = codebook.readCoverage(asCoverage)
  if (named ? named.id === payer.id : coverage.payors.some((each) => isSame(each, insurer))) return undefined
  const says = named?.label ?? insurer.name ?? insurer.identifiers[0]?.code ?? 'an insurer without a name'
  return `is by ${quoted(says, named)}, and ${payer.label} pays`
}

const quoted = (name: string, payer: PayerInfo | undefined): string => (payer ? name : `“${name}”`)

const isSame = (a: Payor, b: Payor): boolean =>
  namesOf(a).some((name) => namesOf(b).includes(name)) ||
  a.identifiers.some(({ system, code }) =>
    b.identifiers.some((each) => each.system !== undefined && each.system === system && each.code === code),
  )

const namesOf = ({ name, alsoNamed = [] }: Payor): readonly string[] =>
  [name, ...alsoNamed].flatMap((each) => each?.trim().toLowerCase() ?? [])

/** Says that it was given under another coverage; two of one payer that were both active that day count as one. */
function otherPlan(
  { coverages = [] }: Authorization,
  { coverage, payer }: Paying,
  { others, on }: { readonly others: readonly CoverageRecord[]; readonly on: CalendarDate },
  codebook: Codebook,
): string | undefined {
  if (coverages.length === 0 || coverages.includes(coverage.reference)) return undefined
  const isTwin = others.some(
    (each) =>
      coverages.includes(each.reference) && wasActive(each, on) && codebook.readCoverage(each).payer?.id === payer.id,
  )
  return isTwin ? undefined : `was given under ${coverages.join(', ')}, and ${coverage.reference} pays`
}
