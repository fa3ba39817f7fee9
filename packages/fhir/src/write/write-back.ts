import type { Chart } from '../chart.ts'
import { chargedModifiers } from '../facts/charged-modifiers.ts'
import { keyOf } from '../references.ts'
import { list } from '../shape.ts'
import { ARTICLE_CHARGE_ID } from '../systems.ts'
import type { WriteBackInput, WriteBackPlan } from '../write-back-request.ts'
import { givenTo, wordsOf } from './given.ts'
import { visitIdentity } from './identifiers.ts'
import { isVoid, ourCharges } from './ours.ts'
import { planFlag } from './plan-flag.ts'
import { planLines } from './plan-lines.ts'
import { provenanceStep } from './provenance.ts'
import { together } from './steps.ts'

/**
 * What is to be written for an encounter's doses, in words and as one transaction. Planning again on the chart that
 * results gives no transaction. Nothing is sent here, and nothing that somebody edited is touched.
 * @see https://hl7.org/fhir/R4/http.html#transaction
 */
export function writeBack(input: WriteBackInput, chart: Chart): WriteBackPlan {
  const { steps, warnings } = together([planFlag(input, chart), planLines(input, chart)])
  const said = [...whatWasNotRead(chart), ...warnings, ...linesOfTheArticle(input, chart)]
  const changes = steps.filter(({ entry }) => entry !== undefined)
  const visit = visitIdentity(input)
  const given = givenTo(input).map((each) => ({ identity: each.identity, text: wordsOf(each) }))
  if (changes.length === 0) return { visit, writes: steps.map(({ write }) => write), warnings: said, given }
  const all = [...steps, provenanceStep(input, chart, changes)]
  return {
    visit,
    writes: all.map(({ write }) => write),
    warnings: said,
    given,
    transaction: {
      resourceType: 'Bundle',
      type: 'transaction',
      entry: all.map(({ entry }) => entry).filter((entry) => entry !== undefined),
    },
  }
}

/** What could not be read may hold what we wrote before; only the server's own check of the identifier is left then. */
function whatWasNotRead({ reads }: Chart): string[] {
  return ['Flag', 'ChargeItem']
    .filter((type) => (reads[type] ?? 'complete') !== 'complete')
    .map((type) => `${type} resources could not be read, so it is not known whether Doseline wrote any before.`)
}

/** Lines written under the article's book are no charges; whoever bills the dose should see that they are there. */
function linesOfTheArticle(input: WriteBackInput, chart: Chart): string[] {
  if (!input.codebook.forSubmission) return []
  const doses = new Set(input.doses.map(({ administration }) => administration))
  return ourCharges(chart, ARTICLE_CHARGE_ID)
    .filter((charge) => !isVoid(charge))
    .filter(({ resource }) => list(resource.service).some((service) => doses.has(keyOf(chart, service) ?? '')))
    .map(({ key, resource }) => {
      const code = [list(resource.code?.coding)[0]?.code, ...chargedModifiers(resource)].join('-')
      return `${key} (${code}) was written under the article’s code book and is not for submission; it can be retired there.`
    })
}
