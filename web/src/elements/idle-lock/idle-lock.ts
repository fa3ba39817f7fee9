import { html, LitElement, type TemplateResult } from 'lit'
import { customElement, property } from 'lit/decorators.js'
import { LockLeft } from '../../events/lock-left.ts'
import { words } from '../../words.ts'
import { loadDialog } from '../ask-dialog/load-dialog.ts'
import { styles } from './idle-lock.styles.ts'

/** What stands over an app that nobody used: how to go on, and nothing about anybody’s chart. */
@customElement('idle-lock')
export class IdleLock extends LitElement {
  static override styles = styles

  /** The session is over: only a new sign-in goes on. */
  @property({ type: Boolean }) ended = false
  /** After how many minutes it was covered. */
  @property({ type: Number }) minutes = 0
  /** Who was signed in. */
  @property() who = ''
  /** Where a new sign-in starts. */
  @property() relaunch = ''

  override focus(): void {
    this.renderRoot.querySelector<HTMLElement>('.primary')?.focus()
  }

  protected override async firstUpdated(): Promise<void> {
    await loadDialog()
    await this.updateComplete
    this.focus()
  }

  protected override updated(): void {
    this.focus()
  }

  protected override render(): TemplateResult {
    const title = this.ended ? words.lock.ended : words.lock.locked
    return html`<header class="brand"><span>${words.app.name}</span></header>
      <wa-dialog open without-header label=${title} @wa-hide=${(event: Event) => event.preventDefault()}>
      <h1 class="title">${title}</h1>
      <p>${this.ended ? words.lock.endedText : words.lock.lockedText(this.minutes)}</p>
      <p class="actions">
        ${
          this.ended
            ? html`<a class="button primary" href=${this.relaunch}>${words.lock.signIn}</a>`
            : html`<button type="button" class="primary" @click=${() => this.dispatchEvent(new LockLeft())}>
                ${words.lock.goOn(this.who)}
              </button>`
        }
      </p>
    </wa-dialog>`
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'idle-lock': IdleLock
  }
}
