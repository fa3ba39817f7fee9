import type { InfusionAnswer } from '@doseline/contract'
import { type ClockInterval, clockText } from '@doseline/dose'
import { administrationBilled, intervalsOf } from '@doseline/rules'
import type { JudgedDose } from './judged-dose.ts'

/** When the doses of the lines ran, by the clock of the place, and which code bills how much of it. */
export function infusionAnswer({ facts, edition, charted }: JudgedDose): InfusionAnswer | undefined {
  const { product, minutes, visitGiving } = facts
  if (!product.known || !minutes.known) return undefined
  const { administration } = edition.values(product.value.product)
  if (!administration.known || administration.value.way !== 'infusion') return undefined
  const { fromMinutes } = administration.value
  const zone = zoneOf(charted)
  const clock = (ran: ClockInterval | undefined) =>
    ran === undefined ? {} : { from: clockText(ran.from, zone), until: clockText(ran.until, zone) }
  const others = visitGiving.known ? visitGiving.value.others : []
  return {
    bags: minutes.value.bags.map(({ administration: dose, minutes: long, ran }) => ({
      dose,
      minutes: long,
      ...clock(ran),
    })),
    intervals: intervalsOf(minutes.value.bags).map(({ minutes: long, ran }) => ({
      minutes: long,
      ...clock(ran),
      isPush: long < fromMinutes,
    })),
    codes: administrationBilled(facts, edition).map(({ code, units, minutes: billed }) => ({
      code,
      units,
      ...(billed !== undefined && { minutes: billed }),
    })),
    ...(others.length > 0 && {
      others: others.map(({ administration: dose, name, minutes: long, ran }) => ({
        dose,
        ...(name !== undefined && { name }),
        ...(long !== undefined && { minutes: long }),
        ...clock(ran),
      })),
    }),
  }
}

/** Of the place of care; where none is known, of the time as it is written. */
function zoneOf({ given }: JudgedDose['charted']): string {
  const { timeZone, start } = given?.known ? given.value : {}
  const offset = /[+-]\d{2}:\d{2}$/.exec(start?.written ?? '')?.[0]
  return timeZone ?? offset ?? 'UTC'
}
