import type { DoseAnswer, LineAnswer } from '@doseline/contract'
import { words } from '../later-words.ts'
import { dayText, verdictText } from '../words.ts'

/** A dose as plain text, to be put into a message: the verdict, what is not in order and who can fix it, the lines. */
export function doseText(dose: DoseAnswer, forSubmission: boolean): string {
  const { drug = words.doses.unknownDrug, dose: amount, dateOfService, payer, focus, sentence } = dose
  const open = dose.findings.filter(({ outcome }) => outcome === 'fails' || outcome === 'cannot-tell')
  return [
    [amount, drug, dayText(dateOfService), payer, focus].filter(Boolean).join(' · '),
    verdictText(dose, forSubmission),
    sentence,
    ...section(
      words.checks.title,
      open.map(({ text, severity }) => (severity === 'advisory' ? `${text} (${words.checks.advice})` : text)),
    ),
    ...section(
      words.toDo.title,
      dose.wouldMakeReady.map(({ remedy, who }) => `${remedy} [${words.toDo.who[who] ?? who}]`),
    ),
    ...section(words.lines.title, dose.lines.map(lineText)),
    ...(dose.unconfirmed.length > 0
      ? ['', `${words.checks.unconfirmedValues(dose.unconfirmed.length)}: ${dose.unconfirmed.join(', ')}`]
      : []),
    '',
  ].join('\n')
}

/** What one person is asked to do about a dose, to be put into a message for them. */
export function taskText(dose: DoseAnswer, who: string): string {
  const { drug = words.doses.unknownDrug, dose: amount, dateOfService, focus } = dose
  const tasks = dose.wouldMakeReady.filter((task) => task.who === who)
  const about = dose.findings.filter(({ id }) => tasks.some(({ rule }) => rule === id))
  return [
    [amount, drug, dayText(dateOfService), focus].filter(Boolean).join(' · '),
    words.verdict[dose.verdict],
    ...section(
      words.checks.title,
      about.map(({ text }) => text),
    ),
    ...section(`${words.toDo.title}: ${words.toDo.who[who] ?? who}`, [...new Set(tasks.map(({ remedy }) => remedy))]),
    '',
  ].join('\n')
}

const section = (title: string, lines: readonly string[]): string[] =>
  lines.length === 0 ? [] : ['', title, ...lines.map((line) => `- ${line}`)]

const lineText = ({ code, modifiers, units, working, diagnoses }: LineAnswer): string =>
  [`${[code, ...modifiers].join('-')} × ${units}`, diagnoses.join(' '), working].filter(Boolean).join(' · ')
