/** After what was just drawn is on the screen; at once where nothing is painted, as in a tab behind another. */
export function painted(): Promise<void> {
  return new Promise((done) => {
    if (document.hidden) done()
    else requestAnimationFrame(() => setTimeout(done))
  })
}
