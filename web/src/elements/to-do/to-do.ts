import type { DoseAnswer, FactAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import { JumpAsked } from '../../events/jump-asked.ts'
import { ResourceAsked } from '../../events/resource-asked.ts'
import { words } from '../../words.ts'
import { answeringField, asksToReview } from './answering-field.ts'
import { styles } from './to-do.styles.ts'

type Task = DoseAnswer['wouldMakeReady'][number]

/** What would make the dose ready, by whose task it is. */
@customElement('to-do')
export class ToDo extends LitElement {
  static override styles = styles

  @property({ attribute: false }) tasks: readonly Task[] = []
  @property({ attribute: false }) facts: readonly FactAnswer[] = []
  /** What is said of it to whoever can fix something. */
  @property({ attribute: false }) dose?: DoseAnswer
  @state() private said = ''

  protected override render(): TemplateResult | typeof nothing {
    if (this.tasks.length === 0) return nothing
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${this.tasks.every(({ who }) => who === 'nobody') ? words.toDo.titleNothing : words.toDo.title} <span class="many">${words.toDo.count(this.tasks.length)}</span></h2>
      <dl>
        ${[...Map.groupBy(this.tasks, ({ who }) => who)].map(
          ([who, tasks]) => html`<div>
            <dt>${words.toDo.who[who] ?? who}</dt>
            ${tasks.map((task) => html`<dd>${this.task(task)}</dd>`)}
          </div>`,
        )}
      </dl>
      <p class="small soft" role="status">${this.said}</p>
    </section>`
  }

  private task({ rule, remedy, who }: Task): TemplateResult {
    const field = answeringField({ rule, remedy }, this.facts)
    const isReviewed = asksToReview(remedy) && field === undefined
    const charge = rule === ALREADY_CHARGED ? this.charge : undefined
    const isSent = this.dose !== undefined && (SENT.has(who) || (!field && !isReviewed && !DONE_HERE.has(who)))
    const name = words.toDo.who[who] ?? who
    return html`<span class="remedy" lang="en">${remedy}</span>
      <span class="ways screen-only">
        ${field ? way(words.toDo.enter, remedy, () => this.dispatchEvent(new JumpAsked(rule, field))) : nothing}
        ${isReviewed ? way(words.toDo.review, remedy, () => this.dispatchEvent(new JumpAsked(rule, 'reviewed'))) : nothing}
        ${charge ? way(words.toDo.openCharge, remedy, () => this.dispatchEvent(charge)) : nothing}
        ${isSent ? way(words.toDo.sendTo(name), remedy, () => void this.send(who, name)) : nothing}
        ${way(words.toDo.seeWhy, remedy, () => this.dispatchEvent(new JumpAsked(rule)))}
      </span>`
  }

  /** The charge that stands against the dose, as the chart holds it. */
  private get charge(): ResourceAsked | undefined {
    const places = this.facts.find(({ fact }) => fact === 'charges')?.places ?? []
    const [first] = places.filter(({ resource }) => CHARGE.test(resource))
    return first && new ResourceAsked(first.resource, first.element)
  }

  /** What the person is asked for, ready to be pasted into a message for them. */
  private async send(who: string, name: string): Promise<void> {
    if (!this.dose) return
    const { taskText } = await import('../../words/dose-text.ts')
    this.said = (await copyText(taskText(this.dose, who))) ? words.toDo.sent(name) : words.app.notCopied
  }
}

const ALREADY_CHARGED = 'charges/not-already-charged'
const CHARGE = /^(ChargeItem|Claim|ExplanationOfBenefit)\//
/** Who works elsewhere: what they are asked for is sent, also where a person can state it here. */
const SENT: ReadonlySet<string> = new Set(['registration', 'IT'])
/** Who reads this, and nobody. */
const DONE_HERE: ReadonlySet<string> = new Set(['biller', 'nobody'])

const way = (says: string, remedy: string, run: () => void): TemplateResult =>
  html`<button type="button" @click=${run}
    >${says}<span class="visually-hidden" lang="en">${words.toDo.about(remedy)}</span></button
  >`

declare global {
  interface HTMLElementTagNameMap {
    'to-do': ToDo
  }
}
