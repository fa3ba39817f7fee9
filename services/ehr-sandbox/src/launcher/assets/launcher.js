// The pages work without this file, except that the frame stays closed and the chart does not refresh by itself.

const POLL_MS = 2000
const WORDS = {
  ChargeItem: ['charge line', 'charge lines'],
  'withdrawn ChargeItem': ['charge line withdrawn', 'charge lines withdrawn'],
  Flag: ['flag', 'flags'],
  Provenance: ['approval', 'approvals'],
  Task: ['task', 'tasks'],
  Communication: ['message', 'messages'],
  DocumentReference: ['document', 'documents'],
}

/** Where the search among the patients is kept from one page to the next. */
const FIND = 'sandbox.find'

const frame = document.querySelector('.frame')
const launch = document.querySelector('form.launch')
const close = document.querySelector('[data-close]')
const refresh = document.querySelector('[data-refresh]')
const status = document.querySelector('.refresh [role=status]')

const find = document.querySelector('.find')

if (find) findPatients()
if (launch && frame) openInFrame()
if (document.querySelector('#chart')) keepFresh()
document.querySelector('nav [aria-current]')?.scrollIntoView({ block: 'nearest' })

/** Shows only the patients whose name or case holds every word that was typed; kept from one patient to the next. */
function findPatients() {
  const field = find.querySelector('input')
  const count = find.querySelector('[role=status]')
  const items = [...document.querySelectorAll('nav ol > li')].map((item) => ({ item, text: plain(item.textContent) }))
  find.hidden = false
  const narrow = () => {
    sessionStorage.setItem(FIND, field.value)
    const words = plain(field.value).split(' ').filter(Boolean)
    let shown = 0
    for (const { item, text } of items) {
      item.hidden = !words.every((word) => text.includes(word))
      if (!item.hidden) shown++
    }
    count.textContent =
      words.length === 0
        ? ''
        : shown === 0
          ? 'No patient or case has these words.'
          : `${shown} of ${items.length} patients`
  }
  field.addEventListener('input', narrow)
  field.value = sessionStorage.getItem(FIND) ?? ''
  if (field.value) narrow()
}

/** Lower case, single spaces, and no accents: “Jose” finds “José”. */
function plain(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').trim().toLowerCase()
}

function openInFrame() {
  launch.addEventListener('submit', (event) => {
    if (event.submitter?.value === 'tab') return
    frame.hidden = false
    close.hidden = false
    document.body.classList.add('app-open')
  })
  close.addEventListener('click', () => {
    frame.hidden = true
    close.hidden = true
    frame.querySelector('iframe').src = 'about:blank'
    document.body.classList.remove('app-open')
    launch.querySelector('.primary').focus()
  })
}

function keepFresh() {
  let asking = false
  const ask = async (said) => {
    if (asking || document.visibilityState === 'hidden') return
    asking = true
    try {
      const response = await fetch(`${location.pathname}/chart${location.search}`)
      if (response.ok) show(await response.text(), said)
    } catch {
      status.textContent = 'The sandbox does not answer.'
    } finally {
      asking = false
    }
  }
  refresh.hidden = false
  refresh.addEventListener('click', () => ask('The chart is up to date.'))
  window.addEventListener('focus', () => ask())
  document.addEventListener('visibilitychange', () => ask())
  setInterval(ask, POLL_MS)
}

/** Replaces the chart when something in it changed, and marks what is new. */
function show(text, said) {
  const old = document.querySelector('#chart')
  const fresh = new DOMParser().parseFromString(text, 'text/html').querySelector('#chart')
  if (!fresh) return
  if (fresh.dataset.version === old.dataset.version) {
    if (said) status.textContent = said
    return
  }
  const before = new Set(keys(old).map((element) => element.dataset.key))
  const added = keys(fresh).filter((element) => !before.has(element.dataset.key))
  for (const element of added) element.classList.add('new')
  old.replaceWith(fresh)
  status.textContent = said ?? summary(added)
}

function keys(root) {
  return [...root.querySelectorAll('[data-key]')]
}

/** `Chart updated: 2 charge lines, 1 flag.` */
function summary(added) {
  const counts = new Map()
  for (const { dataset } of added) {
    const type = dataset.key.split('/')[0]
    const name = 'gone' in dataset ? `withdrawn ${type}` : type
    counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  const what = [...counts].map(([type, count]) => `${count} ${WORDS[type]?.[count === 1 ? 0 : 1] ?? type}`).join(', ')
  return what ? `Chart updated: ${what}.` : 'Chart updated.'
}
