import { Hono } from 'hono'
import { expect, test } from 'vitest'
import type { Env } from '../service.ts'
import { addressOf } from './caller-address.ts'

const seen = async (proxies: number, socket: string, forwarded?: string): Promise<string> => {
  const app = new Hono<Env>().get('/', (c) => c.text(addressOf(c, proxies)))
  const incoming = { socket: { remoteAddress: socket, remotePort: 1, remoteFamily: 'IPv4' } }
  const headers = forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }
  return (await app.request('http://localhost/', { headers }, { incoming })).text()
}

test.each([
  ['nobody is believed without proxies', 0, '203.0.113.9', '198.51.100.1', '203.0.113.9'],
  ['the proxy says who called it', 1, '10.0.0.2', '198.51.100.1', '198.51.100.1'],
  ['what the caller wrote before that is not believed', 1, '10.0.0.2', '192.0.2.7, 198.51.100.1', '198.51.100.1'],
  ['of two proxies the outer one counts', 2, '10.0.0.2', '192.0.2.7, 198.51.100.1, 10.0.0.3', '198.51.100.1'],
  ['fewer than expected: the connection’s own', 2, '10.0.0.2', '198.51.100.1', '10.0.0.2'],
  ['no address: the connection’s own', 1, '10.0.0.2', 'unknown', '10.0.0.2'],
  ['none at all', 1, '10.0.0.2', undefined, '10.0.0.2'],
  ['an IPv6 network is one caller', 1, '10.0.0.2', '2001:db8:1:2:3:4:5:6', '2001:db8:1:2'],
  ['also where it is written short', 1, '10.0.0.2', '2001:db8::5', '2001:db8:0:0'],
  ['an IPv4 address in IPv6 is itself', 0, '::ffff:203.0.113.9', undefined, '::ffff:203.0.113.9'],
])('%s', async (_, proxies, socket, forwarded, expected) => {
  expect(await seen(proxies, socket, forwarded)).toBe(expected)
})
