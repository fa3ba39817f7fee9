import type { DoseAnswer, LineAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement, property, state } from 'lit/decorators.js'
import { copyText } from '../../copy-text.ts'
import { moneyText, numberText, words } from '../../words.ts'
import { sourceLink } from '../finding-list/source-link.ts'
import { styles } from './charge-lines.styles.ts'
import { claimNdc, lineName, lineText } from './line-text.ts'

/** The lines a biller would put on the claim, each with the arithmetic behind its units. */
@customElement('charge-lines')
export class ChargeLines extends LitElement {
  static override styles = styles

  @property({ attribute: false }) lines: readonly LineAnswer[] = []
  @property({ attribute: false }) atStake?: DoseAnswer['atStake']
  @property() verdict: DoseAnswer['verdict'] = 'ready'
  /** A person answers for charging it although it is not ready. */
  @property({ type: Boolean }) overridden = false
  /** The line that was copied last, and how that went. */
  @state() private copied: { readonly line: LineAnswer; readonly says: string } | undefined

  protected override render(): TemplateResult {
    const isLater = this.lines.length > 0 && this.verdict !== 'ready'
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${words.lines.title}</h2>
      ${this.lines.length === 0 ? html`<p class="soft">${words.lines.none}</p>` : nothing}
      ${isLater ? html`<p class="soft small">${words.lines.wouldBe}</p>` : nothing}
      <ul class=${isLater ? 'later' : ''}>
        ${this.lines.map((line) => this.line(line))}
      </ul>
      ${this.atStake ? stake(this.atStake) : nothing}
    </section>`
  }

  private line(line: LineAnswer): TemplateResult {
    const { code, modifiers, units, role, ndc, diagnoses, authorization, working, doses, forSubmission } = line
    return html`<li>
      ${forSubmission ? nothing : html`<p class="stamp">${words.app.notForSubmission}</p>`}
      <p class="head">
        <span class="entry">
          <span class="hcpcs">${code}</span>${modifiers.map(
            (modifier) =>
              html`<span class="modifier"><span class="visually-hidden">${words.lines.modifier} </span>${modifier}</span>`,
          )}${modifiers.length === 0 ? html`<span class="visually-hidden">${words.lines.noModifiers}</span>` : nothing}
          <span class="role">${words.lines.role[role]}</span>
        </span>
        <span class="leader" aria-hidden="true"></span>
        <span class="units"><span aria-hidden="true">×</span> ${numberText(units)} <span class="unit">${words.lines.units(units)}</span></span>
      </p>
      <dl>
        <div class="calculation"><dt>${words.lines.working}</dt><dd class="working" lang="en">${working}</dd></div>
        ${
          ndc
            ? html`<div><dt>${words.lines.ndc}</dt><dd><code title=${words.lines.ndcMeans}>${claimNdc(ndc)}</code></dd></div>`
            : nothing
        }
        ${
          diagnoses.length > 0
            ? html`<div><dt>${words.lines.diagnoses}</dt><dd>${diagnoses.map((diagnosis) => html`<code>${diagnosis}</code> `)}</dd></div>`
            : nothing
        }
        ${authorization ? html`<div><dt>${words.lines.authorization}</dt><dd><code>${authorization}</code></dd></div>` : nothing}
        <div class="copy screen-only">
          <dd>
            <button type="button" @click=${() => void this.copy(line)}
              >${words.lines.copy}<span class="visually-hidden"> ${words.lines.copyLine(lineName(line))}</span></button
            >
            <span role="status" class="soft">${this.copied?.line === line ? this.copied.says : ''}</span>
          </dd>
        </div>
      </dl>
      ${doses.length > 1 ? html`<p class="small soft">${words.lines.severalDoses(doses.length)}</p>` : nothing}
    </li>`
  }

  private get mayCharge(): boolean {
    return this.verdict === 'ready' || this.overridden
  }

  private async copy(line: LineAnswer): Promise<void> {
    const text = lineText(this.mayCharge ? line : { ...line, forSubmission: false }, words.app.notForSubmission)
    this.copied = { line, says: (await copyText(text)) ? words.lines.copied : words.lines.notCopied }
  }
}

function stake({ dollars, working, source }: NonNullable<DoseAnswer['atStake']>): TemplateResult {
  return html`<dl class="stake">
    <dt>${words.lines.stake}</dt>
    <dd><strong>${moneyText(dollars)}</strong> <span class="small soft" lang="en">${working}</span></dd>
    <dd class="small soft">${sourceLink(source)}</dd>
  </dl>`
}

declare global {
  interface HTMLElementTagNameMap {
    'charge-lines': ChargeLines
  }
}
