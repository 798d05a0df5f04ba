// The dev server in a browser: what is saved shows in place, what is wrong lies over the page and goes again.
import { strict as assert } from 'node:assert'
import { spawn } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, before, test } from 'node:test'
import { visit } from './harness.mjs'

const { DATELINE, SITE } = process.env
const ENTRY = 'content/pinned.md'
const PAGE = '/2026/11/20/pinned/'
const TEXT = `---\nheadline: A bridge is closed\ndate: 2026-11-20\n---\n\n${'A line of the report.\n\n'.repeat(80)}The last words.\n`

let root, server, origin

const start = async port => {
  server = spawn(DATELINE, ['serve', '--port', port, '--now', '2026-11-23T09:00:00Z', '--root', root])
  origin = await new Promise(done => server.stderr.on('data', data => {
    const found = String(data).match(/http:\/\/[^/]+/)
    if (found) done(found[0])
  }))
}

const stop = () => new Promise(done => server.on('exit', done).kill('SIGTERM'))

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'served-'))
  await cp(dirname(SITE), root, { recursive: true, filter: path => path !== SITE })
  await writeFile(join(root, ENTRY), TEXT)
  await start('0')
})

after(async () => {
  await stop()
  await rm(root, { recursive: true })
})

const save = (path, text) => writeFile(join(root, path), text)
const open = (check, options) => visit(PAGE, check, { at: () => origin, ...options })
const until = (page, fits, ...values) => page.waitForFunction(fits, { timeout: 20_000, polling: 20 }, ...values)
const hasWords = words => document.querySelector('main').textContent.includes(words)
const overlay = () => document.querySelector('dateline-desk')?.shadowRoot.querySelector('section')?.textContent ?? ''

test('a save changes the text in place and keeps the scroll position', open(async page => {
  await page.evaluate(() => { window.same = true; scrollTo(0, 1200) })
  await save(ENTRY, TEXT.replace('The last words', 'Other last words'))
  await until(page, hasWords, 'Other last words')
  assert.equal(await page.evaluate(() => window.same), true, 'the page was loaded anew')
  assert.equal(await page.evaluate(() => scrollY), 1200)
  await save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}))

test('errors lie over the last good page, and go when they are mended', open(async page => {
  await save(ENTRY, TEXT.replace('2026-11-20', 'tomorrow'))
  await until(page, () => document.querySelector('dateline-desk')?.shadowRoot.querySelector('section'))
  const said = await page.evaluate(overlay)
  assert.match(said, /content\/pinned\.md:3:7/)
  assert.match(said, /date: tomorrow/)
  const link = await page.evaluate(() => document.querySelector('dateline-desk').shadowRoot.querySelector('a').href)
  assert.match(link, /^vscode:\/\/file\/.*content\/pinned\.md:3:7$/)
  assert.ok(await page.evaluate(hasWords, 'The last words'))
  await save(ENTRY, TEXT)
  await until(page, () => !document.querySelector('dateline-desk')?.shadowRoot.querySelector('section'))
}))

test('a style sheet is swapped without loading the page anew', open(async page => {
  const colour = () => getComputedStyle(document.querySelector('h1')).color
  await page.evaluate(() => { window.same = true })
  const sheet = 'themes/broadsheet/assets/css/main.css'
  const css = await readFile(join(root, sheet), 'utf8')
  await save(sheet, `${css}\nh1 { color: rgb(1, 2, 3) !important; }\n`)
  await until(page, () => getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)')
  assert.equal(await page.evaluate(() => window.same), true, 'the page was loaded anew')
  await save(sheet, css)
  await until(page, () => getComputedStyle(document.querySelector('h1')).color !== 'rgb(1, 2, 3)')
  assert.notEqual(await page.evaluate(colour), 'rgb(1, 2, 3)')
}))

test('an open page goes on when the server comes back', open(async page => {
  await stop()
  await save(ENTRY, TEXT.replace('The last words', 'Words while it was away'))
  await start(new URL(origin).port)
  await until(page, hasWords, 'Words while it was away')
  await save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}, { quiet: true }))
