import type { PublishedValues } from '@doseline/codebook'
import { addDays, addMonths, type CalendarDate } from '@doseline/dose'

/** The last day on which a payer takes the claim for a dose. */
export const lastDayToFile = (
  administeredOn: CalendarDate,
  { within, unit }: PublishedValues['timelyFiling'],
): CalendarDate => (unit === 'months' ? addMonths(administeredOn, within) : addDays(administeredOn, within))
