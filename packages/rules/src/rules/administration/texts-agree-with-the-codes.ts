import { CODED, codedOf } from '../../free-text/coded.ts'
import { type ConcernKind, concernsIn, SHOWN } from '../../free-text/concerns.ts'
import { cannotTell, passes, rule } from '../../rule.ts'

/**
 * Notes, the text of the dosage and the names of the drug say the same as the codes beside them: that it was given, all of
 * it, this drug, bought, here, and what became of the rest. A person reads what software does not understand.
 */
export default rule({
  id: 'administration/texts-agree-with-the-codes',
  asks: 'Do notes and names say the same as the coded facts?',
  needs: ['texts', 'product'],
  mayUse: [...CODED, 'notesToRead'],
  messages: {
    agree: { says: 'Nothing in notes and names speaks against the coded facts.' },
    'not to be charged': {
      says: '{where} reads “{words}”, and the dose is charted as one that is charged.',
      remedy:
        'Find out why it was written, and correct the record or the text; what is stated beside the chart does not answer it.',
      who: 'nurse',
    },
    'not given': {
      says: '{where} reads “{words}”, and the dose is charted as given.',
      remedy: 'Chart whether the dose was given; where it was, state the amount given.',
      who: 'nurse',
    },
    'partly given': {
      says: '{where} reads “{words}”, and the whole dose is charted as given.',
      remedy: 'Chart how much was given and how much was discarded, or state the amount given.',
      who: 'nurse',
    },
    'another drug': {
      says: '{where} reads “{words}”, and its codes say {brand}.',
      remedy: 'Check which drug was given, and correct its name or its codes.',
      who: 'pharmacist',
    },
    'another strength': {
      says: '{where} reads “{words}”, which is no strength of {brand}.',
      remedy: 'Check which product was given, and correct its name or its codes.',
      who: 'pharmacist',
    },
    'another amount': {
      says: '{where} reads “{words}”, which is another amount than the one charted.',
      remedy: 'Correct the dose or the text, or state the amount given.',
      who: 'nurse',
    },
    'another route': {
      says: '{where} reads “{words}”, which is another route than the one charted.',
      remedy: 'Correct the route or the text.',
      who: 'nurse',
    },
    'not bought': {
      says: '{where} reads “{words}”, which may say that the drug was not bought.',
      remedy: 'State whether the drug was bought, bought under 340B, supplied by someone else, or free.',
      who: 'pharmacist',
    },
    'bought under 340B': {
      says: '{where} reads “{words}”, which may say that the drug was bought under 340B.',
      remedy: 'State whether the drug was bought under 340B: its line then says so where the payer asks for it.',
      who: 'pharmacist',
    },
    'given elsewhere': {
      says: '{where} reads “{words}”, which may say that it was not given here.',
      remedy: 'Chart who gave the dose and where, and correct the text.',
      who: 'nurse',
    },
    'discarded otherwise': {
      says: '{where} reads “{words}”, and the record says something else of what was opened or discarded.',
      remedy:
        'Record the containers opened and the amount discarded, or state the amount discarded, or that none was; if the text is wrong, state that the administration was reviewed.',
      who: 'nurse',
    },
    'not understood': {
      says: '{where} reads “{words}”, which is more than usual directions.',
      remedy: 'Read it; if it changes nothing, state the amount given, else correct the chart.',
      who: 'biller',
    },
    'to be read': {
      says: 'A note of the dose reads “{words}”, which is more than the usual words about a dose that went well.',
      remedy:
        'Read it; if it changes nothing that is charged, state that the administration was reviewed, else correct the chart.',
      who: 'biller',
    },
  },
  check({ texts, product, notesToRead, ...facts }) {
    const coded = codedOf(product, texts, facts)
    const [concern] = concernsIn(texts.said, coded)
    if (concern) {
      const { kind, where, words } = concern
      return cannotTell<ConcernKind>(kind, { where, words, brand: product.product.brand })
    }
    const [note] = notesToRead.known ? notesToRead.value : []
    return note ? cannotTell('to be read', { words: note.words.slice(0, SHOWN) }) : passes('agree')
  },
})
