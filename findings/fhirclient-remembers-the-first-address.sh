#!/usr/bin/env bash
# fhirclient 2.6.3, build/fhir-client.pure.js: the browser adapter reads the address of the page once. A page that stays while its
# address changes (history.replaceState, a router) and calls oauth2.authorize again starts the launch of the first address once more.
# A good engineer would guess that iss and launch are those of the address at the moment of the call.
#
# Seen, for three addresses one after the other on one page: "one one one" (wanted: "one two none").
# Where that changes this fails.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent fhirclient@2.6.3 >/dev/null
tar -xzf fhirclient-2.6.3.tgz
cat >launches.cjs <<'JS'
const { readFileSync } = require('node:fs')
const vm = require('node:vm')

// As much of a page as the library asks for.
const location = { href: '', toString: () => location.href }
const stored = new Map()
const sessionStorage = {
  getItem: (key) => stored.get(key) ?? null,
  setItem: (key, value) => stored.set(key, value),
  removeItem: (key) => stored.delete(key),
}
const endpoints = { authorization_endpoint: 'https://ehr.example/authorize', token_endpoint: 'https://ehr.example/token' }
const fetch = async () =>
  new Response(JSON.stringify(endpoints), { headers: { 'content-type': 'application/json' } })
const page = { location, sessionStorage, fetch, console, URL, URLSearchParams, TextEncoder, TextDecoder, Headers, Response }
Object.assign(page, { crypto: globalThis.crypto, atob, btoa, setTimeout, clearTimeout, AbortController })
page.window = page.self = page
vm.runInContext(readFileSync('package/build/fhir-client.pure.js', 'utf8'), vm.createContext(page))

const iss = 'iss=https%3A%2F%2Fehr.example%2Ffhir'
async function main() {
  const launches = []
  for (const query of [`${iss}&launch=one`, `${iss}&launch=two`, iss]) {
    location.href = `https://app.example/launch.html?${query}`
    const options = { clientId: 'app', scope: 'launch openid', redirectUri: 'index.html', noRedirect: true }
    const address = await page.FHIR.oauth2.authorize({ ...options, completeInTarget: true })
    launches.push(new URL(address).searchParams.get('launch') ?? 'none')
  }
  console.log(launches.join(' '))
}
main()
JS
seen=$(node launches.cjs)
echo "fhirclient 2.6.3: $seen"
[ "$seen" = "one one one" ]
