import { PROBLEM_GROUPS, type ProblemKind, RETRIES } from '@doseline/contract'
import { html } from 'hono/html'

/** Every code of a refusal, each under an anchor of its name: where the `type` of a problem leads. */
export const problemsPage = () => html`<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>What the service refuses</title>
<h1>What the service refuses</h1>
${Object.entries(PROBLEM_GROUPS).map(section)}`

const section = ([heading, kinds]: [string, Readonly<Record<string, ProblemKind>>]) => html`
<h2>${heading}</h2>
<table>
<thead><tr><th>code</th><th>status</th><th>what it means, and what to do</th><th>again</th></tr></thead>
<tbody>${Object.entries(kinds).map(row)}</tbody>
</table>`

const row = ([code, { status, meaning, help, retry }]: [string, ProblemKind]) => html`
<tr id="${code}">
<td><code>${code}</code></td><td>${status}</td>
<td>${help === undefined ? meaning : `${meaning}. ${help.replaceAll('`', '')}`}</td>
<td>${RETRIES[retry]}</td></tr>`
