// Clipping in the browser: the bookmarklet on another site's page, the form, the way to the draft.
import { strict as assert } from 'node:assert'
import { createServer } from 'node:http'
import { test, after, before } from 'node:test'
import { clean, served, until } from './served.mjs'

const STORY = `<!doctype html><html lang="en"><meta charset="windows-1252"><title>Talks | The Gazette</title>
<meta property="og:site_name" content="The Gazette"><meta property="article:published_time" content="2026-11-20T10:00:00Z">
<style>p { color: red }</style><script>document.title += ' (1)'</script>
<article><h1>Talks end at night in Orl\xe9ans</h1><p>The ministers met for the third time this year.</p>
<p>\x93We will meet again before the summer is over,\x94 said Jane Roe.</p><p>Nobody said where.</p></article></html>`

const site = served({})
let gazette
before(async () => {
  gazette = createServer((_, response) => response.writeHead(200, { 'Content-Type': 'text/html' }).end(Buffer.from(STORY, 'latin1')))
  await new Promise(done => gazette.listen(0, '127.0.0.1', done))
})
after(() => gazette.close())

const href = page => page.waitForSelector('.bookmarklet').then(link => link.evaluate(node => node.href))
const text = page => page.$eval('main', main => main.textContent)

test('the bookmarklet shows the page that is read, and a button writes it', site.open('/__dateline/clip', async page => {
  await clean(page)
  const script = decodeURIComponent((await href(page)).replace(/^javascript:/, ''))
  await page.goto(`http://127.0.0.1:${gazette.address().port}/talks`)
  const opened = new Promise(done => page.browserContext().once('targetcreated', done))
  // As a press on the bookmark does.
  await page.evaluate(script)
  const shown = await (await opened).page()
  await shown.waitForSelector('form button')
  const said = await text(shown)
  for (const words of ['Talks end at night in Orléans', 'The Gazette', '2026-11-20', 'We will meet again before the summer is over', 'Jane Roe', `http://127.0.0.1:${gazette.address().port}/talks`]) assert.ok(said.includes(words), `${words} in ${said}`)
  assert.ok(await shown.evaluate(() => window.opener === null), 'the other site has a hand on the window')
  await clean(shown)
  await Promise.all([shown.waitForNavigation(), shown.click('form button')])
  await until(shown, () => document.querySelector('#filed a[href^="/"]'))
  assert.match(await shown.$eval('#filed .place', link => link.href), /^vscode:\/\/file\/.*content\/2026\/talks-end-at-night-in-orleans\.md:1:1$/)
  await clean(shown)
  await Promise.all([shown.waitForNavigation(), shown.click('#filed a[href^="/"]')])
  assert.match(await text(shown), /We will meet again before the summer is over/)
}))

test('a copied text is shown, and what is none is said', site.open('/__dateline/clip', async page => {
  await page.type('#text', 'Rain at last\n\nIt rained on the whole of the coast on Monday.\n\nNobody complained.\n\n(AFP)\n')
  await Promise.all([page.waitForNavigation(), page.click('form button')])
  assert.match(await text(page), /Rain at last[\s\S]*AFP/)
  await page.click('summary')
  assert.match(await page.$eval('pre', node => node.innerText), /^---\n# Clipped on 2026-11-23/)
  await page.goto(`${site.origin}/__dateline/clip`)
  await page.type('#address', 'http://127.0.0.1:1/x')
  await Promise.all([page.waitForNavigation(), page.click('form button')])
  assert.match(await page.$eval('[role=alert]', node => node.textContent), /private network/)
  await clean(page)
}, { quiet: true }))

test('the bookmarklet is to be dragged, not pressed here', site.open('/__dateline/clip', async page => {
  await href(page)
  await page.click('.bookmarklet')
  assert.match(await text(page), /drag it to the bar of bookmarks/)
  assert.equal(new URL(page.url()).pathname, '/__dateline/clip')
}))
