/** Longer addresses are cut off or refused by some servers and proxies. */
const LONGEST_ADDRESS = 2000

/** Goes to the authorization server, by a form where the address would be long and the server takes one. */
export function leaveTo(request: URL, takesForms: boolean): void {
  if (!takesForms || request.href.length <= LONGEST_ADDRESS) {
    location.replace(request)
    return
  }
  // A policy that forbids the form, also by where the sign-in leads on, leaves us here: then the long address it is.
  document.addEventListener('securitypolicyviolation', () => location.replace(request), { once: true })
  const form = formOf(request)
  document.body.append(form)
  form.submit()
}

/** @see https://hl7.org/fhir/smart-app-launch/app-launch.html#step-4-authorization-code, `authorize-post` */
export function formOf(request: URL): HTMLFormElement {
  const form = document.createElement('form')
  const parameters = [...request.searchParams].filter(([name]) => name !== '')
  form.method = 'post'
  form.action = `${request.origin}${request.pathname}`
  form.hidden = true
  for (const [name, value] of parameters) {
    const input = document.createElement('input')
    Object.assign(input, { type: 'hidden', name, value })
    form.append(input)
  }
  return form
}
