import { crc32, deflateSync, inflateSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { smallPng } from './small-png.ts'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])

function chunk(type: string, content: Buffer): Buffer {
  const typed = Buffer.concat([Buffer.from(type, 'latin1'), content])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(content.length)
  sum.writeUInt32BE(crc32(typed))
  return Buffer.concat([length, typed, sum])
}

/** A PNG of rows of RGB pixels, as Chromium writes them: 8 bits, not interlaced, each row with filter 0. */
function pngOf(rows: readonly (readonly (readonly [number, number, number])[])[]): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(rows[0]?.length ?? 0, 0)
  head.writeUInt32BE(rows.length, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const pixels = deflateSync(Buffer.from(rows.flatMap((row) => [0, ...row.flat()])))
  return Buffer.concat([SIGNATURE, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

/** The content of a chunk. */
function contentOf(png: Buffer, type: string): Buffer {
  const at = png.indexOf(type, 0, 'latin1')
  return png.subarray(at + 4, at + 4 + png.readUInt32BE(at - 4))
}

test('a picture of few colors has each of them in its palette, and each pixel is of its own', () => {
  const [white, blue, red] = [
    [255, 255, 255],
    [11, 110, 153],
    [164, 38, 44],
  ] as const
  const rows = [
    [white, white, blue],
    [red, white, blue],
  ]
  const small = smallPng(pngOf(rows))
  const palette = contentOf(small, 'PLTE')
  const places = inflateSync(contentOf(small, 'IDAT'))
  const drawn = rows.map((row, y) =>
    row.map((_, x) => {
      const place = places[y * (row.length + 1) + 1 + x] ?? 0
      return [...palette.subarray(3 * place, 3 * place + 3)]
    }),
  )
  expect(drawn).toEqual(rows)
  expect(contentOf(small, 'IHDR')[9]).toBe(3)
})

test('what is no picture of Chromium is refused', () => {
  const interlaced = pngOf([[[0, 0, 0]]])
  interlaced[28] = 1
  expect(() => smallPng(interlaced)).toThrow()
})
