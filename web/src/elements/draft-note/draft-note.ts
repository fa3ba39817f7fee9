import { html, LitElement, type TemplateResult } from 'lit'
import { customElement, property, query } from 'lit/decorators.js'
import { DraftDiscarded } from '../../events/draft-discarded.ts'
import { timeText, words } from '../../words.ts'
import type { AskDialog } from '../ask-dialog/ask-dialog.ts'
import '../ask-dialog/ask-dialog.ts'
import { styles } from './draft-note.styles.ts'

/** What was entered before the session ended is here again, and can be discarded. */
@customElement('draft-note')
export class DraftNote extends LitElement {
  static override styles = styles

  /** When it was entered, as an instant. */
  @property() at = ''
  @property({ type: Boolean }) disabled = false
  @query('ask-dialog') private dialog!: AskDialog
  @query('button') private button!: HTMLButtonElement

  protected override render(): TemplateResult {
    return html`<p>
        ${words.draft.restored(timeText(new Date(this.at)))}
        <button type="button" class="quiet" ?disabled=${this.disabled} @click=${() => void this.discard()}>
          ${words.draft.discard}
        </button>
      </p>
      <ask-dialog
        heading=${words.draft.discardAsk}
        text=${words.draft.discardText}
        yes=${words.draft.discardNow}
        no=${words.draft.keep}
      ></ask-dialog>`
  }

  private async discard(): Promise<void> {
    if (await this.dialog.ask(this.button)) this.dispatchEvent(new DraftDiscarded())
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'draft-note': DraftNote
  }
}
