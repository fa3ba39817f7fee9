/** The first lines of every generated page. */
export const GENERATED =
  '<!-- Written by `pnpm golden` from packages/codebook/data and the rules. Edit those, not this page. -->'
