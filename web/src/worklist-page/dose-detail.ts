import type { DoseAnswer, WorklistDetail, WorklistPatch } from '@doseline/contract'
import { WORKLIST_PRIORITIES } from '@doseline/contract/enumerations'
import { html, LitElement, nothing, type PropertyValues, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import type { Registry } from '../session/registry.ts'
import { dayText, momentText, numberText } from '../words/formats.ts'
import { worklist as words } from '../words/worklist.ts'
import { styles } from './dose-detail.styles.ts'
import type { WorklistService } from './worklist-service.ts'

/** A dose of the worklist, read from its stored answer, and what people do about it. */
@customElement('dose-detail')
export class DoseDetail extends LitElement {
  static override styles = styles

  @property({ attribute: false }) rowId = ''
  @property({ attribute: false }) service?: WorklistService
  @state() private detail: WorklistDetail | undefined
  @state() private hasFailed = false
  @state() private said = ''
  /** Where the app is launched for the EHR of this dose; undefined where it is not registered with an address. */
  @state() private launchAt: string | undefined

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('rowId')) return
    this.said = ''
    this.detail = undefined
    void this.load()
  }

  private async load(): Promise<void> {
    const id = this.rowId
    this.hasFailed = false
    const detail = await this.service?.row(id).catch(() => undefined)
    // Another one may have been opened meanwhile.
    if (id !== this.rowId) return
    this.detail = detail
    this.hasFailed = !detail
    this.launchAt = detail && (await launchOf(detail.row.server))
  }

  private async change(patch: WorklistPatch): Promise<void> {
    const row = await this.service?.change(this.rowId, patch).catch(() => undefined)
    if (!row) {
      this.said = words.notSaved
      return
    }
    await this.load()
    this.said = words.saved
    this.dispatchEvent(new CustomEvent('changed', { detail: row }))
  }

  private readonly save = (event: SubmitEvent): void => {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    const text = (name: string): string | null => String(given.get(name) ?? '').trim() || null
    void this.change({
      assignee: text('assignee'),
      note: text('note'),
      priority: given.get('priority') as WorklistPatch['priority'],
    })
  }

  private readonly snooze = (event: SubmitEvent): void => {
    event.preventDefault()
    const given = new FormData(event.target as HTMLFormElement)
    void this.change({ snooze: { until: String(given.get('until')), reason: String(given.get('reason')) } })
  }

  protected override render(): TemplateResult {
    const { detail } = this
    return html`<aside aria-label=${words.detail.title}>
      <p class="top">
        <button type="button" @click=${() => this.dispatchEvent(new CustomEvent('closed'))}>${words.detail.close}</button>
        ${this.launchAt ? html`<a class="button" href=${this.launchAt} target="_blank">${words.detail.open}</a>` : nothing}
        <span role="status">${this.said}</span>
      </p>
      ${detail ? this.dose(detail) : html`<p role="status">${this.hasFailed ? words.failed : words.loadingRow}</p>`}
    </aside>`
  }

  private dose({ row, answer, events }: WorklistDetail): TemplateResult {
    return html`<h2 class="patient">${row.patientName ?? row.patient ?? words.notKnown}</h2>
      <p class="small soft">
        ${row.dose} · ${row.server} · ${words.detail.judged(momentText(row.judgedAt))}
      </p>
      <section class="card verdict ${row.status}">
        <h3>${words.status[row.status]}</h3>
        <p lang="en">${[row.drug, answer?.dose, row.payer].filter(Boolean).join(' · ')}</p>
        <p>${dayText(row.dateOfService)}</p>
        <p lang="en">${row.sentence}</p>
        <ul>
          ${row.lines.map(
            ({ code, modifiers, units }) =>
              html`<li><code>${[code, ...modifiers].join('-')}</code> × ${numberText(units)}</li>`,
          )}
        </ul>
        ${answer ? nothing : html`<p class="soft">${words.detail.noAnswer}</p>`}
      </section>
      ${this.issues(row.blocking)} ${this.work(row)}
      ${answer ? checks(answer.findings) : nothing}
      <section class="card">
        <h2>${words.detail.history}</h2>
        <ol class="history">
          ${events.map(
            ({ at, who, says }) =>
              html`<li><span lang="en">${says}</span> <span class="small soft">${who}, ${momentText(at)}</span></li>`,
          )}
        </ol>
      </section>`
  }

  private issues(blocking: WorklistDetail['row']['blocking']): TemplateResult | typeof nothing {
    if (blocking.length === 0) return nothing
    return html`<section class="card">
      <h2>${words.detail.toDo}</h2>
      <ul class="issues">
        ${blocking.map(
          ({ says, remedy, who }) => html`<li>
            <p lang="en">${says}</p>
            ${remedy ? html`<p class="remedy" lang="en">${remedy}</p>` : nothing}
            ${who ? html`<p class="small soft">${words.who[who]}</p>` : nothing}
          </li>`,
        )}
      </ul>
    </section>`
  }

  private work(row: WorklistDetail['row']): TemplateResult {
    const { detail, priority } = words
    return html`<section class="card screen-only">
      <h2>${detail.work}</h2>
      <form @submit=${this.save}>
        <label>${words.columns.assignee} <input name="assignee" maxlength="300" autocomplete="off" .value=${row.assignee ?? ''} /></label>
        <label
          >${detail.priority}
          <select name="priority">
            ${WORKLIST_PRIORITIES.map(
              (one) => html`<option value=${one} ?selected=${one === row.priority}>${priority[one]}</option>`,
            )}
          </select></label
        >
        <label class="wide">${detail.note} <textarea name="note" rows="2" maxlength="2000" .value=${row.note ?? ''}></textarea></label>
        <button class="primary">${detail.save}</button>
      </form>
      ${
        row.snoozedUntil
          ? html`<p>
              ${detail.snoozedUntil(dayText(row.snoozedUntil), row.snoozeReason ?? '')}
              <button type="button" @click=${() => void this.change({ snooze: null })}>${detail.unsnooze}</button>
            </p>`
          : html`<form @submit=${this.snooze}>
              <label>${detail.snoozeUntil} <input name="until" type="date" required /></label>
              <label>${detail.reason} <input name="reason" required maxlength="500" autocomplete="off" /></label>
              <button>${detail.snooze}</button>
            </form>`
      }
    </section>`
  }
}

/** Every check, what does not pass first. The app's own list would be cut out of its first load, so this one is plain. */
function checks(findings: DoseAnswer['findings']): TemplateResult {
  const asked = findings.filter(({ outcome }) => outcome !== 'does-not-apply')
  const sorted = asked.toSorted((a, b) => Number(a.outcome === 'passes') - Number(b.outcome === 'passes'))
  return html`<section class="card">
    <h2>${words.detail.checks}</h2>
    <ul class="issues checks">
      ${sorted.map(
        ({ outcome, text }) => html`<li><strong>${words.outcome[outcome]}</strong> <span lang="en">${text}</span></li>`,
      )}
    </ul>
  </section>`
}

/** The app asks the EHR for the patient: the address names none. */
async function launchOf(server: string): Promise<string | undefined> {
  const response = await fetch(new URL('./registry.json', document.baseURI)).catch(() => undefined)
  const registry = response?.ok ? ((await response.json()) as Pick<Registry, 'issuers'>) : undefined
  const iss = registry?.issuers.find(({ key }) => key === server)?.iss
  return iss === undefined ? undefined : `./launch.html?${new URLSearchParams({ iss })}`
}

declare global {
  interface HTMLElementTagNameMap {
    'dose-detail': DoseDetail
  }
}
