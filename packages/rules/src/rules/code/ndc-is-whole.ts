import type { NdcDirectory, Published } from '@doseline/codebook'
import { listed } from '../../format.ts'
import { advises, cannotTellAndHolds, cannotTellAside, citing, doesNotApply, passes, rule } from '../../rule.ts'

const CHECK_NDC =
  'Check the NDC against the container. If it is right, ask the manufacturer how it is listed before the claim is sent.'

/** An NDC that is written and cannot be used is said, whatever else names the product. */
export default rule({
  id: 'code/ndc-is-whole',
  asks: 'Can the NDC on the record be used as it is written?',
  needs: ['drug'],
  mayUse: ['product'],
  consults: ['marketing'],
  messages: {
    none: { says: 'The record names no NDC.' },
    whole: { says: 'NDC {ndc} is whole.' },
    'was marketed': { says: 'NDC {ndc} is whole, and was marketed that day by the NDC directory of {directory}.' },
    'is no longer marketed': {
      says: 'NDC {ndc} was marketed until {on} by the NDC directory of {directory}: a clearinghouse rejects it for a later day of service.',
      remedy: CHECK_NDC,
      who: 'pharmacist',
    },
    'is not yet marketed': {
      says: 'NDC {ndc} is marketed from {on} on by the NDC directory of {directory}: a clearinghouse rejects it for an earlier day of service.',
      remedy: CHECK_NDC,
      who: 'pharmacist',
    },
    'is left out': {
      says: 'The NDC directory of {directory} leaves NDC {ndc} out (flag {flag}): a clearinghouse may reject it.',
      remedy: CHECK_NDC,
      who: 'pharmacist',
    },
    'is not in the directory': {
      says: 'NDC {ndc} is whole. The NDC directory of {directory} does not list it, so whether it was marketed that day is not known.',
      remedy: CHECK_NDC,
      who: 'pharmacist',
    },
    'cannot be read': {
      says: '{says}',
      remedy: 'Chart the NDC as it is printed on the container, with its hyphens.',
      who: 'pharmacist',
    },
    'is not whole': {
      says: 'NDC {ndc} {lacks}; by labeler and product code it is {product}.',
      remedy:
        'Chart the whole NDC of the container, with its package part and hyphens; a claim line carries all 11 digits.',
      who: 'pharmacist',
    },
    'is not whole and fits none': {
      says: 'NDC {ndc} {lacks}, and no product of the code book begins so.',
      remedy: 'Chart the whole NDC of the container, with its package part and hyphens.',
      who: 'pharmacist',
    },
    'of another product': {
      says: 'NDC {ndc} is not one of {brand}: its labeler and product code are those of another product.',
      remedy: 'Check the NDC against the container, and correct the NDC or the name of the drug in the chart.',
      who: 'pharmacist',
    },
    'is not in the book': {
      says: 'NDC {ndc} is not one that the code book lists for {brand}.',
      remedy: 'Check the NDC against the container; a claim line carries it.',
      who: 'pharmacist',
    },
  },
  check({ drug, product }, { marketing }) {
    const [unread, ...more] = drug.unreadNdc ?? []
    if (unread) return advises('cannot be read', { says: [unread, ...more].map(({ says }) => says).join(' ') })
    const ndcs = product.known ? product.value.product.ndcs : []
    const isOwn = (name: string): boolean => ndcs.some((own) => own.startsWith(name.slice(0, LABELER_AND_PRODUCT)))
    const strange = ndcs.length === 0 ? undefined : drug.ndc.find(({ name }) => !isOwn(name))
    if (product.known && strange) {
      return cannotTellAndHolds('of another product', { ndc: strange.name, brand: product.value.product.brand })
    }
    const listedNdc = drug.ndc.find(({ name }) => ndcs.includes(name))
    if (listedNdc) return wholeNdc(listedNdc.name, [listedNdc.name], marketing)
    const [partial] = drug.partialNdc ?? []
    if (partial) {
      const { name: ndc, lacks } = partial
      const fits = ndcs.some((whole) => partial.could.some((could) => whole.startsWith(could)))
      if (!product.known) return advises('is not whole and fits none', { ndc, lacks })
      const { brand } = product.value.product
      if (!fits && ndcs.length > 0) return cannotTellAndHolds('of another product', { ndc, brand })
      if (!fits) return advises('is not whole and fits none', { ndc, lacks })
      return advises('is not whole', { ndc, lacks, product: product.value.product.brand })
    }
    if (drug.ndc.length === 0) return doesNotApply('none')
    const ndc = listed(drug.ndc.map(({ name }) => name))
    if (!product.known)
      return wholeNdc(
        ndc,
        drug.ndc.map(({ name }) => name),
        marketing,
      )
    return advises('is not in the book', { ndc, brand: product.value.product.brand })
  },
})

/** Whether the NDCs that a claim could carry were marketed, where a directory is loaded. */
function wholeNdc(shown: string, ndcs: readonly string[], marketing: Published<NdcDirectory>) {
  if (!marketing.known) return passes('whole', { ndc: shown })
  const { day: directory, of } = marketing.value
  const cited = [{ ...marketing.source, value: `NDC ${shown}` }]
  const states = ndcs.map((ndc) => ({ ndc, is: of(ndc) }))
  const [first] = states.filter(({ is }) => is?.kind !== 'marketed')
  if (!first) return citing(cited, passes('was marketed', { ndc: shown, directory }))
  const { ndc, is } = first
  switch (is?.kind) {
    case 'ended':
      return citing(cited, advises('is no longer marketed', { ndc, directory, on: is.on }))
    case 'not begun':
      return citing(cited, advises('is not yet marketed', { ndc, directory, on: is.on }))
    case 'left out':
      return citing(cited, advises('is left out', { ndc, directory, flag: is.flag }))
    default:
      return citing(cited, cannotTellAside('is not in the directory', { ndc, directory }))
  }
}

/** Of the 11 digits: five of the labeler, four of its product; the last two say how it is packed. */
const LABELER_AND_PRODUCT = 9
