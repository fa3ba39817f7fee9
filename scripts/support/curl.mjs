#!/usr/bin/env node
// As much of curl as the documents use, for machines without it: -s, -H, -d with text or @file, and one address.
import { readFileSync } from 'node:fs'

const headers = {}
let address = ''
let body
const args = process.argv.slice(2)
for (let at = 0; at < args.length; at++) {
  if (args[at] === '-H') {
    const [name, ...value] = args[++at].split(':')
    headers[name] = value.join(':').trim()
  } else if (args[at] === '-d') {
    const data = args[++at]
    body = data.startsWith('@') ? readFileSync(data.slice(1), 'utf8') : data
  } else if (args[at] !== '-s') address = args[at]
}
const answer = await fetch(address, { method: body === undefined ? 'GET' : 'POST', headers, body })
process.stdout.write(await answer.text())
