import type { Codebook, Product } from '@doseline/codebook'
import type { CodeAnswer, ProductAnswer, RuleAnswer } from '@doseline/contract'
import { calendarDate, exactText } from '@doseline/dose'
import { RULEBOOK } from '@doseline/rules'
import { RequestProblem } from './problem.ts'

/** What a HCPCS code is, and bills, on a day (yyyy-mm-dd). Throws {@link RequestProblem} for what is no day or no code. */
export function codeAnswer(codebook: Codebook, written: string, on: string): CodeAnswer {
  const day = calendarDate(on)
  if (!day) {
    throw new RequestProblem('day-unknown', '', `“${on.slice(0, 40)}” is not a day.`, 'Write it as 2026-03-02.')
  }
  const meaning = codebook.meaningOf(written)
  if (!meaning) {
    throw new RequestProblem(
      'code-unknown',
      '',
      `The code book does not hold ${written.slice(0, 20)}.`,
      'See /v1/products for what the code book holds.',
    )
  }
  const { code, descriptor, generic, source } = meaning
  const edition = codebook.effectiveOn(day, undefined, BY_HCPCS)
  const billed = codebook.products().flatMap((product) => {
    const values = edition.values(product)
    return values.hcpcs.known && values.hcpcs.value.code === code
      ? [{ product, values, unit: values.hcpcs.value.unitText }]
      : []
  })
  const [first] = billed
  const shown = (name: 'mue' | 'paymentLimit') => {
    const value = first?.values[name]
    if (!value) return { says: `${code} bills no product of the code book on ${day}.` }
    return value.known ? { says: value.source.value ?? '', source: value.source } : { says: value.says }
  }
  return {
    code,
    descriptor,
    generic,
    on: day,
    bills: billed.map(({ product, unit }) => ({ product: product.id, brand: product.brand, unit })),
    mue: shown('mue'),
    paymentLimit: shown('paymentLimit'),
    source,
  }
}

/** What a code is by HCPCS, whatever another book makes of it. */
const BY_HCPCS = 'cms'

/** A product, its amounts as decimal text. */
export const productAnswer = (product: Product): ProductAnswer => {
  const { id, brand, generic, container, singleDose, amountPerContainer, measure, mlPerContainer, ndcs, source } =
    product
  return {
    ...{ id, brand, generic, container, ndcs: [...ndcs], source },
    ...(singleDose !== undefined && { singleDose }),
    ...(amountPerContainer && measure === 'mg' && { mgPerContainer: exactText(amountPerContainer) }),
    ...(mlPerContainer && { mlPerContainer: exactText(mlPerContainer) }),
  }
}

/** The question that a rule asks; undefined for a rule there is not. */
export const questionOf = (rule: string): string | undefined => RULEBOOK.find(({ id }) => id === rule)?.asks

/** Every rule, and what it weighs for a payer. Throws {@link RequestProblem} for a payer the code book does not hold. */
export function ruleAnswers(codebook: Codebook, payer: string | undefined): RuleAnswer[] {
  if (payer !== undefined && !codebook.payers.some(({ id }) => id === payer)) {
    const known = codebook.payers.map(({ id }) => id).join(', ')
    throw new RequestProblem(
      'payer-unknown',
      '',
      `The code book holds no payer “${payer.slice(0, 60)}”.`,
      `Name one of: ${known}.`,
    )
  }
  const edition = codebook.effectiveOn(undefined, payer, BY_HCPCS)
  return RULEBOOK.map(({ id, asks, needs, reads, published, consults, messages }) => ({
    id,
    asks,
    needs: [...needs],
    reads: [...reads],
    published: [...published, ...consults],
    severity: edition.severityOf(id).severity,
    why: edition.severityOf(id).why,
    messages: Object.entries(messages).map(([key, { says, remedy }]) => ({ key, says, ...(remedy && { remedy }) })),
  }))
}
