import { type Html, html } from '../html.ts'

const TONES: Readonly<Record<string, 'good' | 'warn' | 'off'>> = {
  active: 'good',
  billable: 'good',
  billed: 'good',
  completed: 'good',
  complete: 'good',
  planned: 'warn',
  draft: 'warn',
  'in-progress': 'warn',
  stopped: 'warn',
  'not-billable': 'warn',
  'not-done': 'warn',
  inactive: 'off',
  cancelled: 'off',
  aborted: 'off',
  'entered-in-error': 'off',
}

/** A status as a small label: the word carries the meaning, the color only helps. */
export function status(code: string | undefined): Html {
  return html`<span class="status ${TONES[code ?? ''] ?? ''}">${code ?? 'no status'}</span>`
}

/** A titled part of the chart. */
export function card(title: string, body: Html): Html {
  return html`<section class="card"><h3>${title}</h3>${body}</section>`
}

/** A list whose items have a headline, details and perhaps a status. */
export function rows(items: readonly Html[], empty: string): Html {
  return items.length === 0 ? html`<p class="empty">${empty}</p>` : html`<ul class="rows">${items}</ul>`
}

/** One item of such a list. */
export function row(key: string, headline: string, details: readonly (string | undefined)[], code?: string): Html {
  const shown = details.filter((detail) => detail)
  return html`<li data-key="${key}">
    <p class="headline"><span>${headline}</span>${code !== undefined && status(code)}</p>
    ${shown.length > 0 && html`<p class="quiet">${shown.join(' · ')}</p>`}
  </li>`
}
