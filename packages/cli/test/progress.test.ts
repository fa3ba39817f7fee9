import { describe, expect, test } from 'vitest'
import { Progress } from '../src/progress.ts'

describe('progress of long work', () => {
  test('is one line on a terminal, which is empty when the work is done', () => {
    const written: string[] = []
    const progress = new Progress({ isTTY: true, write: (text) => written.push(text) })
    progress.tell('200 rows read …')
    progress.tell('400 rows read …')
    progress.clear()
    progress.clear()
    expect(written).toEqual(['\r\u001B[K200 rows read …', '\r\u001B[K400 rows read …', '\r\u001B[K'])
  })

  test('is a line every ten seconds in a log, and none of work that is short', () => {
    const written: string[] = []
    let now = 0
    const progress = new Progress({ write: (text) => written.push(text) }, () => now)
    for (now = 0; now <= 25_000; now += 1000) progress.tell(`${now} ms`)
    progress.clear()
    expect(written).toEqual(['10000 ms\n', '20000 ms\n'])
  })
})
