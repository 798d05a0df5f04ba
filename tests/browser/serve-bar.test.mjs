// The bar of the dev server and its own pages: what they say, that the keyboard reaches it, and that pages do not notice.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { bar, clean, served, until } from './served.mjs'

const DRAFT = '/2026/11/22/talks/'
const FILES = {
  'content/talks.md': '---\nheadline: Delegations meet again\ndate: 2026-11-22\ndraft: true\nphoto: {file: 2026/coffee.jpg}\n---\n\n' +
    'Forty came. TK\n\n> We have seen what happens.\n> — A. Negotiator, head of one delegation\n\nSee [water](2023/water-conference.md).\n',
  'content/later.md': '---\nheadline: A report is due\ndate: 2026-12-24T06:00\nstandfirst: It comes.\nbyline: A. Editor\n---\n\nWords.\n',
}

const site = served(FILES)
const text = async (page, selector) => (await bar(page, selector)).evaluate(node => node.textContent)
const press = async (page, name) => (await bar(page, `[data-name="${name}"]`)).click()

test('the bar says what stands on the page', site.open(DRAFT, async page => {
  assert.match(await text(page, '.status'), /^Draft/)
  assert.match(await text(page, '[data-name="words"]'), /\d+ words · 1 min/)
  assert.equal(await text(page, '[data-name="quotations"]'), '1 quotation')
  assert.equal(await text(page, '[data-name="links"]'), '1 link')
  await press(page, 'quotations')
  assert.match(await text(page, '.panel'), /A\. Negotiator, head of one delegation/)
  await press(page, 'photos')
  assert.match(await text(page, '.panel'), /coffee\.jpg/)
  await press(page, 'lacks')
  assert.match(await text(page, '.panel'), /Missing: standfirst, byline[\s\S]*TK in the text\s*content\/talks\.md:/)
}))

test('the site is seen as the public sees it, with drafts, and as of a date', site.open('/', async page => {
  const shows = words => page.evaluate(words => document.querySelector('main').textContent.replaceAll('\u00a0', ' ').includes(words), words)
  const go = async act => { await Promise.all([page.waitForNavigation(), act()]) }
  assert.deepEqual([await shows('Delegations meet'), await shows('A report is due')], [true, true])
  await bar(page, '.views')
  await go(() => press(page, 'public'))
  assert.deepEqual([await shows('Delegations meet'), await shows('A report is due')], [false, false])
  await press(page, 'date')
  const input = await bar(page, '#moment')
  await input.evaluate(node => { node.value = '2026-12-25T08:00' })
  await go(async () => (await bar(page, '.panel form button')).click())
  assert.deepEqual([await shows('Delegations meet'), await shows('A report is due')], [false, true])
  assert.equal(await text(page, '[aria-pressed="true"]'), 'As of 25 Dec 2026, 08:00')
  await go(() => press(page, 'drafts'))
  assert.deepEqual([await shows('Delegations meet'), await shows('A report is due')], [true, true])
}))

test('each tab keeps its own view', site.open('/', async page => {
  await bar(page, '.views')
  const other = await page.browserContext().newPage()
  await other.goto(site.origin, { waitUntil: 'load' })
  await Promise.all([other.waitForNavigation(), press(other, 'public')])
  await bar(other, '.views')
  await page.bringToFront()
  await page.keyboard.press('Shift')
  await page.reload()
  assert.equal(await text(page, '[aria-pressed="true"]'), 'With drafts')
  await other.bringToFront()
  await other.keyboard.press('Shift')
  await other.reload()
  assert.equal(await text(other, '[aria-pressed="true"]'), 'Public')
}))

test('the keyboard reaches all of it, and Escape closes a panel', site.open(DRAFT, async page => {
  const words = await bar(page, '[data-name="words"]')
  await words.focus()
  await page.keyboard.press('Enter')
  await bar(page, '.panel')
  await page.keyboard.press('Escape')
  await until(page, () => !document.querySelector('dateline-desk').shadowRoot.querySelector('.panel'))
  const focused = () => page.evaluate(() => document.querySelector('dateline-desk').shadowRoot.activeElement?.dataset.name)
  assert.equal(await focused(), 'words')
  const reached = []
  for (let at = 0; at < 12; at++) {
    await page.keyboard.press('Tab')
    reached.push(await focused())
  }
  for (const name of ['quotations', 'photos', 'links', 'lacks', 'previews', 'desk', 'size']) assert.ok(reached.includes(name), `${name} in ${reached}`)
}))

test('it is made small, and stays so', site.open(DRAFT, async page => {
  await press(page, 'size')
  await bar(page, '.small')
  await page.reload()
  await press(page, 'size')
  await bar(page, '.bar')
}))

for (const scheme of ['light', 'dark']) {
  for (const width of [1280, 320]) {
    test(`axe finds nothing in it, ${scheme}, ${width} pixels wide`, site.open(DRAFT, async page => {
      for (const name of ['words', 'quotations', 'photos', 'links', 'lacks', 'problems', 'previews', 'date']) {
        const there = await page.evaluate(async name => document.querySelector('dateline-desk')?.shadowRoot.querySelector(`[data-name="${name}"]`), name)
        if (!there && name !== 'words') continue
        await press(page, name)
        await clean(page, 'dateline-desk')
      }
      await press(page, 'size')
      await clean(page, 'dateline-desk')
      await page.evaluate(() => localStorage.clear())
    }, { scheme, width }))
    test(`axe finds nothing in the server's own pages, ${scheme}, ${width} pixels wide`, site.open('/__dateline/', async page => {
      await until(page, () => document.querySelector('.held li'))
      await clean(page)
      await page.goto(`${site.origin}/__dateline/preview/?page=${DRAFT}&as=drafts`)
      await until(page, () => document.querySelector('#feed iframe'))
      await clean(page)
      const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)
      assert.equal(wide, false, 'it is wider than the window')
    }, { scheme, width }))
  }
}

test('on a small screen it covers nothing', site.open(DRAFT, async page => {
  await bar(page, '.bar')
  const [bottom, top] = await page.evaluate(() => [document.querySelector('dateline-desk').getBoundingClientRect().bottom, document.body.getBoundingClientRect().top])
  assert.ok(bottom <= top + 1, `the bar ends at ${bottom}, the page begins at ${top}`)
  assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320)
}, { width: 320 }))

test('the page itself is laid out as without it', site.open(DRAFT, async page => {
  const boxes = () => page.evaluate(() => [...document.body.querySelectorAll('*')].map(node => {
    const { x, y, width, height } = node.getBoundingClientRect()
    return [x, y + scrollY, width, height].map(Math.round).join()
  }).join(' '))
  await bar(page, '.bar')
  const withBar = await boxes()
  await page.evaluate(() => document.querySelector('dateline-desk').remove())
  assert.equal(withBar, await boxes())
}))

test('the desk lists what is not public and what it lacks', site.open('/__dateline/', async page => {
  await until(page, () => document.querySelectorAll('.held > li').length >= 2)
  const said = await page.evaluate(() => document.querySelector('main').innerText)
  assert.match(said, /A report is due[\s\S]*Scheduled public from 24 Dec 2026, 06:00/)
  assert.match(said, /Delegations meet again[\s\S]*Draft/)
  assert.match(said, /Missing: standfirst/)
  await site.save('content/later.md', FILES['content/later.md'].replace('A report is due', 'A longer report is due'))
  await until(page, () => document.querySelector('main').innerText.includes('A longer report is due'))
  await site.save('content/later.md', FILES['content/later.md'])
}))

test('previews show what the page says to programs', site.open(`/__dateline/preview/?page=${DRAFT}&as=drafts`, async page => {
  await until(page, () => document.querySelector('#feed iframe'))
  assert.match(await page.evaluate(() => document.querySelector('#search .result').innerText), /briefing\.example › 2026 › 11 › 22 › talks[\s\S]*Delegations meet again/)
  assert.match(await page.evaluate(() => document.querySelector('#card .card').innerText), /Delegations meet again/)
  await until(page, () => document.querySelector('#card img').naturalWidth > 0)
  const frame = await (await page.$('#feed iframe')).contentFrame()
  await frame.waitForSelector('h1')
  assert.match(await frame.evaluate(() => document.body.innerText), /Delegations meet again[\s\S]*Forty came/)
}))
