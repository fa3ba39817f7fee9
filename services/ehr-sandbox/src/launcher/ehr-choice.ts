import type { Ehr } from '../ehr.ts'
import { type Html, html } from '../html.ts'

type Listed = Pick<Ehr, 'key' | 'label' | 'says' | 'fhirBase'>

/** Which EHR a page is about, and which there are. */
export interface EhrChoice {
  readonly ehr: Listed
  readonly ehrs: readonly Listed[]
  /** It is the one that is meant where none is named. */
  readonly isUsual: boolean
}

/** Chooses another EHR for the same page. A button sends it, so that nothing changes while somebody looks through the list. */
export function ehrForm({ ehr, ehrs }: EhrChoice, book?: string): Html {
  return html`<form method="get" class="ehr">
    ${book === 'article' && html`<input type="hidden" name="book" value="article">`}
    <label for="ehr">EHR</label>
    <select id="ehr" name="ehr" aria-describedby="ehr-says">
      ${ehrs.map((one) => html`<option value="${one.key}" ${one.key === ehr.key ? html`selected` : undefined}>${one.label}</option>`)}
    </select>
    <button>Use this EHR</button>
    <p id="ehr-says" class="quiet">${ehr.says}</p>
  </form>`
}

/** What each EHR lacks. */
export function ehrList({ ehrs }: EhrChoice): Html {
  return html`<details class="ehrs">
    <summary>What each EHR takes and lacks</summary>
    <dl>${ehrs.map(({ label, says }) => html`<div><dt>${label}</dt><dd class="quiet">${says}</dd></div>`)}</dl>
  </details>`
}

/** Carries the choice along in a form. */
export function ehrField({ ehr, isUsual }: EhrChoice): Html | undefined {
  return isUsual ? undefined : html`<input type="hidden" name="ehr" value="${ehr.key}">`
}

/** An address of the launcher with the choice, and the code book where it is not the usual one. */
export function withEhr(path: string, { ehr, isUsual }: EhrChoice, book?: string): string {
  const query = new URLSearchParams()
  if (book === 'article') query.set('book', book)
  if (!isUsual) query.set('ehr', ehr.key)
  return query.size > 0 ? `${path}?${query}` : path
}
