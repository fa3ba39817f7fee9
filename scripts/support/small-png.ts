import { crc32, deflateSync, inflateSync } from 'node:zlib'

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const COLOURS = 256

/**
 * The same picture with a palette of 256 colors, a third as large: a screen of text has few colors. Takes what Chromium
 * makes: 8 bits, RGB or RGBA, not interlaced. Throws on any other PNG.
 */
export function smallPng(png: Buffer): Buffer {
  const { width, height, channels, pixels } = decoded(png)
  const keys = new Uint32Array(width * height)
  const counts = new Map<number, number>()
  for (let at = 0; at < keys.length; at++) {
    const from = at * channels
    const key = ((pixels[from] ?? 0) << 16) | ((pixels[from + 1] ?? 0) << 8) | (pixels[from + 2] ?? 0)
    keys[at] = key
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const palette = paletteOf(counts)
  const places = new Map([...counts.keys()].map((key) => [key, nearest(palette, key)]))
  const rows = Buffer.alloc((width + 1) * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) rows[y * (width + 1) + 1 + x] = places.get(keys[y * width + x] ?? 0) ?? 0
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 3, 0, 0, 0], 8)
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', head),
    chunk('PLTE', Buffer.from(palette.flatMap((key) => [key >> 16, (key >> 8) & 255, key & 255]))),
    chunk('IDAT', deflateSync(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ])
}

/** The commonest colors that differ enough from each other to be worth a place. */
function paletteOf(counts: ReadonlyMap<number, number>): number[] {
  const common = [...counts].toSorted((a, b) => b[1] - a[1]).map(([key]) => key)
  const palette: number[] = []
  for (const least of [48, 0]) {
    for (const key of common) {
      if (palette.length === COLOURS) return palette
      if (!palette.some((one) => distance(one, key) <= least)) palette.push(key)
    }
  }
  return palette
}

function nearest(palette: readonly number[], key: number): number {
  let best = 0
  for (let at = 1; at < palette.length; at++) {
    if (distance(palette[at] ?? 0, key) < distance(palette[best] ?? 0, key)) best = at
  }
  return best
}

function distance(a: number, b: number): number {
  const [red, green, blue] = [(a >> 16) - (b >> 16), ((a >> 8) & 255) - ((b >> 8) & 255), (a & 255) - (b & 255)]
  return red * red + green * green + blue * blue
}

function decoded(png: Buffer): { width: number; height: number; channels: number; pixels: Uint8Array } {
  const data: Buffer[] = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  const [width, height, depth, type, interlaced] = [
    png.readUInt32BE(16),
    png.readUInt32BE(20),
    png[24],
    png[25],
    png[28],
  ]
  const channels = type === 2 ? 3 : type === 6 ? 4 : 0
  if (depth !== 8 || channels === 0 || interlaced !== 0) throw new Error('a PNG of another kind than Chromium makes')
  const raw = inflateSync(Buffer.concat(data))
  const stride = width * channels
  const pixels = new Uint8Array(stride * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (stride + 1)] ?? 0
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : (pixels[y * stride + x - channels] ?? 0)
      const up = y === 0 ? 0 : (pixels[(y - 1) * stride + x] ?? 0)
      const corner = y === 0 || x < channels ? 0 : (pixels[(y - 1) * stride + x - channels] ?? 0)
      pixels[y * stride + x] = (raw[y * (stride + 1) + 1 + x] ?? 0) + predicted(filter, left, up, corner)
    }
  }
  return { width, height, channels, pixels }
}

/** @see https://www.w3.org/TR/png-3/#9Filters */
function predicted(filter: number, left: number, up: number, corner: number): number {
  if (filter === 4) {
    const [toLeft, toUp, toCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
    return toLeft <= toUp && toLeft <= toCorner ? left : toUp <= toCorner ? up : corner
  }
  return [0, left, up, (left + up) >> 1][filter] ?? 0
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const framed = Buffer.alloc(data.length + 12)
  framed.writeUInt32BE(data.length, 0)
  framed.set(body, 4)
  framed.writeUInt32BE(crc32(body), data.length + 8)
  return framed
}
