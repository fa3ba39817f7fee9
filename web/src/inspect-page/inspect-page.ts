import { baseOf } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import { copyText } from '../copy-text.ts'
import { type TracedLaunch, tracedIn } from '../session/launch-trace.ts'
import { fetchRegistry, issuerFor, type Registry } from '../session/registry.ts'
import { tabStorageIfAny } from '../session/tab-storage.ts'
import { inspect } from '../words/inspect.ts'
import { languageReady, timeText, words } from '../words.ts'
import { askEhr } from './ask-ehr.ts'
import { styles } from './inspect-page.styles.ts'
import { asText, type Row, reportOf, type Section } from './report.ts'
import { lookAround } from './surroundings.ts'

/** What happened in a launch of this tab, for IT. */
@customElement('inspect-page')
export class InspectPage extends LitElement {
  static override styles = styles

  @state() private parts: readonly Section[] = []
  @state() private now: Section | undefined
  @state() private isAsking = false
  @state() private said = ''
  private readonly launches = tracedIn(tabStorageIfAny())
  private readonly named = new URL(location.href).searchParams.get('launch')
  private registry: Registry | undefined

  override connectedCallback(): void {
    super.connectedCallback()
    void this.look()
  }

  private get launch(): TracedLaunch | undefined {
    return this.launches.find(({ id }) => id === this.named) ?? this.launches[0]
  }

  /** The EHR of this launch where it is registered: no other is ever asked. */
  private get base(): string | undefined {
    const { iss } = this.launch ?? {}
    return iss !== undefined && this.registry && issuerFor(this.registry, iss) ? baseOf(iss) : undefined
  }

  private async look(): Promise<void> {
    this.registry = await fetchRegistry().catch(() => undefined)
    this.parts = reportOf(this.launch, await lookAround(this.registry))
  }

  /** Nothing is drawn in a language that this tab was not left in. */
  protected override async scheduleUpdate(): Promise<void> {
    await languageReady
    await super.scheduleUpdate()
  }

  protected override render(): TemplateResult {
    return html`<header><span class="brand">${words.app.name}</span></header>
      <main>
        <h1>${inspect.title}</h1>
        <p>${inspect.about}</p>
        ${this.launch ? nothing : html`<p class="note">${inspect.none}</p>`}
        <p class="actions">
          <button type="button" class="primary" @click=${() => void this.copy()}>${inspect.copy}</button>
          ${this.base ? html`<button type="button" @click=${() => void this.ask()}>${inspect.ask}</button>` : nothing}
          <button type="button" class="quiet" @click=${() => history.back()}>${inspect.back}</button>
          <span role="status">${this.isAsking ? inspect.asking : this.said}</span>
        </p>
        ${this.others()}
        ${[...(this.now ? [this.now] : []), ...this.parts].map((part) => this.section(part))}
      </main>`
  }

  private others(): TemplateResult | typeof nothing {
    const others = this.launches.filter((launch) => launch !== this.launch)
    if (others.length === 0) return nothing
    return html`<nav aria-label=${inspect.others}>
      <ul>
        ${others.map(({ id, steps }) => {
          const at = timeText(new Date(steps[0]?.at ?? ''))
          return html`<li><a href=${`?launch=${id}`}>${inspect.launchAt(at)}</a></li>`
        })}
      </ul>
    </nav>`
  }

  private section({ title, rows }: Section): TemplateResult {
    return html`<section class="card">
      <h2>${title}</h2>
      <dl>${rows.map((row) => this.row(row))}</dl>
    </section>`
  }

  private row([name, value]: Row): TemplateResult {
    const values = typeof value === 'string' ? value : html`<ul>${value.map((one) => html`<li>${one}</li>`)}</ul>`
    return html`<div><dt>${name}</dt><dd>${values}</dd></div>`
  }

  private async ask(): Promise<void> {
    if (!this.base || this.isAsking) return
    this.isAsking = true
    this.now = await askEhr(this.base, this.launch?.asked)
    this.isAsking = false
  }

  private async copy(): Promise<void> {
    const parts = [...this.parts, ...(this.now ? [this.now] : [])]
    this.said = (await copyText(asText(parts))) ? words.app.copied : words.app.notCopied
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'inspect-page': InspectPage
  }
}
