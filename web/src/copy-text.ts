/**
 * Copies a text, and says whether it did. In a frame of another site a browser gives a page its clipboard only where that
 * site allows it, which few EHRs do: there the older command still copies, as it does for Ctrl-C. Call it from a click.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copiedByCommand(text)
  }
}

/** The selection and the focus of the page stay as they are: what is copied is put in the place of the selection. */
function copiedByCommand(text: string): boolean {
  let isCopied = false
  const put = (event: ClipboardEvent): void => {
    event.clipboardData?.setData('text/plain', text)
    event.preventDefault()
    isCopied = event.clipboardData !== null
  }
  document.addEventListener('copy', put, { capture: true })
  document.execCommand('copy')
  document.removeEventListener('copy', put, { capture: true })
  return isCopied
}
