/** How a drug is given. */
export const ROUTES = ['subcutaneous', 'intravenous', 'intramuscular', 'intradermal', 'oral'] as const
export type Route = (typeof ROUTES)[number]

/** Words and short forms that charts use. */
const SAID_AS: Readonly<Record<Route, string>> = {
  subcutaneous: 'subcutaneous subcutaneously subcut subq sc sq',
  intravenous: 'intravenous intravenously iv ivp ivpb',
  intramuscular: 'intramuscular intramuscularly im',
  intradermal: 'intradermal intradermally',
  oral: 'oral orally po mouth',
}
const BY_WORD: ReadonlyMap<string, Route> = new Map(
  ROUTES.flatMap((route) => SAID_AS[route].split(' ').map((word) => [word, route] as const)),
)

/** The route that a word in lower case says; undefined where it says none. */
export const routeInWord = (word: string): Route | undefined => BY_WORD.get(word)
