/** What one patient may have: the engine judges as many resources at once, and a chart has to be held to be judged. */
export const MOST_LINES = 50_000
export const MOST_CHARACTERS = 96 * 1024 * 1024
