import { type Html, html } from '../html.ts'
import type { LoggedLaunch } from '../smart/launch-log.ts'
import { card } from './parts.ts'

/** The last launch of this chart: each request beside its response, and the identity token decoded. */
export function launchCard(launch: LoggedLaunch | undefined): Html {
  if (!launch)
    return card(
      'Last launch',
      html`<p class="empty">Open Doseline, and what it and this EHR say to each other appears here.</p>`,
    )
  const { authorization, tokenRequest, tokenResponse, idToken } = launch
  return card(
    'Last launch',
    html`<p class="quiet">Codes and tokens are shown by their length only.</p>
      <div class="exchange">
        ${part('Authorization request', authorization)}
        ${tokenRequest && part('Token request', tokenRequest)}
        ${tokenResponse && part('Token response', tokenResponse)}
        ${idToken && part('id_token, decoded', idToken)}
      </div>`,
  )
}

/** One message of an exchange, as JSON that can be scrolled with the keyboard. */
export const part = (title: string, content: unknown): Html => html`<div>
    <h3>${title}</h3>
    <pre tabindex="0" role="region" aria-label="${title}">${JSON.stringify(content, undefined, 2)}</pre>
  </div>`
