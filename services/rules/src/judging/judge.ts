import type { Engine } from '../engine.ts'
import { judgeAssessment } from './assessment.ts'
import { judgeHook } from './hook.ts'
import { judgePlans } from './plans.ts'
import type { Ask, Judging, Judgment, Task } from './task.ts'
import { judgeWriteBack } from './write-back.ts'

/** Everything between the body of a request and the text of its answer, whatever API it came through. */
export function judge(engine: Engine, task: Task, ask: Ask): Promise<Judgment> {
  switch (task.api) {
    case 'rest':
    case 'fhir':
      return judgeAssessment(engine, task, ask)
    case 'write-back':
      return judgeWriteBack(engine, task, ask)
    case 'plans':
      return judgePlans(engine, task, ask)
    case 'cds-hooks':
      return judgeHook(engine, task, ask)
  }
}

/** Judges in the thread that asks, and keeps it from everything else meanwhile: for tests, and for one caller at a time. */
export const judgingHere = (engine: Engine): Judging => ({
  judge: (task, ask) => judge(engine, task, ask),
  close: async () => undefined,
})
