import type { Attested, FactAnswer, FindingAnswer } from '@doseline/contract'
import type { FhirResource } from 'fhir/r4'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { VISIT_WIDE } from '../../dose-review/visit-wide.ts'
import { FactsAttested, type Statement } from '../../events/facts-attested.ts'
import type { AttestField } from '../../events/jump-asked.ts'
import { words } from '../../later-words.ts'
import { momentText } from '../../words.ts'
import { askedFields } from './asked-fields.ts'
import { styles } from './attest-form.styles.ts'
import { coverageFields, coveragesIn } from './coverage-fields.ts'
import { diagnosesIn } from './diagnoses.ts'
import { diagnosisFields } from './diagnosis-fields.ts'
import { asIcd10cm, type Draft, draftOf, movedOn, type Problems, problemsIn, statementOf } from './draft.ts'
import {
  type CheckField,
  type ChoiceField,
  checkField,
  choiceField,
  type Filling,
  type TextField,
  textField,
} from './form-fields.ts'
import { offersIn } from './offers.ts'
import { statedIn } from './stated.ts'
import { treatmentFields } from './treatment-fields.ts'

type Group = readonly [legend: string, fields: readonly (TextField | ChoiceField | CheckField)[]]

/** The simple fields, each under what it is about. */
const groups = (): readonly Group[] => [
  [words.attest.timeTitle, ['dateOfService', 'infusionMinutes', 'isInitialInfusion', 'setting', 'departmentModifier']],
  [
    words.attest.amounts,
    [
      'given',
      'discarded',
      'containers',
      'opened',
      'acquired',
      'extraContainersReason',
      'dailyDoseReason',
      'drugChangeReason',
    ],
  ],
  [words.attest.chargesTitle, ['notCharged', 'wholeChart']],
  [
    words.attest.lookedUpTitle,
    [
      'effectiveCode',
      'modifier340B',
      'discardAsked',
      'filingDays',
      'chargedAt',
      'container',
      'noAuthorizationNeeded',
      'policyMet',
    ],
  ],
]

const AUTHORIZATION = ['authorization', 'from', 'until', 'units', 'visits'] as const

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
  /** What the amounts of the dose are counted in. */
  @property() measure = 'mg'
  @property({ attribute: false }) facts: readonly FactAnswer[] = []
  /** The checks of the dose: only what the open ones ask for is shown at first. Without them every field is. */
  @property({ attribute: false }) findings: readonly FindingAnswer[] | undefined
  /** The chart in memory, for its diagnoses. */
  @property({ attribute: false }) resources: readonly FhirResource[] = []
  @property({ type: Boolean }) disabled = false
  @state() private problems: Problems = {}
  /** How many other doses of the visit what is stated of the visit can hold for. */
  @property({ attribute: false }) othersOfVisit = 0
  @state() private isWhole = false
  /** What was changed by hand since the dose was opened: a field that is emptied stays, so that it can be filled again. */
  private edited: ReadonlySet<string> = new Set()
  @state() private isOfVisit = true
  @query('details') private details!: HTMLDetailsElement
  readonly #kept = new Map<string, Kept>()

  /** Opens the form at one field. */
  async focusField(field: AttestField): Promise<void> {
    this.details.open = true
    if (field === 'reviewed') return this.renderRoot.querySelector<HTMLElement>('.offer.review button')?.focus()
    if (!this.shows(field)) this.isWhole = true
    if (field === 'treatments' && this.draft.treatments.length === 0) this.addTreatment()
    await this.updateComplete
    const id = field === 'treatments' ? 'treatment-0' : field
    const target = this.renderRoot.querySelector<HTMLElement>(`#${id}`)
    target?.focus()
    target?.scrollIntoView({ block: 'center' })
  }

  /** A judgment never takes away what was typed: only what was stated anew moves into the fields. */
  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('focused')) {
      this.problems = {}
      this.isWhole = false
      this.edited = new Set()
    }
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
    this.edited = new Set([...this.edited, ...Object.keys(change)])
    this.#kept.set(this.focused, { draft: { ...this.draft, ...change }, attested: this.attested })
    this.requestUpdate()
  }

  protected override render(): TemplateResult {
    const { attested } = this
    const { findings = [], focused: focus } = this
    const offers = offersIn(this.facts, stated(attested), { findings, focus, measure: this.measure })
    return html`<details class="row" ?open=${attested !== undefined || offers.length > 0}>
      <summary>
        <h2>${words.attest.title}</h2>
        <span class="state">${attested ? words.attest.entered(statedIn(attested).length) : ''}</span>
      </summary>
      <div class="inside">
      <p class="small soft">${words.attest.intro}</p>
      ${offers.map(
        ({ says, button, states }) => html`<p class="offer ${states.reviewed ? 'review' : ''}">
          <span>${says}</span>
          <button type="button" ?disabled=${this.disabled} @click=${() => this.state({ ...stated(attested), ...states })}>
            ${button}
          </button>
        </p>`,
      )}
      ${attested ? this.statedNow(attested) : nothing}
      <form novalidate autocomplete="off" @submit=${this.submitted} @keydown=${entered}>
        ${groups().map(([legend, fields]) => this.group(legend, fields))}
        ${
          this.showsAny(['coverage', 'payer'])
            ? coverageFields(coveragesIn(this.resources), this.draft.coverage, this.field('payer'), (coverage) =>
                this.edit({ coverage }),
              )
            : nothing
        }
        ${this.group(words.attest.authorizationTitle, AUTHORIZATION)}
        ${
          this.shows('diagnoses')
            ? diagnosisFields(this.draft, diagnosesIn(this.resources), this.problems, {
                choose: (code) => this.choose(code),
                add: () => void this.addCode(),
              })
            : nothing
        }
        ${
          this.shows('treatments')
            ? treatmentFields(this.draft, this.problems, {
                add: () => this.addTreatment(),
                change: (at, change) => this.changeTreatment(at, change),
                remove: (at) => this.removeTreatment(at),
              })
            : nothing
        }
        ${this.othersOfVisit > 0 && this.showsAny(VISIT_WIDE) ? this.forTheVisit() : nothing}
        ${this.findings === undefined ? nothing : this.moreFields()}
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

  private group(
    legend: string,
    fields: readonly (TextField | ChoiceField | CheckField)[],
  ): TemplateResult | typeof nothing {
    const shown = fields.filter((name) => this.shows(name))
    if (shown.length === 0) return nothing
    const checks = shown.filter(isCheck)
    return html`<fieldset>
      <legend>${legend}</legend>
      <div class="fields">${shown.filter((name) => !isCheck(name)).map((name) => this.field(name))}</div>
      ${checks.map((name) => checkField(name, this.filling))}
    </fieldset>`
  }

  private field(name: TextField | ChoiceField | CheckField): TemplateResult {
    if (isCheck(name)) return checkField(name, this.filling)
    return isChoice(name) ? choiceField(name, this.filling) : textField(name, this.filling)
  }

  private get filling(): Filling {
    return { draft: this.draft, problems: this.problems, edit: (change) => this.edit(change), measure: this.measure }
  }

  /** A field that is asked for, or that holds something already; every one where a person wants to see them all. */
  private shows(name: AttestField): boolean {
    if (this.isWhole || this.findings === undefined || this.asked.has(name)) return true
    if (this.edited.has(name) || name in this.problems || (this.attested && name in this.attested)) return true
    const held = name in this.draft ? this.draft[name as keyof Draft] : undefined
    return Array.isArray(held) ? held.length > 0 : Boolean(held)
  }

  private showsAny = (names: readonly AttestField[]): boolean => names.some((name) => this.shows(name))

  private get asked(): ReadonlySet<AttestField> {
    return askedFields(this.findings ?? [], this.facts)
  }

  /** What the EHR cannot show is looked up once a visit. */
  private forTheVisit(): TemplateResult {
    return html`<label class="check">
      <input
        type="checkbox"
        id="isOfVisit"
        .checked=${this.isOfVisit}
        @change=${(event: Event) => {
          this.isOfVisit = (event.target as HTMLInputElement).checked
        }}
      />
      ${words.attest.ofVisit(this.othersOfVisit)}
    </label>`
  }

  private moreFields(): TemplateResult {
    const { showAll, showAsked, nothingAsked } = words.attest
    return html`${this.asked.size === 0 && !this.isWhole ? html`<p class="small soft">${nothingAsked}</p>` : nothing}
      <p>
        <button
          type="button"
          class="quiet"
          aria-expanded=${this.isWhole ? 'true' : 'false'}
          @click=${() => {
            this.isWhole = !this.isWhole
          }}
        >
          ${this.isWhole ? showAsked : showAll}
        </button>
      </p>`
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
    const says = (draft: Draft): string => JSON.stringify(statementOf(draft, this.measure))
    return says(trimmed(this.draft)) === says(draftOf(this.attested))
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    if (this.disabled) return
    // A code that was typed and not yet added is meant too.
    if (this.renderRoot.querySelector<HTMLInputElement>('#code')?.value.trim() && !this.addCode()) return
    const draft = trimmed(this.draft)
    const statement = statementOf(draft, this.measure)
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
    this.dispatchEvent(new FactsAttested(statement, this.isOfVisit && this.othersOfVisit > 0))
  }

  private cleared(): void {
    this.problems = {}
    this.edit(draftOf(undefined))
    this.state(undefined)
  }
}

const CHECKS: ReadonlySet<string> = new Set<CheckField>([
  'notCharged',
  'wholeChart',
  'noAuthorizationNeeded',
  'policyMet',
])
const CHOICES: ReadonlySet<string> = new Set<ChoiceField>([
  'acquired',
  'setting',
  'departmentModifier',
  'isInitialInfusion',
  'modifier340B',
  'discardAsked',
  'chargedAt',
  'container',
])
const isCheck = (name: string): name is CheckField => CHECKS.has(name)
const isChoice = (name: string): name is ChoiceField => CHOICES.has(name)

/** Enter judges in every field; in a list to choose from the browser does nothing by itself. */
function entered(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !(event.target instanceof HTMLSelectElement)) return
  event.preventDefault()
  event.target.form?.requestSubmit()
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
