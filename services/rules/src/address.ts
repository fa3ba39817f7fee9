/** An address without the slashes at its end, however many: a base is the same with and without. */
export function withoutSlash(address: string): string {
  let end = address.length
  while (address[end - 1] === '/') end--
  return address.slice(0, end)
}

/** A FHIR base as it is compared: host in small letters, no usual port, no slash at the end. */
export const baseOf = (address: string): string => withoutSlash(URL.canParse(address) ? new URL(address).href : address)
