// The default theme in a browser: the way past the masthead, colours that readers choose, the calendar, paper.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { visit } from './harness.mjs'

const DARK = 'rgb(22, 21, 19)'
const LIGHT = 'rgb(252, 251, 248)'
const ENTRY = '/2025/12/12/paris-agreement-ten-years/'

const paper = page => page.$eval('html', root => getComputedStyle(root).backgroundColor)

test('the first stop of the keyboard leads past the masthead', visit(ENTRY, async page => {
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  assert.ok(await page.$eval('.skip', link => link.getBoundingClientRect().top >= 0), 'it shows')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate(() => document.activeElement.id), 'main')
  await page.keyboard.press('Tab')
  assert.ok(await page.evaluate(() => document.activeElement.closest('main')), 'the next stop is in the text')
}))

test('without a choice the device has its way', visit('/', async page => {
  assert.equal(await paper(page), DARK)
  assert.equal(await page.$eval('.scheme :checked', radio => radio.value), '')
}, { scheme: 'dark' }))

test('a choice of colours holds on every page until it is taken back', visit('/', async page => {
  await page.click('.scheme [value=dark]')
  assert.equal(await paper(page), DARK)
  await page.goto(new URL(ENTRY, page.url()).href)
  assert.equal(await paper(page), DARK)
  assert.equal(await page.$eval('.scheme :checked', radio => radio.value), 'dark')
  const shown = await page.$$eval('meta[name=theme-color]', all => all.filter(meta => meta.media === 'all').map(meta => meta.content))
  assert.deepEqual(shown, ['#161513'])
  await page.click('.scheme [value=""]')
  assert.equal(await paper(page), LIGHT)
  assert.equal(await page.evaluate(() => localStorage.length), 0)
}, { scheme: 'light' }))

test('the colours of code follow the choice', visit('/2026/01/05/how-we-edit/', async page => {
  const colour = () => page.$eval('[class^=hl-]', word => getComputedStyle(word).color)
  const before = await colour()
  await page.click('.scheme [value=dark]')
  assert.notEqual(await colour(), before)
}, { scheme: 'light' }))

test('without scripts there is no switch, and the device has its way', visit('/', async page => {
  assert.equal(await paper(page), DARK)
  assert.equal(await page.$eval('.scheme', form => form.getClientRects().length), 0)
}, { scheme: 'dark', scripts: false }))

test('a day of the calendar leads to what was published on it', visit('/2026/', async page => {
  const [response] = await Promise.all([page.waitForNavigation(), page.click('.calendar [aria-label^="4 November 2026"]')])
  assert.equal(response.status(), 200)
  assert.equal(await page.evaluate(() => location.pathname + location.hash), '/2026/11/#day-4')
  assert.match(await page.$eval(':target', day => day.textContent), /Wednesday,? 4 November 2026\s+.*UNESCO/s)
}, { scripts: false }))

test('on paper the text stands alone, black on white, with its address', visit(ENTRY, async page => {
  await page.emulateMediaType('print')
  const shown = selector => page.$$eval(selector, all => all.some(element => element.getClientRects().length > 0))
  for (const gone of ['nav', '.skip', '.scheme', '.related']) assert.ok(!await shown(gone), gone)
  for (const kept of ['h1', '.byline', '.text', '.sources', '.address']) assert.ok(await shown(kept), kept)
  assert.equal(await page.$eval('body', body => getComputedStyle(body).color), 'rgb(0, 0, 0)')
  const written = await page.$eval('.sources a[href^=http]', link => getComputedStyle(link, '::after').content)
  assert.match(written, /unfccc\.int/)
}, { scheme: 'dark' }))

test('a pull quote hangs in the margin where there is one, and is not read twice', visit(ENTRY, async page => {
  const place = () => page.evaluate(() => {
    const [pull, text] = ['.pull', '.text'].map(found => document.querySelector(found).getBoundingClientRect())
    return pull.left >= text.right ? 'margin' : 'column'
  })
  assert.equal(await place(), 'margin')
  await page.setViewport({ width: 390, height: 800 })
  assert.equal(await place(), 'column')
  assert.equal(await page.$eval('.pull', pull => pull.ariaHidden), 'true')
}))

test('the keyboard goes through the navigation in its order, and each stop shows', visit('/topics/', async page => {
  await page.keyboard.press('Tab')
  const wanted = await page.$$eval('.masthead a', links => links.map(link => link.textContent.trim()))
  const stops = []
  for (const _ of wanted) {
    await page.keyboard.press('Tab')
    const stop = await page.evaluate(() => {
      const { outlineStyle, outlineWidth } = getComputedStyle(document.activeElement)
      return { words: document.activeElement.textContent.trim(), shows: outlineStyle !== 'none' && outlineWidth !== '0px' }
    })
    assert.ok(stop.shows, stop.words)
    stops.push(stop.words)
  }
  assert.deepEqual(stops, wanted)
  assert.equal(await page.$eval('.masthead [aria-current=page]', link => link.textContent.trim()), 'Topics')
}))

test('nothing moves, whether a reader minds or not', visit(ENTRY, async page => {
  const moving = await page.$$eval('*', all => all.filter(element => {
    const { animationName, transitionDuration, scrollBehavior } = getComputedStyle(element)
    return animationName !== 'none' || !/^0s(, 0s)*$/.test(transitionDuration) || scrollBehavior !== 'auto'
  }).map(element => element.outerHTML.slice(0, 80)))
  assert.deepEqual(moving, [])
}, { motion: 'reduce' }))

test('what can be pressed is 24 pixels high, but for links within a text', visit(ENTRY, async page => {
  const small = await page.$$eval('.masthead a, .breadcrumbs a, .topics a, .colophon a, .scheme label', links =>
    links.filter(link => link.getBoundingClientRect().height < 24).map(link => link.textContent.trim()))
  assert.deepEqual(small, [])
}, { width: 390 }))

test('text that a reader spaces out is all there', visit(ENTRY, async page => {
  await page.setViewport({ width: 320, height: 800 })
  const added = await page.evaluate(() => {
    // A sheet made by a script needs no leave of the policy, as those of readers do not.
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-block-end: 2em !important }')
    document.adoptedStyleSheets = [sheet]
    return document.documentElement.scrollWidth - innerWidth
  })
  assert.ok(added <= 0, `${added} pixels to the side`)
  const cut = await page.$$eval('h1, h2, h3, p, li, a', all => all.filter(element => {
    const { overflowX, overflowY, clipPath } = getComputedStyle(element)
    return clipPath === 'none' && (overflowX === 'hidden' || overflowY === 'hidden') && element.scrollHeight > element.clientHeight + 1
  }).map(element => element.textContent.trim().slice(0, 60)))
  assert.deepEqual(cut, [])
}))

test('an index says what it is part of, and so does what it lists', visit('/topics/climate/', async page => {
  const way = await page.$$eval('.breadcrumbs a', links => links.map(link => link.textContent.trim()))
  assert.deepEqual(way, ['The Morning Dateline', 'Topics', 'Science'])
}))

test('code has its style where there is code, and no other page loads it', visit('/', async page => {
  const sheets = () => page.$$eval('link[rel=stylesheet]', links => links.map(link => link.href).filter(href => href.includes('/code.')))
  assert.deepEqual(await sheets(), [])
  await page.goto(new URL('/2026/01/05/how-we-edit/', page.url()).href)
  assert.equal((await sheets()).length, 1)
}))

test('the HTML of an email is a page by itself where a browser shows it', visit('/email/2026-w45.html', async page => {
  await page.keyboard.press('Tab')
  assert.equal(await page.evaluate(() => document.activeElement.className), 'skip')
  assert.ok(await page.$eval('.skip', link => link.getBoundingClientRect().top >= 0 && link.getBoundingClientRect().height >= 20), 'it shows')
  assert.equal(await page.$eval('h1', heading => getComputedStyle(heading).fontSize), '28px', 'elements keep their style')
  await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'dark' }])
  await page.emulateMediaType('print')
  assert.equal(await page.$eval('html', root => getComputedStyle(root).colorScheme), 'light')
}))
