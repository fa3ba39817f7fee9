import { afterEach, expect, test, vi } from 'vitest'
import { copyText } from './copy-text.ts'

afterEach(() => vi.restoreAllMocks())

test('where the clipboard is not given to the page, the command of old copies, and the selection stays', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
  let copied = ''
  vi.spyOn(document, 'execCommand').mockImplementation((command) => {
    const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), cancelable: true, bubbles: true })
    document.body.dispatchEvent(event)
    copied = event.clipboardData?.getData('text/plain') ?? ''
    return command === 'copy'
  })
  expect(await copyText('J3397 × 88')).toBe(true)
  expect(copied).toBe('J3397 × 88')
})

test('where neither copies, it says so, and later copies are the person’s own again', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new DOMException('no', 'NotAllowedError'))
  vi.spyOn(document, 'execCommand').mockReturnValue(false)
  expect(await copyText('J3397 × 88')).toBe(false)
  const event = new ClipboardEvent('copy', { clipboardData: new DataTransfer(), cancelable: true, bubbles: true })
  document.body.dispatchEvent(event)
  expect(event.clipboardData?.getData('text/plain')).toBe('')
})
