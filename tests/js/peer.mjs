// An independent peer: automerge-repo as published, told what to do by lines of JSON on its input, one answer each.
// Of Genjin it knows the address and a cookie, no more.

import http from "node:http"
import { createInterface } from "node:readline"
import * as Automerge from "@automerge/automerge"
import { ImmutableString, Repo, cbor } from "@automerge/automerge-repo"
import { WebSocketClientAdapter } from "@automerge/automerge-repo-network-websocket"

const DEADLINE = 45_000

// In Node a socket must be given its headers; in a page the cookie goes along by itself.
let headers = {}
const request = http.request
http.request = (options, ...rest) => request({ ...options, headers: { ...options.headers, ...headers } }, ...rest)

// The adapter as published, overheard.
class Overheard extends WebSocketClientAdapter {
  log = { sent: 0, received: 0, frames: 0, errors: [], closed: null }
  onError = event => this.log.errors.push(event.message)

  connect(...args) {
    super.connect(...args)
    this.socket.addEventListener("close", it => (this.log.closed = { code: it.code, reason: it.reason }))
    this.socket.addEventListener("message", it => {
      this.log.received += it.data.byteLength
      this.log.frames += 1
    })
    const send = this.socket.send.bind(this.socket)
    this.socket.send = data => {
      this.log.sent += data.byteLength
      this.log.frames += 1
      send(data)
    }
  }

  receiveMessage(bytes) {
    // An error is said before the socket closes; the adapter only logs it.
    const said = cbor.decode(new Uint8Array(bytes))
    if (said.type === "error") this.log.errors.push(said.message)
    super.receiveMessage(bytes)
  }
}

// Storage that outlives a repo, as a disk does.
const disks = new Map()
class Disk {
  constructor(name) {
    this.rows = disks.get(name) ?? new Map()
    disks.set(name, this.rows)
  }
  load = async key => this.rows.get(JSON.stringify(key))
  save = async (key, data) => void this.rows.set(JSON.stringify(key), data)
  remove = async key => void this.rows.delete(JSON.stringify(key))
  within = prefix => [...this.rows.keys()].filter(it => prefix.every((part, i) => JSON.parse(it)[i] === part))
  loadRange = async prefix => this.within(prefix).map(it => ({ key: JSON.parse(it), data: this.rows.get(it) }))
  removeRange = async prefix => this.within(prefix).forEach(it => this.rows.delete(it))
}

let repo, adapter, disk
const handles = new Map()

// Resolves when `holds` does; asked again at each change of the book and each frame.
const until = (what, holds) =>
  new Promise((done, fail) => {
    const end = setTimeout(() => fail(new Error(`waited in vain for ${what}`)), DEADLINE)
    const ask = () => {
      if (!holds()) return setTimeout(ask, 20)
      clearTimeout(end)
      done()
    }
    ask()
  })

const handle = url => handles.get(url) ?? fail(`${url} was not found before`)
const fail = what => {
  throw new Error(what)
}
const heads = url => Automerge.getHeads(handle(url).doc()).toSorted().join()
const value = (text, as) => (as === "scalar" ? new ImmutableString(text) : text)

const commands = {
  async open({ url, cookie, origin, storage, retry = 200 }) {
    headers = { ...(cookie && { cookie }), ...(origin && { origin }) }
    adapter = new Overheard(url, retry)
    disk = storage && new Disk(storage)
    repo = new Repo({ network: [adapter], storage: disk || undefined, saveDebounceRate: 20 })
    handles.clear()
    await until("the server or a refusal", () => adapter.remotePeerId || adapter.log.errors.length)
    return { joined: Boolean(adapter.remotePeerId), peer: repo.peerId, errors: adapter.log.errors }
  },
  async find({ url }) {
    const began = performance.now()
    try {
      handles.set(url, await repo.find(url, { signal: AbortSignal.timeout(DEADLINE) }))
      return { state: "ready", ms: performance.now() - began }
    } catch (error) {
      return { state: "unavailable", error: error.message, ms: performance.now() - began }
    }
  },
  async create() {
    const made = repo.create({ facts: {}, schema: 1 })
    handles.set(made.url, made)
    return { url: made.url }
  },
  async actor({ url, actor }) {
    handle(url).update(doc => Automerge.clone(doc, { actor }))
  },
  async put({ url, facts, as = "scalar" }) {
    handle(url).change(doc => {
      for (const [key, text] of Object.entries(facts)) doc.facts[key] = value(text, as)
    })
  },
  async root({ url, fields }) {
    handle(url).change(doc => Object.assign(doc, fields))
  },
  async facts({ url }) {
    const { facts } = handle(url).doc()
    return Object.fromEntries(Object.entries(facts).map(([key, it]) => [key, String(it)]))
  },
  async document({ url }) {
    return JSON.parse(JSON.stringify(handle(url).doc()))
  },
  async has({ url, keys }) {
    await until(`${keys} in ${url}`, () => keys.every(key => key in handle(url).doc().facts))
  },
  // The server has said that it holds all that we have.
  async uploaded({ url }) {
    await until("the server's word", () => {
      const storage = repo.peers.map(it => repo.getStorageIdOfPeer(it)).find(Boolean)
      const said = storage && handle(url).getSyncInfo(storage)?.lastHeads
      return said && said.toSorted().join() === handle(url).heads().toSorted().join()
    })
  },
  async heads({ url }) {
    return heads(url)
  },
  async kept() {
    await until("the sync state on the disk", () => disk.within([]).some(it => it.includes('"sync-state"')))
    await repo.flush()
  },
  async closed() {
    await until("the end of the connection", () => adapter.log.closed)
    return adapter.log
  },
  async traffic() {
    return adapter.log
  },
  async close() {
    await repo.shutdown()
  },
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: name, ...args } = JSON.parse(line)
  let answer
  try {
    answer = { ok: (await commands[name](args)) ?? null }
  } catch (error) {
    answer = { error: error.stack ?? String(error) }
  }
  process.stdout.write(JSON.stringify(answer) + "\n")
}
process.exit(0)
