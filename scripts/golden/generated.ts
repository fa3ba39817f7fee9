/** The first lines of every generated page. */
export const GENERATED =
  '<!-- Written by `pnpm golden` from packages/codebook/data and the rules. Edit those, not this page. -->'

/** The same, of a page that is written from the releases of CMS. */
export const GENERATED_FROM_RELEASES =
  '<!-- Written by `pnpm golden` from packages/codebook/data/releases. Edit nothing here. -->'
