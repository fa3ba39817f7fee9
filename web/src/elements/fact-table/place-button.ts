import type { PlaceAnswer } from '@doseline/contract'
import { css, html, type TemplateResult } from 'lit'
import { ResourceAsked } from '../../events/resource-asked.ts'
import { words } from '../../later-words.ts'

/** True for a resource of the chart, or one inside it (`…#drug`); `request` is what a person stated. */
export const isInChart = (resource: string): boolean => /^[A-Z][A-Za-z]+\/[\w.-]+(?:#[\w.-]+)?$/.test(resource)

/** The resource itself, of one that stands inside it. */
export const holderOf = (resource: string): string => resource.split('#')[0] ?? resource

/** An element and its resource, which may break after its type; pressed, it shows the resource as it was read. */
export function placeButton({ resource, element }: PlaceAnswer): TemplateResult {
  if (!isInChart(resource)) return html`<span class="place">${words.facts.fromRequest}</span>`
  const [type = '', ...rest] = resource.split('/')
  const ask = (event: Event): void => {
    event.target?.dispatchEvent(new ResourceAsked(holderOf(resource), element))
  }
  return html`<button type="button" class="place" title=${words.resource.title} @click=${ask}
    ><code><span class="element">${element}</span> ${type}/<wbr />${rest.join('/')}</code></button
  >`
}

export const placeStyles = css`
  .place {
    min-height: 1.5rem;
    padding: 0;
    border: 0;
    background: none;
    color: var(--soft);
    font: inherit;
    font-size: 0.8125rem;
    line-height: 1.35;
    text-align: start;
  }

  button.place {
    cursor: pointer;
    text-decoration: underline dotted;
    text-underline-offset: 0.2em;
  }

  button.place:hover {
    color: var(--link);
    text-decoration-style: solid;
  }

  .place .element {
    color: var(--link);
  }

  @media print {
    button.place {
      display: inline;
      text-decoration: none;
    }
  }
`
