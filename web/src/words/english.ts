import { html, type TemplateResult } from 'lit'

/** What the service, the EHR or the chart says: in English, whatever the language of the screen, and marked so. */
export const english = (text: string): TemplateResult => html`<span lang="en">${text}</span>`
