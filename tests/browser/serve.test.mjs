// The dev server in a browser: what is saved shows in place, what is wrong lies over the page and goes again.
import { strict as assert } from 'node:assert'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { test } from 'node:test'
import { bar, served, until } from './served.mjs'

const ENTRY = 'content/pinned.md'
const PAGE = '/2026/11/20/pinned/'
const TEXT = `---\nheadline: A bridge is closed\ndate: 2026-11-20\n---\n\n${'A line of the report.\n\n'.repeat(80)}The last words.\n`
const OTHER = 'content/other.md'
const OTHER_TEXT = '---\nheadline: A ferry takes over\ndate: 2019-01-02\n---\n\nIt goes twice an hour.\n'

const site = served({ [ENTRY]: TEXT, [OTHER]: OTHER_TEXT }, '--navigate')
const open = (check, options) => site.open(PAGE, check, options)
const hasWords = words => document.querySelector('main').textContent.includes(words)
const overlay = () => document.querySelector('dateline-desk')?.shadowRoot.querySelector('.errors')?.textContent ?? ''
const same = page => page.evaluate(() => { window.same = true })
const isSame = async page => assert.equal(await page.evaluate(() => window.same), true, 'the page was loaded anew')

test('a save changes the text in place and keeps the scroll position', open(async page => {
  await bar(page, 'aside')
  await same(page)
  await page.evaluate(() => scrollTo(0, 1200))
  await site.save(ENTRY, TEXT.replace('The last words', 'Other last words'))
  await until(page, hasWords, 'Other last words')
  await isSame(page)
  assert.equal(await page.evaluate(() => scrollY), 1200)
  await site.save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}))

test('what scripts have changed in the page stays when the text changes', open(async page => {
  await bar(page, 'aside')
  await page.evaluate(() => {
    document.querySelector('main p').dataset.mine = 'yes'
    document.querySelector('main').append(Object.assign(document.createElement('aside'), { id: 'mine' }))
  })
  await site.save(ENTRY, TEXT.replace('The last words', 'Quite other words'))
  await until(page, hasWords, 'Quite other words')
  assert.ok(await page.evaluate(() => document.querySelector('main p').dataset.mine && document.querySelector('#mine')))
  await site.save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}))

test('a page whose bytes stay the same is left alone', open(async page => {
  await bar(page, 'aside')
  await same(page)
  const asked = page.asked.length
  await site.save('content/pages/unlinked.md', '---\ntitle: Nobody links here\n---\n\nWords.\n')
  await site.save(ENTRY, TEXT.replace('The last words', 'Words after that'))
  await until(page, hasWords, 'Words after that')
  assert.equal(page.asked.slice(asked).filter(path => path === PAGE).length, 1)
  await isSame(page)
  await site.save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}))

test('errors lie over the last good page, and go when they are mended', open(async page => {
  await bar(page, 'aside')
  await site.save(ENTRY, TEXT.replace('2026-11-20', 'tomorrow'))
  await bar(page, '.errors')
  const said = await page.evaluate(overlay)
  assert.match(said, /content\/pinned\.md:3:7/)
  assert.match(said, /date: tomorrow/)
  assert.match(said, /2017-04-12/, 'the hint shows a date')
  const link = await page.evaluate(() => document.querySelector('dateline-desk').shadowRoot.querySelector('.errors a').href)
  assert.match(link, /^vscode:\/\/file\/.*content\/pinned\.md:3:7$/)
  assert.ok(await page.evaluate(hasWords, 'The last words'))
  await (await bar(page, '[data-name="close"]')).click()
  assert.equal(await page.evaluate(overlay), '')
  await (await bar(page, '[data-name="errors"]')).click()
  assert.match(await page.evaluate(overlay), /date: tomorrow/)
  await site.save(ENTRY, TEXT)
  await until(page, () => !document.querySelector('dateline-desk').shadowRoot.querySelector('.errors'))
}))

test('a template that fails leaves the page and says why', open(async page => {
  await bar(page, 'aside')
  await site.save('templates/entry.html', '{{ entry.headline | no_such_filter }}')
  await bar(page, '.errors')
  assert.match(await page.evaluate(overlay), /no_such_filter/)
  assert.ok(await page.evaluate(hasWords, 'The last words'))
  await site.remove('templates/entry.html')
  await until(page, () => !document.querySelector('dateline-desk').shadowRoot.querySelector('.errors'))
}))

test('a style sheet is swapped without loading the page anew', open(async page => {
  await bar(page, 'aside')
  const colour = () => getComputedStyle(document.querySelector('h1')).color
  await same(page)
  const sheet = 'themes/broadsheet/assets/css/main.css'
  const css = await readFile(join(site.root, sheet), 'utf8')
  await site.save(sheet, `${css}\nh1 { color: rgb(1, 2, 3) !important; }\n`)
  await until(page, () => getComputedStyle(document.querySelector('h1')).color === 'rgb(1, 2, 3)')
  await isSame(page)
  await site.save(sheet, css)
  await until(page, () => getComputedStyle(document.querySelector('h1')).color !== 'rgb(1, 2, 3)')
  assert.notEqual(await page.evaluate(colour), 'rgb(1, 2, 3)')
}))

test('an open page goes to the entry that is saved', open(async page => {
  await bar(page, 'aside')
  await site.save(OTHER, OTHER_TEXT.replace('twice', 'three times'))
  await until(page, () => location.pathname === '/2019/01/02/other/')
  await until(page, hasWords, 'three times')
}))

test('an open page goes on when the server comes back', open(async page => {
  await bar(page, 'aside')
  await site.stop()
  await site.save(ENTRY, TEXT.replace('The last words', 'Words while it was away'))
  await site.start(new URL(site.origin).port)
  await until(page, hasWords, 'Words while it was away')
  await site.save(ENTRY, TEXT)
  await until(page, hasWords, 'The last words')
}, { quiet: true }))
