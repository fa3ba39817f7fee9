import type { DoseAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { ChargeState } from '../../dose-review/stored.ts'
import { DoseChosen } from '../../events/dose-chosen.ts'
import { painted } from '../../painted.ts'
import { sign } from '../../styles/signs.ts'
import { dayText, statusLook, statusText, words } from '../../words.ts'
import { codeProblem } from '../code-notice/code-problem.ts'
import { styles } from './dose-list.styles.ts'
import { isWithin, type Scope } from './scope.ts'

const SCOPES: readonly Scope[] = ['year', 'visit', 'all']

/** Rows drawn at once: a chart of years stays as quick as one of a month. */
const PAGE = 50

/** The doses of the chart, newest first, each with its verdict. */
@customElement('dose-list')
export class DoseList extends LitElement {
  static override styles = styles

  @property({ attribute: false }) doses: readonly DoseAnswer[] = []
  /** The dose that is shown, `MedicationAdministration/…`. */
  @property() focused = ''
  /** The visit the app was opened on, `Encounter/…`. */
  @property() encounter = ''
  /** The day of judging, from which the twelve months are counted back. */
  @property() today = ''
  /** False under a code book whose lines must never reach a payer. */
  @property({ attribute: false }) forSubmission = true
  /** What stands in the chart for a dose, by its reference. */
  @property({ attribute: false }) charges: ReadonlyMap<string, ChargeState> = new Map()
  /** Doses that are no longer ready, but charged, by their references. */
  @property({ attribute: false }) charged: ReadonlySet<string> = new Set()
  /** While one of them is being written. */
  @property({ type: Boolean }) disabled = false
  @state() private chosen: Scope | undefined
  /** The dose that was pressed, until the page shows it. */
  @state() private choosing: string | undefined
  @state() private pages = 1

  protected override render(): TemplateResult {
    const scope = this.scope()
    const listed = newestFirst(this.doses).filter((dose) => this.has(scope, dose) || dose.focus === this.focused)
    const at = listed.findIndex(({ focus }) => focus === this.focused)
    const most = PAGE * Math.max(this.pages, Math.ceil((at + 1) / PAGE))
    const shown = listed.slice(0, most)
    return html`<nav aria-labelledby="title" class=${this.doses.length < 2 ? 'only' : this.doses.every((dose) => this.has('year', dose)) ? 'recent' : ''}>
      <h2 id="title">${words.doses.title} <span class="many">${this.doses.length}</span></h2>
      ${this.doses.length > 1 ? this.switch(scope) : nothing}
      ${listed.some((dose) => this.has(scope, dose)) ? nothing : html`<p class="small soft">${words.doses.none}</p>`}
      ${this.disabled ? html`<p class="small soft">${words.doses.writing}</p>` : nothing}
      <ol tabindex=${this.disabled ? 0 : nothing} aria-labelledby="title" @keydown=${this.moved}>
        ${shown.map((dose) => this.row(dose, this.has(scope, dose)))}
      </ol>
      ${
        listed.length > shown.length
          ? html`<button type="button" class="more" @click=${() => this.showMore(most)}>
              ${words.doses.more(Math.min(PAGE, listed.length - shown.length))}
            </button>`
          : nothing
      }
    </nav>`
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('focused') || changed.has('doses')) this.reveal()
  }

  /** What was chosen; else the last twelve months, unless nothing was given in them. */
  private scope(): Scope {
    if (this.chosen) return this.chosen
    return this.doses.some((dose) => dose.dateOfService && this.has('year', dose)) ? 'year' : 'all'
  }

  private has(scope: Scope, dose: DoseAnswer): boolean {
    return isWithin(scope, dose, { today: this.today, encounter: this.encounter })
  }

  private switch(scope: Scope): TemplateResult {
    const offered = SCOPES.filter((one) => one !== 'visit' || this.encounter !== '')
    return html`<fieldset>
      <legend class="visually-hidden">${words.doses.scope}</legend>
      ${offered.map((one) => {
        const count = this.doses.filter((dose) => this.has(one, dose)).length
        return html`<label>
          <input
            type="radio"
            name="scope"
            value=${one}
            .checked=${one === scope}
            @change=${() => this.choose(one)}
          /><span>${words.doses.scopes[one]} <span class="count">${count}</span></span>
        </label>`
      })}
    </fieldset>`
  }

  private row(dose: DoseAnswer, isInScope: boolean): TemplateResult {
    const isHere = this.encounter !== '' && dose.encounter === this.encounter
    const problem = codeProblem(dose)
    const charge = this.charges.get(dose.focus)
    const standing = { forSubmission: this.forSubmission, charged: this.charged.has(dose.focus) }
    return html`<li>
      <button
        type="button"
        class="row"
        ?disabled=${this.disabled}
        aria-current=${dose.focus === (this.choosing ?? this.focused) ? 'true' : nothing}
        @click=${() => void this.show(dose.focus)}
      >
        <span class="day">${dayText(dose.dateOfService)}${isHere ? html`<span class="here"> · ${words.doses.here}</span>` : nothing}</span>
        <span class="dose" lang="en">${dose.dose}</span>
        <span class="drug" lang=${dose.drug ? 'en' : nothing}>${dose.drug ?? words.doses.unknownDrug}</span>
        <span class="chips"
          ><span class="chip ${statusLook(dose, standing)}">${sign(statusLook(dose, standing))}<span class="word">${statusText(dose, standing)}</span></span
          >${charge && !standing.charged ? html` <span class="charge ${charge}">${words.doses.charge[charge]}</span>` : nothing}</span
        >
        ${
          problem
            ? html`<span class="mismatch ${problem.severity === 'advisory' ? 'advises' : 'fails'}"
                >${problem.severity === 'advisory' ? words.doses.bookDeparts : words.doses.wrongCode}</span
              >`
            : nothing
        }
        ${isInScope ? nothing : html`<span class="beside">${words.doses.beside}</span>`}
      </button>
    </li>`
  }

  /** The press is seen at once, before the whole of another dose is drawn. */
  private async show(focus: string): Promise<void> {
    this.choosing = focus
    await painted()
    if (this.choosing !== focus) return
    this.dispatchEvent(new DoseChosen(focus))
    this.choosing = undefined
  }

  private choose(scope: Scope): void {
    this.chosen = scope
    this.pages = 1
  }

  /** The reader goes on where the list ended: the button they pressed may be gone. */
  private async showMore(shown: number): Promise<void> {
    this.pages = shown / PAGE + 1
    await this.updateComplete
    this.rows()[shown]?.focus()
  }

  /** Arrow keys, Home and End move along the rows; Tab leaves them in order. */
  private moved(event: KeyboardEvent): void {
    const rows = this.rows()
    const at = rows.indexOf(this.shadowRoot?.activeElement as HTMLButtonElement)
    const to = {
      ArrowDown: at + 1,
      ArrowRight: at + 1,
      ArrowUp: at - 1,
      ArrowLeft: at - 1,
      Home: 0,
      End: rows.length - 1,
    }[event.key]
    if (to === undefined || at === -1) return
    event.preventDefault()
    rows[to]?.focus()
  }

  private rows(): HTMLButtonElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLButtonElement>('.row')]
  }

  /** Brings the shown dose into the list's own window, and leaves the page where it is. */
  private reveal(): void {
    const list = this.renderRoot.querySelector('ol')
    const row = this.renderRoot.querySelector('[aria-current]')
    if (!list || !row) return
    const [window, wanted] = [list.getBoundingClientRect(), row.getBoundingClientRect()]
    if (wanted.top < window.top || wanted.bottom > window.bottom) list.scrollTop += wanted.top - window.top
    if (wanted.left < window.left || wanted.right > window.right) list.scrollLeft += wanted.left - window.left
  }
}

/** Doses without a day come first: somebody should look at them. */
export function newestFirst(doses: readonly DoseAnswer[]): DoseAnswer[] {
  const day = ({ dateOfService }: DoseAnswer): string => dateOfService ?? '9999'
  return doses.toSorted((a, b) => (day(a) === day(b) ? (a.focus < b.focus ? -1 : 1) : day(a) < day(b) ? 1 : -1))
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-list': DoseList
  }
}
