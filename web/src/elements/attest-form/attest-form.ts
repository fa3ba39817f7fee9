import type { Attested, FactAnswer } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { FactsAttested, type Statement } from '../../events/facts-attested.ts'
import type { AttestField } from '../../events/jump-asked.ts'
import { words } from '../../later-words.ts'
import { momentText } from '../../words.ts'
import { styles } from './attest-form.styles.ts'
import { coverageFields, coveragesIn } from './coverage-fields.ts'
import { diagnosesIn } from './diagnoses.ts'
import { diagnosisFields } from './diagnosis-fields.ts'
import { asIcd10cm, type Draft, draftOf, movedOn, type Problems, problemsIn, statementOf } from './draft.ts'
import { offersIn } from './offers.ts'
import { statedIn } from './stated.ts'
import { treatmentFields } from './treatment-fields.ts'
import { typedIn } from './typed-in.ts'

type TextField = Exclude<
  AttestField,
  | 'acquired'
  | 'setting'
  | 'departmentModifier'
  | 'isInitialInfusion'
  | 'notCharged'
  | 'wholeChart'
  | 'modifier340B'
  | 'discardAsked'
  | 'noAuthorizationNeeded'
  | 'policyMet'
  | 'container'
  | 'coverage'
  | 'diagnoses'
  | 'treatments'
>

interface Field {
  readonly label: string
  readonly inputmode?: 'decimal' | 'numeric'
  readonly type?: 'date'
  /** Characters it takes; 50 unless said otherwise. */
  readonly maxlength?: number
}

const fields = (): Readonly<Record<TextField, Field>> => ({
  dateOfService: { label: words.attest.dateOfService, type: 'date' },
  given: { label: words.attest.given, inputmode: 'decimal' },
  infusionMinutes: { label: words.attest.infusionMinutes, inputmode: 'numeric' },
  discarded: { label: words.attest.discarded, inputmode: 'decimal' },
  opened: { label: words.attest.opened, inputmode: 'decimal' },
  containers: { label: words.attest.containers, inputmode: 'numeric' },
  extraContainersReason: { label: words.attest.extraContainersReason, maxlength: 300 },
  dailyDoseReason: { label: words.attest.dailyDoseReason, maxlength: 500 },
  drugChangeReason: { label: words.attest.drugChangeReason, maxlength: 300 },
  effectiveCode: { label: words.attest.effectiveCode, maxlength: 5 },
  payer: { label: words.attest.payer },
  authorization: { label: words.attest.authorization },
  from: { label: words.attest.from, type: 'date' },
  until: { label: words.attest.until, type: 'date' },
  units: { label: words.attest.units, inputmode: 'numeric' },
  visits: { label: words.attest.visits, inputmode: 'numeric' },
})

/** What a draft is kept under: the dose, and what was stated for it when the draft was last looked at. */
interface Kept {
  readonly draft: Draft
  readonly attested: Attested | undefined
}

/** What a person states because the chart lacks it. Kept apart from the chart, and taken back as easily. */
@customElement('attest-form')
export class AttestForm extends LitElement {
  static override styles = styles

  /** The dose that is shown, `MedicationAdministration/…`: what is typed for one dose never shows at another. */
  @property() focused = ''
  /** What was stated for this dose before. */
  @property({ attribute: false }) attested?: Attested | undefined
  @property({ attribute: false }) facts: readonly FactAnswer[] = []
  /** The chart in memory, for its diagnoses. */
  @property({ attribute: false }) resources: readonly FhirResource[] = []
  @property({ type: Boolean }) disabled = false
  @state() private problems: Problems = {}
  @query('details') private details!: HTMLDetailsElement
  readonly #kept = new Map<string, Kept>()

  /** Opens the form at one field. */
  async focusField(field: AttestField): Promise<void> {
    this.details.open = true
    if (field === 'treatments' && this.draft.treatments.length === 0) this.addTreatment()
    await this.updateComplete
    const id = field === 'treatments' ? 'treatment-0' : field
    const target = this.renderRoot.querySelector<HTMLElement>(`#${id}`)
    target?.focus()
    target?.scrollIntoView({ block: 'center' })
  }

  /** A judgement never takes away what was typed: only what was stated anew moves into the fields. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('focused')) this.problems = {}
    const { attested } = this
    const kept = this.#kept.get(this.focused)
    if (!kept) this.#kept.set(this.focused, { draft: draftOf(attested), attested })
    else if (kept.attested !== attested)
      this.#kept.set(this.focused, { draft: movedOn(kept.draft, kept.attested, attested), attested })
  }

  private get draft(): Draft {
    return this.#kept.get(this.focused)?.draft ?? draftOf(undefined)
  }

  private edit(change: Partial<Draft>): void {
    this.#kept.set(this.focused, { draft: { ...this.draft, ...change }, attested: this.attested })
    this.requestUpdate()
  }

  protected override render(): TemplateResult {
    const { attested } = this
    const offers = offersIn(this.facts, stated(attested))
    return html`<details class="row" ?open=${attested !== undefined || offers.length > 0}>
      <summary>
        <h2>${words.attest.title}</h2>
        <span class="state">${attested ? words.attest.entered(statedIn(attested).length) : ''}</span>
      </summary>
      <div class="inside">
      <p class="small soft">${words.attest.intro}</p>
      ${offers.map(
        ({ says, button, states }) => html`<p class="offer">
          <span>${says}</span>
          <button type="button" ?disabled=${this.disabled} @click=${() => this.state({ ...stated(attested), ...states })}>
            ${button}
          </button>
        </p>`,
      )}
      ${attested ? this.statedNow(attested) : nothing}
      <form novalidate autocomplete="off" @submit=${this.submitted}>
        <fieldset>
          <legend>${words.attest.timeTitle}</legend>
          <div class="fields">
            ${this.field('dateOfService')} ${this.field('infusionMinutes')} ${this.initialInfusion()}
            ${this.choice('setting', words.attest.settingAs)} ${this.choice('departmentModifier', words.attest.departmentModifierAs)}
          </div>
        </fieldset>
        <fieldset>
          <legend>${words.attest.amounts}</legend>
          <div class="fields">
            ${this.field('given')} ${this.field('discarded')} ${this.field('containers')} ${this.field('opened')} ${this.acquired()}
            ${this.field('extraContainersReason')} ${this.field('dailyDoseReason')} ${this.field('drugChangeReason')}
          </div>
        </fieldset>
        <fieldset>
          <legend>${words.attest.chargesTitle}</legend>
          <label class="check">
            <input
              type="checkbox"
              id="notCharged"
              .checked=${this.draft.notCharged}
              @change=${(event: Event) => this.edit({ notCharged: (event.target as HTMLInputElement).checked })}
            />
            ${words.attest.notCharged}
          </label>
          <label class="check">
            <input
              type="checkbox"
              id="wholeChart"
              .checked=${this.draft.wholeChart}
              @change=${(event: Event) => this.edit({ wholeChart: (event.target as HTMLInputElement).checked })}
            />
            ${words.attest.wholeChart}
          </label>
        </fieldset>
        <fieldset>
          <legend>${words.attest.lookedUpTitle}</legend>
          <div class="fields">
            ${this.field('effectiveCode')} ${this.choice('modifier340B', words.attest.modifier340BAs)}
            ${this.choice('discardAsked', words.attest.discardAskedAs)}
            ${this.choice('container', words.attest.containerAs)}
          </div>
          <label class="check">
            <input
              type="checkbox"
              id="noAuthorizationNeeded"
              .checked=${this.draft.noAuthorizationNeeded}
              @change=${(event: Event) => this.edit({ noAuthorizationNeeded: (event.target as HTMLInputElement).checked })}
            />
            ${words.attest.noAuthorizationNeeded}
          </label>
          <label class="check">
            <input
              type="checkbox"
              id="policyMet"
              .checked=${this.draft.policyMet}
              @change=${(event: Event) => this.edit({ policyMet: (event.target as HTMLInputElement).checked })}
            />
            ${words.attest.policyMet}
          </label>
        </fieldset>
        ${coverageFields(coveragesIn(this.resources), this.draft.coverage, this.field('payer'), (coverage) => this.edit({ coverage }))}
        <fieldset>
          <legend>${words.attest.authorizationTitle}</legend>
          <div class="fields">
            ${this.field('authorization')} ${this.field('from')} ${this.field('until')} ${this.field('units')}
            ${this.field('visits')}
          </div>
        </fieldset>
        ${diagnosisFields(this.draft, diagnosesIn(this.resources), this.problems, {
          choose: (code) => this.choose(code),
          add: () => void this.addCode(),
        })}
        ${treatmentFields(this.draft, this.problems, {
          add: () => this.addTreatment(),
          change: (at, change) => this.changeTreatment(at, change),
          remove: (at) => this.removeTreatment(at),
        })}
        <p class="actions">
          <button class="primary" ?disabled=${this.disabled}>${words.attest.judge}</button>
          ${
            attested
              ? html`<button type="button" class="quiet" ?disabled=${this.disabled} @click=${this.cleared}>${words.attest.clear}</button>`
              : nothing
          }
          ${this.isJudged() ? nothing : html`<span class="small soft">${words.attest.notYet}</span>`}
          ${this.problems.form ? html`<span class="error" role="alert">${this.problems.form}</span>` : nothing}
        </p>
      </form>
      </div>
    </details>`
  }

  private statedNow(attested: Attested): TemplateResult {
    return html`<div class="stated">
      <p class="by">${words.attest.by(attested.by, momentText(attested.at))}</p>
      <ul>
        ${statedIn(attested).map(
          ({ says, without }) => html`<li>
            <span>${says}</span>
            <button type="button" class="quiet" ?disabled=${this.disabled} @click=${() => this.state(without)}
              >${words.attest.undo}<span class="visually-hidden"> ${says}</span></button
            >
          </li>`,
        )}
      </ul>
    </div>`
  }

  private field(name: TextField): TemplateResult {
    const { label, inputmode, type = 'text', maxlength = 50 } = fields()[name]
    const problem = this.problems[name]
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        name=${name}
        type=${type}
        inputmode=${inputmode ?? nothing}
        maxlength=${maxlength}
        autocomplete="off"
        .value=${this.draft[name]}
        @input=${(event: Event) => this.edit({ [name]: typedIn(event) })}
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `${name}-problem` : nothing}
      />
      ${problem ? html`<p class="error" id="${name}-problem">${problem}</p>` : nothing}
    </div>`
  }

  private acquired(): TemplateResult {
    return html`<div class="field">
      <label for="acquired">${words.attest.acquired}</label>
      <select
        id="acquired"
        name="acquired"
        @change=${(event: Event) => this.edit({ acquired: typedIn(event) })}
      >
        ${Object.entries(words.attest.acquiredAs).map(
          ([code, label]) => html`<option value=${code} .selected=${code === this.draft.acquired}>${label}</option>`,
        )}
      </select>
    </div>`
  }

  private choice(
    name: 'modifier340B' | 'discardAsked' | 'setting' | 'departmentModifier' | 'container',
    options: Readonly<Record<string, string>>,
  ): TemplateResult {
    return html`<div class="field">
      <label for=${name}>${words.attest[name]}</label>
      <select id=${name} name=${name} @change=${(event: Event) => this.edit({ [name]: typedIn(event) })}>
        ${Object.entries(options).map(
          ([code, label]) => html`<option value=${code} .selected=${code === this.draft[name]}>${label}</option>`,
        )}
      </select>
    </div>`
  }

  private initialInfusion(): TemplateResult {
    return html`<div class="field">
      <label for="isInitialInfusion">${words.attest.isInitialInfusion}</label>
      <select
        id="isInitialInfusion"
        name="isInitialInfusion"
        @change=${(event: Event) => this.edit({ isInitialInfusion: typedIn(event) })}
      >
        ${Object.entries(words.attest.isInitialAs).map(
          ([code, label]) =>
            html`<option value=${code} .selected=${code === this.draft.isInitialInfusion}>${label}</option>`,
        )}
      </select>
    </div>`
  }

  private choose(code: string): void {
    const { diagnoses } = this.draft
    this.edit({
      diagnoses: diagnoses.includes(code) ? diagnoses.filter((one) => one !== code) : [...diagnoses, code].slice(0, 12),
    })
  }

  private addCode(): boolean {
    const input = this.renderRoot.querySelector<HTMLInputElement>('#code')
    const code = asIcd10cm(input?.value ?? '')
    const { code: _, ...others } = this.problems
    this.problems = code ? others : { ...others, code: words.attest.badCode }
    input?.focus()
    if (!code || !input) return false
    input.value = ''
    if (!this.draft.diagnoses.includes(code)) this.choose(code)
    return true
  }

  private addTreatment(): void {
    const { treatments } = this.draft
    this.edit({ treatments: [...treatments, { name: '', outcome: 'tried' }] })
    void this.updateComplete.then(() =>
      this.renderRoot.querySelector<HTMLElement>(`#treatment-${treatments.length}`)?.focus(),
    )
  }

  private changeTreatment(at: number, change: Partial<Draft['treatments'][number]>): void {
    this.edit({ treatments: this.draft.treatments.map((one, each) => (each === at ? { ...one, ...change } : one)) })
  }

  private removeTreatment(at: number): void {
    this.edit({ treatments: this.draft.treatments.filter((_, each) => each !== at) })
    void this.updateComplete.then(() => {
      const rest = [...this.renderRoot.querySelectorAll<HTMLElement>('.treatment input')]
      const next = rest[at] ?? rest.at(-1) ?? this.renderRoot.querySelector<HTMLElement>('.actions button')
      next?.focus()
    })
  }

  /** Whether the fields hold nothing but what was stated. */
  private isJudged(): boolean {
    return JSON.stringify(statementOf(trimmed(this.draft))) === JSON.stringify(statementOf(draftOf(this.attested)))
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    if (this.disabled) return
    // A code that was typed and not yet added is meant too.
    if (this.renderRoot.querySelector<HTMLInputElement>('#code')?.value.trim() && !this.addCode()) return
    const draft = trimmed(this.draft)
    const statement = statementOf(draft)
    const problems = problemsIn(draft)
    const isNothing = !statement && !this.attested && Object.keys(problems).length === 0
    this.problems = isNothing ? { form: words.attest.nothing } : problems
    const [wrong] = Object.keys(this.problems)
    if (wrong) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${wrong}`)?.focus())
      return
    }
    this.state(statement)
  }

  private state(statement: Statement | undefined): void {
    this.dispatchEvent(new FactsAttested(statement))
  }

  private cleared(): void {
    this.problems = {}
    this.edit(draftOf(undefined))
    this.state(undefined)
  }
}

/** Blanks around what was typed mean nothing. */
function trimmed(draft: Draft): Draft {
  const entries = Object.entries(draft).map(([key, value]) => [key, typeof value === 'string' ? value.trim() : value])
  const treatments = draft.treatments.map((one) => ({ ...one, name: one.name.trim() }))
  return { ...(Object.fromEntries(entries) as Draft), treatments }
}

/** What was stated, without by whom and when: the page says that anew. */
function stated(attested: Attested | undefined): Statement {
  if (!attested) return {}
  const { by: _, at: __, ...statement } = attested
  return statement
}

declare global {
  interface HTMLElementTagNameMap {
    'attest-form': AttestForm
  }
}
