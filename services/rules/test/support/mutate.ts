import type { Dice } from '@doseline/testkit/dice'

/** What a careless or hostile sender puts where something else belongs. */
const STRANGE: readonly unknown[] = [
  null,
  '',
  ' ',
  0,
  -1,
  1e308,
  1e-320,
  0.1,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  [[]],
  [null],
  'x'.repeat(5000),
  '\u0000',
  '\ud800',
  '2026-02-30',
  '2026-13-01T25:61:61Z',
  '0000-00-00',
  'Patient/',
  '#',
  'urn:uuid:',
  'http://',
  'MedicationAdministration/../../x',
  '<script>alert(1)</script>',
  '{{context.patientId}}',
  { value: 'sixty', unit: 'mg' },
  { value: -60, code: 'mg' },
  { reference: 42 },
  { coding: {} },
  { coding: [{ system: 1, code: [] }] },
  { start: '2026', end: '2025' },
  { resourceType: 'Bundle' },
]

type Holder = Record<string, unknown> | unknown[]

/**
 * A copy of a chart with some of its elements removed, replaced, doubled, swapped or moved: most of it still looks like a
 * chart, as what comes from a faulty interface does.
 */
export function mutated<T>(chart: T, dice: Dice): T {
  const copy = structuredClone(chart)
  for (let times = 1 + dice.below(4); times > 0; times--) change(copy, dice)
  return copy
}

function change(root: unknown, dice: Dice): void {
  const holders = holdersIn(root)
  const holder = dice.one(holders)
  if (holder === undefined) return
  const keys = Object.keys(holder)
  const key = dice.one(keys)
  const at = holder as Record<string, unknown>
  if (key === undefined) return
  switch (dice.below(7)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1)
      else delete at[key]
      return
    case 1:
    case 2:
      at[key] = structuredClone(dice.one(STRANGE))
      return
    case 3:
      at[key] = [at[key], structuredClone(at[key])]
      return
    case 4: {
      const other = dice.one(holders) as Record<string, unknown>
      at[key] = structuredClone(other[dice.one(Object.keys(other)) ?? ''])
      return
    }
    case 5:
      at[dice.one(['extension', '_status', 'value', 'contained', 'resource', 'meta', 'é', '0'])] = structuredClone(
        dice.one(STRANGE),
      )
      return
    default:
      if (Array.isArray(holder)) holder.push(structuredClone(holder[0]))
      else if (typeof at[key] === 'string') at[key] = `${at[key]}${dice.one([' ', '\u200b', 'é', '%00', "'"])}`
  }
}

/** Every object and list that holds something. */
function holdersIn(root: unknown): Holder[] {
  const holders: Holder[] = []
  const walk = (value: unknown, depth: number): void => {
    if (typeof value !== 'object' || value === null || depth > 40) return
    if (Object.keys(value).length > 0) holders.push(value as Holder)
    for (const inner of Object.values(value)) walk(inner, depth + 1)
  }
  walk(root, 0)
  return holders
}
