import { bills } from '../../bills.ts'
import { againstItsWords } from '../../code-words.ts'
import type { NamedCode } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import { advises, cannotTell, fails, passes, rule } from '../../rule.ts'

/**
 * The J3397 question, in both directions: no code that HCPCS gives to another drug may bill this one. A code book that
 * itself departs from HCPCS is told so as advice; its lines are never for submission.
 */
export default rule({
  id: 'code/fits-the-product',
  asks: 'Is every code on this dose the code of the product given?',
  needs: ['product', 'codesNamed'],
  mayUse: ['documentation', 'diagnoses'],
  published: ['hcpcs', 'meaning'],
  messages: {
    fits: { says: '{code} is the HCPCS code of {brand}.' },
    'no code of its own': {
      says: '{brand} has no code of its own that day: {code} bills it, and the narrative of the line says that it is {brand}.',
    },
    'another drug': {
      says: '{bills}; {brand} is {generic}, billed with {code}.',
      remedy: 'Replace {wrong} with {code}.',
      who: 'biller',
    },
    'not a known code': {
      says: '{wrong} is no code this code book knows; {brand} is billed with {code}.',
      remedy: 'Replace {wrong} with {code}.',
      who: 'biller',
    },
    'not injected': {
      says: '{code} is “{descriptor}”, and the dose is charted as {route}.',
      remedy: 'Check how it was given, and correct the route; what is not injected has another code.',
      who: 'nurse',
    },
    'another route': {
      says: '{code} is “{descriptor}”, and the dose is charted as {route}.',
      remedy: 'Check how it was given, and correct the route; or state the code in force for that route.',
      who: 'biller',
    },
    'on dialysis': {
      says: '{code} is “{descriptor}”, and the chart holds {diagnosis}.',
      remedy: 'State the code in force for patients on dialysis, or correct the diagnosis.',
      who: 'biller',
    },
    'not on dialysis': {
      says: '{code} is “{descriptor}”, and the chart holds no {diagnosis} that stands.',
      remedy: 'State the code in force for patients who are not on dialysis, or chart the diagnosis.',
      who: 'biller',
    },
    'the payer may take another': { says: '{says}', remedy: '{asks}', who: 'biller' },
    'the payer takes another': {
      says: 'The payer is stated to take {stated} for {brand}, which HCPCS bills with {code}.',
      remedy:
        'Look again in the policy of the payer, and state the code; if it takes no other than {stated}, bill the line by hand.',
      who: 'biller',
    },
    'the book departs from HCPCS': {
      says: 'This code book bills {brand} with {code}, but HCPCS assigns {code} to {meaning}: not for submission.',
      remedy: 'Bill under the CMS code book{byCms}.',
      who: 'biller',
    },
  },
  check({ product: { product }, codesNamed, documentation, diagnoses }, { hcpcs, meaning }) {
    const values = { brand: product.brand, generic: product.generic, code: hcpcs.code }
    const others = codesNamed.filter(({ code }) => code !== hcpcs.code)
    const wrong = others.filter((named) => named.meaning && (!bills(named.meaning, product) || hcpcs.unclassified))
    if (wrong.length > 0) {
      const bills = new Map(wrong.map(({ code, meaning }) => [whereItStands(code, wrong), meaning?.generic]))
      return fails('another drug', {
        ...values,
        wrong: listed([...bills.keys()]),
        bills: listed([...bills].map(([code, generic]) => `${code} bills ${generic}`)),
      })
    }
    const unknown = others.find((named) => !named.meaning)
    if (unknown) return fails('not a known code', { ...values, wrong: `${unknown.code} on ${unknown.by}` })
    const { ofPayer } = hcpcs
    if (ofPayer) {
      return 'stated' in ofPayer
        ? fails('the payer takes another', { ...values, stated: ofPayer.stated })
        : cannotTell('the payer may take another', { says: ofPayer.says, asks: ofPayer.remedy })
    }
    if (hcpcs.unclassified) return passes('no code of its own', values)
    if (!bills(meaning, product)) {
      return advises('the book departs from HCPCS', {
        ...values,
        meaning: meaning.generic,
        byCms: hcpcs.byCms === undefined ? '' : `, with ${hcpcs.byCms}`,
      })
    }
    const against = againstItsWords(hcpcs.descriptor, {
      route: documentation.known ? documentation.value.route : undefined,
      diagnoses: diagnoses.known ? diagnoses.value : undefined,
    })
    if (against === undefined) return passes('fits', values)
    return 'route' in against
      ? cannotTell(against.kind, { ...values, descriptor: hcpcs.descriptor, route: against.route })
      : cannotTell(against.kind, { ...values, descriptor: hcpcs.descriptor, diagnosis: against.code })
  },
})

/** `J3397 on a charge and the request` */
function whereItStands(code: string, codesNamed: readonly NamedCode[]): string {
  const places = codesNamed.filter((named) => named.code === code).map(({ by }) => by)
  return `${code} on ${listed([...new Set(places)])}`
}
