import { labelledRoute } from '../../labelled-route.ts'
import { narrativeOf } from '../../narrative.ts'
import { cannotTell, cannotTellWithout, doesNotApply, passes, rule } from '../../rule.ts'

/** A code for whatever has none of its own says nothing of the drug: the narrative of the line does, with dose and NDC. */
export default rule({
  id: 'code/narrative-names-the-drug',
  asks: 'Where the code does not say which drug it bills: can the narrative say it?',
  needs: ['product', 'administeredOn'],
  mayUse: ['dailyAmount', 'documentation'],
  published: ['hcpcs'],
  consults: ['route'],
  skips: {
    when: ({ product, administeredOn }) => !product.known || !administeredOn.known,
    says: 'Without the product and its day no code is known.',
  },
  messages: {
    'the code says it': { says: '{code} says which drug it bills.' },
    named: {
      says: '{code} does not say which drug it bills; the narrative of the line (item 19, NTE02) does: {narrative}.',
    },
    'no route': {
      says: '{code} does not say which drug it bills: the claim says how {brand} was given, and the chart does not.',
      remedy: 'Chart the route by which the dose was given.',
      who: 'nurse',
    },
    'no NDC': {
      says: '{code} does not say which drug it bills: the claim names {brand}, its dose and its NDC, and the chart has no NDC of it.',
      remedy: 'Chart the NDC of the product that was given.',
      who: 'pharmacist',
    },
  },
  check({ product: { product }, dailyAmount, documentation }, { hcpcs, route: labeled }) {
    const values = { code: hcpcs.code, brand: product.brand }
    if (!hcpcs.unclassified) return doesNotApply('the code says it', values)
    if (!dailyAmount.known) return cannotTellWithout(dailyAmount)
    const charted = documentation.known ? documentation.value.route : undefined
    const route = charted ?? (labeled.known ? labelledRoute(labeled.value) : undefined)
    if (route === undefined) return cannotTell('no route', values)
    const narrative = narrativeOf(product, dailyAmount.value, route)
    return narrative === undefined ? cannotTell('no NDC', values) : passes('named', { ...values, narrative })
  },
})
