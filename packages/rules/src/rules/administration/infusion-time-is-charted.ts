import type { PairEdit, PairedCodes, Published } from '@doseline/codebook'
import type { Fact, Source, TextsBeside } from '@doseline/dose'
import { type AdministrationUnits, givingOf } from '../../administration.ts'
import type { VisitGiving } from '../../dose-facts.ts'
import { listed } from '../../format.ts'
import {
  advises,
  cannotTell,
  cannotTellAndHolds,
  cannotTellWithout,
  citing,
  doesNotApply,
  passes,
  rule,
} from '../../rule.ts'

/** NCCI pairs what is given under the skin or into a muscle with what goes into a vein, and hydration with infusions. */
const APART =
  'If both were given, see that one alone is the initial service, and put modifier 59 or XU on the line that the edits take back.'

/** The hours of an infusion are billed from its charted start and stop, by the clock, after one initial service a visit. */
export default rule({
  id: 'administration/infusion-time-is-charted',
  asks: 'Is it charted how long the infusion ran, and is it the initial service of its visit?',
  needs: ['product'],
  mayUse: ['minutes', 'visitGiving', 'setting', 'texts', 'status'],
  published: ['administration', 'administrationCodes'],
  consults: ['pairedCodes'],
  messages: {
    injection: { says: '{brand} is injected: {code} bills giving it, whatever the time.' },
    'injection after another': { says: '{brand} is injected: {codes} bills giving it, because {after}.' },
    'injection beside another': {
      says: '{brand} is injected: {codes} bills giving it. The visit has giving something else too: {beside}.',
      remedy: APART,
      who: 'biller',
    },
    timed: { says: 'It ran {minutes}: {codes}.' },
    'timed after another': { says: 'It ran {minutes}: {codes}, because {after}.' },
    'timed beside another': {
      says: 'It ran {minutes}: {codes}. The visit is charged for giving something else too: {beside}.',
      remedy: APART,
      who: 'biller',
    },
    'edited beside another': {
      says: '{codes} bills giving {brand}. The visit is charged for {beside} too, and NCCI pays {paid} and not {notPaid} for the same day.',
      remedy: 'Charge {paid} alone: no modifier lets {notPaid} be paid.',
      who: 'biller',
    },
    'edited beside another, unless apart': {
      says: '{codes} bills giving {brand}. The visit is charged for {beside} too, and NCCI pays {paid} and not {notPaid} for the same day, unless they were given apart.',
      remedy: 'If both were given apart, put modifier 59 or XU on the line of {notPaid}; else charge {paid} alone.',
      who: 'biller',
    },
    'beside another without an edit': {
      says: '{codes} bills giving {brand}. The visit is charged for {beside} too; no NCCI edit of {edits} pairs the two.',
    },
    'timed with pushes': {
      says: 'It ran {minutes}: {codes}. What ran {pushes} is a push and no part of the infusion.',
      remedy: 'Check start and stop of each part; charge a push by hand where it was one.',
      who: 'nurse',
    },
    push: {
      says: 'It ran {minutes}: 15 minutes or less is a push, which {codes} bills and not {code}.',
      remedy: 'Check start and stop; if they are right, bill the push, and a further one by the payer’s rules.',
      who: 'nurse',
    },
    'not as labeled': {
      says: 'It ran {minutes} by its start and stop; {brand} takes {least} to {most} minutes.',
      remedy: 'Correct start and stop, or state how long it ran.',
      who: 'nurse',
    },
    'push in words': {
      says: 'It ran {minutes} by its start and stop, and the words of its dosage read “{words}”: a push of 15 minutes or less is no infusion.',
      remedy: 'Correct start and stop, or the words of the dosage.',
      who: 'nurse',
    },
    'too short': {
      says: 'It ran {minutes}; {code} bills an infusion of at least {least} minutes.',
      remedy: 'Correct start and stop, or charge the administration by hand.',
      who: 'nurse',
    },
    'above the MUE': {
      says: 'It ran {minutes} by its start and stop: {further} × {units} is above the MUE of {limit} a day, so the stop was probably missed.',
      remedy: 'Correct when the infusion stopped; if it is right, charge the hours by hand with the record.',
      who: 'nurse',
    },
    unreadable: {
      says: '{says}',
      remedy: 'Correct start and stop, or state how long it ran.',
      who: 'nurse',
    },
    'nothing else in the visit': {
      says: 'It is stated that giving {brand} is not the initial service of its visit, and the chart holds no other of that visit.',
      remedy: 'Chart the other infusion of the visit, or take that statement back.',
      who: 'biller',
    },
    'too long for a push': {
      says: 'It ran {minutes} by its start and stop, and {code} bills a push of {least} minutes or less.',
      remedy: 'Correct start and stop, or charge the administration by hand as an infusion.',
      who: 'nurse',
    },
    'initial not known': {
      says: 'One initial service is billed a visit, and this visit has another: {others}. Giving {brand} is {code} where it is the initial one, and {sequential} where it is not.',
      remedy: 'State whether this infusion is the initial service of the visit.',
      who: 'biller',
    },
  },
  check(
    { product: { product }, minutes, visitGiving, setting, texts, status },
    { administration, administrationCodes: codes, pairedCodes },
  ) {
    const { brand } = product
    const { code } = administration
    const giving = givingOf(administration, { minutes, visitGiving, setting, codes })
    switch (giving.kind) {
      case 'not known':
        // Start and stop that cannot both be right: the record of the dose is wrong, and not only short.
        return !minutes.known && minutes.because === 'unreadable'
          ? cannotTellAndHolds('unreadable', { says: minutes.says })
          : cannotTellWithout(giving.missing)
      case 'above the MUE':
        return cannotTell('above the MUE', {
          further: giving.code,
          units: String(giving.units),
          limit: String(giving.limit),
        })
      case 'nothing else in the visit':
        return cannotTellAndHolds('nothing else in the visit', { brand })
      case 'too long for a push':
        return cannotTellAndHolds('too long for a push', { code, least: '15' })
      case 'initial not known':
        return cannotTell('initial not known', { ...giving, brand })
      default: {
        const { after } = giving
        const billed = listed(giving.lines.map((line) => `${line.code} × ${line.units}`))
        const values = { brand, code, codes: billed, ...(after !== undefined && { after }) }
        const beside = besideIn(visitGiving) ?? (administration.way === 'injection' ? inVeinIn(visitGiving) : undefined)
        const paired =
          after === undefined && beside !== undefined ? pairedBeside(giving.lines, visitGiving, pairedCodes) : undefined
        if (administration.way === 'injection' && paired) return besidePaid(paired, { ...values, beside: beside ?? '' })
        if (administration.way === 'injection' && after === undefined && beside !== undefined)
          return advises('injection beside another', { ...values, beside })
        if (administration.way === 'injection')
          return after === undefined ? doesNotApply('injection', values) : passes('injection after another', values)
        if (giving.lines.length === 0) return advises('too short', { code, least: String(administration.fromMinutes) })
        const isTimedByPerson = minutes.known && minutes.attested !== undefined
        const usual = administration.usualMinutes
        const wasStopped = status.known && status.value === 'stopped'
        const total = minutes.known ? minutes.value.minutes : 0
        if (usual && !isTimedByPerson && !wasStopped && (total < usual.atLeast || total > usual.atMost)) {
          const bounds = { least: String(usual.atLeast), most: String(usual.atMost) }
          return cannotTellAndHolds('not as labeled', { ...values, ...bounds })
        }
        const words = giving.isPush || isTimedByPerson ? undefined : pushInWords(texts)
        if (words !== undefined) return cannotTellAndHolds('push in words', { words })
        if (giving.isPush) return advises('push', values)
        if (giving.pushes.length > 0)
          return advises('timed with pushes', {
            ...values,
            pushes: listed(giving.pushes.map((each) => `${each} minutes`)),
          })
        if (paired) return besidePaid(paired, { ...values, beside: beside ?? '' })
        if (after === undefined && beside !== undefined) return advises('timed beside another', { ...values, beside })
        return after === undefined ? passes('timed', values) : passes('timed after another', values)
      }
    }
  },
})

const PUSH = /\b(push|ivp|bolus)\b/i

/** What the words of the dosage say of a push; a note may speak of a flush or of another drug. */
const pushInWords = (texts: Fact<TextsBeside>): string | undefined =>
  texts.known ? texts.value.said.find(({ from, words }) => from === 'dosage' && PUSH.test(words))?.words : undefined

interface PairedBeside {
  /** The first edit between the codes of the dose and those that the visit is charged for. */
  readonly edit: PairEdit | undefined
  readonly from: string
  readonly source: Source
}

/** How NCCI pairs the codes of the dose with those that the visit is charged for; undefined where no table is loaded. */
function pairedBeside(
  lines: readonly AdministrationUnits[],
  visitGiving: Fact<VisitGiving>,
  paired: Published<PairedCodes>,
): PairedBeside | undefined {
  if (!paired.known || !visitGiving.known || visitGiving.value.beside.length === 0) return undefined
  const { from, of } = paired.value
  const edits = lines.flatMap(({ code }) => visitGiving.value.beside.flatMap((other) => of(code, other.code) ?? []))
  return { edit: edits[0], from, source: paired.source }
}

function besidePaid({ edit, from, source }: PairedBeside, values: Readonly<Record<string, string>>) {
  if (!edit) return citing([source], passes('beside another without an edit', { ...values, edits: from }))
  const { paid, notPaid, withModifier } = edit
  const cited = [{ ...source, value: `${paid} beside ${notPaid}` }]
  return withModifier
    ? citing(cited, advises('edited beside another, unless apart', { ...values, paid, notPaid }))
    : citing(cited, advises('edited beside another', { ...values, paid, notPaid }))
}

function besideIn(visitGiving: Fact<VisitGiving>): string | undefined {
  if (!visitGiving.known || visitGiving.value.beside.length === 0) return undefined
  return listed(visitGiving.value.beside.map(({ code, reference }) => `${code} (${reference})`))
}

/** Other drugs of the visit that go into a vein, as the chart has them: each is billed beside the injection. */
function inVeinIn(visitGiving: Fact<VisitGiving>): string | undefined {
  if (!visitGiving.known || visitGiving.value.others.length === 0) return undefined
  return listed(
    visitGiving.value.others.map(({ administration, name }) => (name ? `${name} (${administration})` : administration)),
  )
}
