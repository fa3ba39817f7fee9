import { html, LitElement, type TemplateResult } from 'lit'
import { customElement, state } from 'lit/decorators.js'
import '../elements/failure-screen/failure-screen.ts'
import { asFailure, Failure } from '@doseline/ehr-client'
import { type LaunchParameters, launchParameters, patientIdIn } from '../session/launch-parameters.ts'
import { launchTrace } from '../session/launch-trace.ts'
import { reloadWhenShownAgain } from '../session/one-launch.ts'
import { almost, fetchRegistry, type Issuer, issFor, issuerFor } from '../session/registry.ts'
import { languageReady, words } from '../words.ts'
import { styles } from './launch-page.styles.ts'
import { startLaunch } from './start-launch.ts'

/** Where an EHR sends the person: goes on by itself, or asks which EHR (standalone) or which patient (open server). */
@customElement('launch-page')
export class LaunchPage extends LitElement {
  static override styles = styles

  @state() private choices: readonly Issuer[] = []
  @state() private open: Issuer | undefined
  @state() private failure: Failure | undefined
  @state() private leavingFor: Issuer | undefined
  private parameters: LaunchParameters = {}

  override connectedCallback(): void {
    super.connectedCallback()
    void import('../elements/language-switch/language-switch.ts').catch(() => undefined)
    reloadWhenShownAgain()
    this.parameters = launchParameters(new URL(location.href))
    const { iss, malformedIss, launch = '' } = this.parameters
    launchTrace.note('opened', { iss: iss ?? malformedIss, launchLength: launch.length })
    void this.begin()
  }

  private async begin(): Promise<void> {
    this.failure = undefined
    try {
      const registry = await fetchRegistry()
      const { iss, malformedIss } = this.parameters
      if (malformedIss !== undefined) throw new Failure('malformed-issuer', { iss: malformedIss })
      if (iss === undefined) {
        this.choices = registry.issuers
        return
      }
      const issuer = issuerFor(registry, iss)
      if (!issuer) throw new Failure('unregistered-issuer', { iss, registered: almost(registry, iss) })
      await this.choose(issuer, issFor(issuer, iss))
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  private fail(thrown: unknown): void {
    this.failure = asFailure(thrown)
    launchTrace.failed(this.failure)
  }

  private async choose(issuer: Issuer, iss: string): Promise<void> {
    if (issuer.open && this.parameters.patient === undefined) {
      this.parameters = { ...this.parameters, iss }
      this.open = issuer
      return
    }
    this.leavingFor = issuer
    launchTrace.note('registered', { iss: this.parameters.iss ?? iss, ehr: issuer.key })
    await startLaunch(issuer, iss, this.parameters)
  }

  /** Nothing is drawn in a language that this tab was not left in. */
  protected override async scheduleUpdate(): Promise<void> {
    await languageReady
    await super.scheduleUpdate()
  }

  protected override render(): TemplateResult {
    return html`<header><span class="brand">${words.app.name}</span></header>
      <main>${this.main()}</main>`
  }

  /** A page loaded anew: fhirclient keeps a discovery that failed for as long as the page lives. */
  private again(): void {
    location.reload()
  }

  private main(): TemplateResult {
    if (this.failure) {
      return html`<failure-screen .failure=${this.failure} .inspect=${launchTrace.address} @retry=${this.again}></failure-screen>`
    }
    if (this.open) return this.patientForm(this.open)
    if (this.leavingFor || this.choices.length === 0) {
      return html`<p role="status">${words.launch.opening(this.leavingFor?.label)}</p>`
    }
    return html`<h1>${words.launch.which}</h1>
      <p class="soft">${words.launch.standalone}</p>
      <ul>
        ${this.choices.map(
          (issuer) => html`<li>
            ${
              issuer.iss === undefined
                ? html`<p class="note">${words.launch.onlyFromEhr(issuer.label)}</p>`
                : html`<button type="button" @click=${() => void this.leave(issuer)}>
                    <span>${issuer.label}</span><code>${issuer.iss}</code>
                  </button>`
            }
          </li>`,
        )}
      </ul>
      <language-switch></language-switch>`
  }

  private async leave(issuer: Issuer): Promise<void> {
    try {
      await this.choose(issuer, issuer.iss ?? '')
    } catch (thrown) {
      this.fail(thrown)
    }
  }

  private patientForm(issuer: Issuer): TemplateResult {
    return html`<h1>${words.launch.whichPatient}</h1>
      <p class="soft">${words.launch.openServer(issuer.label)}</p>
      <form @submit=${(event: SubmitEvent) => void this.openPatient(event, issuer)}>
        <label for="patient">${words.launch.patientId}</label>
        <input id="patient" name="patient" required pattern="(Patient/)?[A-Za-z0-9\\-.]{1,64}" autocomplete="off" spellcheck="false" />
        <button class="primary">${words.launch.openPatient}</button>
      </form>
      <language-switch></language-switch>`
  }

  private async openPatient(event: SubmitEvent, issuer: Issuer): Promise<void> {
    event.preventDefault()
    const patient = new FormData(event.target as HTMLFormElement).get('patient')
    this.parameters = { ...this.parameters, patient: patientIdIn(String(patient).trim()) }
    this.open = undefined
    try {
      await this.choose(issuer, this.parameters.iss ?? issuer.iss ?? '')
    } catch (thrown) {
      this.fail(thrown)
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'launch-page': LaunchPage
  }
}
