import { type Harmless, type SpoiledChart, type Spoiler, set } from './spoiler.ts'

/** Nobody has stated that they reviewed the dose: who did has read its notes. */
const noted = (chart: SpoiledChart, text: string): boolean =>
  !('reviewed' in chart.stated) && set(chart.dose, 'note', [...(chart.dose.note ?? []), { text }])

/** What a nurse copies from the carton, and how it was given. */
export const NOTES_OF_THE_LABEL: readonly Spoiler[] = [
  ...['exp 01/2016', 'Exp 02/28/2016', 'Lot: B12 Exp: 12/14', 'exp JAN2016', 'exp 2016-01'].map(
    (text): Spoiler => ({
      name: `a note that reads “${text}”`,
      spoil: (chart) => noted(chart, text),
      says: /texts-agree/,
    }),
  ),
  {
    name: 'a note that names two routes',
    spoil: (chart) => noted(chart, 'Administered subcutaneously IV'),
    says: /texts-agree/,
  },
  {
    name: 'an infusion that starts and stops at the same moment',
    spoil: (chart) => {
      const { effectivePeriod } = chart.dose
      const isTimed = 'infusionMinutes' in chart.stated || chart.all('MedicationAdministration').length > 1
      if (!effectivePeriod?.end || isTimed || !/Mepsevii/.test(JSON.stringify(chart.dose))) return false
      return set(effectivePeriod, 'end', effectivePeriod.start)
    },
    says: /infusion-time-is-charted|labeled|amount|time/,
  },
]

/** The same where it is in order. */
export const HARMLESS_NOTES_OF_THE_LABEL: readonly Harmless[] = [
  { name: 'a note of an expiry to come', change: (chart) => noted(chart, 'Exp: 12/2031') },
  { name: 'a note of a lot and an expiry to come, by its month', change: (chart) => noted(chart, 'exp 31DEC2031') },
]
