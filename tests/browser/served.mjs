// A dev server over a copy of the example for the tests of one file.
import { spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before } from 'node:test'
import { readFile } from 'node:fs/promises'
import { strict as assert } from 'node:assert'
import { visit } from './harness.mjs'

const { BROWSER_TOOLS, DATELINE, SITE } = process.env

/** A server with these files (by path) in the site and these arguments: started before the first test. */
export const served = (files, ...options) => {
  const site = { root: undefined, origin: undefined, process: undefined }
  site.save = async (path, text) => {
    await mkdir(dirname(join(site.root, path)), { recursive: true })
    await writeFile(join(site.root, path), text)
  }
  site.remove = path => rm(join(site.root, path))
  site.start = async (port = '0') => {
    site.process = spawn(DATELINE, ['serve', '--port', port, '--now', '2026-11-23T09:00:00Z', '--root', site.root, ...options])
    site.origin = await new Promise(done => site.process.stderr.on('data', data => {
      const found = String(data).match(/https?:\/\/[^/]+/)
      if (found) done(found[0])
    }))
  }
  site.stop = () => new Promise(done => site.process.on('exit', done).kill('SIGTERM'))
  /** A test in a page of this server. */
  site.open = (path, check, options) => visit(path, check, { at: () => site.origin, ...options })
  before(async () => {
    site.root = await mkdtemp(join(tmpdir(), 'served-'))
    await cp(dirname(SITE), site.root, { recursive: true, filter: path => path !== SITE })
    for (const [path, text] of Object.entries(files)) await site.save(path, text)
    await site.start()
  })
  after(async () => {
    await site.stop()
    await rm(site.root, { recursive: true })
  })
  return site
}

/** Waits until something holds in a page. */
export const until = (page, fits, ...values) => page.waitForFunction(fits, { timeout: 20_000, polling: 20 }, ...values)

/** The bar, or what is in it at a selector, as a handle. */
export const bar = async (page, selector) => {
  await until(page, selector => document.querySelector('dateline-desk')?.shadowRoot.querySelector(selector), selector)
  return page.evaluateHandle(selector => document.querySelector('dateline-desk').shadowRoot.querySelector(selector), selector)
}

/** Fails where axe-core finds anything in the page, or in `inside` of it. */
export const clean = async (page, inside) => {
  const axe = createRequire(join(BROWSER_TOOLS, 'package.json')).resolve('axe-core/axe.min.js')
  await page.evaluate(await readFile(axe, 'utf8'))
  const found = await page.evaluate(async inside => {
    const { violations } = await axe.run(inside ?? document, { resultTypes: ['violations'], iframes: false })
    return violations.map(one => `${one.id}: ${one.nodes.map(node => node.html).join(' ')}`)
  }, inside)
  assert.deepEqual(found, [])
}
