/**
 * The dialog of Web Awesome, fetched when nobody waits for it. Until it is there, and if it never comes, its content
 * stands in the page as it is: nothing depends on it but the frame.
 */
export const loadDialog = (): Promise<unknown> =>
  import('@awesome.me/webawesome/dist/components/dialog/dialog.js').catch(() => undefined)
