import { connect, type Socket } from 'node:net'

/**
 * Holds many connections to a service open that never sign in, each in one of the slow ways, and opens another for each that
 * is closed: `node slow-connections.ts <address> <connections>`. Says “open” when all of them are.
 */
const [address = '', count = '0'] = process.argv.slice(2)
const { hostname, port, host } = new URL(address)

/** Signs between two drops of a connection, in milliseconds. */
const DROP = 1_000

const head = (path: string, more: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: application/json\r\n${more}`

/** What a connection sends first, and then again and again. */
const WAYS: readonly { readonly first: string; readonly drop: string }[] = [
  { first: '', drop: '' },
  { first: head('/v1/assessments', ''), drop: 'X-Drop: 1\r\n' },
  { first: `${head('/v1/sessions', 'Content-Length: 60000\r\n')}\r\n{`, drop: ' ' },
  { first: `${head('/v1/sessions', 'Transfer-Encoding: chunked\r\n')}\r\n`, drop: '1\r\n \r\n' },
  { first: `${head('/v1/assessments', 'Content-Length: 2000000\r\n')}\r\n{`, drop: ' ' },
  { first: `${head('/v1/assessments', 'Transfer-Encoding: chunked\r\n')}\r\n`, drop: '1\r\n \r\n' },
  {
    first: `${head('/v1/assessments', `Authorization: Bearer ${'a'.repeat(43)}\r\nContent-Length: 2000000\r\n`)}\r\n{`,
    drop: ' ',
  },
]

function hold(way: number): Promise<void> {
  const { first, drop } = WAYS[way % WAYS.length] ?? { first: '', drop: '' }
  return new Promise((open) => {
    const socket: Socket = connect(Number(port), hostname, () => {
      socket.write(first)
      open()
    })
    const dropping = setInterval(() => drop && socket.write(drop), DROP)
    socket.on('data', () => undefined)
    socket.on('error', () => undefined)
    socket.on('close', () => {
      clearInterval(dropping)
      setTimeout(() => void hold(way), 1_000 + (way % 10) * 200)
    })
  })
}

await Promise.all(Array.from({ length: Number(count) }, (_, way) => hold(way)))
console.log('open')
