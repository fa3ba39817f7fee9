/** What nobody waits for at the first opening: it is fetched while the chart is read. */
import '../elements/draft-note/draft-note.ts'
import '../elements/idle-lock/idle-lock.ts'

export { wearStyleOf } from '../styles/smart-style.ts'
