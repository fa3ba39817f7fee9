import { msg, str } from '@lit/localize'
import { measured } from './measured.ts'

/** What the drawings of a dose are called, and what they show in words. */
export const containers = () => ({
  title: msg('Containers'),
  opened: msg('Opened'),
  openedAs: (count: number, each: string) => `${count} × ${each}`,
  administered: msg('Administered'),
  discarded: msg('Discarded'),
  unrecorded: msg('Not recorded'),
  notKnown: msg('not recorded'),
  amount: measured,
  times: (count: number) => `× ${count}`,
})

export const infusion = () => ({
  title: msg('Infusion time'),
  clock: (from: string, until: string, minutes: number) => `${from}–${until}, ${minutes} min`,
  minutes: (minutes: number) => msg(str`${minutes} min, times not charted`),
  untimed: msg('time not charted'),
  push: msg('push'),
  other: (name: string) => msg(str`Also into a vein: ${name}`),
  unnamed: msg('another dose'),
  code: (code: string, units: number) => `${code} × ${units}`,
  billed: (minutes: number) => msg(str`bills ${minutes} min`),
  notByTime: msg('not billed by time'),
  nothingBilled: msg('How the time is billed is not certain: see Billing checks.'),
})
