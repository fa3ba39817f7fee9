import type { FindingAnswer } from '@doseline/contract'
import { msg, str } from '@lit/localize'
import { html } from 'lit'
import { english } from './english.ts'
import { plural } from './plural.ts'

/** What is said about the checks of a dose and its coverages, beside what their closed rows say. */
export const checks = () => ({
  denied: ({ reason, group, carc, rarc }: NonNullable<FindingAnswer['denial']>, isAdvice: boolean) =>
    isAdvice
      ? msg(html`A claim may be denied as ${english(reason)}: ${codesOf(group, carc, rarc)}`)
      : msg(html`A claim would be denied as ${english(reason)}: ${codesOf(group, carc, rarc)}`),
  title: msg('Billing checks'),
  group: {
    chart: msg('Chart complete'),
    administration: msg('Administration'),
    code: msg('Code'),
    amount: msg('Amount and units'),
    modifiers: msg('Modifiers'),
    necessity: msg('Medical necessity'),
    coverage: msg('Coverage'),
    charges: msg('Other charges'),
  } as Readonly<Record<string, string>>,
  counts: (passes: number, all: number) => msg(str`${passes} of ${all} met`),
  onlyOpen: (count: number) => msg(str`Only open checks (${count})`),
  allInOrder: msg('All checks are met.'),
  advice: msg('advisory'),
  unconfirmed: msg('unconfirmed value'),
  unconfirmedMeans: msg('No official document confirms this published value yet.'),
  unconfirmedValues: (count: number) =>
    plural(count, { one: msg(str`${count} value unconfirmed`), other: msg(str`${count} values unconfirmed`) }),
  why: msg('Why'),
  evidence: msg('From the chart'),
  sources: msg('Published by'),
})

export const coverages = () => ({
  title: (day: string) => msg(str`Coverage on ${day}`),
  titleNoDay: msg('Coverage'),
  order: msg('COB order'),
  payer: msg('Payer and plan'),
  period: msg('Period'),
  that: msg('On that date'),
  noPayer: msg('payer not named'),
  noOrder: msg('not recorded'),
  first: msg('Primary'),
  was: msg('Most recent'),
  noPeriod: msg('no dates recorded'),
  open: msg('open'),
  start: '…',
  unreadable: (period: string) => msg(str`cannot be read: ${period}`),
  none: msg('No coverage in the chart.'),
  benefit: {
    medical: msg('medical benefit'),
    hospital: msg('hospital benefit (Part A)'),
    pharmacy: msg('pharmacy benefit'),
    supplement: msg('Medicare supplement'),
    limited: msg('limited benefit'),
    'self-pay': msg('self-pay'),
  },
  authorization: msg('Authorization'),
})

export const codeNotice = () => ({
  title: msg('J3397 is not denosumab'),
  titleOther: msg('Code and drug do not match'),
  titleBook: msg('This code book differs from HCPCS'),
})

/** `CO 50 with N115` */
const codesOf = (group: string, carc: readonly string[], rarc: readonly string[]): string => {
  const codes = `${group} ${carc.join(', ')}`
  return rarc.length > 0 ? msg(str`${codes} with ${rarc.join(', ')}`) : codes
}
