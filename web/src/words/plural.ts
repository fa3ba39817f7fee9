import { msg, str } from '@lit/localize'
import { formats, numberText } from './formats.ts'

type Forms = Partial<Readonly<Record<Intl.LDMLPluralRule, string>>> & { readonly other: string }

/** The form that a count takes in the reader's language. English has two, other languages up to six. */
export const plural = (count: number, forms: Forms): string => forms[formats().plurals.select(count)] ?? forms.other

/** Things that are counted: `1 dose`, `2 doses`. */
export const counted = {
  doses: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} dose`), other: msg(str`${n} doses`) })
  },
  lines: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} line`), other: msg(str`${n} lines`) })
  },
  drugUnits: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} drug unit`), other: msg(str`${n} drug units`) })
  },
  issues: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} issue`), other: msg(str`${n} issues`) })
  },
  entries: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} entry`), other: msg(str`${n} entries`) })
  },
  charges: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} charge`), other: msg(str`${n} charges`) })
  },
  reasons: (count: number) => {
    const n = numberText(count)
    return plural(count, { one: msg(str`${n} reason`), other: msg(str`${n} reasons`) })
  },
} as const
