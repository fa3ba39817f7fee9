import { type Html, html } from '../html.ts'
import type { LoggedLaunch } from '../smart/launch-log.ts'
import { type CdsExchange, cdsPart } from './cds-page.ts'
import { chart, patientBanner } from './chart.ts'
import { type EhrChoice, ehrField, ehrForm, ehrList, withEhr } from './ehr-choice.ts'
import type { PatientRecord } from './record.ts'

/** A patient in the list at the left. */
export interface ListedPatient {
  readonly id: string
  readonly name: string
  readonly title: string
  readonly book: 'cms' | 'article'
}

/** What every page of the launcher shows around its content. */
export interface Shell extends EhrChoice {
  readonly patients: readonly ListedPatient[]
  readonly user: string
  /** The app's launch address for a standalone launch. */
  readonly standaloneUrl: string
  /** The data was just put back to the beginning. */
  readonly isReset?: boolean
}

/** The first page: whom do you want to see? */
export function homePage(shell: Shell): Html {
  const body = html`<div class="intro">
    ${
      shell.isReset &&
      html`<p role="status" class="note">The charts are as they were at the start. What Doseline wrote before stays in its own ledger: for those doses it says that lines are missing, and asks before it writes them again.</p>`
    }
    <h1>Choose a patient</h1>
    <p>This is a small EHR to try Doseline in. Every patient is invented, and each one is a case: the line under the name says what happened.</p>
    <p>Open a chart, then open Doseline on it. What you approve there appears in the chart here.</p>
    ${ehrForm(shell)}
    ${standalone(shell)}
    ${ehrList(shell)}
  </div>`
  return page('Patients', shell, body, 'at-home')
}

/** The page of one patient: banner, launch panel, chart. */
export function patientPage(shell: Shell, record: PatientRecord, book: 'cms' | 'article', launch?: LoggedLaunch): Html {
  const body = html`${patientBanner(record)}
    ${ehrForm(shell, book)}
    <div class="workspace">
      <section class="app" aria-labelledby="app-title">
        ${launchForm(record.patient.id, book, shell)}
        <div class="frame" hidden>
          <iframe name="app-frame" title="Doseline" allow="clipboard-write ${new URL(shell.standaloneUrl).origin}" sandbox="allow-scripts allow-same-origin allow-forms allow-popups allow-modals allow-downloads"></iframe>
        </div>
      </section>
      <div class="record">
        <p class="refresh"><button type="button" class="quiet" data-refresh hidden>Refresh chart</button><span role="status" aria-live="polite"></span></p>
        ${chart(record, launch)}
      </div>
    </div>
    <p class="links"><a href="${withEhr(`/patients/${record.patient.id}/cds`, shell, book)}">CDS cards of this patient, next to their JSON</a></p>
    <footer class="quiet">${standalone(shell)}</footer>`
  return page(record.patient.id, shell, body, 'at-patient', record.patient.id, book)
}

/** What a CDS service says when this chart is opened. */
export function cdsPage(shell: Shell, record: PatientRecord, book: 'cms' | 'article', exchange: CdsExchange): Html {
  const { id } = record.patient
  const body = html`${patientBanner(record)}
    <p class="links"><a href="${withEhr(`/patients/${id}`, shell, book)}">Back to the chart</a></p>
    ${cdsPart(exchange)}`
  return page(`CDS cards of ${id}`, shell, body, 'at-patient', id, book)
}

/** The page for an address that leads nowhere. */
export function notFoundPage(shell: Shell): Html {
  const body = html`<div class="intro"><h1>Nothing here</h1><p>There is no such patient or page. The patients are in the list.</p></div>`
  return page('Not found', shell, body, 'at-home')
}

function launchForm(id: string, book: 'cms' | 'article', shell: Shell): Html {
  const option = (value: 'cms' | 'article', text: string) =>
    html`<label><input type="radio" name="codebook" value="${value}" ${value === book ? html`checked` : undefined}> ${text}</label>`
  return html`<form method="post" action="/patients/${id}/launch" target="app-frame" class="launch">
    <h2 id="app-title">Doseline</h2>
    ${ehrField(shell)}
    <fieldset>
      <legend>Code book</legend>
      ${option('cms', 'CMS')}
      ${option('article', 'Article (demonstration)')}
    </fieldset>
    <div class="actions">
      <button class="primary" name="display" value="frame">Open Doseline</button>
      <button name="display" value="tab" formtarget="_blank">Open in a new tab</button>
      <button type="button" class="quiet" data-close hidden>Close</button>
    </div>
  </form>`
}

function standalone({ standaloneUrl, ehr }: Shell): Html {
  return html`<p>Without a chart: <a href="${standaloneUrl}">launch Doseline standalone</a>. Across charts: <a href="${new URL('worklist', standaloneUrl).href}">the worklist</a>. FHIR R4 address: <code>${ehr.fhirBase}</code></p>`
}

function page(title: string, shell: Shell, body: Html, where: string, current?: string, book?: string): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Sandbox EHR</title>
    <link rel="icon" href="/assets/icon.svg" type="image/svg+xml">
    <link rel="stylesheet" href="/assets/launcher.css">
    <script type="module" src="/assets/launcher.js"></script>
  </head>
  <body class="${where}">
    <a class="skip" href="#main">Skip to the chart</a>
    <header class="top">
      <a class="brand" href="${withEhr('/', shell)}">Sandbox EHR</a>
      <span class="quiet">Invented patients only</span>
      <span class="user">${shell.user}</span>
      <form method="post" action="/reset">${ehrField(shell)}<button class="quiet">Reset sandbox data</button></form>
    </header>
    <nav aria-label="Patients">
      <h2>Patients <span class="quiet">${shell.patients.length}</span></h2>
      <div class="find" hidden>
        <label for="find">Find a patient or a case</label>
        <input type="search" id="find" autocomplete="off" spellcheck="false">
        <p class="quiet" role="status"></p>
      </div>
      <ol>${shell.patients.map((one) => listItem(one, shell, one.id === current && one.book === book))}</ol>
    </nav>
    <main id="main">
      ${current !== undefined && html`<a class="back" href="${withEhr('/', shell)}">All patients</a>`}
      ${body}
    </main>
  </body>
</html>`
}

function listItem({ id, name, title, book }: ListedPatient, shell: Shell, isCurrent: boolean): Html {
  const address = withEhr(`/patients/${id}`, shell, book)
  return html`<li><a href="${address}" ${isCurrent ? html`aria-current="page"` : undefined}>
    <strong>${name}</strong><span>${title}</span>
  </a></li>`
}
