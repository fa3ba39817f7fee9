import type { DoseAnswer } from '@doseline/contract'
import type { ReadStep } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { reasonToRead } from '../../words/reason-to-read.ts'
import { words } from '../../words.ts'
import { styles } from './read-gaps.styles.ts'

type Gap = keyof typeof words.reading.gap
type Unread = ReadStep & { readonly state: Gap }

/** A strip that names what could not be read, what the dose on the screen waits for first, and what that means for the answer. */
@customElement('read-gaps')
export class ReadGaps extends LitElement {
  static override styles = styles

  @property({ attribute: false }) steps: readonly ReadStep[] = []
  /** The dose on the screen. */
  @property({ attribute: false }) dose?: DoseAnswer | undefined

  protected override render(): TemplateResult | typeof nothing {
    const gaps = this.steps.filter((step): step is Unread => step.state in words.reading.gap)
    const limits = this.steps.filter(({ limit, state }) => limit !== undefined && state === 'complete')
    if (gaps.length + limits.length === 0) return nothing
    const isNeeded = (step: ReadStep) => waitsFor(this.dose, step)
    const needed = gaps.filter(isNeeded)
    const others = gaps.filter((step) => !isNeeded(step))
    const { reading } = words
    const said = [
      `${reading.incomplete}: ${reading.parts(gaps.length + limits.length)}`,
      ...(this.dose?.supported ? [reading.needed(needed.length)] : []),
    ]
    return html`<details>
      <summary>${said.join('; ')}</summary>
      ${alike(needed).map((group) => part(group, reading.waitedFor))} ${alike(others).map((group) => part(group))}
      ${limits.length > 0 ? html`<ul>${limits.map((step) => html`<li>${named(step)}: <span lang="en">${step.limit}.</span></li>`)}</ul>` : nothing}
      ${gaps.length > 0 ? html`<p>${reading.gapMeans}</p>` : nothing}
    </details>`
  }
}

/** What an open check says of a part names its type; which parts a check reads is not told otherwise. */
const waitsFor = (dose: DoseAnswer | undefined, { type }: ReadStep): boolean =>
  dose?.findings.some(({ outcome, text }) => outcome === 'cannot-tell' && text.includes(`(${type})`)) === true

/** Parts that could not be read for the same reason are said together. */
const alike = (gaps: readonly Unread[]): readonly (readonly Unread[])[] => [
  ...Map.groupBy(gaps, ({ state, because }) => `${state} ${because}`).values(),
]

function part(group: readonly Unread[], needed?: string): TemplateResult | typeof nothing {
  const [first] = group
  if (!first) return nothing
  const { state, because } = first
  return html`<p>
      ${needed ? html`<strong>${needed}</strong>` : nothing} ${words.reading.gap[state]}
      ${because ? html`<code lang="en">${because}</code>` : nothing}
    </p>
    <ul>
      ${group.map((step) => html`<li>${named(step)}</li>`)}
    </ul>`
}

const named = ({ type, why }: ReadStep): string => `${reasonToRead(why)} (${type})`

declare global {
  interface HTMLElementTagNameMap {
    'read-gaps': ReadGaps
  }
}
