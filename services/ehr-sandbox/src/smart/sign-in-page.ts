import { type Html, html } from '../html.ts'

/** A patient as the picker lists them. */
export interface PatientChoice {
  readonly id: string
  readonly name: string
  readonly detail: string
}

/** Asks a standalone app's user which patient it is about. No script: each patient is a button. */
export function patientPicker(app: string, user: string, patients: readonly PatientChoice[]): Html {
  return page(
    'Choose a patient',
    html`<p><strong>${app}</strong> asks to open a chart. You are signed in as ${user}.</p>
      <form method="post">
        <ul class="choices">
          ${patients.map(
            ({ id, name, detail }) => html`<li>
              <button name="patient" value="${id}"><strong>${name}</strong><span>${detail}</span></button>
            </li>`,
          )}
        </ul>
        <button class="quiet" name="cancel" value="yes">Cancel</button>
      </form>`,
  )
}

/** Tells a person why the authorization server cannot even redirect back. */
export function errorPage(reason: string): Html {
  return page('This app cannot be opened', html`<p role="alert">${reason}</p>`)
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Sandbox EHR</title>
    <link rel="stylesheet" href="/assets/launcher.css">
  </head>
  <body class="sign-in">
    <main><p class="brand">Sandbox EHR</p><h1>${title}</h1>${body}</main>
  </body>
</html>`
}
