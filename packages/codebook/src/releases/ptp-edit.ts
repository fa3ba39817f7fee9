import type { CalendarDate } from '@doseline/dose'
import type { SortedRows } from './sorted-rows.ts'

/** An NCCI edit: beside the first code the second is not paid, or only with a modifier that says why. */
export interface PtpEdit {
  readonly column1: string
  readonly column2: string
  readonly effective: CalendarDate
  /** The last day on which it applied. */
  readonly deleted?: CalendarDate
  /** 0 never, 1 with a modifier, 9 the edit was taken back for all of its time. */
  readonly modifier: '0' | '1' | '9'
  readonly line: number
}

/** Edits of two codes that applied on a day, in either order. One that ended on the day it began never applied. */
export function ptpEditsOf(
  rows: SortedRows,
  [one, other]: readonly [string, string],
  day: CalendarDate,
): readonly PtpEdit[] {
  return [...rows.of(one, other), ...(one === other ? [] : rows.of(other, one))]
    .map(editOf)
    .filter(({ effective, deleted, modifier }) => modifier !== '9' && isWithin(day, effective, deleted))
}

function editOf([
  column1 = '',
  column2 = '',
  effective = '',
  deleted = '',
  modifier = '',
  ,
  line = '',
]: readonly string[]): PtpEdit {
  return {
    column1,
    column2,
    effective: effective as CalendarDate,
    ...(deleted !== '' && { deleted: deleted as CalendarDate }),
    modifier: modifier as PtpEdit['modifier'],
    line: Number(line),
  }
}

const isWithin = (day: CalendarDate, from: CalendarDate, through: CalendarDate | undefined): boolean =>
  from <= day && (through === undefined || (day <= through && from < through))
