import type { Administration } from '@doseline/codebook'

/** One administration code with its whole units, and how they came about. */
export interface AdministrationUnits {
  readonly role: 'administration' | 'further administration hours'
  readonly code: string
  readonly units: number
  readonly working: string
}

/** Every code that giving a drug in this way can be billed with. */
export const administrationCodes = (how: Administration): readonly string[] =>
  how.way === 'injection' ? [how.code] : [how.code, how.further]

const HOUR = 60

/** What a visit’s administration is billed with; empty for an infusion too short to be one. */
export function administrationUnits(how: Administration, minutes: number | undefined): AdministrationUnits[] {
  if (how.way === 'injection') {
    return [{ role: 'administration', code: how.code, units: 1, working: 'one injection service a visit' }]
  }
  if (minutes === undefined || minutes < how.fromMinutes) return []
  const past = Math.max(0, minutes - HOUR)
  const further = Math.floor(past / HOUR) + (past % HOUR >= how.furtherFromMinutes ? 1 : 0)
  const first = {
    role: 'administration',
    code: how.code,
    units: 1,
    working: `${minutes} minutes: the first hour`,
  } as const
  if (further === 0) return [first]
  const working = `${minutes} minutes: ${further} further, counted from ${how.furtherFromMinutes} minutes of an hour on`
  return [first, { role: 'further administration hours', code: how.further, units: further, working }]
}
