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
            >${title}<span class="visually-hidden"> ${words.findings.opens}</span></a
          >`
        : title
    }${value || from ? html`: ${value ?? ''} ${from ? words.findings.since(from) : nothing}` : nothing}
  </span>`
}
