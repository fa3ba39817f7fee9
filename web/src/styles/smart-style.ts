import { contrast, HEX, mixed } from './contrast.ts'
import { tokens } from './tokens.ts'

/** The part of an EHR's style that is worn: whether it is dark, and the tokens it sets. */
export interface Style {
  readonly scheme?: 'light' | 'dark'
  readonly tokens: Readonly<Record<string, string>>
}

/** The least contrast of text (WCAG 1.4.3) and of what is drawn (1.4.11). */
const TEXT = 4.5
const DRAWN = 3

const WASHES = ['--brand-wash', '--ready-wash', '--not-ready-wash', '--needs-wash', '--none-wash', '--stated-wash']

/**
 * What can be worn of a SMART style. A value of another form, and a color that somebody could not read beside ours, is
 * left out: the rest still counts.
 * @see https://hl7.org/fhir/smart-app-launch/scopes-and-launch-context.html#styling
 */
export function styleFrom(value: unknown): Style {
  const given = (name: string, form: RegExp): string | undefined => {
    const found = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
    return typeof found === 'string' && form.test(found) ? found : undefined
  }
  const background = given('color_background', HEX)
  const scheme = background === undefined ? undefined : schemeOn(background)
  const palette = paletteOf(scheme ?? (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'))
  const reads = (color: string, grounds: readonly string[], least = TEXT): boolean =>
    grounds.every((ground) => contrast(color, palette[ground] ?? color) >= least)
  const chosen: Record<string, string> = {}
  const wear = (token: string, color: string | undefined, grounds: readonly string[]): void => {
    if (!color || !reads(color, grounds)) return
    chosen[token] = color
    palette[token] = color
  }

  if (scheme && background) {
    // Its background is that of our sheets; the desk they lie on is a shade off, so that they still are sheets.
    const ink = palette['--ink'] ?? background
    const onSheets = ['--ink', '--soft', '--link', '--not-ready', '--ready', '--needs', '--none', '--stated']
    for (const [token, share] of [
      ['--card', 0],
      ['--paper', 0.04],
      ['--sunk', 0.06],
    ] as const) {
      wear(token, mixed(background, ink, share), onSheets)
    }
  }
  const sheets = ['--paper', '--card', '--sunk']
  wear('--ink', given('color_text', HEX), [...sheets, ...WASHES])
  wear('--link', given('color_highlight', HEX), sheets)
  wear('--not-ready', given('color_error', HEX), [...sheets, '--not-ready-wash'])
  wear('--ready', given('color_success', HEX), [...sheets, '--ready-wash'])
  const highlight = given('color_highlight', HEX)
  const onHighlight = highlight && ['#ffffff', '#000000'].find((ink) => contrast(ink, highlight) >= TEXT)
  if (highlight && onHighlight && reads(highlight, sheets, DRAWN)) {
    Object.assign(chosen, { '--action': highlight, '--action-ink': onHighlight })
  }
  const radius = given('dim_border_radius', /^(?:\d|1[0-6])(?:\.\d+)?px$/)
  const font = given('font_family_body', /^[\w ,'-]{1,200}$/)
  if (radius) chosen['--radius'] = radius
  if (font) chosen['--font'] = font
  return { ...(scheme && { scheme }), tokens: chosen }
}

/** A background between light and dark belongs to neither, and is not worn. */
function schemeOn(background: string): 'light' | 'dark' | undefined {
  const isReadable = (scheme: 'light' | 'dark'): boolean =>
    contrast(paletteOf(scheme)['--ink'] ?? background, background) >= 7
  return (['light', 'dark'] as const).find(isReadable)
}

/** Our own colors in one scheme, by the name of the token. */
function paletteOf(scheme: 'light' | 'dark'): Record<string, string> {
  const pairs = tokens.cssText.matchAll(/(--[\w-]{1,60}): light-dark\((#\w+), (#\w+)\)/g)
  return Object.fromEntries([...pairs].map(([, name, light, dark]) => [name, scheme === 'dark' ? dark : light]))
}

/** Fetches the style of an EHR, from that EHR's own origin only, and wears what can be worn. Never throws. */
export async function wearStyleOf(
  { styleUrl, base }: { readonly styleUrl?: string | undefined; readonly base: string },
  fetcher: typeof fetch = fetch,
): Promise<void> {
  if (!styleUrl || !URL.canParse(styleUrl, base) || new URL(styleUrl, base).origin !== new URL(base).origin) return
  const response = await fetcher(new URL(styleUrl, base), { credentials: 'omit', redirect: 'error' }).catch(
    () => undefined,
  )
  const value: unknown = response?.ok ? await response.json().catch(() => undefined) : undefined
  if (value !== undefined) wear(styleFrom(value))
}

const worn = new CSSStyleSheet()

/** On paper nothing of it counts: paper is white in every EHR. */
function wear({ scheme, tokens }: Style): void {
  const rules = Object.entries(tokens).map(([name, value]) => `${name}: ${value};`)
  worn.replaceSync(`@media not print { :root { ${scheme ? `color-scheme: ${scheme};` : ''} ${rules.join(' ')} } }`)
  if (!document.adoptedStyleSheets.includes(worn)) document.adoptedStyleSheets = [...document.adoptedStyleSheets, worn]
}
