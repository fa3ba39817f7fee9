import { answers } from 'virtual:answers'
import type { AssessmentAnswer } from '@doseline/contract'
import { html, LitElement, nothing, type TemplateResult } from 'lit'
import { customElement } from 'lit/decorators.js'
import '../src/elements/idle-lock/idle-lock.ts'
import { codeProblem } from '../src/elements/code-notice/code-problem.ts'
import { adoptTokens } from '../src/styles/tokens.ts'
import { styles } from './gallery.styles.ts'
import { STATES } from './states.ts'

/**
 * Every element in every state, and what the real engine answers to every scenario: `?show=states`, `?show=scenarios`,
 * `?show=lock`, `?scenario=<name>,<name>`. For people who change how something looks, and for tests; not part of the app.
 */
@customElement('app-gallery')
export class AppGallery extends LitElement {
  static override styles = styles

  protected override render(): TemplateResult {
    const query = new URL(location.href).searchParams
    const show = query.get('show')
    const only = query.get('scenario')?.split(',')
    if (show === 'lock') return html`<idle-lock minutes="10" who="Jordan Ellis"></idle-lock>`
    return html`<main>
      <h1>Gallery</h1>
      ${only || show === 'scenarios' ? nothing : this.states()}
      ${
        show === 'states'
          ? nothing
          : html`<h2 class="part">Scenarios</h2>
              ${answers.filter(({ name }) => !only || only.includes(name)).map(({ name, title, answer }) => this.scenario(name, title, answer))}`
      }
    </main>`
  }

  private states(): TemplateResult {
    return html`<h2 class="part">Elements</h2>
      <div class="states">
        ${Object.entries(STATES).map(
          ([name, state]) => html`<figure><figcaption>${name}</figcaption>${state}</figure>`,
        )}
      </div>`
  }

  private scenario(name: string, title: string, answer: AssessmentAnswer): TemplateResult {
    return html`<article class="scenario" id=${name}>
      <h3 class="name">${name}: ${title}</h3>
      ${answer.assessments.slice(0, 1).map(
        (dose) => html`<verdict-card .dose=${dose} .codebook=${answer.codebook}></verdict-card>
          ${codeProblem(dose) ? html`<code-notice .dose=${dose}></code-notice>` : nothing}
          <div class="columns">
            ${dose.wouldMakeReady.length > 0 ? html`<to-do .tasks=${dose.wouldMakeReady}></to-do>` : nothing}
            <charge-lines .lines=${dose.lines} .atStake=${dose.atStake} .verdict=${dose.verdict}></charge-lines>
            <coverage-strip .dose=${dose}></coverage-strip>
            <dose-timeline .doses=${answer.assessments} .focused=${dose.focus}></dose-timeline>
            <finding-list .findings=${dose.findings}></finding-list>
            <fact-table .facts=${dose.facts ?? []}></fact-table>
            <take-away .dose=${dose} .forSubmission=${answer.forSubmission}></take-away>
          </div>`,
      )}
    </article>`
  }
}

adoptTokens()
