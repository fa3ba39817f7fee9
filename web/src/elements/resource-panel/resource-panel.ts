import type { FhirResource } from 'fhir/r4'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, query, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import { words } from '../../later-words.ts'
import { jsonLines, pathsOf } from './json-lines.ts'
import { styles } from './resource-panel.styles.ts'

/** A resource of the chart as it was read, with one element marked. Asks the EHR for nothing. */
@customElement('resource-panel')
export class ResourcePanel extends LitElement {
  static override styles = styles

  /** The chart in memory. */
  @property({ attribute: false }) resources: readonly FhirResource[] = []
  /** The FHIR base, for the address. */
  @property() base = ''
  @state() private reference = ''
  @state() private element = ''
  @state() private copied = ''
  @query('dialog') private dialog!: HTMLDialogElement

  /** Opens at one element; the browser gives the focus back when it closes. */
  async open(reference: string, element: string): Promise<void> {
    this.reference = reference
    this.element = element
    this.copied = ''
    await this.updateComplete
    if (!this.dialog.open) this.dialog.showModal()
    this.renderRoot.querySelector('mark')?.scrollIntoView({ block: 'center' })
  }

  /** Closes it where the chart behind it is about to change. */
  close(): void {
    this.dialog.close()
  }

  protected override render(): TemplateResult {
    const resource = this.resources.find(({ resourceType, id }) => `${resourceType}/${id}` === this.reference)
    return html`<dialog aria-labelledby="title" @close=${this.forget} @click=${this.clicked}>
      <div class="sheet">
        <header>
          <div>
            <h2 id="title">${words.resource.title}</h2>
            <p><code>${this.reference}</code></p>
            <p class="small soft">${words.resource.element} <code>${this.element}</code></p>
          </div>
          <button type="button" autofocus @click=${this.close}>${words.resource.close}</button>
        </header>
        ${resource ? this.content(resource) : html`<p>${words.resource.missing}</p>`}
        <footer>
          ${
            /^https?:\/\//.test(this.base) && this.reference
              ? html`<a href="${this.base}/${this.reference}" target="_blank" rel="noreferrer noopener"
                    >${words.resource.address}</a
                  > <span class="small soft">${words.resource.addressNote}</span>`
              : nothing
          }
          ${
            resource
              ? html`<button type="button" @click=${() => void this.copy(resource)}>${words.resource.copy}</button>
                  <span role="status" class="small">${this.copied}</span>`
              : nothing
          }
        </footer>
      </div>
    </dialog>`
  }

  private content(resource: FhirResource): TemplateResult {
    const paths = pathsOf(resource, this.element)
    const isMarked = (line: readonly string[]): boolean =>
      paths.some((path) => path.every((key, at) => line[at] === key))
    return html`${paths.length === 0 ? html`<p class="small soft">${words.resource.notFound}</p>` : nothing}
      <pre tabindex="0" role="region" aria-label=${this.reference}>${jsonLines(resource).map(({ text, path }) =>
        isMarked(path) ? html`<mark>${text}\n</mark>` : `${text}\n`,
      )}</pre>`
  }

  private forget(): void {
    this.reference = ''
  }

  /** A click beside the sheet closes it. */
  private clicked({ target }: Event): void {
    if (target === this.dialog) this.close()
  }

  private async copy(resource: FhirResource): Promise<void> {
    this.copied = (await copyText(JSON.stringify(resource, null, 2))) ? words.app.copied : words.app.notCopied
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'resource-panel': ResourcePanel
  }
}
