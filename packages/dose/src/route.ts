/** Those by which something is injected or infused. */
const INJECTED = [
  'subcutaneous',
  'intravenous',
  'intramuscular',
  'intradermal',
  'intravitreal',
  'intraarticular',
  'intrathecal',
  'intralesional',
  'intracavernous',
  'intraarterial',
  'intraperitoneal',
  'intrapleural',
  'intravesical',
  'intraocular',
  'intracameral',
  'intraosseous',
  'intraventricular',
  'intrabursal',
  'epidural',
  'perineural',
  'periarticular',
  'subconjunctival',
] as const
const NOT_INJECTED = [
  'oral',
  'sublingual',
  'nasal',
  'inhalation',
  'topical',
  'transdermal',
  'ophthalmic',
  'rectal',
] as const

/** Routes that are known here: those by which a drug is injected or infused, then the others. */
export const ROUTES = [...INJECTED, ...NOT_INJECTED] as const
export type Route = (typeof ROUTES)[number]

/** Whether something is injected or infused by a route that is known here; undefined for any other. */
export const isInjected = (route: string): boolean | undefined =>
  INJECTED.some((each) => each === route) || (NOT_INJECTED.some((each) => each === route) ? false : undefined)

/** Words and short forms that charts use, beside the name of the route itself. */
const SAID_AS: Readonly<Partial<Record<Route, string>>> = {
  subcutaneous: 'subcutaneously subcut subcu subq sc sq',
  intravenous: 'intravenously iv ivp ivpb',
  intramuscular: 'intramuscularly im',
  intradermal: 'intradermally',
  intravitreal: 'intravitreally',
  intrathecal: 'intrathecally',
  intracavernous: 'intracavernosal',
  oral: 'orally po mouth',
}
/** In a sentence these speak of much else: oxygen by the nose, a cream, a drop. */
const ONLY_AS_ROUTE: ReadonlySet<string> = new Set<Route>(['nasal', 'inhalation', 'topical', 'ophthalmic', 'rectal'])
const wordsFor = (route: Route): readonly string[] => [route, ...(SAID_AS[route]?.split(' ') ?? [])]

const BY_WORD: ReadonlyMap<string, Route> = new Map(
  ROUTES.filter((route) => !ONLY_AS_ROUTE.has(route)).flatMap((route) =>
    wordsFor(route).map((word) => [word, route] as const),
  ),
)
const BY_NAME: ReadonlyMap<string, Route> = new Map(
  ROUTES.flatMap((route) => wordsFor(route).map((word) => [word, route] as const)),
)

/** The route that a word of a sentence in lower case says; undefined where it says none. */
export const routeInWord = (word: string): Route | undefined => BY_WORD.get(word)

/** What is written in parts: `Sub-Q`, `S.C.`, `I.V.`, `intra-articular`, `under the skin`. */
const IN_PARTS: readonly (readonly [RegExp, string])[] = [
  [/\bsub[-. ]{1,2}(q|cu|cut|cutaneous|cutaneously)\b/g, 'subcutaneous'],
  [/\bs\.[ ]?([cq])\b\.?/g, 's$1'],
  [/\bi\.[ ]?([vm])\b\.?/g, 'i$1'],
  [/\bp\.[ ]?o\b\.?/g, 'po'],
  [/\b(intra|peri|sub|trans)[- ](?=[a-z])/g, '$1'],
  [/\bunder the skin\b/g, 'subcutaneous'],
]

/** The routes that the name of a route says, each once. */
export function routesNamed(phrase: string): readonly Route[] {
  const whole = IN_PARTS.reduce(
    (words, [parts, one]) => words.replaceAll(parts, one),
    phrase.slice(0, 300).toLowerCase(),
  )
  return [...new Set(whole.split(/[^a-z]/).flatMap((word) => BY_NAME.get(word) ?? []))]
}
