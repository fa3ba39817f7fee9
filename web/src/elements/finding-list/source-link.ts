import type { SourceAnswer } from '@doseline/contract'
import { html, nothing, type TemplateResult } from 'lit'
import { words } from '../../words.ts'

/** A document that states a value, with a link where it has a public address. */
export function sourceLink({ title, address, from, value }: SourceAnswer): TemplateResult {
  const isAddress = address !== undefined && /^https?:\/\//.test(address)
  return html`<span class="source"
    >${
      isAddress
        ? html`<a href=${address} target="_blank" rel="noreferrer noopener"
            ><span lang="en">${title}</span><span class="visually-hidden"> ${words.findings.opens}</span></a
          >`
        : html`<span lang="en">${title}</span>`
    }${value || from ? html`: <span lang="en">${value ?? ''}</span> ${from ? words.findings.since(from) : nothing}` : nothing}
  </span>`
}
