import type { Attested } from '@doseline/assessment'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { FactsAttested, type Statement } from '../../events/facts-attested.ts'
import { momentText, words } from '../../words.ts'
import { styles } from './attest-form.styles.ts'

type Field = 'discarded' | 'containers' | 'authorization' | 'from' | 'until'

const ACQUISITIONS = ['bought', '340B', 'supplied', 'free'] as const satisfies readonly Attested['acquired'][]

/** The service takes decimals as text of this form; a comma is a slip worth correcting aloud. */
const AMOUNT = /^\d{1,6}(\.\d{1,6})?$/
const COUNT = /^\d{1,3}$/

/** What a person states because the chart lacks it. Kept apart from the chart, and taken back as easily. */
@customElement('attest-form')
export class AttestForm extends LitElement {
  static override styles = styles

  /** What was stated for this dose before. */
  @property({ attribute: false }) attested?: Attested | undefined
  @property({ type: Boolean }) disabled = false
  @state() private problems: Partial<Record<Field | 'form', string>> = {}

  protected override render(): TemplateResult {
    const { attested } = this
    return html`<details class="card" ?open=${attested !== undefined}>
      <summary><h2>${words.attest.title}</h2></summary>
      <p class="small soft">${words.attest.intro}</p>
      ${attested ? html`<p class="by">${words.attest.by(attested.by, momentText(attested.at))}</p>` : nothing}
      <form novalidate @submit=${this.submitted}>
        ${this.field('discarded', words.attest.discarded, attested?.discardedMg, 'decimal')}
        ${this.field('containers', words.attest.containers, attested?.containersOpened, 'numeric')}
        ${this.acquired(attested?.acquired)}
        ${this.field('authorization', words.attest.authorization, attested?.authorization?.number)}
        ${this.field('from', words.attest.from, attested?.authorization?.from, undefined, 'date')}
        ${this.field('until', words.attest.until, attested?.authorization?.until, undefined, 'date')}
        <p class="actions">
          <button ?disabled=${this.disabled}>${words.attest.judge}</button>
          ${
            attested
              ? html`<button type="button" class="quiet" ?disabled=${this.disabled} @click=${this.cleared}>${words.attest.clear}</button>`
              : nothing
          }
          ${this.problems.form ? html`<span class="error" role="alert">${this.problems.form}</span>` : nothing}
        </p>
      </form>
    </details>`
  }

  private field(
    name: Field,
    label: string,
    value: string | number | undefined,
    inputmode?: 'decimal' | 'numeric',
    type = 'text',
  ): TemplateResult {
    const problem = this.problems[name]
    return html`<div class="field">
      <label for=${name}>${label}</label>
      <input
        id=${name}
        name=${name}
        type=${type}
        inputmode=${inputmode ?? nothing}
        maxlength="50"
        autocomplete="off"
        .value=${String(value ?? '')}
        aria-invalid=${problem ? 'true' : nothing}
        aria-describedby=${problem ? `${name}-problem` : nothing}
      />
      ${problem ? html`<p class="error" id="${name}-problem">${problem}</p>` : nothing}
    </div>`
  }

  private acquired(value: string | undefined): TemplateResult {
    return html`<div class="field">
      <label for="acquired">${words.attest.acquired}</label>
      <select id="acquired" name="acquired">
        ${Object.entries(words.attest.acquiredAs).map(
          ([code, label]) => html`<option value=${code} ?selected=${code === (value ?? '')}>${label}</option>`,
        )}
      </select>
    </div>`
  }

  private submitted(event: SubmitEvent): void {
    event.preventDefault()
    const data = new FormData(event.target as HTMLFormElement)
    const entered = (name: Field | 'acquired'): string => String(data.get(name) ?? '').trim()
    const acquired = ACQUISITIONS.find((one) => one === entered('acquired'))
    const [discarded, containers, number] = [entered('discarded'), entered('containers'), entered('authorization')]
    this.problems = {
      ...(discarded && !AMOUNT.test(discarded) && { discarded: words.attest.badAmount }),
      ...(containers && !COUNT.test(containers) && { containers: words.attest.badCount }),
      ...(!discarded && !containers && !number && !acquired && { form: words.attest.nothing }),
    }
    const [wrong] = Object.keys(this.problems)
    if (wrong) {
      void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`#${wrong}`)?.focus())
      return
    }
    const statement: Statement = {
      ...(discarded && { discardedMg: discarded }),
      ...(containers && { containersOpened: Number(containers) }),
      ...(acquired && { acquired }),
      ...(number && {
        authorization: {
          number,
          ...(entered('from') && { from: entered('from') }),
          ...(entered('until') && { until: entered('until') }),
        },
      }),
    }
    this.dispatchEvent(new FactsAttested(statement))
  }

  private cleared(): void {
    this.problems = {}
    this.renderRoot.querySelector('form')?.reset()
    this.dispatchEvent(new FactsAttested(undefined))
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'attest-form': AttestForm
  }
}
