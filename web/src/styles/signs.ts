import { html, svg, type TemplateResult } from 'lit'

/** One drawn sign for each verdict and outcome, so that color never stands alone. */
export type Sign = 'ready' | 'not-ready' | 'needs-information' | 'not-billable' | 'advisory'

const PATHS: Readonly<Record<Sign, TemplateResult>> = {
  ready: svg`<path d="M2.5 8.5l3.5 3.5 7.5-8.5" />`,
  'not-ready': svg`<path d="M3.5 3.5l9 9m0-9l-9 9" />`,
  'needs-information': svg`<path d="M5 5.6C5 3.6 6.4 2.5 8.1 2.5c1.8 0 3.1 1.1 3.1 2.8 0 2.3-3 2.4-3 4.6M8.2 13.3v.2" />`,
  'not-billable': svg`<path d="M3 8h10" />`,
  advisory: svg`<path d="M8 2.5v6.8M8 13.2v.2" />`,
}

const OF_OUTCOME = {
  passes: 'ready',
  fails: 'not-ready',
  advises: 'advisory',
  'cannot-tell': 'needs-information',
  'does-not-apply': 'not-billable',
} as const

/** The sign of a verdict or an outcome; the word stands beside it, so it is hidden from screen readers. */
export function sign(of: Sign | keyof typeof OF_OUTCOME): TemplateResult {
  const name = of in OF_OUTCOME ? OF_OUTCOME[of as keyof typeof OF_OUTCOME] : (of as Sign)
  return html`<svg class="sign" viewBox="0 0 16 16" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2.4" stroke-linecap="round" stroke-linejoin="round">${PATHS[name]}</svg>`
}
