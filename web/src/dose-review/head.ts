import { html, nothing, type TemplateResult } from 'lit'
import '../elements/data-strip/data-strip.ts'
import '../elements/patient-banner/patient-banner.ts'
import '../elements/read-gaps/read-gaps.ts'
import type { CodebookChosen } from '../events/codebook-chosen.ts'
import { words } from '../words.ts'
import type { ReviewState } from './review-state.ts'

/** What the head of the page can be asked for. */
export interface HeadActs {
  /** The page is locked: nothing can be pressed. */
  readonly isCovered: boolean
  /** A part of the app could not be loaded. */
  readonly isNotLoaded: boolean
  readonly skip: () => void
  readonly useCodebook: (codebook: string) => void
  readonly readAgain: () => void
  readonly discard: () => void
}

/** Whose chart, by which book, how old, and all that a person should know before they read the answer. */
export function head(
  { session, chart, answer, codebook, phase, writing, restored, focus }: ReviewState,
  acts: HeadActs,
): TemplateResult {
  const dose = answer?.assessments.find((one) => one.focus === focus)
  return html`<header ?inert=${acts.isCovered}>
    <button type="button" class="skip" @click=${acts.skip}>${words.app.skip}</button>
    <div class="line">
      <span class="brand">${words.app.name}</span>
      ${
        chart?.patient
          ? html`<patient-banner
              .patient=${chart.patient}
              .visit=${dose?.dateOfService ?? ''}
              ?print-only=${session?.needsBanner === false}
            ></patient-banner>`
          : nothing
      }
      ${
        chart && answer && phase === 'done'
          ? html`<data-strip
              .chart=${chart}
              .server=${session?.issuer.label ?? ''}
              .doses=${answer.assessments.length}
              ?disabled=${writing !== undefined}
              @retry=${acts.readAgain}
            >
              <codebook-switch
                .codebooks=${session?.codebooks ?? []}
                .codebook=${codebook}
                .edition=${dose?.edition ?? ''}
                ?disabled=${writing !== undefined}
                @codebook-chosen=${(event: CodebookChosen) => acts.useCodebook(event.codebook)}
              ></codebook-switch>
              <language-switch></language-switch>
            </data-strip>`
          : nothing
      }
    </div>
    ${
      restored && phase === 'done'
        ? html`<draft-note
            .at=${restored}
            ?disabled=${writing !== undefined}
            @draft-discarded=${acts.discard}
          ></draft-note>`
        : nothing
    }
    ${
      session?.refusedCodebook
        ? html`<p class="strip">${words.app.refusedBook(session.refusedCodebook, session.codebook)}</p>`
        : nothing
    }
    ${phase === 'done' ? answer?.warnings.map((warning) => html`<p class="strip" lang="en">${warning}</p>`) : nothing}
    ${chart && chart.strangers > 0 ? html`<p class="strip">${words.app.strangers(chart.strangers)}</p>` : nothing}
    ${
      acts.isNotLoaded
        ? html`<p class="strip" role="alert">
            ${words.app.notLoaded}
            <button type="button" @click=${() => location.reload()}>${words.app.loadAgain}</button>
          </p>`
        : nothing
    }
    ${chart && phase === 'done' ? html`<read-gaps .steps=${chart.steps} .dose=${dose}></read-gaps>` : nothing}
  </header>`
}
