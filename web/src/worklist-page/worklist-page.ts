import type { ScanProgress, Who, WorklistPatch, WorklistRow, WorklistSum, WorklistTotals } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { momentText, moneyText, numberText } from '../words/formats.ts'
import { languageReady } from '../words/language.ts'
import { worklist as words } from '../words/worklist.ts'
import { filterBar } from './filter-bar.ts'
import { rowOf } from './row.ts'
import { addressOf, exportOf, filterOf, orderOf, type Selection, selectionIn, totalsOf } from './selection.ts'
import { styles } from './worklist-page.styles.ts'
import { WorklistFailure, type WorklistFault, worklistService } from './worklist-service.ts'

/** Rows of one page. */
const AT_ONCE = 100
/** Milliseconds after the last key before a search for a patient is sent, and before totals follow a change. */
const PAUSE = 300

/** The doses to work on, across patients: what can be billed now, what is stuck, and who must act. */
@customElement('worklist-page')
export class WorklistPage extends LitElement {
  static override styles = styles

  @state() private selection: Selection = selectionIn(location.search)
  @state() private rows: readonly WorklistRow[] = []
  @state() private next: string | undefined
  @state() private totals: WorklistTotals | undefined
  @state() private choices: Readonly<Record<string, readonly string[]>> = {}
  @state() private isLoading = true
  @state() private fault: WorklistFault | undefined
  @state() private chosen: ReadonlySet<string> = new Set()
  @state() private at = 0
  @state() private openId: string | undefined
  @state() private changed: ReadonlySet<string> = new Set()
  @state() private isLive = true
  @state() private scan: ScanProgress | undefined
  @state() private said = ''
  private readonly service = worklistService()
  private readonly listening = new AbortController()
  private loads = 0
  private pause: ReturnType<typeof setTimeout> | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    addEventListener('keydown', this.key)
    addEventListener('popstate', this.moved)
    void this.load().then(() => {
      if (!this.fault) void this.listen()
    })
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback()
    removeEventListener('keydown', this.key)
    removeEventListener('popstate', this.moved)
    this.listening.abort()
  }

  /** Nothing is drawn in a language that this tab was not left in. */
  protected override async scheduleUpdate(): Promise<void> {
    await languageReady
    await super.scheduleUpdate()
  }

  private readonly moved = (): void => {
    this.selection = selectionIn(location.search)
    void this.load()
  }

  private listen(): Promise<void> {
    const heard = {
      rows: (ids: readonly string[]) => {
        this.changed = new Set([...this.changed, ...ids])
        void this.count()
      },
      scan: (progress: ScanProgress) => {
        this.scan = progress
      },
      live: (isLive: boolean) => {
        this.isLive = isLive
      },
    }
    return this.service.listen(heard, this.listening.signal)
  }

  /** Loads the first page; an answer that comes after a later question is dropped. */
  private async load(): Promise<void> {
    const load = ++this.loads
    this.isLoading = true
    this.fault = undefined
    try {
      const { sort } = this.selection
      const search = { ...filterOf(this.selection), sort, order: orderOf(sort), limit: AT_ONCE }
      const [{ rows, next }] = await Promise.all([this.service.page(search), this.count()])
      if (load !== this.loads) return
      this.rows = rows
      this.next = next
      this.at = 0
      this.changed = new Set()
      this.chosen = new Set()
      void this.choose()
    } catch (thrown) {
      if (load === this.loads) this.fault = thrown instanceof WorklistFailure ? thrown.fault : 'failed'
    }
    if (load === this.loads) this.isLoading = false
  }

  private async more(): Promise<void> {
    const { next, loads } = this
    if (!next) return
    const { sort } = this.selection
    const search = { ...filterOf(this.selection), sort, order: orderOf(sort), limit: AT_ONCE, after: next }
    const page = await this.service.page(search).catch(() => undefined)
    if (!page || loads !== this.loads) return
    this.rows = [...this.rows, ...page.rows]
    this.next = page.next
  }

  private async count(): Promise<void> {
    const { group } = this.selection
    this.totals = await this.service.totals({ ...totalsOf(this.selection), ...(group && { group }) })
    this.scan ??= this.totals.lastScan
  }

  /** What facilities, payers and drugs there are to choose from, once. */
  private async choose(): Promise<void> {
    if (this.choices.payer) return
    const names = ['facility', 'payer', 'drug', 'assignee'] as const
    const found = await Promise.all(names.map((group) => this.service.totals({ group }).catch(() => undefined)))
    this.choices = Object.fromEntries(
      names.map((name, at) => [name, found[at]?.groups?.flatMap((group) => group.name || []).toSorted() ?? []]),
    )
  }

  private select(difference: Partial<Selection>): void {
    this.selection = { ...this.selection, ...difference }
    history.replaceState(null, '', `${location.pathname}${addressOf(this.selection)}`)
    void this.load()
  }

  private readonly filter = (name: string, value: string): void => {
    const filter = { ...this.selection.filter, [name]: value }
    if (name === 'patient') {
      this.selection = { ...this.selection, filter }
      clearTimeout(this.pause)
      this.pause = setTimeout(() => void this.load(), PAUSE)
    } else this.select({ filter })
  }

  private readonly key = (event: KeyboardEvent): void => {
    const [target] = event.composedPath()
    const isTyping = target instanceof HTMLElement && target.matches('input:not([type=checkbox]), select, textarea')
    if (event.key === 'Escape' && this.openId) {
      this.close()
      return
    }
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey) return
    const row = this.rows[this.at]
    if (event.key === 'j') this.move(1)
    else if (event.key === 'k') this.move(-1)
    else if (event.key === 'x' && row) this.toggle(row.id)
    else if (event.key === '/') this.renderRoot.querySelector<HTMLElement>('#patient')?.focus()
    else if (event.key === 'Enter' && row && target instanceof HTMLElement && target.matches('tr, body'))
      this.open(row.id)
    else return
    event.preventDefault()
  }

  private move(by: number): void {
    this.at = Math.max(0, Math.min(this.rows.length - 1, this.at + by))
    void this.updateComplete.then(() => this.renderRoot.querySelectorAll<HTMLElement>('tbody tr')[this.at]?.focus())
  }

  private toggle(id: string): void {
    const chosen = new Set(this.chosen)
    if (!chosen.delete(id)) chosen.add(id)
    this.chosen = chosen
  }

  private open(id: string): void {
    this.openId = id
    // What a dose is drawn with is loaded when the first one is opened.
    void import('./dose-detail.ts').then(async () => {
      await this.updateComplete
      this.renderRoot.querySelector<HTMLElement>('dose-detail')?.focus()
    })
  }

  private close(): void {
    this.openId = undefined
    this.move(0)
  }

  private async assign(event: SubmitEvent): Promise<void> {
    event.preventDefault()
    const name = String(new FormData(event.target as HTMLFormElement).get('assignee') ?? '').trim()
    if (!name) return
    const patch: WorklistPatch = { assignee: name }
    const done = await Promise.all([...this.chosen].map((id) => this.service.change(id, patch).catch(() => undefined)))
    this.replace(done.filter((row) => row !== undefined))
    const failed = done.some((row) => row === undefined)
    this.said = failed ? words.notSaved : words.assigned(done.length, name)
    if (!failed) this.chosen = new Set()
  }

  private replace(rows: readonly WorklistRow[]): void {
    const by = new Map(rows.map((row) => [row.id, row]))
    this.rows = this.rows.map((row) => by.get(row.id) ?? row)
  }

  private async export(): Promise<void> {
    const blob = await this.service.csv(exportOf(this.selection)).catch(() => undefined)
    if (!blob) {
      this.said = words.failed
      return
    }
    const link = document.createElement('a')
    link.href = URL.createObjectURL(blob)
    link.download = 'worklist.csv'
    link.click()
    URL.revokeObjectURL(link.href)
  }

  protected override render(): TemplateResult {
    return html`<header>
        <span class="brand">${words.brand}</span>
        <h1>${words.title}</h1>
        ${this.totals ? html`<span class="small">${words.asOf(momentText(this.totals.asOf))}</span>` : nothing}
      </header>
      <main class=${this.openId ? 'beside' : ''}>
        <div class="list">${this.fault ? this.faulty(this.fault) : this.list()}</div>
        ${
          this.openId
            ? html`<dose-detail
                tabindex="-1"
                .rowId=${this.openId}
                .service=${this.service}
                @closed=${() => this.close()}
                @changed=${({ detail }: CustomEvent<WorklistRow>) => this.replace([detail])}
              ></dose-detail>`
            : nothing
        }
      </main>`
  }

  private faulty(fault: WorklistFault): TemplateResult {
    const says = { 'sign-in': words.signIn, 'no-permission': words.noPermission, failed: words.failed }[fault]
    return html`<section class="card note" role="alert">
      <p>${says}</p>
      ${fault === 'failed' ? html`<button type="button" @click=${() => void this.load()}>${words.again}</button>` : nothing}
    </section>`
  }

  private list(): TemplateResult {
    return html`${this.sums()} ${this.scanned()}
      ${this.tabs()}
      ${filterBar(this.selection, this.choices, {
        filter: this.filter,
        select: (difference) => this.select(difference),
        clear: () => this.select({ filter: {} }),
      })}
      ${this.groups()}
      <div class="acts">
        <button type="button" @click=${() => void this.export()}>${words.export}</button>
        ${this.chosen.size > 0 ? this.bulk() : nothing}
        <span role="status">${this.said}</span>
      </div>
      ${this.isLive ? nothing : html`<p class="note" role="status">${words.stale}</p>`}
      ${
        this.rows.some(({ id }) => this.changed.has(id)) || (this.changed.size > 0 && this.rows.length === 0)
          ? html`<p class="note" role="status">
              ${words.changed}
              <button type="button" @click=${() => void this.load()}>${words.reload}</button>
            </p>`
          : nothing
      }
      ${this.table()}
      <p class="small soft screen-only">${words.keys}</p>`
  }

  private sums(): TemplateResult | typeof nothing {
    const { totals } = this
    if (!totals) return nothing
    const { ready, charged } = totals.byStatus
    const stuck = [totals.byStatus['not-ready'], totals.byStatus['needs-information']]
    return html`<section class="sums" aria-label=${words.totalsTitle}>
      ${sum('ready', words.totals.ready, [ready])} ${sum('not-ready', words.totals.stuck, stuck)}
      ${sum('charged', words.totals.charged, [charged])}
      <p class="small soft">${words.expected}</p>
    </section>`
  }

  private scanned(): TemplateResult | typeof nothing {
    const { scan } = this
    if (!scan) return nothing
    const [patients, doses] = [numberText(scan.patients), numberText(scan.doses)]
    const says =
      scan.state === 'running'
        ? words.scan.running(patients, doses)
        : scan.state === 'done'
          ? words.scan.done(patients, doses)
          : words.scan.failed
    return html`<p class="small soft" role="status">
      ${says}${scan.unreadable > 0 ? html` · ${words.scan.unreadable(numberText(scan.unreadable))}` : nothing}
      ${
        scan.state === 'running' && scan.patientsOf
          ? html`<progress max=${scan.patientsOf} value=${scan.patients} aria-label=${says}></progress>`
          : nothing
      }
    </p>`
  }

  private tabs(): TemplateResult {
    const { who = '' } = this.selection.filter
    const counts = this.totals?.byWho ?? []
    const tab = (name: string, label: string, count?: number) =>
      html`<button
        type="button"
        aria-pressed=${name === who}
        @click=${() => this.select({ filter: { ...this.selection.filter, who: name } })}
      >
        ${label}${count === undefined ? nothing : html` <span class="count">${numberText(count)}</span>`}
      </button>`
    const named = who && !counts.some((one) => one.who === who) ? [{ who: who as Who, doses: 0 }] : []
    return html`<nav class="tabs" aria-label=${words.tabs}>
      ${tab('', words.everybody)}
      ${[...counts, ...named].map(({ who: one, doses }) => tab(one, words.who[one], doses))}
    </nav>`
  }

  private groups(): TemplateResult | typeof nothing {
    const { group } = this.selection
    const groups = this.totals?.groups
    if (!group || !groups) return nothing
    const nameOf = (name: string) => (group === 'who' ? words.who[name as Who] : name) || words.notKnown
    return html`<ul class="groups" aria-label=${words.groups[group]}>
      ${groups.map(
        (one) => html`<li>
          ${
            group === 'week' || !one.name
              ? html`<span>${nameOf(one.name)}</span>`
              : html`<button
                  type="button"
                  class="quiet"
                  @click=${() => this.select({ group: '', filter: { ...this.selection.filter, [group]: one.name } })}
                >
                  ${nameOf(one.name)}
                </button>`
          }
          <span class="amount">${words.doses(one.doses)} · ${moneyText(one.expectedPayment.amount)}</span>
        </li>`,
      )}
    </ul>`
  }

  private bulk(): TemplateResult {
    return html`<form @submit=${(event: SubmitEvent) => void this.assign(event)}>
      <span>${words.selected(this.chosen.size)}</span>
      <label>${words.assignTo} <input name="assignee" required maxlength="300" autocomplete="off" /></label>
      <button class="primary">${words.assign}</button>
    </form>`
  }

  private table(): TemplateResult {
    if (this.isLoading && this.rows.length === 0) return html`<p class="card note" role="status">${words.loading}</p>`
    if (this.rows.length === 0) {
      const isNew = this.totals?.all.doses === 0 && Object.values(this.selection.filter).every((value) => !value)
      return html`<p class="card note">${isNew ? words.emptyAll : words.empty}</p>`
    }
    const { columns } = words
    const heads = [
      columns.patient,
      columns.day,
      columns.drug,
      columns.payer,
      columns.status,
      columns.blocking,
      columns.who,
      columns.expected,
      columns.fileBy,
      columns.assignee,
    ]
    return html`<div class="scroll ${this.isLoading ? 'loading' : ''}" aria-busy=${this.isLoading}>
        <table aria-label=${words.table}>
          <thead>
            <tr>
              <th scope="col"><span class="visually-hidden">${columns.select}</span></th>
              ${heads.map((head) => html`<th scope="col">${head}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${this.rows.map((row, at) =>
              rowOf(row, {
                isAt: at === this.at,
                isOpen: row.id === this.openId,
                isChosen: this.chosen.has(row.id),
                isChanged: this.changed.has(row.id),
                toggle: () => this.toggle(row.id),
                open: () => {
                  this.at = at
                  this.open(row.id)
                },
              }),
            )}
          </tbody>
        </table>
      </div>
      ${this.next ? html`<button type="button" @click=${() => void this.more()}>${words.more}</button>` : nothing}`
  }
}

/** One of the three answers: so many doses, and what is expected for them. */
function sum(look: string, title: string, sums: readonly WorklistSum[]): TemplateResult {
  const doses = sums.reduce((all, one) => all + one.doses, 0)
  const cents = sums.reduce((all, { expectedPayment }) => all + BigInt(expectedPayment.amount.replace('.', '')), 0n)
  const unpriced = sums.reduce((all, { withoutPayment }) => all + withoutPayment, 0)
  const text = String(cents).padStart(3, '0')
  return html`<div class="sum ${look}">
    <h2>${title}</h2>
    <p class="money">${moneyText(`${text.slice(0, -2)}.${text.slice(-2)}`)}</p>
    <p>${words.doses(doses)}</p>
    ${unpriced > 0 ? html`<p class="small soft">${words.unpriced(unpriced)}</p>` : nothing}
  </div>`
}

declare global {
  interface HTMLElementTagNameMap {
    'worklist-page': WorklistPage
  }
}
