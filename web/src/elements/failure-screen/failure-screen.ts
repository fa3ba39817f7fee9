import type { Failure, FailureKind, ScopesSaid } from '@doseline/ehr-client'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import { Retry } from '../../events/retry.ts'
import { words } from '../../words.ts'
import { styles } from './failure-screen.styles.ts'

/** Where trying again leads nowhere: the way on is through the EHR, or somebody has to change something first. */
const FINAL: ReadonlySet<FailureKind> = new Set([
  'doses-not-offered',
  'doses-refused',
  'not-launched',
  'only-staff',
  'service-refused',
  'unregistered-issuer',
  'write-refused',
  'malformed-issuer',
  'storage-blocked',
  'access-denied',
  'sign-in-unavailable',
  'launch-refused',
  'scope-refused',
  'other-fhir-version',
  'no-patient',
  'unreadable-patient',
  'unknown-patient',
  'no-scope',
  'wrong-patient',
  'session-ended',
])

/** What a new sign-in may mend. */
const SIGNS_IN_AGAIN: ReadonlySet<FailureKind> = new Set(['session-ended', 'sign-in-unavailable', 'access-denied'])

/** What went wrong, who can mend it, and the two things to do about it. */
@customElement('failure-screen')
export class FailureScreen extends LitElement {
  static override styles = styles

  @property({ attribute: false }) failure?: Failure
  /** Where a new sign-in starts, where there is one. */
  @property() relaunch = ''
  /** The launch inspector; without a launch named it shows the last of this tab. */
  @property() inspect = './inspect'
  /** A part of a page rather than the whole of it. */
  @property({ type: Boolean, reflect: true }) inline = false
  @state() private said = ''

  /** The menu with the languages is not shown with a failure; a failed load leaves the language as it is. */
  override connectedCallback(): void {
    super.connectedCallback()
    if (!this.inline) void import('../language-switch/language-switch.ts').catch(() => undefined)
  }

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('[tabindex]')?.focus()
  }

  protected override render(): TemplateResult | typeof nothing {
    if (!this.failure) return nothing
    const { kind, about } = this.failure
    const { title, text, who } = words.failure.kinds[kind]
    return html`<section role="alert">
      ${this.inline ? html`<h3 tabindex="-1">${title}</h3>` : html`<h1 tabindex="-1">${title}</h1>`}
      <p>${text}</p>
      <dl>
        <div><dt>${words.failure.who}</dt><dd>${who}</dd></div>
        ${about.iss ? html`<div><dt>${words.failure.address}</dt><dd><code>${about.iss}</code></dd></div>` : nothing}
        ${about.registered ? html`<div><dt>${words.failure.registered}</dt><dd><code>${about.registered}</code></dd></div>` : nothing}
        ${about.scopes ? this.scopes(about.scopes) : nothing}
        ${about.detail ? html`<div><dt>${words.failure.theySaid}</dt><dd class="said" lang="en">${about.detail}</dd></div>` : nothing}
        <div>
          <dt>${words.failure.code}</dt>
          <dd><code>${[kind, about.status, about.requestId].filter(Boolean).join(' · ')}</code></dd>
        </div>
      </dl>
      <div class="actions">
        ${
          SIGNS_IN_AGAIN.has(kind) && this.relaunch
            ? html`<a class="button primary" href=${this.relaunch}>${words.failure.relaunch}</a>`
            : nothing
        }
        ${
          FINAL.has(kind)
            ? nothing
            : html`<button type="button" class="primary" @click=${() => this.dispatchEvent(new Retry())}>${words.failure.retry}</button>`
        }
        <button type="button" @click=${() => void this.copy()}>${words.failure.copy}</button>
        <a href=${this.inspect}>${words.failure.inspect}</a>
        <span role="status">${this.said}</span>
      </div>
      ${this.inline ? nothing : html`<language-switch></language-switch>`}
    </section>`
  }

  /** Whole: whoever allows them in the EHR goes through them one by one. */
  private scopes({ asked, refused }: ScopesSaid): TemplateResult {
    const list = (name: string, scopes: readonly string[]) =>
      scopes.length === 0
        ? nothing
        : html`<div>
            <dt>${name}</dt>
            <dd><ul class="scopes">${scopes.map((scope) => html`<li><code>${scope}</code></li>`)}</ul></dd>
          </div>`
    return html`${list(words.failure.refused, refused)}${list(words.failure.asked, asked)}`
  }

  private async copy(): Promise<void> {
    if (!this.failure) return
    const text = words.failure.asText(this.failure.kind, this.failure.about)
    this.said = (await copyText(text)) ? words.app.copied : words.app.notCopied
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'failure-screen': FailureScreen
  }
}
